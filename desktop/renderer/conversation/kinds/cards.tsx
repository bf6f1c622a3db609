import { Copy, UserRound } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Card } from '#shared/contract/message.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { plainly } from '../../text/formatting.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import css from './cards.module.css';

/** Cards that never change places. */
const keyed = <T,>(values: readonly T[]) => values.map((value, key) => ({ key, value }));

export function ContactCards({ cards }: { cards: readonly Card[] }) {
  return keyed(cards).map(({ key, value }) => <ContactCard key={key} card={value} />);
}

function ContactCard({ card }: { card: Card }) {
  const t = useTranslations('message');
  return (
    <div className={css.card}>
      <div className={css.head}>
        <span className={css.icon} aria-hidden="true">
          <UserRound size={20} strokeWidth={1.6} />
        </span>
        <div className={css.words}>
          <bdi className={css.name}>{plainly(card.name) || t('nameless')}</bdi>
          {card.organisation && <bdi className={css.fact}>{plainly(card.organisation)}</bdi>}
          {keyed(card.phones).map(({ key, value }) => (
            <Fact key={`p${key}`} text={showPhone(plainly(value))} copy={value} number />
          ))}
          {keyed(card.emails ?? []).map(({ key, value }) => (
            <Fact key={`e${key}`} text={plainly(value)} copy={value} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Fact({ text, copy, number }: { text: string; copy: string; number?: boolean }) {
  const t = useTranslations('message');
  return (
    <span className={css.line}>
      <bdi className={number ? css.number : css.fact}>{text}</bdi>
      <IconButton
        label={t('copyThis', { text })}
        tabIndex={-1}
        className={css.copy}
        onClick={() => void navigator.clipboard.writeText(copy)}
      >
        <Copy size={12} />
      </IconButton>
    </span>
  );
}
