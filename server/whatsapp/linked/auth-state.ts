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
import type { Log } from '../../platform/log.ts';
import { inTransaction, type Pool } from '../../platform/postgres/pool.ts';
import { readSealed, removeAllSealed, removeSealed, writeSealed } from './auth-store.ts';
import { seal, unseal } from './sealing.ts';

export type Auth = {
  state: AuthenticationState;
  /** Whether a phone has accepted this device. */
  paired(): boolean;
  /** Writes the credentials soon; one write after the other, tried until it succeeds. */
  save(): void;
  /** Resolves when everything that was to be saved is, or was given up by `close`. */
  saved(): Promise<void>;
  /** New keys for another try to pair; never of a link that a phone has accepted. */
  renew(): void;
  /** Forgets the link; another can be made. */
  reset(): Promise<void>;
  /** Nothing is tried again after it. */
  close(): void;
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
    JSON.parse(unseal(key, place(kind, id), bytes), BufferJSON.reviver);

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

  const keys: AuthenticationState['keys'] = {
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
      const all = Object.entries(data).flatMap(([kind, values]) =>
        Object.entries(values ?? {}).map(([id, value]) => ({ kind, id, value: value as unknown })),
      );
      const kept = all.filter(({ value }) => value !== null && value !== undefined);
      const gone = all.filter(({ value }) => value === null || value === undefined);
      // All or nothing: half a ratchet step would make the next message unreadable.
      await inTransaction(pool, async (tx) => {
        await writeSealed(
          tx,
          kept.map(({ kind, id, value }) => sealed(kind, id, value)),
        );
        await removeSealed(tx, gone);
      });
    },
  };

  const auth: Auth = {
    state: { creds, keys },
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
    },
    renew() {
      if (!auth.paired()) auth.state.creds = initAuthCreds();
    },
    async reset() {
      dirty = false;
      await auth.saved();
      await removeAllSealed(pool);
      auth.state.creds = initAuthCreds();
    },
    close() {
      closed = true;
    },
  };
  return auth;
}

/** Whatever it was sealed with. */
export const forgetLink = (pool: Pool): Promise<void> => removeAllSealed(pool);
