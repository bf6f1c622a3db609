import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import { daysAgo } from '../format/time.ts';
import type { Thread } from './thread.ts';
import type { Divider } from './unread.ts';

export type ServiceMoment = 'queued' | 'started' | 'finished';
export type Row =
  | { type: 'beginning'; key: string }
  | { type: 'day'; key: string; at: Instant }
  /** What stood above this position is on its way, or on no machine that answers. */
  | { type: 'gap'; key: string; below: number; missing: number }
  | { type: 'service'; key: string; moment: ServiceMoment; at: Instant; service: Service }
  | {
      type: 'message';
      key: Id;
      message: ShownMessage;
      /** First and last of a run by one author: where a name and a tail belong. */
      first: boolean;
      last: boolean;
      /** What is new begins here: so much of it. */
      divided?: number;
    };

type Moment = { moment: ServiceMoment; at: Instant; service: Service };

function momentsOf(services: Iterable<Service>): Moment[] {
  const moments: Moment[] = [];
  for (const service of services) {
    const { createdAt, startedAt, finishedAt } = service;
    // One that an attendant began by writing was never in the queue.
    if (startedAt === null || startedAt > createdAt) {
      moments.push({ moment: 'queued', at: createdAt, service });
    }
    if (startedAt !== null) moments.push({ moment: 'started', at: startedAt, service });
    if (finishedAt !== null) moments.push({ moment: 'finished', at: finishedAt, service });
  }
  const order = { queued: 0, started: 1, finished: 2 };
  return moments.sort((a, b) =>
    a.at === b.at ? order[a.moment] - order[b.moment] : a.at < b.at ? -1 : 1,
  );
}

const sameRun = (a: ShownMessage, b: ShownMessage): boolean =>
  a.direction === b.direction &&
  a.authorId === b.authorId &&
  a.sender?.name === b.sender?.name &&
  a.sender?.phone === b.sender?.phone &&
  a.kind === b.kind &&
  Math.abs(Date.parse(b.sentAt) - Date.parse(a.sentAt)) < 10 * 60_000;

/**
 * Messages with a line for each day and each moment of a service between them. A moment goes before
 * the first message written at or after it (an end: after it); one older than the stretch is left out.
 */
export function rowsOf(thread: Thread, divider: Divider | null = null): Row[] {
  const { messages, services, more, paged } = thread;
  const rows: Row[] = [];
  const first = messages[0];
  const moments = momentsOf(services.values()).filter(
    ({ at }) => !more || first === undefined || at >= first.sentAt,
  );
  let next = 0;
  /** When the day of the last line ends: most of many thousand need no calendar. */
  let until: Instant = '';

  const line = (at: Instant) => {
    // A day is never said twice, even where a phone's clock was behind.
    if (at < until) return;
    const day = new Date(at);
    until = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).toISOString();
    rows.push({ type: 'day', key: `day ${-daysAgo(day.getTime(), 0)}`, at });
  };
  const tell = (before: (moment: Moment) => boolean) => {
    for (let moment = moments[next]; moment && before(moment); moment = moments[next]) {
      line(moment.at);
      rows.push({ type: 'service', key: `${moment.moment} ${moment.service.id}`, ...moment });
      next += 1;
    }
  };

  if (!more && messages.length > 0) rows.push({ type: 'beginning', key: 'beginning' });
  messages.forEach((message, n) => {
    const { position } = message;
    const before = messages[n - 1]?.position ?? position;
    // What comes live may come before what it follows: that is on its way.
    if (position !== null && before !== null && position - before > 1 && position <= paged) {
      const missing = position - before - 1;
      rows.push({ type: 'gap', key: `gap ${position}`, below: position, missing });
    }
    tell(({ at, moment }) => (moment === 'finished' ? at < message.sentAt : at <= message.sentAt));
    line(message.sentAt);
    const above = rows.at(-1);
    const starts =
      above?.type !== 'message' ||
      divider?.messageId === message.id ||
      !sameRun(above.message, message);
    if (starts && above?.type === 'message') above.last = true;
    rows.push({
      ...{ type: 'message', key: message.id, message, first: starts, last: false },
      ...(divider?.messageId === message.id && { divided: divider.count }),
    });
    if (n === messages.length - 1) tell(() => true);
  });
  rows.forEach((row, n) => {
    if (row.type === 'message' && rows[n + 1]?.type !== 'message') row.last = true;
  });
  return rows;
}

/** Large enough to count down from as older pages come in above. */
const base = 1_000_000;

/** The index of the first row: moves by as many rows as came in above the anchor, and by none below it. */
export function firstIndexOf(rows: readonly Row[], anchor: Id | null): number {
  const above = anchor === null ? 0 : rows.findIndex((row) => row.key === anchor);
  return base - Math.max(0, above);
}
