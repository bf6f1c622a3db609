import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { type AuditAction, type AuditEntry, auditActions } from '#shared/contract/audit.ts';
import type { en } from '../../i18n/en.ts';
import { useOpening, useStores } from '../../shell/context.ts';

type Named<K extends 'areas' | 'fields' | 'values'> = keyof (typeof en)['audit'][K];
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isAction = (action: string): action is AuditAction =>
  auditActions.some((one) => one === action);

/** An entry in words; what only another version knows is said as it stands. */
export function useAuditWords() {
  const t = useTranslations('audit');
  const colleagues = useOpening((state) => state.colleagues);
  const teams = useStore(useStores().teams, (state) => state.teams);
  const known = <K extends 'areas' | 'fields' | 'values'>(kind: K, name: string): string =>
    t.has(`${kind}.${name as Named<'areas'>}` as 'areas.routing')
      ? t(`${kind}.${name}` as 'areas.routing')
      : name;

  function actorOf({ actor, action }: AuditEntry): string {
    if (actor) return actor.name ?? t('gone');
    return action.startsWith('sample') || action.startsWith('user') ? t('system') : t('somebody');
  }
  function subjectOf({ subject, action, changes }: AuditEntry): string {
    if (action === 'settings.changed') {
      const areas = Object.keys(changes).map((key) => known('areas', key.split('.')[0] ?? key));
      return [...new Set(areas)].join(', ');
    }
    const { name, shortcut } = changes;
    const told = subject?.name ?? name?.to ?? name?.from ?? shortcut?.to ?? shortcut?.from;
    if (typeof told === 'string') return told;
    return subject ? t('gone') : t('somebody');
  }
  function value(one: unknown): string {
    if (one === null || one === undefined || one === '') return t('nothing');
    if (typeof one === 'boolean') return t(one ? 'yes' : 'no');
    if (Array.isArray(one)) return one.length === 0 ? t('nothing') : one.map(value).join(', ');
    if (typeof one === 'object') return JSON.stringify(one);
    const text = String(one);
    if (!isId.test(text)) return known('values', text);
    const team = teams.get(text);
    return colleagues.get(text)?.name ?? team?.name ?? t('gone');
  }
  return {
    sentence: (entry: AuditEntry): string =>
      isAction(entry.action)
        ? t(`acts.${entry.action}`, { actor: actorOf(entry), subject: subjectOf(entry) })
        : t('another', { action: entry.action }),
    field: (key: string): string => known('fields', key.split('.').at(-1) ?? key),
    value,
  };
}
