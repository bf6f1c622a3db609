import { Link2, Phone, PhoneMissed, PhoneOff, Video } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Call } from '#shared/contract/message.ts';
import { lengthOf } from '../../media/waveform.ts';
import { useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import css from './cards.module.css';

const icons = {
  missed: PhoneMissed,
  declined: PhoneOff,
  answered: Phone,
  linkSent: Link2,
} as const;

/** What became of a call. A link to one is never called a call. */
export function CallLine({ call }: { call: Call }) {
  const t = useTranslations('kinds');
  const message = useTranslations('message');
  const { actions } = useStores();
  const Icon = call.video && call.outcome === 'answered' ? Video : icons[call.outcome];
  const { url } = call;
  return (
    <span className={css.call}>
      <Icon
        size={16}
        className={classes(call.outcome === 'missed' && css.missed)}
        aria-hidden="true"
      />
      <span>
        {t(`calls.${call.outcome}`)}
        {call.seconds ? ` · ${lengthOf(call.seconds)}` : ''}
      </span>
      {url !== undefined && (
        <Button kind="plain" size="small" tabIndex={-1} onClick={() => actions.openLink(url)}>
          {message('openCall')}
        </Button>
      )}
    </span>
  );
}
