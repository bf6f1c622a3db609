/** Keeps one connection to WhatsApp while it is wanted, as the table of disconnects says. */
import {
  type BaileysEventMap,
  fetchLatestWaWebVersion,
  makeCacheableSignalKeyStore,
  makeWASocket,
  type UserFacingSocketConfig,
  type WASocket,
} from '@whiskeysockets/baileys';
import { inTime } from '../../platform/in-time.ts';
import type { Log } from '../../platform/log.ts';
import type { DriverHooks } from '../driver.ts';
import type { Auth } from './auth-state.ts';
import { afterEnd, openAttempts } from './disconnects.ts';
import { libraryLog } from './library-log.ts';
import { meOf } from './names.ts';

export type LinkParts = {
  makeSocket: (config: UserFacingSocketConfig) => WASocket;
  /** The version of WhatsApp Web that is current; null when it can't be told. */
  askVersion: () => Promise<[number, number, number] | null>;
  now: () => number;
  random: () => number;
  setTimer: (work: () => void, ms: number) => { clear(): void };
};

export const realParts: LinkParts = {
  makeSocket: makeWASocket,
  async askVersion() {
    const { version, isLatest } = await fetchLatestWaWebVersion({
      signal: AbortSignal.timeout(10_000),
    });
    return isLatest ? (version as [number, number, number]) : null;
  },
  now: Date.now,
  random: Math.random,
  setTimer(work, ms) {
    const timer = setTimeout(work, ms);
    return { clear: () => clearTimeout(timer) };
  },
};

export type LinkDeps = {
  auth: Auth;
  log: Log;
  state: DriverHooks['state'];
  pairingPhone: () => string | null | undefined;
  config: UserFacingSocketConfig extends infer C ? Omit<C, 'auth'> : never;
  /** Called with each new connection, before anything can be heard on it. */
  attach: (sock: WASocket, connection: (update: Update) => void) => { close(): void };
  parts: LinkParts;
};

type Update = BaileysEventMap['connection.update'];

export type Link = {
  connect(): void;
  /** The connection while it is open. */
  open(): WASocket | null;
  /** Says again who it is, where it is open: the name may come after that. */
  tellName(): void;
  /** Drops the connection and makes none until `connect`. */
  halt(): void;
  /** Like `halt`, and waits until what had arrived is dealt with. */
  stop(): Promise<void>;
};

const silenceMs = 60_000;
const drainMs = 3_000;

export function openLink(deps: LinkDeps): Link {
  const { auth, log, state, parts } = deps;
  const attempts = openAttempts();
  const logger = libraryLog(log);
  const cached = () => makeCacheableSignalKeyStore(auth.state.keys, logger);
  let keys = cached();
  let current: { sock: WASocket; attached: { close(): void } } | null = null;
  let isOpen = false;
  let version: [number, number, number] | null = null;
  /** Why a new code is shown, where there was a link before. */
  let because: string | null = null;
  let next: { clear(): void } | null = null;
  let watch: { clear(): void } | null = null;
  let halted = false;

  function connect(): void {
    halted = false;
    if (current) return;
    next?.clear();
    next = null;
    if (!auth.paired()) auth.renew();
    const sock = parts.makeSocket({
      ...deps.config,
      ...(version && { version }),
      logger,
      auth: { creds: auth.state.creds, keys },
    });
    const codes = { asked: false };
    const attached = deps.attach(sock, (update) => {
      if (current?.sock === sock) heard(sock, update, codes);
    });
    current = { sock, attached };
    watch = parts.setTimer(() => {
      log.warn('WhatsApp said nothing for a minute');
      ended(408);
    }, silenceMs);
  }

  function heard(sock: WASocket, update: Update, codes: { asked: boolean }): void {
    if (update.qr) {
      watch?.clear();
      pair(sock, update.qr, codes);
    }
    // Paired: WhatsApp asks for another connection now.
    if (update.isNewLogin) state({ state: 'starting' });
    if (update.connection === 'open') {
      watch?.clear();
      isOpen = true;
      because = null;
      attempts.opened(parts.now());
      tellOpen();
    }
    if (update.connection === 'close') ended(codeOf(update.lastDisconnect?.error));
  }

  function tellOpen(): void {
    const { me } = auth.state.creds;
    const { phone } = meOf(me);
    const name = me?.verifiedName ?? me?.name;
    state({ state: 'open', ...(phone && { phone }), ...(name && { name }) });
  }

  function pair(sock: WASocket, qr: string, codes: { asked: boolean }): void {
    const reason = because ? { reason: because } : {};
    const phone = deps.pairingPhone()?.replace(/\D/g, '');
    if (!phone) {
      state({ state: 'pairing', qr, ...reason });
      return;
    }
    if (codes.asked) return;
    codes.asked = true;
    sock.requestPairingCode(phone).then(
      (pairingCode) =>
        current?.sock === sock && state({ state: 'pairing', pairingCode, ...reason }),
      (error) => {
        log.warn({ err: error }, 'no pairing code was given');
        if (current?.sock === sock) state({ state: 'pairing', qr, ...reason });
      },
    );
  }

  function drop(): WASocket | null {
    watch?.clear();
    next?.clear();
    next = null;
    isOpen = false;
    const dropped = current;
    current = null;
    if (!dropped) return null;
    dropped.attached.close();
    const { sock } = dropped;
    sock.end(undefined).catch((error: Error) => log.debug({ err: error }, 'an end that failed'));
    // A peer that is gone would answer the goodbye only after half a minute.
    (sock.ws as unknown as { socket?: { terminate?(): void } | null }).socket?.terminate?.();
    return sock;
  }

  function ended(code: number): void {
    drop();
    const counted = attempts.ended(code, parts.now());
    const decision = afterEnd({ code, paired: auth.paired(), random: parts.random(), ...counted });
    log.info({ code, ...counted, next: decision.do }, 'the connection to WhatsApp ended');
    if (decision.do === 'stop') {
      log.error({ code, alarm: true }, decision.reason);
      state({ state: 'failed', reason: decision.reason });
      return;
    }
    const { reason, inMs } = decision;
    if (decision.do === 'pairAgain') {
      log.error({ code, alarm: true }, decision.reason);
      because = decision.reason;
      attempts.reset();
      state({ state: 'starting', reason: decision.reason });
      then(
        auth.reset().then(() => {
          // What was cached belongs to the old link.
          keys = cached();
        }),
        inMs,
      );
      return;
    }
    if (decision.do === 'reconnect' && decision.alarm)
      log.error({ code, alarm: true }, reason ?? '');
    if (reason) state({ state: 'reconnecting', reason });
    then(decision.do === 'askVersion' ? askVersion() : Promise.resolve(), inMs);
  }

  function then(first: Promise<unknown>, ms: number): void {
    const later = () => {
      if (halted || current || next) return;
      next = parts.setTimer(() => {
        next = null;
        connect();
      }, ms);
    };
    first.then(later, (error) => {
      log.error({ err: error }, 'what comes before a new connection failed; it is tried anyway');
      later();
    });
  }

  async function askVersion(): Promise<void> {
    const given = await parts.askVersion().catch(() => null);
    if (given) version = given;
    else log.warn('the current version of WhatsApp Web could not be asked for');
  }

  const halt = (): WASocket | null => {
    halted = true;
    return drop();
  };
  return {
    connect,
    open: () => (isOpen && current ? current.sock : null),
    tellName: () => isOpen && tellOpen(),
    halt: () => void halt(),
    async stop() {
      const sock = halt();
      // What is being decrypted has been taken from WhatsApp: it is let through.
      if (sock?.messageMutex)
        await inTime(
          sock.messageMutex.mutex(async () => {}),
          drainMs,
        );
    },
  };
}

/** Of the errors that the library ends with. */
export function codeOf(error: unknown): number {
  const status = (error as { output?: { statusCode?: unknown } } | undefined)?.output?.statusCode;
  return typeof status === 'number' ? status : 428;
}
