import { ArrowLeftRight, Check, PanelRight } from 'lucide-react';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { CallButton } from '../calls/call-button.tsx';
import { Face } from '../contact/face.tsx';
import { nameOf } from '../format/names.ts';
import { tagsOf } from '../format/tags.ts';
import { patienceOf } from '../format/time.ts';
import { PresenceLine } from '../presence/presence-line.tsx';
import { useClock, useList, useOpening, useStores, useTabs, useTimes } from '../shell/context.ts';
import { TagLine } from '../tags/tag-line.tsx';
import { TransferDialog } from '../transfer/transfer-dialog.tsx';
import { Chip } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './header.module.css';
import { ReadingMenu } from './reading-menu.tsx';

/** Who this is and how their service stands. Starting is offered where one writes: at the composer. */
export const Header = memo(function Header({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('conversation');
  const { actions } = useStores();
  const me = useList((state) => state.me);
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  const { contact, conversation, service } = entry;
  const name = nameOf(contact);
  const phone = contact.phone ? showPhone(contact.phone) : '';
  const mayDispose = service?.state === 'open' && (service.attendantId === me || admin);
  const mayPass = mayDispose || service?.state === 'waiting';
  return (
    <header className={css.header}>
      <Face contact={contact} size="large" />
      <div className={css.who}>
        <h2 className={css.name}>
          <bdi title={name}>{name}</bdi>
        </h2>
        <p className={css.under}>
          {contact.group && <Chip>{t('group')}</Chip>}
          {phone !== '' && phone !== name && <span className={css.phone}>{phone}</span>}
          <Standing entry={entry} />
          <span className={css.tags}>
            <TagLine ids={tagsOf(entry)} small most={2} />
          </span>
          <PresenceLine id={conversation.id} />
        </p>
      </div>
      <span className={css.call}>
        <CallButton entry={entry} />
      </span>
      {mayPass && <Transfer entry={entry} />}
      {mayDispose && (
        <Tooltip text={t('finish')} keys="Alt+E">
          <Button icon={<Check size={15} />} onClick={() => void actions.finish(conversation.id)}>
            {t('finish')}
          </Button>
        </Tooltip>
      )}
      <ReadingMenu />
      <PanelToggle />
    </header>
  );
});

function PanelToggle() {
  const t = useTranslations('panel');
  const { opening } = useStores();
  const open = useOpening((state) => state.opening?.preferences.panel ?? false);
  return (
    <IconButton
      label={t(open ? 'hide' : 'show')}
      aria-pressed={open}
      onClick={() => void opening.prefer({ panel: !open })}
    >
      <PanelRight size={17} />
    </IconButton>
  );
}

function Standing({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('conversation');
  const times = useTimes();
  const me = useList((state) => state.me);
  const { service, pending } = entry;
  const { teams } = useStores();
  const team = useStore(teams, (state) =>
    service?.teamId === undefined ? undefined : state.teams.get(service.teamId)?.name,
  );
  const holder = useOpening((state) =>
    service?.attendantId ? state.colleagues.get(service.attendantId)?.name : undefined,
  );
  const since = service?.state === 'waiting' ? Date.parse(service.createdAt) : null;
  const waited = useClock((now) => (since === null ? '' : times.length(now - since)));
  const patience = useClock((now) => (since === null ? 'calm' : patienceOf(now - since)));
  const state =
    service?.state === 'waiting' ? (
      <Chip tone={patience === 'calm' ? 'plain' : patience}>{t('waiting', { time: waited })}</Chip>
    ) : service?.state === 'open' ? (
      <Chip tone={service.attendantId === me ? 'good' : 'accent'}>
        {service.attendantId === me ? t('withYou') : t('with', { name: holder ?? t('someone') })}
      </Chip>
    ) : (
      <Chip>{t(service ? 'finished' : 'noService')}</Chip>
    );
  return (
    <>
      <span className={css.state}>{state}</span>
      {team !== undefined && service?.state !== 'finished' && <Chip>{team}</Chip>}
      {pending && (
        <span className={css.late}>
          <Chip>{t('pending')}</Chip>
        </span>
      )}
    </>
  );
}

/** Its dialog stays open when the service is another's meanwhile: what was written there is kept. */
function Transfer({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('conversation');
  const { dialogs } = useStores();
  const front = useTabs((state) => state.active === entry.conversation.id);
  const open = useStore(dialogs, (state) => state.open === 'transfer') && front;
  return (
    <>
      <Tooltip text={t('transfer')} keys="Alt+T">
        <Button
          kind="plain"
          icon={<ArrowLeftRight size={14} />}
          onClick={() => dialogs.show('transfer')}
        >
          {t('transfer')}
        </Button>
      </Tooltip>
      {open && <TransferDialog entry={entry} onClose={dialogs.close} />}
    </>
  );
}
