import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { CornerDownLeft, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { Face } from '../contact/face.tsx';
import { folded, nameOf } from '../format/names.ts';
import { carryOut, mayDo } from '../shell/carry-out.ts';
import { commands, type DeskEntry, type Group, isCallKey } from '../shell/commands.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Kbd } from '../ui/kbd.tsx';
import {
  commandKey,
  conversationKey,
  conversationsFor,
  recentFirst,
  scoreOf,
  withRecent,
  wordsOf,
} from './match.ts';
import css from './palette.module.css';

type Item =
  | { key: string; label: string; entry: ConversationSummary }
  | { key: string; label: string; command: DeskEntry };
type Found = { value: 'conversations' | 'commands'; items: Item[] };

const mostConversations = 8;
const fewCommands = 9;

/** Conversations, contacts and everything that can be done, by a few letters. */
export function PaletteDialog() {
  const { dialogs } = useStores();
  const open = useStore(dialogs, (state) => state.open === 'palette');
  const t = useTranslations('palette');
  return (
    <Dialog.Root open={open} onOpenChange={(next) => next || dialogs.close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.shade} />
        <Dialog.Popup
          className={css.popup}
          aria-label={t('title')}
          onKeyDown={(event) => {
            // The same key takes it away again.
            if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyK') return;
            event.preventDefault();
            dialogs.close();
          }}
        >
          {open && <Palette />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette() {
  const t = useTranslations('palette');
  const stores = useStores();
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const recent = useOpening((state) => state.opening?.preferences.recent ?? nothing);
  const browser = useOpening((state) => state.opening?.host === 'browser');

  function pick(item: Item) {
    stores.dialogs.close();
    void stores.opening.prefer({ recent: withRecent(recent, item.key) });
    if ('entry' in item) {
      stores.tabs.show(item.entry.conversation.id);
      return;
    }
    const { command } = item.command;
    // Once the dialog has given the keyboard back to where it was.
    if (command && !isCallKey(command)) setTimeout(() => carryOut(command, stores));
  }

  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      items={found}
      value={typed}
      onValueChange={(value, { reason }) => {
        if (reason !== 'item-press') setTyped(value);
      }}
      itemToStringValue={(item: Item) => item.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className={css.find}>
        <Search size={16} aria-hidden="true" />
        <Autocomplete.Input
          className={css.input}
          aria-label={t('label')}
          placeholder={t('placeholder')}
        />
        <Kbd keys="Esc" />
      </div>
      <div className={css.results}>
        <Autocomplete.Empty>
          {found.length === 0 && <p className={css.none}>{t('none', { typed: typed.trim() })}</p>}
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: Found) => (
            <Autocomplete.Group key={group.value} items={group.items}>
              <Autocomplete.GroupLabel className={css.label}>
                {t(group.value)}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(item: Item) => (
                  <Autocomplete.Item
                    key={item.key}
                    value={item}
                    className={css.item}
                    onClick={() => pick(item)}
                  >
                    {'entry' in item ? (
                      <Person entry={item.entry} />
                    ) : (
                      <Action command={item.command} browser={browser} label={item.label} />
                    )}
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
    </Autocomplete.Root>
  );
}

const nothing: readonly string[] = [];

/** What is done to a service is looked for most. */
const useful: readonly Group[] = ['service', 'general', 'writing', 'lists', 'calls'];
const byUse = (a: { command: DeskEntry }, b: { command: DeskEntry }) =>
  useful.indexOf(a.command.group) - useful.indexOf(b.command.group);

/** Nothing typed: what was used last, then what was in front last. */
function useFound(typed: string): Found[] {
  const names = useTranslations('commands');
  const stores = useStores();
  const recent = useOpening((state) => state.opening?.preferences.recent ?? nothing);
  return useMemo(() => {
    const { entries, sections } = stores.list.getState();
    const { kept, active } = stores.tabs.getState();
    const words = wordsOf(typed);
    const used = recent.map((key) => key.replace(/^conversation /, ''));
    const last = [...new Set([...kept.toReversed(), ...used, ...sections.mine])]
      .filter((id) => id !== active)
      .flatMap((id) => entries.get(id) ?? [])
      .slice(0, mostConversations - 2);
    const people =
      words.length === 0 ? last : conversationsFor(typed, entries.values(), mostConversations);
    const can = commands
      .filter(({ command, keyOnly }) => command && !keyOnly && mayDo(command, stores))
      .map((command) => ({ key: commandKey(command.name), label: names(command.name), command }));
    const acts =
      words.length === 0
        ? recentFirst(can.toSorted(byUse), recent, ({ key }) => key).slice(0, fewCommands)
        : can
            .map((item) => ({ item, score: scoreOf(folded(item.label), words) }))
            .filter(
              (one): one is { item: (typeof can)[number]; score: number } => one.score !== null,
            )
            .sort((a, b) => a.score - b.score)
            .map(({ item }) => item);
    const groups: Found[] = [
      {
        value: 'conversations',
        items: people.map((entry) => ({
          key: conversationKey(entry.conversation.id),
          label: nameOf(entry.contact),
          entry,
        })),
      },
      { value: 'commands', items: acts },
    ];
    return groups.filter(({ items }) => items.length > 0);
  }, [typed, recent, stores, names]);
}

function Person({ entry }: { entry: ConversationSummary }) {
  const name = nameOf(entry.contact);
  const phone = entry.contact.phone ? showPhone(entry.contact.phone) : '';
  return (
    <>
      <Face contact={entry.contact} size="tiny" />
      <bdi className={css.name}>{name}</bdi>
      {phone !== name && <span className={css.aside}>{phone}</span>}
      <CornerDownLeft size={13} className={css.enter} aria-hidden="true" />
    </>
  );
}

type ActionProps = { command: DeskEntry; label: string; browser: boolean };

function Action({ command: { keys, inBrowser }, label, browser }: ActionProps) {
  const told = browser ? (inBrowser ?? keys[0]) : keys[0];
  return (
    <>
      <span className={css.name}>{label}</span>
      {told !== undefined && <Kbd keys={told} />}
    </>
  );
}
