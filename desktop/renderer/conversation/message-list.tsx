import { ArrowDown } from 'lucide-react';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useOpening, useStores, useTabs } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Above } from './above.tsx';
import { blocksOf, blockWith } from './blocks.ts';
import css from './message-list.module.css';
import { MessageTools } from './message-tools.tsx';
import { RowView } from './row-view.tsx';
import { firstIndexOf, rowsOf } from './rows.ts';
import { BackButton, Signpost } from './signpost.tsx';
import type { Thread } from './thread.ts';
import { useHold } from './use-hold.ts';
import { useNear } from './use-near.ts';
import { bring, heldBy, isAtEnd, rowIn } from './view.ts';
import { point, walk } from './walk.ts';

type Props = {
  id: Id;
  thread: Thread;
  contactName: string;
  mayWrite: boolean;
  onEnd: (atEnd: boolean) => void;
};
type Target = { key: string; to: number | 'center' | 'start'; lit: boolean };

/** Older ones are read when less than this is left above the view, in pixels. */
const ahead = 1_600;

/**
 * Follows the newest while the reader is there, and never moves under a reader who is not: scrolling
 * counts from the end, so that nothing above moves anything, and the browser holds on to what is in
 * sight when something below changes.
 */
export const MessageList = memo(function MessageList(props: Props) {
  const { id, thread, contactName, mayWrite, onEnd } = props;
  const t = useTranslations('conversation');
  const { threads, actions, jumps, unread, tabs } = useStores();
  const log = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(0);
  const [target, setTarget] = useState<Target | null>(null);
  const divider = useStore(unread, (state) => state.dividers.get(id) ?? null);
  const rows = useMemo(() => rowsOf(thread, divider), [thread, divider]);
  const blocks = useMemo(
    () => blocksOf(rows, firstIndexOf(rows, thread.anchor)),
    [rows, thread.anchor],
  );
  const { near, heightOf } = useNear(log, blocks);
  useHold(log, following);
  const there = target === null ? null : (blockWith(blocks, target.key)?.n ?? null);
  const lastBlock = blocks.at(-1)?.n ?? 0;
  const drawn = (n: number) =>
    near.has(n) || n >= lastBlock - 1 || (there !== null && Math.abs(n - there) <= 1);

  const last = thread.messages.at(-1);
  const lastPosition = last?.position ?? 0;
  const settle = useCallback(() => {
    if (!log.current) return;
    following.current = isAtEnd(log.current);
    setAtEnd(following.current);
  }, []);
  const toEnd = useCallback(() => {
    setTarget(null);
    if (log.current) log.current.scrollTop = 0;
    settle();
  }, [settle]);

  // Before anything is painted: the end is where who follows it looks.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there are other rows.
  useLayoutEffect(() => {
    if (following.current && log.current) log.current.scrollTop = 0;
  }, [rows]);
  useEffect(() => {
    if (atEnd) setSeen(lastPosition);
  }, [atEnd, lastPosition]);
  useEffect(() => onEnd(atEnd), [atEnd, onEnd]);

  const drawnOnce = useRef(false);
  const asked = useStore(jumps, ({ jump }) => (jump?.conversationId === id ? jump : null));
  useLayoutEffect(() => {
    if (!asked || !log.current) return;
    const { to } = asked;
    if ('held' in to) {
      jumps.done(id);
      if (to.held === null) toEnd();
      else setTarget({ key: to.held.key, to: to.held.top, lit: false });
      return;
    }
    jumps.done(id, drawnOnce.current ? heldBy(log.current) : undefined);
    const key = to.keys.find((one) => rows.some((row) => row.key === one));
    if (key !== undefined) setTarget({ key, to: to.align, lit: true });
  }, [asked, id, jumps, rows, toEnd]);

  const divided = useRef<typeof divider>(null);
  useLayoutEffect(() => {
    if (!divider || divided.current === divider || !log.current) return;
    divided.current = divider;
    // Where somebody reads they stay, and what is in sight together with the end needs no way.
    if (!following.current) return;
    const row = rowIn(log.current, divider.messageId);
    if (row && row.getBoundingClientRect().top >= log.current.getBoundingClientRect().top) return;
    // Also one that came with it, and is not drawn yet, is what somebody went to.
    setTarget((now) => now ?? { key: divider.messageId, to: 'start', lit: false });
  }, [divider]);

  useLayoutEffect(() => {
    if (!target) return;
    const row = log.current && rowIn(log.current, target.key);
    if (!row || !log.current) return;
    bring(log.current, row, target.to);
    settle();
    if (target.lit) return point(place.current, target.key);
  }, [target, settle]);
  useLayoutEffect(() => {
    drawnOnce.current = true;
  }, []);

  // What this person just wrote is looked at, wherever they were reading.
  const written = useStore(actions.written, (state) => state.messageId);
  const wrote = last?.id === written ? written : null;
  useLayoutEffect(() => {
    if (wrote === null) return;
    unread.leave(id);
    toEnd();
  }, [wrote, toEnd, unread, id]);

  /** Looked at now; else kept drawn out of sight. */
  const isFront = useCallback(() => tabs.getState().active === id, [tabs, id]);
  const older = useCallback(() => void threads.older(id), [threads, id]);
  const lookUp = useCallback(() => {
    const element = log.current;
    if (!isFront() || !element || !thread.more || thread.state !== 'ready') return;
    if (element.scrollHeight - element.clientHeight + element.scrollTop < ahead) older();
  }, [isFront, thread, older]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: also when more of them are drawn.
  useEffect(lookUp, [lookUp, near]);
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  const away = thread.state === 'away';
  const wasOffline = useRef(offline);
  useEffect(() => {
    // Once for each return of the server: it may not have them either.
    if (wasOffline.current && !offline && away && isFront()) older();
    wasOffline.current = offline;
  }, [away, offline, isFront, older]);

  function scrolled() {
    if (!log.current) return;
    settle();
    if (following.current) jumps.arrived(id);
    lookUp();
  }
  const jump = useCallback((messageId: Id) => void jumps.to(id, { messageId }), [jumps, id]);
  const fresh = atEnd
    ? 0
    : thread.messages.filter(
        ({ direction, position }) => direction === 'in' && (position ?? 0) > seen,
      ).length;

  return (
    <MessageTools
      messages={thread.messages}
      contactName={contactName}
      mayWrite={mayWrite}
      jump={jump}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only passes on keys of the log inside. */}
      <div
        className={css.place}
        ref={place}
        onKeyDown={(event) => walk(event, place.current, toEnd)}
      >
        <ComingToFront id={id} then={lookUp} />
        <Signpost id={id} />
        <div
          ref={log}
          className={css.log}
          role="log"
          aria-label={t('log', { name: contactName })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the keyboard, and the one stop of its messages.
          tabIndex={0}
          onScroll={scrolled}
        >
          <div className={css.rows}>
            <Above thread={thread} retry={older} offline={offline} />
            {blocks.map((block) =>
              drawn(block.n) ? (
                <div key={block.n} data-block={block.n}>
                  {block.rows.map((row) => (
                    <RowView key={row.key} row={row} conversationId={id} name={contactName} />
                  ))}
                </div>
              ) : (
                <div key={block.n} data-block={block.n} style={{ height: heightOf(block) }} />
              ),
            )}
            <div className={css.foot} />
          </div>
        </div>
        <div className={css.pills}>
          <BackButton id={id} />
          {!atEnd && (
            <Button size="small" onClick={toEnd} icon={<ArrowDown size={14} />}>
              {fresh > 0 ? t('newMessages', { count: fresh }) : t('toEnd')}
            </Button>
          )}
        </div>
      </div>
    </MessageTools>
  );
});

/** On its own: to come to the front draws no message anew. */
function ComingToFront({ id, then }: { id: Id; then: () => void }): null {
  const front = useTabs((state) => state.active === id);
  const last = useRef(then);
  last.current = then;
  useEffect(() => {
    if (front) last.current();
  }, [front]);
  return null;
}
