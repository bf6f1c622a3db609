import { Link2, Phone, Video } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { standingOf } from '../composer/standing.ts';
import { nameOf } from '../format/names.ts';
import { useCalls, useList, useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/menu.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './call-button.module.css';

type Props = { entry: ConversationSummary };

/** A call, or a link to one where this way carries none; nothing where it has neither, or for a group. */
export function CallButton({ entry }: Props) {
  const calling = useOpening((state) => state.opening?.sync.calling ?? null);
  const why = useWhyNot(entry);
  const speaking = useCalls((state) => state.own !== null);
  const t = useTranslations('calls');
  if (entry.contact.group) return null;
  if (calling === 'voice') {
    return <Dial entry={entry} why={why ?? (speaking ? t('whySpeaking') : null)} />;
  }
  return calling === 'link' ? <SendLink entry={entry} why={why} /> : null;
}

/** Calling follows the rule of writing: not while somebody else has the service. Null: it may be done. */
function useWhyNot({ service }: ConversationSummary): string | null {
  const t = useTranslations('calls');
  const conversation = useTranslations('conversation');
  const me = useList((state) => state.me);
  const connection = useOpening((state) => state.opening?.sync.connection);
  const whatsapp = useOpening((state) => state.opening?.sync.whatsapp);
  const signInNeeded = useOpening((state) => state.opening?.signInNeeded ?? false);
  const holder = useOpening((state) =>
    service?.attendantId ? state.colleagues.get(service.attendantId)?.name : undefined,
  );
  if (standingOf(service, me) === 'held') {
    return t('whyHeld', { name: holder ?? conversation('someone') });
  }
  if (connection === 'offline' || signInNeeded) return t('whyOffline');
  return whatsapp === 'open' ? null : t('whyWhatsapp');
}

function Dial({ entry, why }: Props & { why: string | null }) {
  const t = useTranslations('calls');
  const { calls } = useStores();
  const name = nameOf(entry.contact);
  return (
    <Tooltip text={why ?? t('callName', { name })}>
      {/* Not `disabled`: whoever wonders why can reach it and is told. */}
      <Button
        kind="plain"
        className={css.button}
        icon={<Phone size={15} />}
        aria-disabled={why !== null || undefined}
        aria-description={why ?? undefined}
        aria-label={t('callName', { name })}
        onClick={() => why === null && void calls.dial(entry.conversation.id)}
      >
        <span className={css.words}>{t('call')}</span>
      </Button>
    </Tooltip>
  );
}

function SendLink({ entry, why }: Props & { why: string | null }) {
  const t = useTranslations('calls');
  const { calls } = useStores();
  const id = entry.conversation.id;
  const busy = useCalls((state) => state.linking.has(id));
  const button = (
    <Button
      kind="plain"
      className={css.button}
      icon={<Link2 size={15} />}
      busy={busy}
      aria-label={t('sendLink')}
      aria-disabled={why !== null || undefined}
      aria-description={why ?? undefined}
    >
      <span className={css.words}>{t('sendLink')}</span>
    </Button>
  );
  if (why !== null || busy) return <Tooltip text={why ?? t('sendLink')}>{button}</Tooltip>;
  return (
    <Menu trigger={button}>
      <MenuGroup label={t('sendLink')}>
        <MenuItem icon={<Phone size={15} />} onPick={() => void calls.sendLink(id, false)}>
          {t('voiceLink')}
        </MenuItem>
        <MenuItem icon={<Video size={15} />} onPick={() => void calls.sendLink(id, true)}>
          {t('videoLink')}
        </MenuItem>
        <p className={css.note}>{t('linkNote')}</p>
      </MenuGroup>
    </Menu>
  );
}
