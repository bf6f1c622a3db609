/** A clinic to look around in: made in one transaction, taken away in one. */
import { randomInt } from 'node:crypto';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { writeDraft } from '../desk/desk.ts';
import { loadTiming } from '../desk/timing.ts';
import { type Doer, noteAct } from '../platform/audit.ts';
import { renewEpoch } from '../platform/feed.ts';
import { hashPassword } from '../platform/passwords.ts';
import { inTransaction, type Pool, type Sql } from '../platform/postgres/pool.ts';
import { insertFurnishing, insertKnowledge, removeFurnishing } from './furnishing-store.ts';
import {
  anySample,
  deleteSampleContacts,
  forgetSample,
  insertAttendants,
  insertContacts,
  insertExtras,
  lockSample,
  noteRows,
  retireAttendants,
  takenEmails,
  takenPhones,
} from './store.ts';
import { sampleWorkspace } from './workspace.ts';

export type MadeSample = { attendants: { name: string; email: string }[]; password: string };

const seed = 20_261_120;
const phonePrefix = '+551190';

export const sampleThere = (sql: Sql): Promise<boolean> => anySample(sql);

/** The same e-mail with a number, where a real user (or one of an earlier sample) has it. */
function free(email: string, taken: Set<string>): string {
  const [name, host] = email.split('@');
  for (let nth = 1; ; nth += 1) {
    const tried = nth === 1 ? email : `${name}${nth}@${host}`;
    if (taken.has(tried)) continue;
    taken.add(tried);
    return tried;
  }
}

/** A number for each contact that no contact has. */
function phones(count: number, taken: Set<string>): string[] {
  const found: string[] = [];
  for (let nth = 1_001; found.length < count; nth += 37) {
    const phone = `${phonePrefix}${String(nth).padStart(7, '0')}`;
    if (!taken.has(phone)) found.push(phone);
  }
  return found;
}

/** Three groups of four, of letters and digits that cannot be taken for one another. */
function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

/** The attendants' one password is random and known only to whoever asked. @throws Refused already-set-up */
export async function createSample(
  pool: Pool,
  { now, by }: { now: Date; by: Doer },
): Promise<MadeSample> {
  const password = readablePassword();
  const hash = await hashPassword(password);
  const timing = await loadTiming(pool);
  const workspace = sampleWorkspace(now.getTime(), timing, seed);
  const { users, contacts, conversations, draft, extras, furnishing } = workspace;
  const attendants = await inTransaction(pool, async (tx) => {
    await lockSample(tx);
    if (await anySample(tx)) throw new Refused('already-set-up', 'The sample is there already.');
    const emails = await takenEmails(tx);
    const named = users.map((user) => ({ ...user, email: free(user.email, emails) }));
    const numbers = phones(contacts.length, await takenPhones(tx, phonePrefix));
    await insertAttendants(tx, named, hash);
    await insertContacts(
      tx,
      contacts.map((contact, index) => ({ ...contact, phone: numbers[index] as string })),
      conversations,
    );
    await insertFurnishing(
      tx,
      furnishing,
      users.map(({ id }) => id),
    );
    await writeDraft(tx, draft);
    await insertExtras(tx, extras);
    await insertKnowledge(tx, workspace.known, workspace.tagged);
    await noteRows(tx, [
      { entity: 'user', ids: users.map((user) => user.id) },
      { entity: 'contact', ids: contacts.map((contact) => contact.id) },
      { entity: 'conversation', ids: conversations.map((conversation) => conversation.id) },
      { entity: 'service', ids: [...draft.services.keys()] },
      { entity: 'message', ids: draft.messages.map((message) => message.id) },
      { entity: 'team', ids: furnishing.teams.map(({ id }) => id) },
      { entity: 'tag', ids: furnishing.tags.map(({ id }) => id) },
      { entity: 'cannedReply', ids: furnishing.replies.map(({ id }) => id) },
    ]);
    await noteAct(tx, by, { action: 'sample.created' });
    await renewEpoch(tx);
    return named;
  });
  return { attendants: attendants.map(({ name, email }) => ({ name, email })), password };
}

export type Removed = {
  /** Whose sign-ins are over. */
  attendants: Id[];
  /** Those who stay, deactivated, because something real names them. */
  kept: Id[];
};

/** Takes away what the sample put there and what hangs on it; real contacts and users stay. */
export async function removeSample(pool: Pool, by: Doer): Promise<Removed> {
  return inTransaction(pool, async (tx) => {
    await lockSample(tx);
    await deleteSampleContacts(tx);
    const { all, kept } = await retireAttendants(tx);
    await removeFurnishing(tx, all);
    await forgetSample(tx);
    await noteAct(tx, by, { action: 'sample.removed' });
    await renewEpoch(tx);
    return { attendants: all, kept };
  });
}
