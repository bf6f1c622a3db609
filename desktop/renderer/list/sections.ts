import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { folded, nameOf } from '../format/names.ts';
import { tagsOf } from '../format/tags.ts';

export const sectionNames = ['waiting', 'mine', 'recent'] as const;
export type Section = (typeof sectionNames)[number];
export type Sections = Readonly<Record<Section, readonly Id[]>>;
export type Entries = Pick<ReadonlyMap<Id, ConversationSummary>, 'get' | 'has' | 'values' | 'size'>;

export const nothing: Sections = { waiting: [], mine: [], recent: [] };

/** Where an entry is looked for. waiting: nobody has it; mine: open and held by this user; recent: the others. */
export function sectionOf({ service }: ConversationSummary, me: Id): Section {
  if (service?.state === 'waiting') return 'waiting';
  if (service?.state === 'open' && service.attendantId === me) return 'mine';
  return 'recent';
}

const since = (entry: ConversationSummary) => entry.service?.createdAt ?? '';
const active = (entry: ConversationSummary) => entry.conversation.lastActivityAt;
/** What somebody was given just now stands on top, whenever its contact wrote. */
const moved = (entry: ConversationSummary) => {
  const given = entry.service?.given?.at ?? '';
  return given > active(entry) ? given : active(entry);
};
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Of two that are alike in what counts: any order, but always the same one. */
const byId = (a: ConversationSummary, b: ConversationSummary) =>
  compared(a.conversation.id, b.conversation.id);

/**
 * usual: what waits by the longest wait, the rest by the latest activity; longest: who waits goes
 * first, everywhere; newest: the latest activity; unanswered: the contact had the last word, the
 * oldest of it first.
 */
export const sorts = ['usual', 'longest', 'newest', 'unanswered'] as const;
export type Sort = (typeof sorts)[number];
type Compare = (a: ConversationSummary, b: ConversationSummary) => number;

const newest: Compare = (a, b) => compared(active(b), active(a));
/** Those that have a moment go first, the oldest of them on top; the others by activity. */
const oldestFirst =
  (momentOf: (entry: ConversationSummary) => string | null): Compare =>
  (a, b) => {
    const [one, other] = [momentOf(a), momentOf(b)];
    if (one !== null && other !== null) return compared(one, other);
    return one === other ? newest(a, b) : one === null ? 1 : -1;
  };
const longest = oldestFirst(({ service }) =>
  service?.state === 'waiting' ? service.createdAt : null,
);
const unanswered = oldestFirst(({ lastMessage }) =>
  lastMessage?.direction === 'in' ? lastMessage.sentAt : null,
);

const orders: Readonly<Record<Sort, Readonly<Record<Section, Compare>>>> = {
  usual: {
    waiting: (a, b) => compared(since(a), since(b)),
    mine: (a, b) => compared(moved(b), moved(a)),
    recent: newest,
  },
  longest: { waiting: longest, mine: longest, recent: longest },
  newest: { waiting: newest, mine: newest, recent: newest },
  unanswered: { waiting: unanswered, mine: unanswered, recent: unanswered },
};

const orderOf = (sort: Sort, section: Section): Compare => {
  const order = orders[sort][section];
  return (a, b) => order(a, b) || byId(a, b);
};
const same = (ids: readonly Id[], old: readonly Id[]): boolean =>
  ids.length === old.length && ids.every((id, at) => id === old[at]);

/** Ids in order; `recent` has all of them. Keeps an array that did not change. */
export function divide(
  entries: Entries,
  me: Id,
  before: Sections = nothing,
  sort: Sort = 'usual',
): Sections {
  const parts: Record<Section, ConversationSummary[]> = { waiting: [], mine: [], recent: [] };
  for (const entry of entries.values()) {
    const section = sectionOf(entry, me);
    if (section !== 'recent') parts[section].push(entry);
    parts.recent.push(entry);
  }
  const kept = (section: Section): readonly Id[] => {
    const ids = parts[section].sort(orderOf(sort, section)).map((entry) => entry.conversation.id);
    const old = before[section];
    return same(ids, old) ? old : ids;
  };
  return { waiting: kept('waiting'), mine: kept('mine'), recent: kept('recent') };
}

/** Few are sought by themselves: to ask each of thousands is most of what a message costs. */
function without(ids: readonly Id[], gone: ReadonlySet<Id>): Id[] {
  if (gone.size > 8) return ids.filter((id) => !gone.has(id));
  const left = [...ids];
  for (const id of gone) {
    const at = left.indexOf(id);
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

/**
 * What `divide` gives, from how it was before some entries changed: of five thousand the others are
 * only passed by. Keeps what did not change, down to the whole.
 */
export function rearranged(
  before: Sections,
  entries: Entries,
  changed: ReadonlySet<Id>,
  me: Id,
  sort: Sort = 'usual',
): Sections {
  const kept = (section: Section): readonly Id[] => {
    const old = before[section];
    const order = orderOf(sort, section);
    const ids = without(old, changed);
    for (const id of changed) {
      const entry = entries.get(id);
      if (!entry || (section !== 'recent' && sectionOf(entry, me) !== section)) continue;
      let [low, high] = [0, ids.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = entries.get(ids[middle] ?? '');
        if (other && order(other, entry) < 0) low = middle + 1;
        else high = middle;
      }
      ids.splice(low, 0, id);
    }
    return same(ids, old) ? old : ids;
  };
  const next = { waiting: kept('waiting'), mine: kept('mine'), recent: kept('recent') };
  return sectionNames.every((section) => next[section] === before[section]) ? before : next;
}

/** What of a section is shown. */
export const onlys = ['any', 'unread', 'open', 'finished'] as const;
export type Only = (typeof onlys)[number];

const fitsOnly: Readonly<Record<Only, (entry: ConversationSummary) => boolean>> = {
  any: () => true,
  unread: ({ unread }) => unread > 0,
  open: ({ service }) => service?.state === 'open' || service?.state === 'waiting',
  finished: ({ service }) => service === null || service.state === 'finished',
};

/** Every word typed is in the name or among the digits of the number. */
export function matcher(filter: string): (entry: ConversationSummary) => boolean {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  const digits = filter.replace(/\D/g, '');
  if (words.length === 0) return () => true;
  const isNumber = digits.length >= 3 && /^[\d\s()+.-]+$/.test(filter);
  return ({ contact }) => {
    if (isNumber) return (contact.phone ?? '').includes(digits);
    const text = folded(`${nameOf(contact)} ${contact.whatsappName ?? ''} ${contact.phone ?? ''}`);
    return words.every((word) => text.includes(word));
  };
}

/** all; mine: of this person's teams; none: everybody's; else of that team. */
export type TeamFilter = 'all' | 'mine' | 'none' | Id;

/** Whether a service of the team that is looked for; what is finished is of it, too. */
export function ofTeam(team: TeamFilter, mine: ReadonlySet<Id>) {
  return ({ service }: ConversationSummary): boolean => {
    if (team === 'all') return true;
    const teamId = service?.teamId;
    if (team === 'none') return teamId === undefined;
    return team === 'mine' ? teamId !== undefined && mine.has(teamId) : teamId === team;
  };
}

/** Whether it, or its contact, has the tag. */
export const ofTag = (tag: Id) => (entry: ConversationSummary) => tagsOf(entry).includes(tag);

export function filtered(
  sections: Sections,
  entries: Entries,
  filter: string,
  fitsElse: ((entry: ConversationSummary) => boolean) | null = null,
  kind: Only = 'any',
): Sections {
  if (filter.trim() === '' && fitsElse === null && kind === 'any') return sections;
  const matches = matcher(filter);
  const fits = (entry: ConversationSummary) =>
    (fitsElse?.(entry) ?? true) && fitsOnly[kind](entry) && matches(entry);
  const only = (ids: readonly Id[]) =>
    ids.filter((id) => {
      const entry = entries.get(id);
      return entry !== undefined && fits(entry);
    });
  return {
    waiting: only(sections.waiting),
    mine: only(sections.mine),
    recent: only(sections.recent),
  };
}
