import {
  Command,
  HardDrive,
  Keyboard,
  LogOut,
  Settings,
  Smartphone,
  Star,
  Tags,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Theme } from '#shared/contract/bridge.ts';
import type { Availability } from '#shared/contract/user.ts';
import { languages } from '../i18n/language.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/menu.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import css from './account.module.css';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function AccountMenu() {
  const t = useTranslations();
  const language = useLocale();
  const { opening, teams, dialogs, askSettings } = useStores();
  const leaving = useStore(dialogs, (state) => state.open === 'signOut');
  const user = useOpening((state) => state.opening?.user ?? null);
  const workspace = useOpening((state) => state.opening?.workspace ?? '');
  const connected = useOpening((state) => state.opening?.sync.connection !== 'offline');
  const availability = useOpening((state) =>
    user && state.colleagues.get(user.id)?.availability === 'away' ? 'away' : 'online',
  );
  const theme = useOpening((state) => state.opening?.preferences.theme ?? 'system');
  if (!user) return null;
  return (
    <>
      <Menu
        side="right"
        align="end"
        trigger={
          <button type="button" className={css.trigger}>
            <Avatar name={user.name} id={user.id} size="large" />
            <span className={css.dot}>
              <StatusDot tone={availability === 'online' ? 'good' : 'off'} />
            </span>
            <span className="out-of-sight">
              {t('account.menu', { name: user.name })}, {t(`teams.${availability}`)}
            </span>
          </button>
        }
      >
        <div className={css.who}>
          <p className={css.name}>{user.name}</p>
          <p className={css.role}>
            {t(`account.${user.role}`)}
            {workspace && ` · ${workspace}`}
          </p>
          <p className={css.role}>{user.email}</p>
        </div>
        {connected && (
          <>
            <MenuLine />
            <MenuChoice<Availability>
              label={t('teams.availability')}
              value={availability}
              choices={[
                { value: 'online', label: t('teams.online') },
                { value: 'away', label: t('teams.away') },
              ]}
              onChoose={(value) => void teams.setAvailability(value)}
            />
          </>
        )}
        <MenuLine />
        <MenuChoice
          label={t('language.label')}
          value={language}
          choices={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChoose={(value) => void opening.prefer({ language: value })}
        />
        <MenuLine />
        <MenuChoice
          label={t('theme.label')}
          value={theme}
          choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChoose={(value) => void opening.prefer({ theme: value })}
        />
        <MenuLine />
        {user.role === 'admin' && (
          <MenuItem icon={<Smartphone size={15} />} onPick={() => dialogs.show('whatsapp')}>
            {t('session.title')}
          </MenuItem>
        )}
        {user.role === 'admin' && (
          <>
            <MenuItem icon={<Tags size={15} />} onPick={() => dialogs.show('tags')}>
              {t('tags.title')}
            </MenuItem>
            <MenuItem icon={<Star size={15} />} onPick={() => dialogs.show('evaluation')}>
              {t('evaluation.title')}
            </MenuItem>
            <MenuItem icon={<HardDrive size={15} />} onPick={() => dialogs.show('copies')}>
              {t('copies.title')}
            </MenuItem>
          </>
        )}
        <MenuItem
          icon={<Settings size={15} />}
          note={<Kbd keys="Ctrl+," />}
          onPick={() => askSettings()}
        >
          {t('settings.title')}
        </MenuItem>
        <MenuItem
          icon={<Command size={15} />}
          note={<Kbd keys="Ctrl+K" />}
          onPick={() => dialogs.show('palette')}
        >
          {t('palette.title')}
        </MenuItem>
        <MenuItem
          icon={<Keyboard size={15} />}
          note={<Kbd keys="?" />}
          onPick={() => dialogs.show('shortcuts')}
        >
          {t('account.shortcuts')}
        </MenuItem>
        <MenuItem icon={<LogOut size={15} />} onPick={() => dialogs.show('signOut')}>
          {t('account.signOut')}
        </MenuItem>
      </Menu>
      <SignOut open={leaving} onClose={dialogs.close} />
    </>
  );
}

function SignOut({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('account');
  const app = useTranslations('app');
  const { signOut, actions } = useStores();
  // What is held to be taken back is on its way, or is counted among what waits.
  useEffect(() => {
    if (open) actions.sendHeld(null);
  }, [open, actions]);
  const waiting = useOpening((state) => state.opening?.sync.waiting ?? 0);
  const wipes = useOpening((state) => state.opening?.wipeOnSignOut ?? false);
  const words =
    waiting === 0
      ? t(wipes ? 'signOutWipes' : 'signOutText')
      : t(wipes ? 'signOutLoses' : 'signOutWaiting', { count: waiting });
  const [busy, setBusy] = useState(false);
  async function leave() {
    setBusy(true);
    await signOut();
    setBusy(false);
    onClose();
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('signOutTitle')}
      description={words}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{t('stay')}</Button>
          <Button
            kind={waiting > 0 ? 'danger' : 'primary'}
            busy={busy}
            onClick={() => void leave()}
          >
            {waiting > 0 ? t('signOutAnyway') : t('signOut')}
          </Button>
        </>
      }
    />
  );
}
