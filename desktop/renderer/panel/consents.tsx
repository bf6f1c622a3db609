import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { type Channel, type Consent, channels } from '#shared/contract/contact.ts';
import { useOpening, useStores, useTimes } from '../shell/context.ts';
import { Menu, MenuChoice } from '../ui/menu.tsx';
import css from './panel.module.css';
import { Section } from './section.tsx';

const answers = ['given', 'refused', 'unknown'] as const;
type Answer = (typeof answers)[number];
const answerOf = (consent: Consent | undefined): Answer =>
  consent === undefined ? 'unknown' : consent.given ? 'given' : 'refused';
const saidAs = { given: true, refused: false, unknown: null } as const;

/** Whether they agreed to be written to, by each way; who noted it, and when. */
export function Consents({ entry: { contact, conversation } }: { entry: ConversationSummary }) {
  const t = useTranslations('panel');
  const { actions } = useStores();
  return (
    <Section title={t('consent')}>
      <dl className={css.consents}>
        {channels.map((channel) => (
          <Line
            key={channel}
            channel={channel}
            consent={contact.consents?.[channel]}
            onChoose={(answer) =>
              void actions.editContact(conversation.id, {
                ...{ field: 'consent', channel, value: saidAs[answer] },
              })
            }
          />
        ))}
      </dl>
    </Section>
  );
}

type LineProps = {
  channel: Channel;
  consent: Consent | undefined;
  onChoose: (answer: Answer) => void;
};

function Line({ channel, consent, onChoose }: LineProps) {
  const t = useTranslations('panel');
  const told = useTranslations('told');
  const times = useTimes();
  const by = useOpening((state) => (consent ? state.colleagues.get(consent.by)?.name : undefined));
  const answer = answerOf(consent);
  return (
    <div className={css.consent}>
      <dt>{t(`channels.${channel}`)}</dt>
      <dd>
        <Menu
          trigger={
            <button type="button" className={css.choice} data-answer={answer}>
              {t(answer)} <ChevronDown size={12} aria-hidden="true" />
            </button>
          }
        >
          <MenuChoice<Answer>
            label={t(`channels.${channel}`)}
            value={answer}
            choices={answers.map((value) => ({ value, label: t(value) }))}
            onChoose={onChoose}
          />
        </Menu>
      </dd>
      {consent && (
        <dd className={css.faint}>
          {t('noted', { name: by ?? told('someone'), time: times.full(consent.at) })}
        </dd>
      )}
    </div>
  );
}
