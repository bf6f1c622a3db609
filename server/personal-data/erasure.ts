/**
 * One person's data goes for good. What the database has of them goes in one transaction, so a kill
 * leaves all of it or nothing; files, and what a database keeps of deleted rows, are cleared away
 * afterwards by whichever server is there. Services stay without a name: the reports keep their numbers.
 */

import { Refused } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { type Doer, noteAct } from '../platform/audit.ts';
import { type Mark, type Recorded, recordChanges } from '../platform/feed.ts';
import { inTime } from '../platform/in-time.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import type { Who } from '../whatsapp/driver.ts';
import { eraseMessages } from './messages-store.ts';
import {
  blankPerson,
  closeServices,
  eraseAnswers,
  eraseInGroups,
  eraseViews,
  lockPerson,
} from './store.ts';

export type Erasing = {
  pool: Pool;
  publish(recorded: Recorded): void;
  now(): Date;
  whatsapp: {
    /** Resolves when all that WhatsApp had handed over is stored. */
    settled(): Promise<unknown>;
    /** What is kept of a person beside their messages goes with the transaction. */
    forget(tx: Tx, who: Who): Promise<void>;
  };
  /** What is left to do can be done now. */
  wake(): void;
};

const patienceMs = 5_000;
const all = (entity: Mark['entity'], ids: Iterable<Id>): Mark[] =>
  [...new Set(ids)].map((id) => ({ entity, id, userId: null }));

/** A second time changes nothing. @returns when it was. @throws Refused not-found */
export async function eraseContact(
  { pool, publish, now, whatsapp, wake }: Erasing,
  by: Doer,
  contactId: Id,
): Promise<Instant> {
  // What was handed over before is theirs, too; what comes after is of somebody new.
  await inTime(Promise.resolve(whatsapp.settled()), patienceMs);
  const { at, recorded } = await inTransaction(pool, async (tx) => {
    const person = await lockPerson(tx, contactId);
    if (!person) throw new Refused('not-found', 'There is no such contact.', { path: '/id' });
    if (person.erasedAt) return { at: person.erasedAt, recorded: null };
    const at = now().toISOString();
    const { conversationIds } = person;
    const own = await eraseMessages(tx, conversationIds);
    const others = await eraseInGroups(tx, person);
    await closeServices(tx, conversationIds, by.userId, at);
    const touched = [...others.messages, ...own.changed, ...others.changed];
    await eraseAnswers(tx, person, touched);
    await eraseViews(tx, person);
    await blankPerson(tx, person, at);
    await noteAct(tx, by, {
      action: 'contact.erased',
      subject: { kind: 'contact', id: contactId },
    });
    await whatsapp.forget(tx, person.who);
    const marks = [
      ...all('message', touched),
      ...all('conversation', conversationIds),
      ...all('contact', [contactId]),
      ...all('erasure', [contactId]),
    ];
    return { at, recorded: await recordChanges(tx, marks) };
  });
  if (recorded) publish(recorded);
  wake();
  return at;
}
