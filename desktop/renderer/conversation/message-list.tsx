import { ArrowDown } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Components, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Bubble } from './bubble.tsx';
import css from './message-list.module.css';
import { MessageTools } from './message-tools.tsx';
import { firstIndexOf, type Row, rowsOf } from './rows.ts';
import { Beginning, DayLine, ServiceLine } from './separators.tsx';
import type { Thread } from './thread.ts';
import { point, walk } from './walk.ts';

type Context = { thread: Thread; retry: () => void; contactName: string };
type Props = {
  id: Id;
  thread: Thread;
  contactName: string;
  mayWrite: boolean;
  onEnd: (atEnd: boolean) => void;
};

const components: Components<Row, Context> = {
  Header: ({ context }) => <Above {...context} />,
  Footer: () => <div className={css.foot} />,
};

/** Follows the newest while the reader is there, and never moves under a reader who is not. */
export function MessageList({ id, thread, contactName, mayWrite, onEnd }: Props) {
  const t = useTranslations('conversation');
  const { threads, actions, jumps } = useStores();
  const view = useRef<VirtuosoHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState<number>(thread.messages.length);
  const rows = useMemo(() => rowsOf(thread), [thread]);
  const firstIndex = useMemo(() => firstIndexOf(rows, thread.anchor), [rows, thread.anchor]);
  const fresh = useFresh(thread, atEnd, seen);

  const following = useRef(true);
  const moved = useMoved(place);

  const toEnd = useCallback(() => {
    following.current = true;
    view.current?.scrollToIndex({ index: 'LAST', align: 'end', behavior: 'auto' });
  }, []);

  // What this person just wrote is looked at, wherever they were reading.
  const last = thread.messages.at(-1);
  const written = useStore(actions.written, (state) => state.messageId);
  const wrote = last?.id === written ? written : null;
  useEffect(() => {
    if (wrote !== null) toEnd();
  }, [wrote, toEnd]);

  const older = useCallback(() => void threads.older(id), [threads, id]);
  const context = useMemo(
    () => ({ thread, retry: older, contactName }),
    [thread, older, contactName],
  );

  const shown = useRef(rows);
  shown.current = rows;
  const jump = useCallback((messageId: Id) => {
    const go = () => {
      const index = shown.current.findIndex((row) => row.key === messageId);
      if (index === -1) return;
      following.current = false;
      view.current?.scrollToIndex({ index, align: 'center', behavior: 'auto' });
    };
    go();
    // Rows that came in above just now are put in their place a little later, and take the view along.
    point(place.current, messageId, go);
  }, []);

  const asked = useStore(jumps, ({ jump: to }) => (to?.conversationId === id ? to : null));
  useEffect(() => {
    if (!asked) return;
    jumps.done();
    const { target } = asked;
    if ('messageId' in target) return jump(target.messageId);
    const index = shown.current.findIndex(
      (row) => row.type === 'service' && row.service.id === target.serviceId,
    );
    if (index === -1) return;
    following.current = false;
    view.current?.scrollToIndex({ index, align: 'start', behavior: 'auto' });
  }, [asked, jump, jumps]);
  // A list that is drawn for the first time begins there: it has no rows yet to go to.
  const [start] = useState(() => {
    const wanted = asked && 'messageId' in asked.target ? asked.target.messageId : null;
    const at = wanted === null ? -1 : rows.findIndex((row) => row.key === wanted);
    return at === -1
      ? ({ index: 'LAST', align: 'end' } as const)
      : ({ index: at, align: 'center' } as const);
  });

  const list = (
    // biome-ignore lint/a11y/noStaticElementInteractions: only passes on keys of the log inside.
    <div className={css.place} ref={place} onKeyDown={(event) => walk(event, place.current, toEnd)}>
      <Virtuoso<Row, Context>
        ref={view}
        className={css.log}
        role="log"
        aria-label={t('log', { name: contactName })}
        tabIndex={0}
        data={rows}
        context={context}
        components={components}
        firstItemIndex={firstIndex}
        initialTopMostItemIndex={start}
        computeItemKey={(_, row) => row.key}
        itemContent={(_, row, { contactName: name }) => <RowView row={row} name={name} />}
        followOutput={() => (following.current ? 'auto' : false)}
        atBottomThreshold={48}
        atBottomStateChange={(isAtEnd) => {
          // Rows that come faster than they are measured also leave the end behind: only a person
          // who scrolls has left it.
          if (!isAtEnd && following.current && !moved()) return toEnd();
          following.current = isAtEnd;
          setAtEnd(isAtEnd);
          setSeen(last?.position ?? 0);
          onEnd(isAtEnd);
        }}
        startReached={older}
        increaseViewportBy={{ top: 600, bottom: 300 }}
        alignToBottom
      />
      {!atEnd && (
        <Button size="small" className={css.pill} onClick={toEnd} icon={<ArrowDown size={14} />}>
          {fresh > 0 ? t('newMessages', { count: fresh }) : t('toEnd')}
        </Button>
      )}
    </div>
  );
  return (
    <MessageTools
      messages={thread.messages}
      contactName={contactName}
      mayWrite={mayWrite}
      jump={jump}
    >
      {list}
    </MessageTools>
  );
}

const handMs = 600;
const gestures = ['wheel', 'touchmove', 'keydown', 'pointerdown', 'pointermove'] as const;

/** Whether the reader's own hand moved the list just now; a pointer counts while it is pressed. */
function useMoved(place: RefObject<HTMLElement | null>): () => boolean {
  const at = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const element = place.current;
    const note = (event: Event) => {
      if (event.type === 'pointermove' && (event as PointerEvent).buttons === 0) return;
      at.current = performance.now();
    };
    for (const name of gestures) element?.addEventListener(name, note, { passive: true });
    return () => {
      for (const name of gestures) element?.removeEventListener(name, note);
    };
  }, [place]);
  return useCallback(() => performance.now() - at.current < handMs, []);
}

/** How many came in since the reader left the end. */
function useFresh(thread: Thread, atEnd: boolean, seen: number): number {
  if (atEnd) return 0;
  return thread.messages.filter(
    (message) => message.direction === 'in' && (message.position ?? 0) > seen,
  ).length;
}

function RowView({ row, name }: { row: Row; name: string }) {
  if (row.type === 'day') return <DayLine at={row.at} />;
  if (row.type === 'beginning') return <Beginning />;
  if (row.type === 'service') return <ServiceLine {...row} />;
  return <Bubble message={row.message} first={row.first} last={row.last} contactName={name} />;
}

function Above({ thread, retry }: Context) {
  const t = useTranslations('conversation');
  const app = useTranslations('app');
  if (thread.state === 'failed') {
    return (
      <div className={css.above}>
        {t('failedPage')}
        <Button size="small" onClick={retry}>
          {app('retry')}
        </Button>
      </div>
    );
  }
  return (
    <div className={css.above}>
      {thread.state === 'older' && (
        <>
          <Spinner /> {t('older')}
        </>
      )}
    </div>
  );
}
