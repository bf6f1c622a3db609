/** The linked device's credentials and signal keys, in Postgres. */
import {
  type AuthenticationCreds,
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys';
import { inTime } from '../../platform/in-time.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction, type Pool } from '../../platform/postgres/pool.ts';
import { seal, unseal, WrongKey } from '../../platform/sealing.ts';
import { readSealed, removeAllSealed, removeSealed, writeSealed } from './auth-store.ts';
import { words } from './disconnects.ts';

export type Auth = {
  state: AuthenticationState;
  /** Whether a phone has accepted this device. */
  paired(): boolean;
  /** Writes the credentials soon; one write after the other, tried until it succeeds. */
  save(): void;
  /** Resolves when everything that was to be saved is. */
  saved(): Promise<void>;
  /** New keys for another try to pair; never of a link that a phone has accepted. */
  renew(): void;
  /** Forgets the link; another can be made. */
  reset(): Promise<void>;
  /** Lets what is under way be saved, for so long; nothing is written after it. */
  close(ms: number): Promise<void>;
};

const credsKind = 'creds';
const retryMs = 1_000;

/** @throws WrongKey and changes nothing when the link there was sealed with another key */
export async function openAuth(pool: Pool, key: Buffer, log: Log): Promise<Auth> {
  const place = (kind: string, id: string) => `${kind}:${id}`;
  const sealed = (kind: string, id: string, value: unknown) => ({
    kind,
    id,
    sealed: seal(key, place(kind, id), JSON.stringify(value, BufferJSON.replacer)),
  });
  const opened = ({ kind, id, sealed: bytes }: { kind: string; id: string; sealed: Buffer }) =>
    JSON.parse(unsealed(key, place(kind, id), bytes), BufferJSON.reviver);

  const [row] = await readSealed(pool, credsKind, ['']);
  const creds: AuthenticationCreds = row ? opened(row) : initAuthCreds();

  let closed = false;
  let dirty = false;
  let writing: Promise<void> | null = null;
  async function writeAll(): Promise<void> {
    while (dirty && !closed) {
      dirty = false;
      try {
        await writeSealed(pool, [sealed(credsKind, '', auth.state.creds)]);
      } catch (error) {
        dirty = true;
        log.warn({ err: error }, 'the credentials of the link could not be saved; tried again');
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
  }

  const underWay = new Set<Promise<void>>();
  /** Of one link: once that is over, what the library still does for it changes nothing. */
  let ofThisLink = { over: false };
  function linkKeys(): AuthenticationState['keys'] {
    const link = { over: false };
    ofThisLink = link;
    return {
      async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
        const found: { [id: string]: SignalDataTypeMap[T] } = {};
        for (const one of await readSealed(pool, type, ids)) {
          const value = opened(one);
          found[one.id] =
            type === 'app-state-sync-key'
              ? proto.Message.AppStateSyncKeyData.fromObject(value)
              : value;
        }
        return found;
      },
      async set(data: SignalDataSet) {
        if (link.over) return;
        const all = Object.entries(data).flatMap(([kind, values]) =>
          Object.entries(values ?? {}).map(([id, value]) => ({
            kind,
            id,
            value: value as unknown,
          })),
        );
        const kept = all.filter(({ value }) => value !== null && value !== undefined);
        const gone = all.filter(({ value }) => value === null || value === undefined);
        // All or nothing: half a ratchet step would make the next message unreadable.
        const written = inTransaction(pool, async (tx) => {
          await writeSealed(
            tx,
            kept.map(({ kind, id, value }) => sealed(kind, id, value)),
          );
          await removeSealed(tx, gone);
        });
        underWay.add(written);
        await written.finally(() => underWay.delete(written));
      },
    };
  }

  const auth: Auth = {
    state: { creds, keys: linkKeys() },
    // `me` alone is set by asking for a pairing code, before anyone has entered it.
    paired: () => auth.state.creds.account !== undefined && auth.state.creds.account !== null,
    save() {
      dirty = true;
      writing ??= writeAll().finally(() => {
        writing = null;
      });
    },
    async saved() {
      while (writing) await writing;
      await Promise.allSettled(underWay);
    },
    renew() {
      if (!auth.paired()) auth.state.creds = initAuthCreds();
    },
    async reset() {
      ofThisLink.over = true;
      dirty = false;
      await auth.saved();
      await removeAllSealed(pool);
      auth.state.creds = initAuthCreds();
      auth.state.keys = linkKeys();
    },
    async close(ms) {
      ofThisLink.over = true;
      await inTime(auth.saved(), ms);
      closed = true;
    },
  };
  return auth;
}

/** Whatever it was sealed with. */
export const forgetLink = (pool: Pool): Promise<void> => removeAllSealed(pool);

/** @throws WrongKey, in words for whoever set the key */
function unsealed(key: Buffer, where: string, bytes: Buffer): string {
  try {
    return unseal(key, where, bytes);
  } catch (error) {
    throw error instanceof WrongKey ? new WrongKey(words.wrongKey) : error;
  }
}
