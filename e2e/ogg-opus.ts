/** What an ogg file with opus says of itself (RFC 3533, RFC 7845). */
export type OggOpus = { channels: number; seconds: number };

/** @throws where it is no whole ogg file with one opus stream */
export function readOggOpus(bytes: Buffer): OggOpus {
  let channels = 0;
  let skipped = 0;
  let last = 0n;
  let ended = false;
  for (let at = 0, page = 0; at < bytes.length; page += 1) {
    if (bytes.toString('latin1', at, at + 4) !== 'OggS') throw new Error(`no page at ${at}`);
    const begins = (bytes[at + 5] ?? 0) & 2;
    ended = ((bytes[at + 5] ?? 0) & 4) !== 0;
    if (Boolean(begins) !== (page === 0)) throw new Error('more than one stream');
    const granule = bytes.readBigInt64LE(at + 6);
    // -1: no packet ends on this page.
    if (granule >= 0n) last = granule;
    const segments = bytes[at + 26] ?? 0;
    const body = at + 27 + segments;
    const length = bytes.subarray(at + 27, body).reduce((sum, size) => sum + size, 0);
    if (page === 0) {
      if (bytes.toString('latin1', body, body + 8) !== 'OpusHead') throw new Error('no opus');
      channels = bytes[body + 9] ?? 0;
      skipped = bytes.readUInt16LE(body + 10);
    }
    at = body + length;
    if (at > bytes.length) throw new Error('cut off');
  }
  if (!ended) throw new Error('the last page is not there');
  return { channels, seconds: (Number(last) - skipped) / 48_000 };
}
