import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useOpening, useStores } from '../shell/context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Segments } from '../ui/segments.tsx';
import { AccountSection } from './account-section.tsx';
import { AppSection } from './app-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { type Section, sections } from './sections.ts';
import css from './settings.module.css';
import { SoundsSection } from './sounds-section.tsx';

const shown: Readonly<Record<Section, (props: { close: () => void }) => ReactNode>> = {
  general: GeneralSection,
  account: AccountSection,
  notifications: NotificationsSection,
  sounds: SoundsSection,
  appSection: AppSection,
};

/** What this person chose on this machine, where each change holds at once, and their account. */
export function SettingsDialog() {
  const t = useTranslations('settings');
  const app = useTranslations('app');
  const { settingsAsked } = useStores();
  const asked = useStore(settingsAsked);
  const [open, setOpen] = useState(false);
  const [section, setSection] = useState<Section>('general');
  const abilities = useOpening((state) => state.opening?.abilities);
  useEffect(() => {
    if (asked.times === 0) return;
    setSection(asked.section);
    setOpen(true);
  }, [asked]);
  // Where the host can do nothing of it there is no such section.
  const here = sections.filter(
    (name) =>
      name !== 'appSection' ||
      abilities?.some((one) => one === 'tray' || one === 'login' || one === 'updates'),
  );
  const Shown = shown[section];
  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      title={t('title')}
      closeLabel={app('close')}
      wide
    >
      <div className={css.body}>
        <Segments
          label={t('sections')}
          value={section}
          segments={here.map((value) => ({ value, label: t(value), count: null, dot: false }))}
          onChange={setSection}
        >
          <Shown close={() => setOpen(false)} />
        </Segments>
      </div>
    </Dialog>
  );
}
