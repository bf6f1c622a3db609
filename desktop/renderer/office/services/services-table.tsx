import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceItem } from '#shared/contract/service-list.ts';
import { nameOf } from '../../format/names.ts';
import { Chip } from '../../ui/badge.tsx';
import { classes } from '../../ui/classes.ts';
import { Stars } from '../../ui/stars.tsx';
import type { Moments } from './moments.ts';
import css from './services-table.module.css';

type Props = {
  items: readonly ServiceItem[];
  /** The one whose details are shown. */
  chosen: Id | null;
  /** What is there is of another question, whose answer is on its way. */
  stale: boolean;
  moments: Moments;
  onOpen: (id: Id) => void;
  /** The last rows came in sight, or the keyboard wants to go beyond them. */
  onEnd: () => void;
};

export const tones = { waiting: 'warm', open: 'accent', finished: 'plain' } as const;
const pageRows = 10;

/** One tab stop: arrows go from row to row, Enter opens. */
export function ServicesTable({ items, chosen, stale, moments, onOpen, onEnd }: Props) {
  const t = useTranslations('services');
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState<Id | null>(null);
  const here = Math.max(
    0,
    items.findIndex(({ id }) => id === (at ?? chosen)),
  );
  const opener = (n: number) => body.current?.rows[n]?.querySelector<HTMLElement>('button') ?? null;
  // One comes back to the row one left.
  const before = useRef(chosen);
  useEffect(() => {
    if (chosen === null && before.current !== null) {
      body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    }
    before.current = chosen;
  }, [chosen]);

  function press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + pageRows,
      PageUp: here - pageRows,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= items.length) onEnd();
    opener(Math.min(items.length - 1, Math.max(0, to)))?.focus();
  }
  return (
    <table className={classes(css.table, stale && css.stale)} aria-busy={stale}>
      <caption className="out-of-sight">{t('list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('contact')}</th>
          <th scope="col" className={css.state}>
            {t('state')}
          </th>
          <th scope="col" className={css.holder}>
            {t('attendant')}
          </th>
          <th scope="col" className={css.moment}>
            {t('created')}
          </th>
          <th scope="col" className={classes(css.moment, css.spare)}>
            {t('firstStarted')}
          </th>
          <th scope="col" className={css.moment}>
            {t('finished')}
          </th>
          <th scope="col" className={classes(css.stars, css.spare)}>
            {t('evaluation')}
          </th>
        </tr>
      </thead>
      {/* The keys are of its buttons: a row is no control. */}
      <tbody ref={body} onKeyDown={press}>
        {items.map((item, n) => (
          <Row
            key={item.id}
            item={item}
            moments={moments}
            stop={n === here}
            chosen={item.id === chosen}
            onFocus={() => setAt(item.id)}
            onOpen={() => onOpen(item.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  item: ServiceItem;
  moments: Moments;
  stop: boolean;
  chosen: boolean;
  onFocus: () => void;
  onOpen: () => void;
};

export const contactName = ({ name, phone }: ServiceItem['contact']): string =>
  nameOf({ name: name ?? null, whatsappName: null, phone: phone ?? null });

function Row({ item, moments, stop, chosen, onFocus, onOpen }: RowProps) {
  const t = useTranslations('services');
  const { contact, state, attendant, team, finishReason, evaluation } = item;
  const at = (moment: string | undefined) =>
    moment === undefined ? null : <time dateTime={moment}>{moments.short(moment)}</time>;
  const reason =
    finishReason === undefined || finishReason === 'attendant'
      ? null
      : t(`reasons.${finishReason}`);
  return (
    // The button in it opens it as well; the row is but a larger place for the hand.
    <tr className={classes(chosen && css.chosen)} onClick={onOpen}>
      <th scope="row" className={css.who}>
        <button
          type="button"
          className={css.open}
          tabIndex={stop ? 0 : -1}
          aria-current={chosen || undefined}
          onFocus={onFocus}
        >
          <bdi title={contactName(contact)}>{contactName(contact)}</bdi>
        </button>
      </th>
      <td>
        <Chip tone={tones[state]}>{t(`states.${state}`)}</Chip>
        {reason && <span className={css.soft}>{reason}</span>}
      </td>
      <td className={css.person}>
        <bdi title={attendant?.name}>{attendant?.name ?? '—'}</bdi>
        {team && (
          <bdi className={css.soft} title={team.name}>
            {team.name}
          </bdi>
        )}
      </td>
      <td className={css.time}>{at(item.createdAt)}</td>
      <td className={classes(css.time, css.spare)}>{at(item.startedAt)}</td>
      <td className={css.time}>{at(item.finishedAt)}</td>
      <td className={css.spare}>
        {evaluation && (
          <Stars score={evaluation.score} label={t('score', { score: evaluation.score })} />
        )}
      </td>
    </tr>
  );
}
