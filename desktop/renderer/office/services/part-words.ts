import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useOpening, useStores } from '../../shell/context.ts';
import type { Moments } from './moments.ts';
import type { Narrowed, Narrowing } from './narrowing.ts';

/** What the list is narrowed to, in words. */
export function usePartWords(moments: Moments, contactName: (asked: string) => string | null) {
  const t = useTranslations('services');
  const { teams } = useStores();
  const allTeams = useStore(teams, (state) => state.teams);
  const colleagues = useOpening((state) => state.colleagues);
  const tags = useOpening((state) => state.tags);

  function period({ period: name, from, to }: Narrowing): string | null {
    if (name) return t(`periods.${name}`);
    const [begin, end] = [from && moments.begin(from), to && moments.end(to)];
    if (begin && end) return begin === end ? begin : t('fromTo', { from: begin, to: end });
    return begin ? t('since', { from: begin }) : end ? t('upTo', { to: end }) : null;
  }
  const is = (what: 'state' | 'attendant' | 'team' | 'tag' | 'reason', value: string) =>
    t('is', { what: t(what), value });
  const single: { [K in Narrowed]?: (of: NonNullable<Narrowing[K]>) => string } = {
    state: (state) => is('state', t(`states.${state}`)),
    attendantId: (id) =>
      is('attendant', id === 'nobody' ? t('nobody') : (colleagues.get(id)?.name ?? '?')),
    teamId: (id) => (id === 'none' ? t('noTeam') : is('team', allTeams.get(id)?.name ?? '?')),
    tagId: (id) => is('tag', tags.get(id)?.name ?? '?'),
    finishReason: (reason) => is('reason', t(`reasons.${reason}`)),
    score: (score) => t('score', { score }),
    evaluated: (is) => t(is ? 'evaluated' : 'notEvaluated'),
    asked: (is) => t(is ? 'asked' : 'notAsked'),
    started: (is) => t(is ? 'started' : 'notStarted'),
    weekday: (n) => t('weekdayIs', { weekday: moments.weekday(n) }),
    hour: (hour) => t('hourIs', { from: `${hour}:00`, to: `${(hour + 1) % 24}:00` }),
    contact: (contact) => t('contactIs', { contact: contactName(contact) ?? t('thisContact') }),
    text: (text) => t('textIs', { text }),
  };
  const periodWords = (narrowing: Narrowing): string => {
    const when = period(narrowing);
    const clock = t(`clockShort.${narrowing.by ?? 'created'}`);
    if (when) return t('periodIs', { clock, period: when });
    return narrowing.by ? t('anyClock', { clock }) : t('anyTime');
  };
  return {
    periodWords,
    partWords(narrowing: Narrowing, [name]: readonly Narrowed[]): string {
      const say = name && (single[name] as ((value: unknown) => string) | undefined);
      return say ? say(narrowing[name]) : periodWords(narrowing);
    },
  };
}
