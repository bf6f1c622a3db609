import { ChartColumn } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Banner } from '../../ui/banner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './parts.module.css';
import { SettingForm } from './setting-form.tsx';
import { ZoneField } from './zone-field.tsx';

/** What the workspace is called, and by which clock it lives. */
export function WorkspacePart() {
  const t = useTranslations('workspaceSetting');
  return (
    <SettingForm
      name="workspace"
      title={t('title')}
      text={t('text')}
      refused={{ timeZone: t('zoneUnknown'), name: t('nameEmpty') }}
      faults={({ name }) => (name.trim() === '' ? { name: t('nameEmpty') } : {})}
    >
      {({ draft, saved, change, fault }) => (
        <>
          <TextField
            className={css.medium}
            label={t('name')}
            hint={t('nameText')}
            error={fault('name')}
            maxLength={120}
            autoComplete="off"
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <ZoneField
            value={draft.timeZone}
            error={fault('timeZone')}
            onChoose={(timeZone) => change({ timeZone })}
          />
          {draft.timeZone !== saved.timeZone && (
            <Banner tone="warm" icon={<ChartColumn size={16} />}>
              {t('zoneMeans')}
            </Banner>
          )}
        </>
      )}
    </SettingForm>
  );
}
