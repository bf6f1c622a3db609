import { createStore } from 'zustand/vanilla';
import type { ConversationSummary, Desk } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import {
  divide,
  type Entries,
  filtered,
  nothing,
  ofTag,
  ofTeam,
  type Section,
  type Sections,
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
  myTeams: new Set(),
  tag: null,
};

function shownOf({ sections, entries, filter, team, myTeams, tag }: ListState): Sections {
  const byTeam = team === 'all' ? null : ofTeam(team, myTeams);
  const byTag = tag === null ? null : ofTag(tag);
  const fits =
    byTeam && byTag
      ? (entry: ConversationSummary) => byTeam(entry) && byTag(entry)
      : (byTeam ?? byTag);
  return filtered(sections, entries, filter, fits);
}

export function createListStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<ListState>(() => empty);

  const settle = (entries: Entries, more: Partial<ListState> = {}) =>
    store.setState((state) => {
      const me = more.me ?? state.me;
      const sections = divide(entries, me, state.sections);
      return { ...more, entries, sections, shown: shownOf({ ...state, entries, sections }) };
    });

  function receive(summaries: readonly ConversationSummary[]): void {
    const entries = new Map(store.getState().entries);
    for (const summary of summaries) entries.set(summary.conversation.id, summary);
    settle(entries);
  }

  return {
    ...store,
    receive,
    /** Reads everything anew. What is signalled meanwhile is newer than the answer's beginning and comes again. */
    async load(me: Id): Promise<boolean> {
      const { me: before, myTeams } = store.getState();
      if (before !== me) store.setState({ ...empty, me, myTeams });
      const answer = await desk.call('conversations', {});
      if (!answer.ok) return false;
      settle(new Map(answer.value.map((entry) => [entry.conversation.id, entry])), {
        loaded: true,
        me,
      });
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
      const entries = new Map(store.getState().entries);
      for (const id of ids) entries.delete(id);
      settle(entries);
    },
    choose: (section: Section) => store.setState({ section }),
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
    reset: () => store.setState({ ...empty }),
  };
}
export type ListStore = ReturnType<typeof createListStore>;
