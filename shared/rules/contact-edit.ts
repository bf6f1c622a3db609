/**
 * A change of one field of a contact, as the server does it and as the console shows it before.
 * Two people who change different fields both win; of two who change the same, the later does, and
 * what they did not know that they replaced is kept beside it, for both to be told. Pure.
 */
import type { Contact, ContactChange, FieldEdit } from '../contract/contact.ts';
import { Refused } from '../contract/refusal.ts';
import type { Id, Instant } from '../contract/scalars.ts';
import { toE164, twinOf } from './phone-number.ts';

/** So many of each a contact has at most. */
const most = { attributes: 50, phones: 20, emails: 20 };

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Under what name `edits` knows the field of a change. */
export function fieldOf(change: ContactChange): string {
  if (change.field === 'attribute') return `attribute:${clean(change.key)}`;
  return change.field === 'consent' ? `consent:${change.channel}` : change.field;
}

/** Postgres takes no NUL, and half a surrogate pair is no text. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed().trim();
const tidy = (text: string | null): string | null => (text === null ? null : clean(text) || null);

type Seldom = 'phones' | 'emails' | 'attributes' | 'notes' | 'consents' | 'tags';
/** Without what is empty: so it is told and kept. */
function bare(contact: Contact): Contact {
  const { phones, emails, attributes, notes, consents, tags, edits, ...rest } = contact;
  const filled = (value: object | string | undefined) =>
    value !== undefined && Object.keys(value).length > 0;
  return {
    ...rest,
    ...(filled(phones) && { phones }),
    ...(filled(emails) && { emails }),
    ...(filled(attributes) && { attributes }),
    ...(filled(notes) && { notes }),
    ...(filled(consents) && { consents }),
    ...(filled(tags) && { tags }),
    ...(filled(edits) && { edits }),
  } as Pick<Contact, Exclude<keyof Contact, Seldom>>;
}
export const withoutEmpty = bare;

type Doer = { by: Id; at: Instant };

/** The contact after it; the same object where nothing changes. @throws Refused invalid */
export function withContactChange(contact: Contact, change: ContactChange, doer: Doer): Contact {
  switch (change.field) {
    case 'name': {
      const value = tidy(change.value);
      if (value === contact.name) return contact;
      return noted({ ...contact, name: value }, change, contact.name, doer);
    }
    case 'notes': {
      const value = tidy(change.value);
      const now = contact.notes ?? null;
      if (value === now) return contact;
      return noted({ ...contact, notes: value ?? '' }, change, now, doer);
    }
    case 'attribute':
      return withAttribute(contact, change, doer);
    case 'consent': {
      const { channel, value } = change;
      if ((contact.consents?.[channel]?.given ?? null) === value) return contact;
      const { [channel]: _, ...others } = contact.consents ?? {};
      const consents =
        value === null ? others : { ...others, [channel]: { given: value, ...doer } };
      return bare({ ...contact, consents });
    }
    case 'phone':
    case 'email':
      return withEntry(contact, change);
  }
}

function withAttribute(
  contact: Contact,
  change: Extract<ContactChange, { field: 'attribute' }>,
  doer: Doer,
): Contact {
  const key = clean(change.key);
  const value = tidy(change.value);
  const { attributes = {} } = contact;
  const now = Object.hasOwn(attributes, key) ? (attributes[key] ?? null) : null;
  if (value === now) return contact;
  if (now === null && Object.keys(attributes).length >= most.attributes) throw tooMany();
  const { [key]: _, ...others } = attributes;
  // Replaced in its place; a new one comes last.
  const next = value === null ? others : { ...attributes, [key]: value };
  return noted({ ...contact, attributes: next }, change, now, doer);
}

function withEntry(
  contact: Contact,
  { field, value, on }: Extract<ContactChange, { on: boolean }>,
): Contact {
  const list = field === 'phone' ? 'phones' : 'emails';
  const now = contact[list] ?? [];
  const entry = field === 'phone' ? toE164(value) : clean(value).toLowerCase();
  if (entry === null || (field === 'email' && !emailShape.test(entry))) {
    if (!on) return contact;
    const what = field === 'phone' ? 'a number with its country code' : 'an e-mail address';
    throw new Refused('invalid', `This is not ${what}.`, { path: '/change/value' });
  }
  const known = now.includes(entry) || (field === 'phone' && isTheirs(contact, entry));
  if (on === known && (on || !now.includes(entry))) return contact;
  if (on && now.length >= most[list]) throw tooMany();
  const next = on ? [...now, entry] : now.filter((one) => one !== entry);
  return bare({ ...contact, [list]: next });
}

const isTheirs = ({ phone }: Contact, entry: string): boolean =>
  phone !== null && (phone === entry || twinOf(phone) === entry);

const tooMany = () =>
  new Refused('invalid', 'A contact has no room for more of these.', { path: '/change' });

/** Who changed it, and over what, where they had seen something else there. */
function noted(
  contact: Contact,
  change: Extract<ContactChange, { was: string | null }>,
  now: string | null,
  { by, at }: Doer,
): Contact {
  const field = fieldOf(change);
  const last = contact.edits?.[field];
  const unseen = tidy(change.was) !== now && last !== undefined && last.by !== by;
  const edit: FieldEdit = { by, at, ...(unseen && { over: { by: last.by, was: now } }) };
  return bare({ ...contact, edits: { ...contact.edits, [field]: edit } });
}

export function withTag<T extends { tags?: Id[] }>(row: T, tagId: Id, on: boolean): T {
  const { tags = [], ...rest } = row;
  if (tags.includes(tagId) === on) return row;
  const next = on ? [...tags, tagId].sort() : tags.filter((one) => one !== tagId);
  return (next.length > 0 ? { ...rest, tags: next } : rest) as T;
}

/** What two people did to one field at once, between two states of a contact, as one of them is told. */
export type Overtaken = { field: string; by: Id; was: string | null; mine: boolean };

/** `mine`: it was this user's that was replaced; else they replaced another's. */
export function overtakenIn(before: Contact, after: Contact, me: Id): Overtaken[] {
  return Object.entries(after.edits ?? {}).flatMap(([field, { by, at, over }]) => {
    if (!over || before.edits?.[field]?.at === at || (by !== me && over.by !== me)) return [];
    return [{ field, by: by === me ? over.by : by, was: over.was, mine: over.by === me }];
  });
}
