import type { ComponentType } from 'react';
import { useTranslations } from 'use-intl';
import type { OfficeSection } from '#shared/contract/office.ts';
import { officeSections } from '#shared/contract/office.ts';
import { TeamsDialog } from '../teams/teams-dialog.tsx';
import { Within } from '../ui/dialog.tsx';
import { WhatsappDialog } from '../whatsapp/whatsapp-dialog.tsx';
import { AuditScreen } from './audit/audit-screen.tsx';
import { OutboxScreen } from './outbox-screen.tsx';
import { OverviewScreen } from './overview/overview-screen.tsx';
import { Page } from './page.tsx';
import { ReportsScreen } from './reports/reports-screen.tsx';
import { ServicesScreen } from './services/services-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';

function nothing(): void {}

function People() {
  const t = useTranslations('office');
  return (
    <Page title={t('people')} about={t('peopleAbout')}>
      <Within value={true}>
        <TeamsDialog open onClose={nothing} />
      </Within>
    </Page>
  );
}

function Whatsapp() {
  const t = useTranslations('office');
  return (
    <Page title={t('whatsapp')} about={t('whatsappAbout')}>
      <Within value={true}>
        <WhatsappDialog open onClose={nothing} />
      </Within>
    </Page>
  );
}

/** What each section shows. */
export const screens = {
  overview: OverviewScreen,
  reports: ReportsScreen,
  services: ServicesScreen,
  people: People,
  whatsapp: Whatsapp,
  settings: SettingsScreen,
  outbox: OutboxScreen,
  audit: AuditScreen,
} as const satisfies Partial<Record<OfficeSection, ComponentType>>;

export type ShownSection = keyof typeof screens;
/** In the order of the navigation. */
export const shownSections = officeSections.filter(
  (name): name is ShownSection => name in screens,
) as [ShownSection, ...ShownSection[]];
