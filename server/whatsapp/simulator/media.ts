/** How the simulated WhatsApp gives its files out: at a pace, and not always to the end. */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** @param how `bytesPerSecond` 0: no pace; `breaksAt` null: it does not break off */
export function misbehaving(
  bytes: Readable,
  how: { bytesPerSecond: number; breaksAt: number | null },
): Readable {
  if (how.bytesPerSecond === 0 && how.breaksAt === null) return bytes;
  return Readable.from(slowly(bytes, how), { objectMode: false });
}

async function* slowly(
  bytes: Readable,
  { bytesPerSecond, breaksAt }: { bytesPerSecond: number; breaksAt: number | null },
): AsyncGenerator<Buffer> {
  let given = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    if (bytesPerSecond > 0) await pause((chunk.length / bytesPerSecond) * 1_000);
    if (breaksAt !== null && given + chunk.length >= breaksAt) {
      yield chunk.subarray(0, breaksAt - given);
      throw new Error('The simulator was told to break off.');
    }
    given += chunk.length;
    yield chunk;
  }
}
