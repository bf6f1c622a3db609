/** Keeps the memory of what streams through small. */

import { Transform } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A stream that lets everything through. */
export type Clearing = () => Transform;

const everyBytes = 8 * 1024 * 1024;

/**
 * The bytes of a buffer lie outside V8's heap, where it hardly counts them: 50 MB and more of what
 * is long done with gather before it looks. After so many bytes it is told to look at the young
 * ones, which takes about a millisecond.
 */
export function openClearing(): Clearing {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  let since = 0;
  return () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        since += chunk.length;
        if (since >= everyBytes) {
          since = 0;
          collect({ type: 'minor' });
        }
        done(null, chunk);
      },
    });
}
