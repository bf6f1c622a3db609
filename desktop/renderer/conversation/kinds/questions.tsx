import { ChartBarBig, Circle, List, Reply, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { useStores } from '../../shell/context.ts';
import { FormattedText } from '../../text/formatted-text.tsx';
import { plainly } from '../../text/formatting.ts';
import { useTools } from '../tools.ts';
import css from './cards.module.css';

type Props = { message: ShownMessage };

/** A poll as it was asked; votes are seen on the phone. */
export function Poll({ message }: Props) {
  const t = useTranslations('message');
  const { actions } = useStores();
  const poll = message.content?.poll;
  return (
    <div className={css.column}>
      <span className={css.label}>
        <ChartBarBig size={13} aria-hidden="true" /> {t(poll?.several ? 'pollSeveral' : 'pollOne')}
      </span>
      <FormattedText text={message.text ?? ''} openLink={actions.openLink} />
      <ul className={css.options}>
        {[...new Set(poll?.options)].map((option) => (
          <li key={option} className={css.option}>
            {poll?.several ? <Square size={13} /> : <Circle size={13} />}
            {plainly(option)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Buttons or a list that was offered; of the contact's, one of it is the answer. */
export function Choices({ message }: Props) {
  const { mayWrite } = useTools();
  const { actions } = useStores();
  const choices = message.content?.choices;
  const answers = mayWrite && message.direction === 'in';
  return (
    <div className={css.column}>
      {choices?.header && <bdi className={css.header}>{plainly(choices.header)}</bdi>}
      {message.text !== null && <FormattedText text={message.text} openLink={actions.openLink} />}
      <ul className={css.options}>
        {choices?.options.map((option) => (
          <li key={option.id} className={css.option}>
            <Offer answers={answers ? () => actions.choose(message, option) : null}>
              <List size={13} aria-hidden="true" />
              <span>
                {plainly(option.title)}
                {option.description && (
                  <span className={css.detail}>{plainly(option.description)}</span>
                )}
              </span>
            </Offer>
          </li>
        ))}
      </ul>
      {choices?.footer && <bdi className={css.detail}>{plainly(choices.footer)}</bdi>}
    </div>
  );
}

type OfferProps = { answers: (() => void) | null; children: ReactNode };

function Offer({ answers, children }: OfferProps) {
  const t = useTranslations('message');
  if (!answers) return <span className={css.offer}>{children}</span>;
  return (
    <button type="button" className={css.offer} title={t('answerThis')} onClick={answers}>
      {children}
    </button>
  );
}

/** What was chosen. */
export function Choice({ message }: Props) {
  const t = useTranslations('message');
  const choice = message.content?.choice;
  return (
    <div className={css.column}>
      <span className={css.label}>
        <Reply size={13} aria-hidden="true" /> {t('chose')}
      </span>
      <bdi>{plainly(choice?.title ?? message.text ?? '')}</bdi>
      {choice?.description && <span className={css.detail}>{plainly(choice.description)}</span>}
    </div>
  );
}
