import { createStore } from 'zustand/vanilla';
import type { ConversationSummary, Desk } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import {
  divide,
  type Entries,
  filtered,
  nothing,
  type Only,
  ofTag,
  ofTeam,
  rearranged,
  type Section,
  type Sections,
  type Sort,
  type TeamFilter,
} from './sections.ts';

export type ListState = {
  loaded: boolean;
  me: Id;
  entries: Entries;
  sections: Sections;
  /** What the filter leaves of the sections. */
  shown: Sections;
  section: Section;
  filter: string;
  team: TeamFilter;
  only: Only;
  sort: Sort;
  /** Meant by what is done to several at once. */
  selected: ReadonlySet<Id>;
  /** Where a range of them begins. */
  from: Id | null;
  /** The teams of this person. */
  myTeams: ReadonlySet<Id>;
  /** Only conversations with it; null: all. */
  tag: Id | null;
};

const empty: ListState = {
  loaded: false,
  me: '',
  entries: new Map(),
  sections: nothing,
  shown: nothing,
  section: 'waiting',
  filter: '',
  team: 'all',
  only: 'any',
  sort: 'usual',
  selected: new Set(),
  from: null,
  myTeams: new Set(),
  tag: null,
};

function shownOf({ sections, entries, filter, team, myTeams, tag, only }: ListState): Sections {
  const byTeam = team === 'all' ? null : ofTeam(team, myTeams);
  const byTag = tag === null ? null : ofTag(tag);
  const fits =
    byTeam && byTag
      ? (entry: ConversationSummary) => byTeam(entry) && byTag(entry)
      : (byTeam ?? byTag);
  return filtered(sections, entries, filter, fits, only);
}

/** How a person looks at the list; kept for the next time. */
const viewKeys = ['section', 'team', 'only', 'sort', 'tag'] as const;
export type ListView = Pick<ListState, (typeof viewKeys)[number]>;
export const viewOf = ({ section, team, only, sort, tag }: ListState): ListView => ({
  ...{ section, team, only, sort, tag },
});
export const sameView = (a: ListState, b: ListState): boolean =>
  viewKeys.every((key) => a[key] === b[key]);

const none: ReadonlySet<Id> = new Set();

/**
 * The same map, seen anew: to copy thousands for each message costs more than all else of it. A view
 * from before sees what is there now.
 */
const seen = (all: Map<Id, ConversationSummary>): Entries => ({
  get: (id) => all.get(id),
  has: (id) => all.has(id),
  values: () => all.values(),
  size: all.size,
});

export function createListStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<ListState>(() => empty);
  let all = new Map<Id, ConversationSummary>();

  /** `changed`: those that are different now, or gone; absent: any may be. */
  const settle = ({ changed, ...more }: Partial<ListState> & { changed?: ReadonlySet<Id> } = {}) =>
    store.setState((state) => {
      const entries = seen(all);
      const me = more.me ?? state.me;
      const sections = changed
        ? rearranged(state.sections, entries, changed, me, state.sort)
        : divide(entries, me, state.sections, state.sort);
      const gone = state.selected.size > 0 && [...state.selected].some((id) => !entries.has(id));
      return {
        ...more,
        entries,
        sections,
        shown: shownOf({ ...state, entries, sections }),
        ...(gone && { selected: new Set([...state.selected].filter((id) => entries.has(id))) }),
      };
    });

  function receive(summaries: readonly ConversationSummary[]): void {
    for (const summary of summaries) all.set(summary.conversation.id, summary);
    settle({ changed: new Set(summaries.map(({ conversation }) => conversation.id)) });
  }

  return {
    ...store,
    receive,
    /** Reads everything anew. What is signalled meanwhile is newer than the answer's beginning and comes again. */
    async load(me: Id): Promise<boolean> {
      const before = store.getState();
      if (before.me !== me) {
        all = new Map();
        store.setState({ ...empty, me, myTeams: before.myTeams, ...viewOf(before) });
      }
      const answer = await desk.call('conversations', {});
      if (!answer.ok) return false;
      all = new Map(answer.value.map((entry) => [entry.conversation.id, entry]));
      settle({ loaded: true, me });
      const { sections, section } = store.getState();
      if (sections[section].length === 0) {
        store.setState({
          section:
            sections.mine.length > 0 ? 'mine' : sections.waiting.length > 0 ? 'waiting' : section,
        });
      }
      return true;
    },
    remove(ids: readonly Id[]): void {
      for (const id of ids) all.delete(id);
      settle({ changed: new Set(ids) });
    },
    choose: (section: Section) => store.setState({ section, selected: none, from: null }),
    /** As this person looked at it last. */
    restore: (view: Partial<ListView>) =>
      store.setState((state) => {
        const next = { ...state, ...view };
        const sections = divide(next.entries, next.me, next.sections, next.sort);
        return { ...view, sections, shown: shownOf({ ...next, sections }) };
      }),
    showOnly: (only: Only) =>
      store.setState((state) => ({ only, shown: shownOf({ ...state, only }) })),
    sortBy: (sort: Sort) =>
      store.setState((state) => {
        const sections = divide(state.entries, state.me, state.sections, sort);
        return { sort, sections, shown: shownOf({ ...state, sections }) };
      }),
    /** One more or one less. */
    toggle: (id: Id) =>
      store.setState(({ selected }) => {
        const next = new Set(selected);
        if (!next.delete(id)) next.add(id);
        return { selected: next, from: id };
      }),
    /** Everything between where the range began and here. */
    extend: (to: Id, begun: Id | null = null) =>
      store.setState(({ shown, section, from, selected }) => {
        const ids = shown[section];
        const start = from ?? begun ?? to;
        const [a, b] = [ids.indexOf(start), ids.indexOf(to)].sort((x, y) => x - y);
        if (a === undefined || b === undefined || a === -1)
          return { selected: new Set([...selected, to]), from: to };
        return { selected: new Set(ids.slice(a, b + 1)), from: start };
      }),
    selectAll: () =>
      store.setState(({ shown, section }) => ({ selected: new Set(shown[section]) })),
    selectNone: () => store.setState({ selected: none, from: null }),
    /** Those stay meant. */
    keepSelected: (ids: readonly Id[]) => store.setState({ selected: new Set(ids), from: null }),
    filterBy: (filter: string) =>
      store.setState((state) => ({
        filter,
        shown: shownOf({ ...state, filter }),
      })),
    filterByTag: (tag: Id | null) =>
      store.setState((state) => ({
        tag,
        shown: shownOf({ ...state, tag }),
      })),
    /** One that is there no more hides nothing. */
    tagsAre: (tags: readonly { id: Id }[]) =>
      store.setState((state) =>
        state.tag === null || tags.some(({ id }) => id === state.tag)
          ? state
          : { tag: null, shown: shownOf({ ...state, tag: null }) },
      ),
    filterByTeam: (team: TeamFilter) =>
      store.setState((state) => ({ team, shown: shownOf({ ...state, team }) })),
    /** The teams of this person are others now. */
    teamsAre: (teams: readonly { id: Id }[]) =>
      store.setState((state) => {
        const myTeams = new Set(teams.map(({ id }) => id));
        return { myTeams, shown: shownOf({ ...state, myTeams }) };
      }),
    /** The entry after (1) or before (-1) the given one in what is shown. */
    neighbour(of: Id | null, step: 1 | -1): Id | null {
      const { shown, section } = store.getState();
      const ids = shown[section];
      const at = of === null ? -1 : ids.indexOf(of);
      if (at === -1) return ids[step === 1 ? 0 : ids.length - 1] ?? null;
      return ids[at + step] ?? null;
    },
    reset(): void {
      all = new Map();
      store.setState({ ...empty });
    },
  };
}
export type ListStore = ReturnType<typeof createListStore>;
