import { Building2, MessageSquareText, UsersRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { AccountMenu } from '../account/account-menu.tsx';
import { Shortcuts } from '../account/shortcuts.tsx';
import { CallBars } from '../calls/call-bars.tsx';
import { PermissionDialog } from '../calls/permission-dialog.tsx';
import { CannedDialog } from '../canned/canned-dialog.tsx';
import { Conversation, NoConversation } from '../conversation/conversation.tsx';
import { DateDialog } from '../conversation/date-dialog.tsx';
import { CopiesDialog } from '../copies/copies-dialog.tsx';
import { EvaluationDialog } from '../evaluation/evaluation-dialog.tsx';
import { ConversationList } from '../list/conversation-list.tsx';
import { NewConversationDialog } from '../opening/new-conversation-dialog.tsx';
import { OutboxDialog } from '../outbox/outbox-dialog.tsx';
import { PaletteDialog } from '../palette/palette-dialog.tsx';
import { ContactPanel } from '../panel/contact-panel.tsx';
import { SearchPanel } from '../search/search-panel.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { Banners } from '../status/banners.tsx';
import { Connection } from '../status/connection.tsx';
import { SupervisorDialog } from '../supervisor/supervisor-dialog.tsx';
import { ConversationTabs } from '../tabs/conversation-tabs.tsx';
import { TagsDialog } from '../tags/tags-dialog.tsx';
import { TeamsDialog } from '../teams/teams-dialog.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Mark } from '../ui/mark.tsx';
import { WhatsappDialog } from '../whatsapp/whatsapp-dialog.tsx';
import { useList, useOpening, useStores, useTabs } from './context.ts';
import css from './desk-screen.module.css';
import { useFocused } from './use-focused.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useKeys } from './use-keys.ts';

/** The desk: rail, list, tabs, the conversation in front, and its contact's panel. */
export function DeskScreen() {
  const t = useTranslations('account');
  const stores = useStores();
  const { dialogs } = stores;
  const board = useTranslations('supervisor');
  const office = useTranslations('office');
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  const searching = useStore(stores.search, (state) => state.open);
  useKeys(stores);
  useKeptFocus();
  return (
    <div className={css.screen}>
      <Title />
      <InFront />
      <h1 className="out-of-sight">{t('desk')}</h1>
      <Banners />
      <CallBars />
      <div className={css.columns}>
        <nav className={css.rail} aria-label={t('sections')}>
          <Mark size={30} />
          <IconButton label={t('desk')} side="right" className={css.here} aria-current="page">
            <MessageSquareText size={19} />
          </IconButton>
          {admin && (
            <IconButton
              label={board('title')}
              side="right"
              className={css.there}
              onClick={() => dialogs.show('supervisor')}
            >
              <UsersRound size={19} />
            </IconButton>
          )}
          {admin && (
            <IconButton
              label={office('title')}
              side="right"
              className={css.there}
              onClick={() => stores.openOffice()}
            >
              <Building2 size={19} />
            </IconButton>
          )}
          <span className={css.space} />
          <AccountMenu />
        </nav>
        <aside className={css.side}>
          {searching ? <SearchPanel /> : <ConversationList />}
          <Connection />
        </aside>
        <Front />
      </div>
      <Dialogs />
    </div>
  );
}

/** The tabs, and of those in front last each its conversation. Apart: a switch draws nothing else anew. */
function Front() {
  const t = useTranslations('account');
  const active = useTabs((state) => state.active);
  const open = useTabs((state) => state.open);
  const kept = useTabs((state) => state.kept);
  const panel = useOpening((state) => state.opening?.preferences.panel ?? false);
  return (
    <main className={css.main}>
      {open.length > 0 && (
        <div className={css.tabs}>
          <ConversationTabs />
        </div>
      )}
      <div className={css.beside}>
        <div className={css.panels}>
          {active === null && (
            <div className={css.panel}>
              <NoConversation />
            </div>
          )}
          {open
            .filter((id) => kept.includes(id))
            .map((id) => (
              <div
                key={id}
                id={id === active ? 'conversation' : undefined}
                role="tabpanel"
                aria-hidden={id !== active || undefined}
                aria-label={t('conversation')}
                className={classes(css.panel, id !== active && css.behind)}
              >
                <Conversation id={id} front={id === active} />
              </div>
            ))}
        </div>
        {panel && active !== null && <ContactPanel key={active} id={active} />}
      </div>
    </main>
  );
}

function Dialogs() {
  const { dialogs } = useStores();
  const opened = useStore(dialogs, (state) => state.open);
  return (
    <>
      <WhatsappDialog open={opened === 'whatsapp'} onClose={dialogs.close} />
      <PermissionDialog />
      <SupervisorDialog
        open={opened === 'supervisor'}
        onClose={dialogs.close}
        onTeams={() => dialogs.show('teams')}
      />
      <TeamsDialog open={opened === 'teams'} onClose={dialogs.close} />
      <TagsDialog open={opened === 'tags'} onClose={dialogs.close} />
      <EvaluationDialog open={opened === 'evaluation'} onClose={dialogs.close} />
      <CopiesDialog open={opened === 'copies'} onClose={dialogs.close} />
      <NewConversationDialog open={opened === 'newConversation'} onClose={dialogs.close} />
      <CannedDialog />
      <Shortcuts open={opened === 'shortcuts'} onClose={dialogs.close} />
      <OutboxDialog open={opened === 'outbox'} onClose={dialogs.close} />
      <DateDialog />
      <SettingsDialog />
      <PaletteDialog />
    </>
  );
}

/** Nothing is notified for what a person is looking at. */
function InFront(): null {
  const { actions } = useStores();
  const focused = useFocused();
  const active = useTabs((state) => state.active);
  const front = focused ? active : null;
  useEffect(() => {
    actions.inFront(front);
  }, [actions, front]);
  return null;
}

const titlePause = 200;

/**
 * The window's title says how many wait and are unread among this person's own. On its own, or each
 * message would draw the whole desk anew.
 */
function Title(): null {
  const app = useTranslations('app');
  const workspace = useOpening((state) => state.opening?.workspace ?? null);
  const count = useList(
    (state) =>
      state.sections.waiting.length +
      state.sections.mine.filter((id) => (state.entries.get(id)?.unread ?? 0) > 0).length,
  );
  const name = workspace ? `${workspace} · ${app('name')}` : app('name');
  const title = count > 0 ? `(${count}) ${name}` : name;
  const said = useRef(Number.NEGATIVE_INFINITY);
  // The browser draws its own window for each: of a burst the first is said, and the last.
  useEffect(() => {
    const say = () => {
      document.title = title;
      said.current = performance.now();
    };
    const wait = said.current + titlePause - performance.now();
    if (wait <= 0) return say();
    const timer = setTimeout(say, wait);
    return () => clearTimeout(timer);
  }, [title]);
  return null;
}
