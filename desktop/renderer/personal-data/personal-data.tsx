import { Download, Eraser } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Contact } from '#shared/contract/contact.ts';
import { nameOf } from '../format/names.ts';
import { Section } from '../panel/section.tsx';
import { SavingsStrip } from '../savings/savings-strip.tsx';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import css from './personal-data.module.css';

/** What an admin does when somebody asks what is kept of them, or that it be kept no longer. */
export function PersonalData({ contact }: { contact: Contact }) {
  const t = useTranslations('personalData');
  const language = useLocale();
  const { savings } = useStores();
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  const [erasing, setErasing] = useState(false);
  if (!admin) return null;
  return (
    <Section title={t('title')}>
      <p className={css.about}>{t('exportAbout')}</p>
      <div className={css.acts}>
        <Button
          size="small"
          icon={<Download size={14} />}
          onClick={() =>
            void savings.begin(
              { kind: 'contact', contactId: contact.id, language },
              `${t('fileName')}_${nameOf(contact)}.zip`,
            )
          }
        >
          {t('export')}
        </Button>
        <Button
          size="small"
          kind="plain"
          icon={<Eraser size={14} />}
          onClick={() => setErasing(true)}
        >
          {t('erase')}
        </Button>
      </div>
      <SavingsStrip />
      {erasing && <EraseDialog contact={contact} onClose={() => setErasing(false)} />}
    </Section>
  );
}
