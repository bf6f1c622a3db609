import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { CannedPart } from '../../canned/canned-dialog.tsx';
import { CopiesDialog } from '../../copies/copies-dialog.tsx';
import { EvaluationDialog } from '../../evaluation/evaluation-dialog.tsx';
import { useStores } from '../../shell/context.ts';
import { TagsDialog } from '../../tags/tags-dialog.tsx';
import { classes } from '../../ui/classes.ts';
import { Within } from '../../ui/dialog.tsx';
import { Page } from '../page.tsx';
import { EmailPart } from './email-part.tsx';
import { FarewellPart } from './farewell-part.tsx';
import { GreetingPart } from './greeting-part.tsx';
import { HoursPart } from './hours-part.tsx';
import { InstallationPart } from './installation-part.tsx';
import { RetentionPart } from './retention-part.tsx';
import css from './settings-screen.module.css';
import { TimingPart } from './timing-part.tsx';
import { WorkspacePart } from './workspace-part.tsx';

function nothing(): void {}

/** Each with its own form: what is saved in one says nothing about another. */
const parts = {
  workspace: () => <WorkspacePart />,
  hours: () => <HoursPart />,
  greeting: () => <GreetingPart />,
  timing: () => <TimingPart />,
  farewells: () => <FarewellPart />,
  evaluation: () => <EvaluationDialog open onClose={nothing} />,
  canned: () => <CannedPart />,
  tags: () => <TagsDialog open onClose={nothing} />,
  copies: () => <CopiesDialog open onClose={nothing} />,
  retention: () => <RetentionPart />,
  email: () => <EmailPart />,
  installation: () => <InstallationPart />,
} as const satisfies Record<string, () => ReactNode>;
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

/** How the workspace works, for everybody in it. */
export function SettingsScreen() {
  const office = useTranslations('office');
  const t = useTranslations('officeSettings');
  const { places } = useStores();
  const asked = useStore(places, ({ query }) => query.part);
  const part = names.find((name) => name === asked) ?? 'workspace';
  return (
    <Page title={office('settings')} about={t('about')}>
      <div className={css.columns}>
        <nav aria-label={t('parts')}>
          <ul className={css.parts}>
            {names.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  className={classes(css.part, name === part && css.here)}
                  aria-current={name === part ? 'true' : undefined}
                  onClick={() => places.narrow({ part: name })}
                >
                  {t(name)}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div className={css.form} key={part}>
          <Within value={true}>{parts[part]()}</Within>
        </div>
      </div>
    </Page>
  );
}
