/** The connection to the server: kept up, and one object per attempt so that nothing stale is heard. */
import { io, type Socket } from 'socket.io-client';
import type { AppSays, AppToServer } from '#shared/contract/socket.ts';
import type { Log } from '../log.ts';
import { backoff } from './backoff.ts';

export type Link = {
  /** The answer as it came, unchecked. Rejects when none comes in time or the connection ends. */
  ask(event: keyof AppToServer, question: unknown, withinMs?: number): Promise<unknown>;
  /** Says it once, if it can be said now; nobody answers. */
  say<E extends keyof AppSays>(event: E, ...said: Parameters<AppSays[E]>): void;
  /** What the server calls this connection. */
  id(): string | undefined;
  /** Tries now instead of at the next turn. */
  reconnect(): void;
  close(): void;
};

export type LinkEvents = {
  welcome(payload: unknown): void;
  changes(payload: unknown): void;
  whatsapp(payload: unknown): void;
  workspace(payload: unknown): void;
  whatsappSession(payload: unknown): void;
  calls(payload: unknown): void;
  presence(payload: unknown): void;
  /** The server no longer takes this sign-in; the link stays closed. */
  signedOut(): void;
  down(): void;
  /** The server answers, and cannot let anyone in: its database is away. */
  trouble(is: boolean): void;
};

export type LinkTiming = { first: number; most: number; answer: number };
export const usualTiming: LinkTiming = { first: 400, most: 5_000, answer: 10_000 };

/** A machine that slept: the clock ran on and the timers did not. */
const wakeCheck = 2_000;

export function openLink(to: {
  address: string;
  token: string;
  version: string;
  on: LinkEvents;
  log: Log;
  timing?: LinkTiming;
}): Link {
  const timing = to.timing ?? usualTiming;
  let socket: Socket | null = null;
  let tries = 0;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  const drop = (): boolean => {
    const was = socket;
    socket = null;
    if (!was) return false;
    const connected = was.connected;
    was.off();
    was.disconnect();
    return connected;
  };
  const again = (why: string): void => {
    if (drop()) to.on.down();
    if (closed || retry) return;
    const delay = backoff(tries, timing);
    tries += 1;
    to.log.info({ why, delay }, 'not connected; trying again');
    retry = setTimeout(connect, delay);
  };
  const end = (): void => {
    closed = true;
    if (retry) clearTimeout(retry);
    retry = null;
    clearInterval(watch);
    if (drop()) to.on.down();
  };
  const refusedForGood = (): void => {
    end();
    to.on.signedOut();
  };
  function connect(): void {
    if (retry) clearTimeout(retry);
    retry = null;
    const attempt = io(to.address, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: timing.answer,
      auth: { token: to.token, app: to.version },
    });
    socket = attempt;
    attempt.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      to.on.trouble(error.data?.code === 'server-trouble');
      if (error.data?.code === 'unauthenticated') refusedForGood();
      else again(error.message);
    });
    attempt.on('disconnect', (reason: string) => {
      to.on.down();
      again(reason);
    });
    attempt.on('welcome', (payload: unknown) => {
      tries = 0;
      to.on.trouble(false);
      to.on.welcome(payload);
    });
    attempt.on('changes', (payload: unknown) => to.on.changes(payload));
    attempt.on('whatsapp', (payload: unknown) => to.on.whatsapp(payload));
    attempt.on('workspace', (payload: unknown) => to.on.workspace(payload));
    attempt.on('whatsappSession', (payload: unknown) => to.on.whatsappSession(payload));
    attempt.on('calls', (payload: unknown) => to.on.calls(payload));
    attempt.on('presence', (payload: unknown) => to.on.presence(payload));
    attempt.on('signedOut', refusedForGood);
  }
  let seen = Date.now();
  const watch = setInterval(() => {
    const now = Date.now();
    const slept = now - seen > 5 * wakeCheck;
    seen = now;
    if (slept) reconnect('woke up');
  }, wakeCheck);
  watch.unref();

  function reconnect(why: string): void {
    if (closed) return;
    tries = 0;
    if (drop()) to.on.down();
    to.log.info({ why }, 'connecting now');
    connect();
  }
  connect();
  return {
    async ask(event, question, withinMs = timing.answer) {
      const through = socket;
      if (!through?.connected) throw new Error('not connected');
      return through.timeout(withinMs).emitWithAck(event, question);
    },
    say: (event, ...said) => {
      if (socket?.connected) socket.emit(event, ...said);
    },
    id: () => socket?.id,
    reconnect: () => {
      if (!socket?.connected) reconnect('asked to');
    },
    close: end,
  };
}
