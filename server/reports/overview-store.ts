/** What stands behind the overview: what is open and waits, and what did not go out. */
import type { Overview } from '#shared/contract/overview.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { listedJoins } from '../desk/service-rows.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import { clocks } from './clocks-store.ts';
import type { Period } from './period-store.ts';

/** All that is read in it is of one moment of the database. */
export const atThisMoment = <T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    return work(tx);
  });

/** By who holds them. */
export async function readHeld(tx: Tx): Promise<Overview['held']> {
  const { rows } = await tx.query<{ attendantId: Id; open: number }>(
    `select attendant_id "attendantId", count(*) "open" from services
     where state = 'open' and attendant_id is not null group by 1 order by 2 desc, 1`,
  );
  return rows;
}

export type Person = { contactId: Id; contactName: string | null; contactPhone: string | null };
const person = `contact.id "contactId", coalesce(contact.name, contact.whatsapp_name) "contactName",
  contact.phone "contactPhone"`;

export type WaitingRow = Person & {
  serviceId: Id;
  conversationId: Id;
  teamId: Id | null;
  teamName: string | null;
  createdAt: Instant;
};

/** The longest first. */
export async function readWaiting(tx: Tx, limit: number): Promise<WaitingRow[]> {
  const { rows } = await tx.query<WaitingRow>(
    `select s.id "serviceId", s.conversation_id "conversationId", ${person},
            team.id "teamId", team.name "teamName", s.created_at "createdAt"
     from services s ${listedJoins} where s.state = 'waiting'
     order by s.created_at, s.id limit $1`,
    [limit],
  );
  return rows;
}

export async function countCreated(tx: Tx, { from, to }: Period): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select count(*) from services s where ${clocks.created.ways('$1', '$2').join(' or ')}`,
    [from, to],
  );
  return rows[0]?.count ?? 0;
}

export type FailedRow = Person & { conversationId: Id; count: number; lastAt: Instant };

/** Messages that did not go out, by conversation, the latest first. */
export async function readFailed(tx: Tx, { from, to }: Period): Promise<FailedRow[]> {
  const { rows } = await tx.query<FailedRow>(
    `select failed.conversation_id "conversationId", ${person}, failed.count, failed.last "lastAt"
     from (select conversation_id, count(*), max(sent_at) "last" from messages
           where failure is not null and sent_at >= $1 and sent_at < $2 group by 1) failed
     join conversations c on c.id = failed.conversation_id
     join contacts contact on contact.id = c.contact_id
     order by failed.last desc, 1`,
    [from, to],
  );
  return rows;
}
