/** What STORAGE_URL may say. */
import { fileURLToPath } from 'node:url';

export type S3Address = {
  kind: 's3';
  bucket: string;
  /** Ends in `/` where it is not empty. */
  prefix: string;
  region: string;
  /** Of another provider than Amazon. */
  endpoint: string | null;
  /** Null: as Amazon's tools find them (environment, profile, role). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** Consoles read from the bucket itself, by addresses that are good for minutes. */
  links: boolean;
};

export type FirebaseAddress = {
  kind: 'firebase';
  bucket: string;
  prefix: string;
  apiKey: string;
  /** Of an emulator: `host:port`. */
  endpoint: string | null;
  /** The user as whom the server signs in; null: the bucket's rules let anyone in. */
  credentials: { email: string; password: string } | null;
};

/** `folder` null: below the data folder. */
export type StorageAddress =
  | { kind: 'folder'; folder: string | null }
  | S3Address
  | FirebaseAddress;

const known = {
  's3:': ['region', 'endpoint', 'links'],
  'firebase:': ['apiKey', 'endpoint'],
} as const;

const folderWords = 'must name a folder of this machine, as in file:///srv/recado';

/** @throws Error whose message says what the setting must be */
export function readStorageUrl(text: string | null): StorageAddress {
  if (text === null) return { kind: 'folder', folder: null };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'file:') {
    // `file:name` would be read as `/name`.
    if (!/^file:\/\//i.test(text)) throw new Error(folderWords);
    return { kind: 'folder', folder: folderOf(url) };
  }
  if (url?.protocol !== 's3:' && url?.protocol !== 'firebase:') {
    throw new Error('must be a file:, s3: or firebase: address');
  }
  const names: readonly string[] = known[url.protocol];
  const unknown = [...url.searchParams.keys()].find((name) => !names.includes(name));
  if (unknown) throw new Error(`knows ${names.join(', ')}, not "${unknown}"`);
  const bucket = decodeURIComponent(url.host);
  if (!/^[a-z0-9][a-z0-9._-]{0,220}$/i.test(bucket)) {
    throw new Error(`must name a bucket, as in ${url.protocol}//bucket/prefix`);
  }
  const path = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '');
  if (!/^[\w./ -]*$/.test(path) || path.split('/').includes('..')) {
    throw new Error('must have a prefix of letters, digits and /');
  }
  const place = { bucket, prefix: path && `${path}/` };
  const [name, secret] = [url.username, url.password].map(decodeURIComponent) as [string, string];
  if ((name === '') !== (secret === ''))
    throw new Error('must have both a name and a secret, or neither');
  const endpoint = url.searchParams.get('endpoint') || null;
  if (url.protocol === 'firebase:') {
    const apiKey = url.searchParams.get('apiKey') ?? '';
    if (!apiKey) throw new Error('needs ?apiKey= of the Firebase project');
    if (endpoint && !/^[\w.-]+:\d{1,5}$/.test(endpoint)) {
      throw new Error('must have an endpoint like host:port');
    }
    const credentials = name ? { email: name, password: secret } : null;
    return { kind: 'firebase', ...place, apiKey, endpoint, credentials };
  }
  if (endpoint && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new Error('must have an endpoint that is an http: or https: address');
  }
  return {
    kind: 's3',
    ...place,
    region: url.searchParams.get('region') || 'us-east-1',
    endpoint,
    credentials: name ? { accessKeyId: name, secretAccessKey: secret } : null,
    links: url.searchParams.get('links') === '1',
  };
}

function folderOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new Error(folderWords);
  }
}
