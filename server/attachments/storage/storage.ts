/** Where the bytes of attachments lie: one small interface, for every kind of place. */
import type { Readable } from 'node:stream';
import type { StorageAddress } from './address.ts';

/** Both ends are counted in: bytes `first` to `last`, from 0. */
export type Range = { first: number; last: number };

export type LinkDetails = { seconds: number; mediaType: string; disposition: string };

/** A `place` is a name of ours, `ab/<id>`: letters, digits, `-` and one `/`. */
export type Storage = {
  name: StorageAddress['kind'];
  /** All of it, or nothing: resolves once it is kept for good. The same place again is replaced. */
  put(place: string, bytes: Readable, mediaType: string): Promise<void>;
  /** The same, of a file of this server that nobody writes to any more; it stays where it is. */
  putFile(place: string, file: string, mediaType: string): Promise<void>;
  /** @throws NotStored */
  read(place: string, range?: Range): Promise<Readable>;
  /** What is not there is no fault. */
  remove(place: string): Promise<void>;
  /** An address by which anyone may read it for so long; null where it is read through us. */
  link(place: string, details: LinkDetails): Promise<string | null>;
  /** Rejects when the place cannot be used; `BadStorage` when it never can be as it is set. */
  check(): Promise<void>;
  close(): void;
};

export class NotStored extends Error {
  constructor(place: string) {
    super(`nothing is stored at ${place}`);
    this.name = 'NotStored';
  }
}

/** The setting is wrong: trying again does not help. */
export class BadStorage extends Error {}
