/** Attachments in Firebase Cloud Storage, by the package that Firebase's own apps use. */
import { randomUUID } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { deleteApp, FirebaseError, initializeApp } from 'firebase/app';
import { getAuth, signInWithEmailAndPassword } from 'firebase/auth';
import {
  connectStorageEmulator,
  deleteObject,
  getDownloadURL,
  getStorage,
  list,
  ref,
  type StorageReference,
  uploadBytesResumable,
} from 'firebase/storage';
import type { FirebaseAddress } from './address.ts';
import { BadStorage, NotStored, type Storage } from './storage.ts';

/** One call, its tries included; less than what a request to us may take. */
const patienceMs = 60_000;

const isMissing = (error: unknown): boolean =>
  error instanceof FirebaseError && error.code === 'storage/object-not-found';

/** @param scratch a folder: the package sends what it can measure beforehand, never a stream */
export function firebaseStorage(address: FirebaseAddress, scratch: string): Storage {
  const { bucket, prefix, apiKey, endpoint, credentials } = address;
  const app = initializeApp({ apiKey, storageBucket: bucket }, `attachments ${randomUUID()}`);
  const storage = getStorage(app);
  storage.maxOperationRetryTime = patienceMs;
  storage.maxUploadRetryTime = patienceMs;
  if (endpoint) {
    const [host = '', port] = endpoint.split(':');
    connectStorageEmulator(storage, host, Number(port));
  }

  async function signIn(): Promise<void> {
    if (!credentials) return;
    const auth = getAuth(app);
    await auth.authStateReady();
    if (auth.currentUser) return;
    await signInWithEmailAndPassword(auth, credentials.email, credentials.password);
  }
  const at = async (place: string): Promise<StorageReference> => {
    await signIn();
    return ref(storage, `${prefix}${place}`);
  };

  async function putFile(place: string, file: string, mediaType: string): Promise<void> {
    // A blob of a file is read as it is sent.
    const blob = await openAsBlob(file);
    await uploadBytesResumable(await at(place), blob, { contentType: mediaType });
  }

  return {
    name: 'firebase',
    putFile,
    async put(place, bytes, mediaType) {
      const file = join(scratch, randomUUID());
      try {
        await mkdir(scratch, { recursive: true });
        await pipeline(bytes, createWriteStream(file, { flags: 'wx' }));
        await putFile(place, file, mediaType);
      } finally {
        bytes.destroy();
        await rm(file, { force: true });
      }
    },
    async read(place, range) {
      const url = await getDownloadURL(await at(place)).catch((error: unknown) => {
        throw isMissing(error) ? new NotStored(place) : error;
      });
      const answer = await fetch(url, {
        headers: range ? { range: `bytes=${range.first}-${range.last}` } : {},
      });
      if (answer.status !== (range ? 206 : 200) || !answer.body) {
        await answer.body?.cancel();
        if (answer.status === 404) throw new NotStored(place);
        throw new Error(`Firebase answers ${answer.status}`);
      }
      return Readable.fromWeb(answer.body as ReadableStream);
    },
    async remove(place) {
      await deleteObject(await at(place)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    // Its addresses never end: they would let anyone read for good.
    link: async () => null,
    async check() {
      try {
        await list(await at('check'), { maxResults: 1 });
      } catch (error) {
        const code = error instanceof FirebaseError ? error.code : '';
        if (/^auth\/(?!network)|unauthorized|unauthenticated|not-found/.test(code)) {
          throw new BadStorage(`Firebase refuses the bucket "${bucket}": ${code}`);
        }
        throw error;
      }
    },
    close: () => void deleteApp(app).catch(() => {}),
  };
}
