/** What lies in the database is unreadable without the server's key, and can't be moved about. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** It was sealed with another key, or it is not what was sealed. */
export class WrongKey extends Error {
  constructor(words = 'This was sealed with another key of the server.') {
    super(words);
    this.name = 'WrongKey';
  }
}

const nonceBytes = 12;
const tagBytes = 16;

/** @param place what the row is: opening it as another fails */
export function seal(key: Buffer, place: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws WrongKey */
export function unseal(key: Buffer, place: string, sealed: Buffer): string {
  const start = nonceBytes + tagBytes;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(nonceBytes, start));
    return decipher.update(sealed.subarray(start), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new WrongKey();
  }
}
