import type { StorageAddress } from './address.ts';
import { folderStorage } from './folder.ts';
import { s3Storage } from './s3.ts';
import type { Storage } from './storage.ts';

/** @param folder taken where the address names none */
export async function openStorage(address: StorageAddress, folder: string): Promise<Storage> {
  switch (address.kind) {
    case 'folder':
      return folderStorage(address.folder ?? folder);
    case 's3':
      return s3Storage(address);
    case 'firebase': {
      // Its package is large, and wanted by few.
      const { firebaseStorage } = await import('./firebase.ts');
      return firebaseStorage(address, folder);
    }
  }
}
