/**
 * People's pictures: WhatsApp is asked for each when a person is first seen or has another one, one
 * after the other at a person's pace, and not again when it will not say.
 */
import { Readable, Transform } from 'node:stream';
import type { WASocket } from '@whiskeysockets/baileys';
import { largestAttachment } from '#shared/contract/attachment.ts';
import type { Log } from '../../platform/log.ts';
import { AttachmentGone, type DriverEvent, type PersonEvent, type Who } from '../driver.ts';
import { jidOfGroup, jidOfLid, jidOfPhone } from './names.ts';
import type { Clock } from './pacing.ts';

/** Kept as JSON with the attachment. */
export type PictureSource = { picture: string };
export const isPicture = (source: unknown): source is PictureSource =>
  typeof source === 'object' && source !== null && 'picture' in source;

export type Pictures = {
  /** `later`: after those who are here now. */
  seen(who: Who, later?: boolean): void;
  /** WhatsApp says so of somebody. */
  changed(who: Who, to: 'another' | 'none'): void;
  /** The connection is open again. */
  resume(): void;
  close(): void;
};

export type PicturesDeps = {
  open(): Pick<WASocket, 'profilePictureUrl'> | null;
  take(events: DriverEvent[]): void;
  clock: Clock;
  log: Log;
};

const gapMs = { now: 1_500, later: 6_000 };
const jitter = 0.5;
const answerMs = 15_000;
/** After "too many". */
const restMs = 10 * 60_000;
const mostWaiting = 2_000;
const mostKnown = 50_000;
const tooMany = 429;
/** Not for us to see, or there is none. */
const refusals = [401, 403, 404];

const keysOf = ({ phone, lid, group }: Who): string[] =>
  [phone ?? [], lid ?? [], group ?? []].flat();

export function openPictures({ open, take, clock, log }: PicturesDeps): Pictures {
  /** Whoever was asked for, under each name. */
  const asked = new Set<string>();
  const waiting: Record<keyof typeof gapMs, Who[]> = { now: [], later: [] };
  let underway: AbortController | null = null;

  function wait(who: Who, when: keyof typeof gapMs): void {
    const { phone, lid, group } = who;
    const known = waiting[when];
    const twice = known.some((one) => keysOf(one).some((key) => keysOf(who).includes(key)));
    if (twice || known.length >= mostWaiting) return;
    if (asked.size > mostKnown) asked.clear();
    for (const key of keysOf(who)) asked.add(key);
    known.push({ phone, ...(lid && { lid }), ...(group && { group }) });
    void run();
  }

  async function run(): Promise<void> {
    if (underway) return;
    const stop = new AbortController();
    underway = stop;
    while (!stop.signal.aborted) {
      const sock = open();
      const when = waiting.now.length > 0 ? 'now' : 'later';
      const who = sock && waiting[when].shift();
      if (!sock || !who) break;
      const answered = await ask(sock, who);
      const ms = answered ? gapMs[when] * (1 + clock.random() * jitter) : restMs;
      await clock.wait(ms, stop.signal);
    }
    if (underway === stop) underway = null;
  }

  /** False: WhatsApp wants to be left alone for a while. */
  async function ask(sock: Pick<WASocket, 'profilePictureUrl'>, who: Who): Promise<boolean> {
    const person = who.phone ? jidOfPhone(who.phone) : jidOfLid(who.lid ?? '');
    const jid = who.group ? jidOfGroup(who.group) : person;
    try {
      const url = await sock.profilePictureUrl(jid, 'preview', answerMs);
      take([told(who, url)]);
    } catch (error) {
      const code = (error as { data?: unknown }).data;
      if (refusals.includes(code as number)) take([told(who, undefined)]);
      else log.debug({ err: error }, 'WhatsApp did not say what somebody looks like');
      return code !== tooMany;
    }
    return true;
  }

  return {
    seen(who, later = false) {
      if (keysOf(who).some((key) => asked.has(key))) return;
      wait(who, later ? 'later' : 'now');
    },
    changed(who, to) {
      if (to === 'none') take([told(who, undefined)]);
      else wait(who, 'later');
    },
    resume: () => void run(),
    close() {
      underway?.abort();
      underway = null;
    },
  };
}

/** The query of such an address is a signature that changes; its path names the picture. */
function told(who: Who, url: string | undefined): PersonEvent {
  const picture =
    url && URL.canParse(url)
      ? { id: new URL(url).pathname, source: { picture: url } satisfies PictureSource }
      : null;
  return { ...who, type: 'person', name: null, picture };
}

/**
 * @param plain whether an address without encryption will do: for tests
 * @throws AttachmentGone; anything else is worth another try
 */
export async function fetchPicture({ picture }: PictureSource, plain: boolean): Promise<Readable> {
  const { protocol } = new URL(picture);
  if (protocol !== 'https:' && !(plain && protocol === 'http:')) {
    throw new AttachmentGone('The picture is at no address that can be trusted.');
  }
  const response = await fetch(picture, {
    redirect: 'error',
    signal: AbortSignal.timeout(60_000),
  });
  const { status, body } = response;
  if ([401, 403, 404, 410].includes(status)) {
    await body?.cancel();
    throw new AttachmentGone(`WhatsApp answered ${status}.`);
  }
  if (status !== 200 || !body) {
    await body?.cancel();
    throw new Error(`The picture was answered with ${status}.`);
  }
  let size = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      const large = size > largestAttachment.image;
      done(large ? new AttachmentGone('This is no picture of a person.') : null, chunk);
    },
  });
  const bytes = Readable.fromWeb(body as never);
  bytes.once('error', (error) => measured.destroy(error));
  measured.once('close', () => bytes.destroy());
  return bytes.pipe(measured);
}
