import { ChartBarBig, Circle, List, Reply, Square } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { useStores } from '../../shell/context.ts';
import { FormattedText } from '../../text/formatted-text.tsx';
import { plainly } from '../../text/formatting.ts';
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

/** Buttons or a list that was offered. */
export function Choices({ message }: Props) {
  const { actions } = useStores();
  const choices = message.content?.choices;
  return (
    <div className={css.column}>
      {choices?.header && <bdi className={css.header}>{plainly(choices.header)}</bdi>}
      {message.text !== null && <FormattedText text={message.text} openLink={actions.openLink} />}
      <ul className={css.options}>
        {choices?.options.map((option) => (
          <li key={option.id} className={css.option}>
            <List size={13} />
            <span>
              {plainly(option.title)}
              {option.description && (
                <span className={css.detail}>{plainly(option.description)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {choices?.footer && <bdi className={css.detail}>{plainly(choices.footer)}</bdi>}
    </div>
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
