import {
  CircleQuestionMark,
  Link2,
  type LucideIcon,
  Phone,
  PhoneCall,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Video,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Call } from '#shared/contract/message.ts';
import { type CallWords, callWords } from '../../format/call-words.ts';
import { lengthOf } from '../../media/waveform.ts';
import { useList, useOpening, useStores } from '../../shell/context.ts';
import { FormattedText } from '../../text/formatted-text.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import css from './call.module.css';

const icons: Readonly<Record<CallWords, LucideIcon>> = {
  ringing: PhoneCall,
  dialled: PhoneCall,
  talking: PhoneCall,
  missed: PhoneMissed,
  noAnswer: PhoneMissed,
  declined: PhoneOff,
  declinedByThem: PhoneOff,
  received: PhoneIncoming,
  made: PhoneOutgoing,
  failed: PhoneOff,
  linkSent: Link2,
  permissionAsked: CircleQuestionMark,
};
const spoken: ReadonlySet<CallWords> = new Set(['talking', 'received', 'made']);

/** What became of a call. A link to one is never called a call. */
export function CallLine({ message }: { message: ShownMessage }) {
  const t = useTranslations('kinds');
  const words = useTranslations('message');
  const { actions } = useStores();
  const call = message.content?.call;
  if (!call) {
    return (
      <span className={css.call}>
        <Phone size={16} aria-hidden="true" /> {t('call')}
      </span>
    );
  }
  const what = callWords(call.outcome, message.direction);
  const Icon = call.video && spoken.has(what) ? Video : icons[what];
  const { url } = call;
  return (
    <span className={css.column}>
      <span className={css.call} data-call={call.outcome}>
        <Icon
          size={16}
          className={classes(
            (what === 'missed' || what === 'failed') && css.missed,
            what === 'talking' && css.talking,
          )}
          aria-hidden="true"
        />
        <span className={css.words}>
          <span>
            {t(`calls.${what}`)}
            {call.seconds ? ` · ${lengthOf(call.seconds)}` : ''}
          </span>
          <TakenBy call={call} />
        </span>
        {url !== undefined && (
          <Button kind="plain" size="small" tabIndex={-1} onClick={() => actions.openLink(url)}>
            {words('openCall')}
          </Button>
        )}
      </span>
      {message.text !== null && message.text !== '' && message.text !== url && (
        <span className={css.text}>
          <FormattedText text={message.text} openLink={actions.openLink} />
        </span>
      )}
    </span>
  );
}

/** Who of the team spoke in one that came in. */
function TakenBy({ call }: { call: Call }) {
  const t = useTranslations('kinds');
  const me = useList((state) => state.me);
  const declined = call.outcome === 'declined';
  const name = useOpening((state) =>
    call.userId === undefined ? undefined : state.colleagues.get(call.userId)?.name,
  );
  if (call.userId === undefined) return null;
  if (call.userId === me) {
    return <span className={css.by}>{t(declined ? 'byYou' : 'takenByYou')}</span>;
  }
  if (name === undefined) return null;
  return <span className={css.by}>{t(declined ? 'by' : 'takenBy', { name })}</span>;
}
