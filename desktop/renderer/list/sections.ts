import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { folded, nameOf } from '../format/names.ts';
import { tagsOf } from '../format/tags.ts';

export const sectionNames = ['waiting', 'mine', 'recent'] as const;
export type Section = (typeof sectionNames)[number];
export type Sections = Readonly<Record<Section, readonly Id[]>>;
export type Entries = ReadonlyMap<Id, ConversationSummary>;

export const nothing: Sections = { waiting: [], mine: [], recent: [] };

/** waiting: nobody has it; mine: open and held by this user; recent: all others. */
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

/** Ids in order: waiting oldest first, the others by last activity, mine also by when I got it. Keeps an array that did not change. */
export function divide(entries: Entries, me: Id, before: Sections = nothing): Sections {
  const parts: Record<Section, ConversationSummary[]> = { waiting: [], mine: [], recent: [] };
  for (const entry of entries.values()) parts[sectionOf(entry, me)].push(entry);
  parts.waiting.sort((a, b) => compared(since(a), since(b)));
  parts.mine.sort((a, b) => compared(moved(b), moved(a)));
  parts.recent.sort((a, b) => compared(active(b), active(a)));
  const kept = (section: Section): readonly Id[] => {
    const ids = parts[section].map((entry) => entry.conversation.id);
    const old = before[section];
    return ids.length === old.length && ids.every((id, at) => id === old[at]) ? old : ids;
  };
  return { waiting: kept('waiting'), mine: kept('mine'), recent: kept('recent') };
}

/** Every word typed is in the name or among the digits of the number. */
export function matcher(filter: string): (entry: ConversationSummary) => boolean {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  const digits = filter.replace(/\D/g, '');
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
): Sections {
  if (filter.trim() === '' && fitsElse === null) return sections;
  const matches = matcher(filter);
  const fits = (entry: ConversationSummary) => (fitsElse?.(entry) ?? true) && matches(entry);
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
