/** What the office sees of this moment; figures of today are those of a report over today. */
import { type Static, Type } from 'typebox';
import { Evaluations } from './report.ts';
import { Id, Instant } from './scalars.ts';
import { ServiceItem } from './service-list.ts';
import { TimeZone } from './workspace.ts';

const Count = Type.Integer({ minimum: 0 });
const { contact, team } = ServiceItem.properties;

export const Overview = Type.Object({
  at: Instant,
  timeZone: TimeZone,
  /** The workspace's day of that moment. */
  today: Type.Object({ from: Instant, to: Instant }),
  /** `state=open`, `state=waiting` */
  openNow: Count,
  waitingNow: Count,
  /** `by=finished` and `by=created` today. */
  finishedToday: Count,
  openedToday: Count,
  evaluationToday: Evaluations,
  /** Who holds open services (`state=open&attendantId=`), and how many. */
  held: Type.Array(Type.Object({ attendantId: Id, open: Count })),
  /** The longest waits first; no more than a screen needs of them. */
  waiting: Type.Array(
    Type.Object({ serviceId: Id, conversationId: Id, contact, team, createdAt: Instant }),
  ),
  /** Messages of today that did not go out, and where; the latest first, no more than a few. */
  failed: Type.Object({
    count: Count,
    conversations: Type.Array(
      Type.Object({ conversationId: Id, contact, count: Count, lastAt: Instant }),
    ),
  }),
});
export type Overview = Static<typeof Overview>;
