import {
  type KeyboardEvent,
  type RefObject,
  useId,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import {
  cannedBegun,
  cannedFor,
  daytimeAt,
  fill,
  type Values,
  type Variable,
} from '#shared/rules/canned-reply.ts';
import { SuggestList, suggestionId } from '../composer/suggest-list.tsx';
import { useSuggestions } from '../composer/use-suggestions.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import css from './canned.module.css';

/** What each variable is called where it is to be written by hand. */
export const variableWords = {
  'contact.name': 'contactName',
  'contact.firstName': 'firstName',
  'attendant.name': 'attendantName',
  workspace: 'workspace',
  greeting: 'greeting',
} as const satisfies Record<Variable, string>;

function useFill(entry: ConversationSummary) {
  const t = useTranslations('canned');
  const attendant = useOpening((state) => state.opening?.user?.name ?? null);
  const workspace = useOpening((state) => state.opening?.workspace ?? null);
  return (text: string) => {
    const { contact } = entry;
    const name = contact.name ?? contact.whatsappName;
    const values: Values = {
      'contact.name': name,
      'contact.firstName': contact.group ? null : (name?.trim().split(/\s+/)[0] ?? null),
      'attendant.name': attendant,
      workspace,
      greeting: t(`greetings.${daytimeAt(new Date().getHours())}`),
    };
    const word = (variable: string) =>
      variable in variableWords ? t(`variables.${variableWords[variable as Variable]}`) : variable;
    return fill(text, values, (variable) => `[${word(variable)}?]`);
  };
}

type Field = {
  entry: ConversationSummary;
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  write: (text: string) => void;
};

/** The list that a slash opens over the field: what its keys do, and what is drawn. */
export function useCanned({ entry, field, text, write }: Field) {
  const t = useTranslations('canned');
  const { canned } = useStores();
  const all = useStore(canned, (state) => state.replies);
  const teams = useList((state) => state.myTeams);
  const filled = useFill(entry);
  const list = useId();
  const [caret, setCaret] = useState(0);
  const [select, setSelect] = useState<[number, number] | null>(null);
  const begun = cannedBegun(text, caret);
  const typed = begun?.typed ?? null;
  const found = useMemo(() => {
    if (typed === null) return [];
    return cannedFor(
      all.filter(({ teamId }) => teamId === null || teams.has(teamId)),
      typed,
    );
  }, [all, teams, typed]);
  const opens = begun !== null && (found.length > 0 || typed === '');
  const suggestions = useSuggestions(
    opens ? `${begun.from} ${begun.typed}` : null,
    found.length,
    pick,
  );

  function pick(at: number) {
    const one = found[at];
    if (!one || !begun) return;
    const { text: said, open } = filled(one.text);
    write(text.slice(0, begun.from) + said + text.slice(caret));
    const [from, to] = open[0] ?? [said.length, said.length];
    setSelect([begun.from + from, begun.from + to]);
  }
  useLayoutEffect(() => {
    if (!select) return;
    field.current?.setSelectionRange(...select);
    setCaret(select[1]);
    setSelect(null);
  }, [select, field]);

  const active = found[suggestions.active];
  return {
    press: (event: KeyboardEvent) => suggestions.press(event),
    moved: setCaret,
    aria: suggestions.open && {
      'aria-autocomplete': 'list' as const,
      'aria-controls': list,
      ...(found.length > 0 && { 'aria-activedescendant': suggestionId(list, suggestions.active) }),
    },
    shown: suggestions.open && (
      <SuggestList
        id={list}
        label={t('title')}
        empty={t('none')}
        items={found.map(({ id, shortcut, text: words }) => ({
          key: id,
          content: (
            <>
              <bdi className={css.shortcut}>/{shortcut}</bdi>
              <span className={css.words}>{words}</span>
            </>
          ),
        }))}
        active={suggestions.active}
        preview={active && filled(active.text).text}
        onPoint={suggestions.pointAt}
        onPick={pick}
      />
    ),
  };
}
