/** WhatsApp as a linked device: unofficial, over WhatsApp Web's protocol. */
import {
  CALL_AUDIO_PREFIX,
  CALL_VIDEO_PREFIX,
  isJidBroadcast,
  isJidGroup,
  isJidNewsletter,
  isJidStatusBroadcast,
  type WASocket,
} from '@whiskeysockets/baileys';
import { inTime } from '../../platform/in-time.ts';
import type { Log } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import type { Driver, DriverHooks, Who } from '../driver.ts';
import { sessionReasons } from '../reason-codes.ts';
import { type Acks, openAcks } from './acks.ts';
import { applyTestOverrides } from './apply-test-overrides.ts';
import { type Auth, forgetLink, openAuth } from './auth-state.ts';
import { openCalls } from './calls.ts';
import { openGroups } from './groups.ts';
import { openHandingOver } from './handing-over.ts';
import type { MediaSource } from './inbound-attachment.ts';
import { captureConsole } from './library-log.ts';
import { type Link, type LinkParts, openLink, realParts } from './link.ts';
import { listen } from './listening.ts';
import { fetchMedia } from './media.ts';
import { conversationOf, jidOfLid, jidOfPhone, meOf } from './names.ts';
import { type Clock, openPacer, type Pace, personsPace, realClock } from './pacing.ts';
import { fetchPicture, isPicture, openPictures } from './pictures.ts';
import { openSending } from './sending.ts';
import type { TestOverrides } from './test-overrides.ts';

export type LinkedDeps = {
  pool: Pool;
  /** The server's key, 32 bytes. */
  key: Buffer;
  log: Log;
  /** Null outside tests. */
  test: TestOverrides | null;
  /** The text of a message of ours, for a phone that could not read it; null where unknown. */
  getMessage: (whatsappId: string, who: Who) => Promise<string | null>;
  /** Whether groups are conversations; asked at every message. */
  groupsShown: () => boolean;
  /** Pair by code for this number instead of by QR. */
  pairingPhone: () => string | null | undefined;
  pace?: Pace;
  /** For tests: what the driver is made of. */
  parts?: Partial<LinkParts & { clock: Clock; ackMs: number; reuploadMs: number }>;
};

const savingMs = 5_000;
const unlinkMs = 15_000;

export function linkedDriver(deps: LinkedDeps, hooks: DriverHooks): Driver {
  const { log } = hooks;
  const { clock = realClock, ackMs = 60_000, reuploadMs = 60_000, ...given } = deps.parts ?? {};
  const parts: LinkParts = { ...realParts, ...given };
  let running: { auth: Auth; link: Link; stop(): Promise<void> } | null = null;
  let acks: Acks | null = null;

  const handing = openHandingOver(hooks.take, log, (stuck) => {
    if (stuck) {
      running?.link.halt();
      hooks.state({ state: 'failed', reason: sessionReasons.diskFull });
    } else running?.link.connect();
  });
  const calls = openCalls(
    (event) => handing.take([event]),
    () => new Date(parts.now()),
  );
  const pacer = openPacer(deps.pace ?? personsPace, clock);
  const open = (): WASocket | null => running?.link.open() ?? null;
  const shown = deps.groupsShown;
  const groups = openGroups({ open, shown, take: handing.take, clock, log });
  const pictures = openPictures({ open, take: handing.take, clock, log });
  const mustBeOpen = (): WASocket => {
    const sock = open();
    if (!sock) throw new Error('The session is not open.');
    return sock;
  };
  const sending = openSending({ open, acks: () => acks, pacer, ackMs, log });

  function attach(
    sock: WASocket,
    auth: Auth,
    connection: Parameters<typeof listen>[1]['connection'],
  ) {
    const mine = openAcks(sock.ws);
    acks = mine;
    const now = () => new Date(parts.now());
    const creds = () => {
      auth.save();
      running?.link.tellName();
    };
    const { take } = handing;
    const heard = { calls, pictures, groups, groupsShown: shown, typing: hooks.typing };
    listen(sock, { ...heard, take, connection, creds, acks: mine, log, now });
    return { close: () => mine.close() };
  }

  /** @throws WrongKey */
  async function run(state: DriverHooks['state']): Promise<NonNullable<typeof running>> {
    const letGo = [captureConsole(log)];
    const giveBack = () => {
      for (const back of letGo.toReversed()) back();
    };
    try {
      if (deps.test) letGo.push(applyTestOverrides(deps.test));
      const auth = await openAuth(deps.pool, deps.key, log);
      const link = openLink({
        auth,
        log,
        state,
        parts,
        pairingPhone: deps.pairingPhone,
        attach: (sock, connection) => attach(sock, auth, connection),
        config: {
          ...(deps.test?.wsUrl && { waWebSocketUrl: deps.test.wsUrl }),
          // What we send is in the database before it goes; it need not come back.
          emitOwnEvents: false,
          // The phone keeps its notifications while nobody looks here.
          markOnlineOnConnect: false,
          syncFullHistory: false,
          shouldIgnoreJid: (jid) => (isJidGroup(jid) ? !shown() : isNobody(jid)),
          cachedGroupMetadata: async (jid) => groups.members(jid),
          async getMessage(key) {
            const who = conversationOf(key, meOf(auth.state.creds.me), true);
            const text = key.id && who ? await deps.getMessage(key.id, who) : null;
            // Never an empty message: the phone would show that instead.
            return text ? { conversation: text } : undefined;
          },
        },
      });
      const stop = async (): Promise<void> => {
        await link.stop();
        await auth.close(savingMs);
        giveBack();
      };
      return { auth, link, stop };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  const driver: Driver = {
    name: 'linked',
    async start() {
      if (running) return;
      running = await run((now) => {
        hooks.state(now);
        if (now.state !== 'open') return;
        groups.resume();
        pictures.resume();
      });
      if (handing.resume()) running.link.connect();
    },
    async stop() {
      const stopping = running;
      running = null;
      await stopping?.stop();
      calls.close();
      pictures.close();
      groups.close();
      const kept = handing.close();
      if (kept > 0)
        log.error({ kept, alarm: true }, 'what WhatsApp sent waits in memory for the journal');
    },
    async unlink() {
      await driver.stop();
      await sayGoodbye().catch((error: Error) =>
        log.warn({ err: error }, 'WhatsApp was not told; remove the device on the phone as well'),
      );
      await forgetLink(deps.pool);
    },
    async send(message) {
      const sent = await sending(message);
      if (sent.ok) pictures.seen(message);
      return sent;
    },
    async fetch(source) {
      if (isPicture(source)) return await fetchPicture(source, deps.test !== null);
      return await fetchMedia(source as MediaSource, {
        patienceMs: reuploadMs,
        host: () => open()?.getMediaHost(),
        askAgain(message) {
          const sock = open();
          if (!sock) throw new Error('The session is not open.');
          return sock.updateMediaMessage(message);
        },
      });
    },
    calls: {
      async decline(callId) {
        const call = calls.ringing(callId);
        if (!call) throw new Error('The call rings no more.');
        await mustBeOpen().rejectCall(callId, call.from);
      },
      async link(video) {
        const token = await mustBeOpen().createCallLink(
          video ? 'video' : 'audio',
          undefined,
          ackMs,
        );
        if (!token) throw new Error('WhatsApp gave no call link.');
        return `${video ? CALL_VIDEO_PREFIX : CALL_AUDIO_PREFIX}${token}`;
      },
    },
    async markRead(who, whatsappIds) {
      const remoteJid = who.lid ? jidOfLid(who.lid) : who.phone && jidOfPhone(who.phone);
      if (!remoteJid) return;
      await mustBeOpen().readMessages(whatsappIds.map((id) => ({ remoteJid, id, fromMe: false })));
    },
    async watch(who) {
      const jid = who.lid ? jidOfLid(who.lid) : who.phone && jidOfPhone(who.phone);
      if (jid) await mustBeOpen().presenceSubscribe(jid);
    },
  };

  /** The session has stopped: it is opened once more, to tell WhatsApp that the link is over. */
  async function sayGoodbye(): Promise<void> {
    const opened = Promise.withResolvers<void>();
    const last = await run(({ state }) => state === 'open' && opened.resolve());
    try {
      if (!last.auth.paired()) return;
      last.link.connect();
      await inTime(opened.promise, unlinkMs);
      const sock = last.link.open();
      if (!sock) throw new Error('WhatsApp could not be reached.');
      await sock.logout();
    } finally {
      await last.stop();
    }
  }
  return driver;
}

/** Channels and status are not conversations with a contact. */
const isNobody = (jid: string): boolean =>
  Boolean(isJidBroadcast(jid) || isJidStatusBroadcast(jid) || isJidNewsletter(jid));
