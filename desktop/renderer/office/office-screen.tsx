import {
  Building2,
  ChartColumn,
  Inbox,
  LayoutDashboard,
  ListChecks,
  ScrollText,
  Settings,
  Smartphone,
  UsersRound,
} from 'lucide-react';
import { type ComponentType, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { OfficeSection } from '#shared/contract/office.ts';
import { SavingsStrip } from '../savings/savings-strip.tsx';
import { useOpening, useStores } from '../shell/context.ts';
import { Connection } from '../status/connection.tsx';
import { classes } from '../ui/classes.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import css from './office-screen.module.css';
import { type ShownSection, screens, shownSections } from './screens.tsx';

const icons: Readonly<Record<OfficeSection, ComponentType<{ size: number }>>> = {
  overview: LayoutDashboard,
  services: ListChecks,
  reports: ChartColumn,
  people: UsersRound,
  whatsapp: Smartphone,
  settings: Settings,
  outbox: Inbox,
  audit: ScrollText,
};

/** The office: for admins, in a window of its own. */
export function OfficeScreen() {
  const t = useTranslations('office');
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  if (!admin) {
    return (
      <main className={css.alone}>
        <EmptyState
          icon={<Building2 size={28} strokeWidth={1.5} />}
          title={t('forbidden')}
          text={t('forbiddenText')}
        />
      </main>
    );
  }
  return <Sections />;
}

function Sections() {
  const t = useTranslations('office');
  const { places } = useStores();
  const asked = useStore(places, ({ section }) => section);
  const section = shownSections.find((one) => one === asked) ?? shownSections[0];
  const Shown = screens[section];
  const main = useRef<HTMLElement>(null);
  const workspace = useOpening((state) => state.opening?.workspace ?? '');
  const before = useRef(section);
  useEffect(() => {
    document.title = [t(section), workspace, t('title')].filter(Boolean).join(' · ');
    // A new page begins where it is read from.
    if (before.current !== section) main.current?.focus();
    before.current = section;
  }, [section, workspace, t]);
  return (
    <div className={css.screen}>
      <nav className={css.nav} aria-label={t('sections')}>
        <p className={css.name}>{workspace || t('title')}</p>
        <ul className={css.list}>
          {shownSections.map((name) => (
            <Entry key={name} name={name} here={name === section} />
          ))}
        </ul>
        <div className={css.foot}>
          <Connection />
        </div>
      </nav>
      <main className={css.main} ref={main} tabIndex={-1}>
        <Shown />
        <SavingsStrip />
      </main>
    </div>
  );
}

function Entry({ name, here }: { name: ShownSection; here: boolean }) {
  const t = useTranslations('office');
  const { places } = useStores();
  const Icon = icons[name];
  return (
    <li>
      <button
        type="button"
        className={classes(css.entry, here && css.here)}
        aria-current={here ? 'page' : undefined}
        title={t(name)}
        onClick={() => places.go(name)}
      >
        <Icon size={17} />
        <span className={css.word}>{t(name)}</span>
      </button>
    </li>
  );
}
