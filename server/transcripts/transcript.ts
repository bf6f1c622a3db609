/** A service to be read and printed: who, what was done with it, and what was said. */
import { PassThrough, type Readable } from 'node:stream';
import type { Instant } from '#shared/contract/scalars.ts';
import type { ServiceDetail } from '#shared/contract/service-detail.ts';
import type { ExportLanguage } from '#shared/contract/service-list.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { messagesAfter, type SaidMessage } from '../desk/reading-services.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { colours, openSheet, type Sheet } from './sheet.ts';
import { stepSaid, type TranscriptWords, words } from './transcript-words.ts';
import type { Typefaces } from './typefaces.ts';

export type Transcript = {
  pool: Pool;
  typefaces: Typefaces;
  service: ServiceDetail;
  workspace: string;
  timeZone: string;
  language: ExportLanguage;
  notes: boolean;
  now: Date;
};

const pageSize = 200;
/** Messages that are drawn before others have their turn: each takes about two milliseconds. */
const inOneGo = 5;
const inset = 10;
const small = { size: 8.5 };
const normal = { size: 10 };

/** Pages come as they are filled: memory stays the same however long it was. */
export function writeTranscript(asked: Transcript): Readable {
  const out = new PassThrough();
  fill(asked, out).catch((error: Error) => out.destroy(error));
  return out;
}

type Clock = {
  moment: (at: Instant) => string;
  day: (at: Instant) => string;
  time: (at: Instant) => string;
};

function clockOf(language: ExportLanguage, timeZone: string): Clock {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(language, { timeZone, ...options });
    // Thin spaces of some languages are in no typeface of ours.
    return (at: Instant) => made.format(new Date(at)).replace(/[\u202f\u2009]/g, ' ');
  };
  return {
    moment: format({ dateStyle: 'short', timeStyle: 'medium' }),
    day: format({ dateStyle: 'full' }),
    time: format({ timeStyle: 'short' }),
  };
}

async function fill(asked: Transcript, out: PassThrough): Promise<void> {
  const { pool, typefaces, service, workspace, timeZone, language, notes, now } = asked;
  const say = words[language];
  const clock = clockOf(language, timeZone);
  const contact = nameOf(service);
  const sheet = openSheet({
    ...{ title: `${say.title}: ${contact}`, language, typefaces, made: now },
    foot: (page) => `${workspace} · ${say.zone(timeZone)} · ${say.page(page)}`,
  });
  sheet.document.pipe(out);
  sheet.document.once('error', (error: Error) => out.destroy(error));
  head(sheet, service, say, clock, notes);
  let after = 0;
  let day = '';
  let written = 0;
  for (;;) {
    const rows = await messagesAfter(pool, service.id, after, pageSize);
    for (const row of rows) {
      // Whoever wanted it is gone.
      if (out.destroyed) return;
      if (row.kind === 'note' && !notes) continue;
      written += 1;
      const today = clock.day(row.sentAt);
      if (today !== day) {
        sheet.keep(60);
        sheet.write(today, { size: 9, weight: 600, colour: colours.soft });
        sheet.space(4);
      }
      day = today;
      message(sheet, row, contact, say, clock);
      if (out.writableNeedDrain) await drained(out);
      else if (written % inOneGo === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    after = last.position;
  }
  if (written === 0) sheet.write(say.nothing, { ...normal, colour: colours.soft });
  sheet.document.end();
}

const drained = (out: PassThrough): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      out.off('drain', go);
      out.off('close', go);
      resolve();
    };
    out.on('drain', go);
    out.on('close', go);
  });

export const nameOf = ({ contact }: Pick<ServiceDetail, 'contact'>): string =>
  contact.name?.trim() || (contact.phone ? showPhone(contact.phone) : '—');

function head(
  sheet: Sheet,
  service: ServiceDetail,
  say: TranscriptWords,
  clock: Clock,
  notes: boolean,
): void {
  const { contact, state, finishReason, attendant, team, evaluation } = service;
  sheet.write(say.title, { size: 18, weight: 600 });
  sheet.space(8);
  const facts: [keyof TranscriptWords['facts'], string | undefined][] = [
    ['contact', nameOf(service)],
    ['phone', contact.phone && showPhone(contact.phone)],
    ['state', say.states[state]],
    ['reason', finishReason && say.reasons[finishReason]],
    ['attendant', attendant?.name],
    ['team', team?.name],
    ['created', clock.moment(service.createdAt)],
    ['started', service.startedAt && clock.moment(service.startedAt)],
    ['finished', service.finishedAt && clock.moment(service.finishedAt)],
    ['evaluation', evaluation && say.of5(evaluation.score)],
    ['comment', evaluation?.comment ?? undefined],
  ];
  for (const [name, value] of facts) if (value) sheet.fact(say.facts[name], value, normal);
  sheet.space(12);
  sheet.write(say.history, { size: 12, weight: 600 });
  sheet.space(3);
  for (const step of service.steps) {
    sheet.fact(clock.moment(step.when), stepSaid(step, say), normal);
  }
  sheet.space(10);
  sheet.rule();
  sheet.space(10);
  sheet.keep(80);
  sheet.write(say.messages, { size: 12, weight: 600 });
  if (notes) sheet.write(say.withNotes, { ...small, colour: colours.soft });
  sheet.space(6);
}

function message(
  sheet: Sheet,
  row: SaidMessage,
  contact: string,
  say: TranscriptWords,
  clock: Clock,
): void {
  const { direction, kind, attachment, failure } = row;
  const gone = row.deletedAt !== undefined;
  const ground = kind === 'note' ? colours.note : colours[direction];
  const on = { inset, ground };
  const who = direction === 'in' ? (row.sender?.name ?? contact) : (row.authorName ?? say.system);
  const about = [
    clock.time(row.sentAt),
    kind === 'note' && say.note,
    row.editedAt && !gone && say.edited,
  ].filter(Boolean);
  sheet.keep(48);
  sheet.space(5, ground);
  sheet.write(`${who}  ·  ${about.join('  ·  ')}`, { ...small, weight: 600 }, on);
  const picture = gone ? undefined : attachment?.thumbnail;
  if (picture) {
    sheet.picture(Buffer.from(picture, 'base64'), { width: 170, height: 130 }, inset, ground);
  }
  for (const line of gone ? [say.deleted] : saidIn(row, say)) sheet.write(line, normal, on);
  if (failure) sheet.write(`${say.failed}: ${failure}`, { ...small, colour: colours.hot }, on);
  sheet.space(6, ground);
  sheet.space(5);
}

/** Its words, and by name what is no words. */
function saidIn({ kind, text, attachment, content }: SaidMessage, say: TranscriptWords): string[] {
  const what = say.kinds[kind];
  const lines = attachment ? [`[${what ?? say.file}: ${attachment.name}]`] : [];
  if (content?.location) {
    const { latitude, longitude, name, address } = content.location;
    lines.push(
      `[${what}: ${[name, address, `${latitude}, ${longitude}`].filter(Boolean).join(', ')}]`,
    );
  } else if (content?.cards) {
    for (const { name, phones } of content.cards)
      lines.push(`[${what}: ${[name, ...phones].join(', ')}]`);
  } else if (content?.poll) lines.push(`[${what}: ${content.poll.options.join(' / ')}]`);
  else if (content?.choices) {
    lines.push(`[${content.choices.options.map(({ title }) => title).join(' / ')}]`);
  } else if (content?.choice && !text) lines.push(content.choice.title);
  else if (what && !attachment && !text) lines.push(`[${what}]`);
  return text ? [...lines, text] : lines;
}

export const transcriptOf = (service: ServiceDetail, language: ExportLanguage): string =>
  `${words[language].fileName} ${nameOf(service)} ${service.createdAt.slice(0, 10)}.pdf`;
