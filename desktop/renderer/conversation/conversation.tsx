import { MessagesSquare, SearchX } from 'lucide-react';
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { Composer } from '../composer/composer.tsx';
import { DropZone } from '../composer/drop-zone.tsx';
import { standingOf } from '../composer/standing.ts';
import { nameOf } from '../format/names.ts';
import { FindBar } from '../search/find-bar.tsx';
import { useList, useStores, useThreads } from '../shell/context.ts';
import { useFocused } from '../shell/use-focused.ts';
import { useFreeWriting } from '../templates/use-window.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import css from './conversation.module.css';
import { Header } from './header.tsx';
import { MessageList } from './message-list.tsx';

export function NoConversation() {
  const t = useTranslations('conversation');
  return (
    <EmptyState
      icon={<MessagesSquare size={36} strokeWidth={1.3} />}
      title={t('none')}
      text={t('noneText')}
    />
  );
}

type Props = { id: Id /** Looked at now; else kept drawn out of sight. */; front: boolean };

export const Conversation = memo(function Conversation({ id, front }: Props) {
  const t = useTranslations('conversation');
  const { threads, drafts } = useStores();
  const entry = useList((state) => state.entries.get(id));
  const loaded = useList((state) => state.loaded);
  const there = entry !== undefined;
  useEffect(() => {
    if (there) void threads.open(id);
  }, [id, there, threads]);
  useEffect(() => {
    if (there) drafts.open(id, entry.draft);
  }, [id, there, drafts, entry?.draft]);

  if (!entry) {
    if (!loaded) return null;
    return (
      <EmptyState
        icon={<SearchX size={32} strokeWidth={1.4} />}
        title={t('gone')}
        text={t('goneText')}
      />
    );
  }
  return (
    <>
      <Header entry={entry} />
      <FindBar id={id} />
      <Body entry={entry} front={front} />
    </>
  );
});

function Body({ entry, front }: { entry: ConversationSummary; front: boolean }) {
  const me = useList((state) => state.me);
  const { closed } = useFreeWriting(entry);
  const takesFiles = standingOf(entry.service, me) !== 'held' && !closed;
  return (
    <DropZone id={entry.conversation.id} open={takesFiles}>
      <Messages entry={entry} front={front} />
      <Composer entry={entry} front={front} />
    </DropZone>
  );
}

/** Long enough that passing by is not reading. */
const readingPause = 400;

function Messages({ entry, front }: { entry: ConversationSummary; front: boolean }) {
  const t = useTranslations('conversation');
  const { id, lastPosition } = entry.conversation;
  const { actions, unread } = useStores();
  const me = useList((state) => state.me);
  const thread = useThreads((state) => state.threads.get(id));
  const focused = useFocused();
  const [atEnd, setAtEnd] = useState(true);
  const loaded = thread !== undefined && thread.state !== 'loading';
  // It is drawn once it is known where what is new begins.
  const asking = useStore(unread, (state) => state.asking.has(id));
  const [ready, setReady] = useState(false);
  if (loaded && !asking && !ready) setReady(true);
  useWhatIsNew(entry, front, focused);
  const some = entry.unread > 0 || entry.mentioned === true;
  const reading = ready && loaded && !asking && front && focused && atEnd && some;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new position is read anew.
  useEffect(() => {
    if (!reading) return;
    const timer = setTimeout(() => void actions.markRead(id), readingPause);
    return () => clearTimeout(timer);
  }, [reading, id, lastPosition, actions]);
  const onEnd = useCallback((is: boolean) => setAtEnd(is), []);

  if (!ready || !thread) return <Loading />;
  if (thread.messages.length === 0 && thread.state === 'ready') {
    return (
      <div className={css.none}>
        <EmptyState title={t('empty')} />
      </div>
    );
  }
  return (
    <MessageList
      id={id}
      thread={thread}
      contactName={nameOf(entry.contact)}
      mayWrite={standingOf(entry.service, me) !== 'held'}
      onEnd={onEnd}
    />
  );
}

/** Asked when a person comes to a conversation, forgotten when they leave it. */
function useWhatIsNew(entry: ConversationSummary, front: boolean, focused: boolean): void {
  const { unread, jumps } = useStores();
  const { id } = entry.conversation;
  const some = useRef(false);
  some.current = entry.unread > 0;
  useLayoutEffect(() => {
    if (front && focused && some.current) void unread.enter(id);
  }, [front, focused, id, unread]);
  useEffect(() => {
    if (!front) return;
    return () => {
      unread.leave(id);
      jumps.leave(id);
    };
  }, [front, id, unread, jumps]);
}

function Loading() {
  return (
    <div className={css.loading} aria-busy="true">
      {[38, 52, 30, 46].map((width, at) => (
        <div key={width} className={at % 2 === 1 ? css.right : css.left}>
          <Skeleton width={`${width}%`} />
        </div>
      ))}
    </div>
  );
}
