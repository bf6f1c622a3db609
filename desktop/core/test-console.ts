/** A console in a folder of its own, and what it told, for tests. */
import type {
  BridgeAnswers,
  BridgeCall,
  BridgeSignal,
  BridgeSignals,
  Question,
} from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Settings, UndoSend } from '#shared/contract/settings.ts';
import { type Console, type OpenConsole, openConsole } from './console.ts';
import type { Host, HostStatus, Notice } from './host.ts';
import type { Log } from './log.ts';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

type Heard = { signal: BridgeSignal; value: unknown };

export type TestConsole = ReturnType<typeof openTestConsole>;

export function memoryHost() {
  const secrets = new Map<string, string>();
  const keys = new Map<string, string>();
  const notices: { title: string; body: string; conversationId: string }[] = [];
  const told: Notice[] = [];
  const taken: string[] = [];
  const statuses: HostStatus[] = [];
  const applied: Settings[] = [];
  const badges: number[] = [];
  const opened: string[] = [];
  const host: Host = {
    kind: 'browser',
    secrets: {
      get: (name) => secrets.get(name) ?? null,
      set: (name, value) => void secrets.set(name, value),
      delete: (name) => void secrets.delete(name),
    },
    keys: {
      keeper: 'file',
      // The same in every process of a test.
      get: (name) => keys.get(name) ?? 'ab'.repeat(32),
      set: (name, value) => void keys.set(name, value),
      delete: (name) => void keys.delete(name),
    },
    abilities: ['notifications'],
    notify(notice) {
      const { title, body, conversationId } = notice;
      notices.push({ title, body, conversationId });
      told.push(notice);
    },
    unnotify: (id) => void taken.push(id),
    settings: (settings) => void applied.push(settings),
    status: (status) => void statuses.push(status),
    badge: (count) => void badges.push(count),
    openExternal: (url) => void opened.push(url),
  };
  return { host, secrets, keys, notices, told, taken, statuses, applied, badges, opened };
}

export function openTestConsole(
  folder: string,
  outside = memoryHost(),
  { undoSend = 0, ...more }: Partial<OpenConsole> & { undoSend?: UndoSend } = {},
) {
  // Only the tests of it wait for it.
  outside.host.usual = { ...outside.host.usual, undoSend };
  const console: Console = openConsole({
    folder,
    host: outside.host,
    version: '1.0.0',
    log: silentLog,
    timing: { first: 20, most: 200, answer: 1_000 },
    ...more,
  });
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  console.on((signal, value) => {
    heard.push({ signal, value });
    for (const look of waiting) look();
  });
  const ask = async <C extends BridgeCall>(name: C, question: Question<C>) =>
    (await console.call(name, question)) as { ok: true; value: BridgeAnswers[C] } | ConsoleRefusal;
  async function call<C extends BridgeCall>(
    name: C,
    question: Question<C>,
  ): Promise<BridgeAnswers[C]> {
    const answer = await ask(name, question);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.code} ${answer.detail}`);
    return answer.value;
  }
  return {
    console,
    outside,
    heard,
    ask,
    call,
    all: <S extends BridgeSignal>(signal: S) =>
      heard.flatMap((one) => (one.signal === signal ? [one.value as BridgeSignals[S]] : [])),
    /** Resolves when `holds` does; looks whenever a signal comes. */
    until: (holds: () => boolean | Promise<boolean>, what = 'what was waited for') =>
      new Promise<void>((resolve, reject) => {
        const give = (end: () => void) => {
          waiting.delete(look);
          clearTimeout(limit);
          clearInterval(pulse);
          end();
        };
        const look = () => {
          Promise.resolve(holds()).then(
            (yes) => yes && give(resolve),
            (error: Error) => give(() => reject(error)),
          );
        };
        const limit = setTimeout(
          () => give(() => reject(new Error(`${what} did not happen`))),
          15_000,
        );
        // For what happens outside the console.
        const pulse = setInterval(look, 50);
        waiting.add(look);
        look();
      }),
    signIn: (server: string, email: string) =>
      call('signIn', { server, email, password: 'right password' }),
    online: async () => (await call('open', {})).sync.connection === 'online',
  };
}
