/** What bytes are, and what they measure. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline, Readable, Transform } from 'node:stream';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { imageSize } from 'image-size';

/** The media type that a file's bytes tell; null where they tell none. */
export async function contentOfFile(file: string): Promise<string | null> {
  return (await fileTypeFromFile(file))?.mime ?? null;
}

const sampleSize = 64 * 1024;

export type Shape = { width: number; height: number };

/** Of a picture, as it is to be shown: turned where its maker says so. Null: it does not say. */
function shapeOf(sample: Buffer): Shape | null {
  try {
    const { width, height, orientation = 1 } = imageSize(sample);
    if (!Number.isInteger(width) || !Number.isInteger(height)) return null;
    if (Math.min(width, height) < 1 || Math.max(width, height) > 100_000) return null;
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    return null;
  }
}

/** Reads as much as tells the type, and of a picture its shape; `bytes` is all of it. */
export async function contentOfStream(
  stream: Readable,
): Promise<{ found: string | null; shape: Shape | null; bytes: Readable }> {
  const source = stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const read: Buffer[] = [];
  let size = 0;
  while (size < sampleSize) {
    const { value, done } = await source.next();
    if (done) break;
    read.push(value);
    size += value.length;
  }
  const sample = Buffer.concat(read);
  const found = (await fileTypeFromBuffer(sample))?.mime ?? null;
  async function* all() {
    try {
      if (sample.length > 0) yield sample;
      for (;;) {
        const { value, done } = await source.next();
        if (done) return;
        yield value;
      }
    } finally {
      stream.destroy();
    }
  }
  const shape = found?.startsWith('image/') ? shapeOf(sample) : null;
  return { found, shape, bytes: Readable.from(all(), { objectMode: false }) };
}

export type Measure = { size: number; sha256: string };

/** What a file measures. */
export async function measureOf(file: string): Promise<Measure> {
  const hash = createHash('sha256');
  // One buffer for all of it: a new one for each piece is much to clear away.
  const piece = Buffer.allocUnsafeSlow(256 * 1024);
  const handle = await open(file, 'r');
  try {
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, piece.length, size);
      if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
      hash.update(piece.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** The same bytes; `measure` holds once they have all gone by. */
export function measured(bytes: Readable): { bytes: Readable; measure: () => Measure } {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  // What goes wrong is heard by whoever reads the other end.
  pipeline(bytes, through, () => {});
  return { bytes: through, measure: () => ({ size, sha256: hash.digest('hex') }) };
}
