/** For tests: what is in a ZIP, by its directory. */
import { inflateRawSync } from 'node:zlib';

export function unzipped(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('this is no whole archive');
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n -= 1) {
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const lengths = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const begins = archive.readUInt32LE(at + 42);
    const head = 30 + archive.readUInt16LE(begins + 26) + archive.readUInt16LE(begins + 28);
    const content = archive.subarray(begins + head, begins + head + size);
    const key = archive.toString('utf8', at + 46, at + 46 + name);
    files.set(key, method === 0 ? content : inflateRawSync(content));
    at += 46 + name + extra + comment;
  }
  return files;
}
