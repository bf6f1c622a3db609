/**
 * How the bytes of a file are encrypted: AES-256-CTR, so that any part can be read without the rest,
 * with a key of the file's own and a beginning that is drawn anew whenever the file is. Nobody can
 * read it without the key; that nobody changed it is told by the file's hash, where it is known.
 */
import { createCipheriv, hkdfSync } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Id } from '#shared/contract/scalars.ts';

/** A file begins with the first value of its counter. */
export const headBytes = 16;
const block = 16;

/** Of one file: from the key of the cache (hex) and the file's id. */
export const keyOfFile = (key: string, id: Id): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', Buffer.from(key, 'hex'), id, 'attachment', 32));

/** Encrypts, and decrypts likewise, what stands from `offset` on: call it with bytes that follow. */
export function cipherFrom(key: Uint8Array, head: Uint8Array, offset: number) {
  const counter =
    (BigInt(`0x${Buffer.from(head).toString('hex')}`) + BigInt(Math.floor(offset / block))) %
    (1n << 128n);
  const start = Buffer.from(counter.toString(16).padStart(2 * block, '0'), 'hex');
  const cipher = createCipheriv('aes-256-ctr', key, start);
  cipher.update(Buffer.alloc(offset % block));
  return (bytes: Uint8Array): Buffer => cipher.update(bytes);
}

/** A stream of file bytes from `offset` on, decrypted. */
export function decrypting(key: Uint8Array, head: Uint8Array, offset: number): Transform {
  const next = cipherFrom(key, head, offset);
  return new Transform({
    transform: (bytes: Buffer, _, done) => done(null, next(bytes)),
  });
}
