import { v7 as newId } from 'uuid';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { twinOf } from '#shared/rules/phone-number.ts';
import type { Mark } from '../platform/feed.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import type { Who } from '../whatsapp/driver.ts';

type Names = {
  phone: string | null;
  lid: string | null;
  bsuid: string | null;
  username: string | null;
  group: string | null;
  whatsappName: string | null;
};
type Known = Names & { id: Id; conversationId: Id | null };

/** `make`: someone who is not known is to be; false only looks. */
export type Person = Who & {
  name?: string | null;
  make: boolean;
  /** The number that they had before: whoever goes by it is this person. */
  formerPhone?: string;
};

export type People = {
  /** The conversation of each person, in the order asked; null where nobody is known or made. */
  conversations: (Id | null)[];
  /** The contact of each, likewise. */
  contacts: (Id | null)[];
  marks: Mark[];
  /** Two contacts that turned out to be one person: the first is to stay. */
  same: [Id, Id][];
};

async function knownBy(tx: Tx, people: readonly Person[]): Promise<Known[]> {
  const phones = people
    .flatMap(({ phone, formerPhone }) => [phone ?? [], formerPhone ?? []].flat())
    .flatMap((phone) => [phone, twinOf(phone) ?? phone]);
  const { rows } = await tx.query<Known>({
    name: 'contacts-known-by',
    text: `select contact.id, contact.phone, contact.lid, contact.bsuid, contact.username,
                  contact.group_id "group", contact.whatsapp_name "whatsappName", c.id "conversationId"
           from contacts contact left join conversations c on c.contact_id = contact.id
           where contact.phone = any($1) or contact.lid = any($2) or contact.bsuid = any($3)
             or contact.group_id = any($4)`,
    values: [
      [...new Set(phones)],
      people.flatMap(({ lid }) => lid ?? []),
      people.flatMap(({ bsuid }) => bsuid ?? []),
      people.flatMap(({ group }) => group ?? []),
    ],
  });
  return rows;
}

/** Who is known under which name. */
class Register {
  readonly #phones = new Map<string, Known>();
  readonly #lids = new Map<string, Known>();
  readonly #bsuids = new Map<string, Known>();
  readonly #groups = new Map<string, Known>();

  add(known: Known): void {
    if (known.phone) this.#phones.set(known.phone, known);
    if (known.lid) this.#lids.set(known.lid, known);
    if (known.bsuid) this.#bsuids.set(known.bsuid, known);
    if (known.group) this.#groups.set(known.group, known);
  }
  /** Everyone whom one of these names means, the phone's first. */
  all({ phone, lid, bsuid, formerPhone, group }: Person): Known[] {
    if (group) return [this.#groups.get(group) ?? []].flat();
    const byPhone = (number: string | null | undefined): Known | undefined => {
      const twin = number ? twinOf(number) : null;
      return this.#phones.get(number ?? '') ?? this.#phones.get(twin ?? '');
    };
    const found = [
      byPhone(phone),
      byPhone(formerPhone),
      lid ? this.#lids.get(lid) : undefined,
      bsuid ? this.#bsuids.get(bsuid) : undefined,
    ];
    return [...new Set(found.filter((one) => one !== undefined))];
  }
}

/** Takes over what is newly known; true when something changed. */
function learn(known: Known, person: Person, alone: boolean): boolean {
  const before = JSON.stringify(known);
  // A name that another contact has stays with them until the two are made one.
  if (alone) {
    // WhatsApp's own form of the number is the one that it sends to.
    if (person.phone) known.phone = person.phone;
    // An id that came with the number before does not come with this one.
    if (person.formerPhone && person.bsuid) known.bsuid = person.bsuid;
    known.lid ??= person.lid ?? null;
    known.bsuid ??= person.bsuid ?? null;
  }
  if (person.username) known.username = person.username;
  if (person.name) known.whatsappName = person.name;
  return JSON.stringify(known) !== before;
}

/**
 * The conversations of people; contacts and conversations that are missing are made, names that
 * WhatsApp reports are kept. Two at once make one: the unique keys decide.
 */
export async function conversationsOf(
  tx: Tx,
  people: readonly Person[],
  now: Instant,
): Promise<People> {
  const marks: Mark[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const found = await attempt(tx, people, now, marks);
    if (found) return { ...found, marks };
  }
  throw new Error('the contacts of a batch were taken by others again and again');
}

/** Null: another transaction made one of them meanwhile. */
async function attempt(
  tx: Tx,
  people: readonly Person[],
  now: Instant,
  marks: Mark[],
): Promise<Omit<People, 'marks'> | null> {
  const register = new Register();
  for (const known of await knownBy(tx, people)) register.add(known);
  const made = new Set<Known>();
  const changed = new Set<Known>();
  const same = new Map<Id, [Id, Id]>();
  const answer = people.map((person) => {
    const all = register.all(person);
    for (const other of all.slice(1)) same.set(other.id, [(all[0] as Known).id, other.id]);
    let known = all[0];
    if (!known) {
      if (!person.make) return null;
      const {
        phone,
        lid = null,
        bsuid = null,
        username = null,
        name = null,
        group = null,
      } = person;
      known = {
        id: newId(),
        phone,
        lid,
        bsuid,
        username,
        group,
        whatsappName: name,
        conversationId: null,
      };
      made.add(known);
    } else if (learn(known, person, all.length === 1) && !made.has(known)) changed.add(known);
    register.add(known);
    return known;
  });
  const without = new Set(
    people.flatMap((person, n) => {
      const known = answer[n];
      return known && person.make && known.conversationId === null ? [known] : [];
    }),
  );
  await freeUsernames(tx, [...made, ...changed]);
  if (!(await insertContacts(tx, [...made], now))) return null;
  await updateNames(tx, [...changed]);
  for (const { id } of [...made, ...changed]) marks.push({ entity: 'contact', id, userId: null });
  if (!(await insertConversations(tx, [...without], now))) return null;
  for (const { conversationId } of without) {
    marks.push({ entity: 'conversation', id: conversationId as Id, userId: null });
  }
  return {
    conversations: answer.map((known) => known?.conversationId ?? null),
    contacts: answer.map((known) => known?.id ?? null),
    same: [...same.values()],
  };
}

// One order for everyone, or two servers could wait for each other.
const inOrder = (all: Known[]): Known[] => {
  const key = ({ phone, lid, bsuid, group }: Known) => `${phone} ${lid} ${bsuid} ${group}`;
  return all.sort((a, b) => (key(a) < key(b) ? -1 : 1));
};

/** A username may pass from one person to another: whoever has it now, has it alone. */
async function freeUsernames(tx: Tx, all: Known[]): Promise<void> {
  const named = all.filter((one) => one.username !== null);
  if (named.length === 0) return;
  await tx.query(
    `update contacts c set username = null
     from unnest($1::text[], $2::uuid[]) n (username, id)
     where c.username = n.username and c.id <> n.id`,
    [named.map((one) => one.username), named.map((one) => one.id)],
  );
}

async function insertContacts(tx: Tx, made: Known[], now: Instant): Promise<boolean> {
  if (made.length === 0) return true;
  const all = inOrder(made);
  const { rowCount } = await tx.query(
    `insert into contacts (id, phone, lid, bsuid, username, whatsapp_name, group_id, created_at)
     select id, phone, lid, bsuid, username, name, group_id, $8
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       with ordinality n (id, phone, lid, bsuid, username, name, group_id, nth)
     order by nth on conflict do nothing`,
    [
      all.map((one) => one.id),
      all.map((one) => one.phone),
      all.map((one) => one.lid),
      all.map((one) => one.bsuid),
      all.map((one) => one.username),
      all.map((one) => one.whatsappName),
      all.map((one) => one.group),
      now,
    ],
  );
  if (rowCount === all.length) return true;
  // Those of ours that did go in would stand beside the other's on the next attempt.
  await tx.query('delete from contacts where id = any($1)', [all.map((one) => one.id)]);
  return false;
}

async function updateNames(tx: Tx, changed: Known[]): Promise<void> {
  if (changed.length === 0) return;
  const all = inOrder(changed);
  await tx.query(
    `update contacts c set phone = n.phone, lid = n.lid, bsuid = n.bsuid, username = n.username,
            whatsapp_name = n.name
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       n (id, phone, lid, bsuid, username, name)
     where c.id = n.id and c.erased_at is null`,
    [
      all.map((one) => one.id),
      all.map((one) => one.phone),
      all.map((one) => one.lid),
      all.map((one) => one.bsuid),
      all.map((one) => one.username),
      all.map((one) => one.whatsappName),
    ],
  );
}

async function insertConversations(tx: Tx, without: Known[], now: Instant): Promise<boolean> {
  if (without.length === 0) return true;
  const all = inOrder(without);
  for (const one of all) one.conversationId = newId();
  const { rowCount } = await tx.query(
    `insert into conversations (id, contact_id, last_activity_at)
     select id, contact_id, $3 from unnest($1::uuid[], $2::uuid[])
       with ordinality n (id, contact_id, nth)
     order by nth on conflict (contact_id) do nothing`,
    [all.map((one) => one.conversationId), all.map((one) => one.id), now],
  );
  if (rowCount === all.length) return true;
  await tx.query('delete from conversations where id = any($1)', [
    all.map((one) => one.conversationId),
  ]);
  return false;
}

/** Of a contact by id, making it where the contact never wrote; null when there is no such contact. */
export async function conversationOfContact(
  tx: Tx,
  contactId: Id,
  now: Instant,
): Promise<{ id: Id; made: boolean } | null> {
  const made = await tx.query<{ id: Id }>(
    `insert into conversations (id, contact_id, last_activity_at)
     select $1, id, $3 from contacts where id = $2 and erased_at is null on conflict (contact_id) do nothing returning id`,
    [newId(), contactId, now],
  );
  if (made.rows[0]) return { id: made.rows[0].id, made: true };
  const { rows } = await tx.query<{ id: Id }>(
    'select id from conversations where contact_id = $1 and erased_at is null',
    [contactId],
  );
  return rows[0] ? { id: rows[0].id, made: false } : null;
}
