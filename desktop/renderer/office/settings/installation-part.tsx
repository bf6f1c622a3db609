import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Fetched } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import css from './parts.module.css';
import form from './setting-form.module.css';

/** What was decided when the server was started, and how it is decided otherwise. */
export function InstallationPart() {
  const t = useTranslations('installation');
  const asked = useAsked('GET /settings/installation');
  return (
    <section className={form.part} aria-label={t('title')}>
      <h2 className={form.title}>{t('title')}</h2>
      <p className={form.text}>{t('text')}</p>
      <Fetched asked={asked}>
        {({ version, storage, database, queue, variables }) => (
          <div className={form.fields}>
            <dl className={css.facts}>
              <dt>{t('version')}</dt>
              <dd>{version}</dd>
              <dt>{t('database')}</dt>
              <dd>
                {t(`databases.${database}`)}{' '}
                {variables.includes('DATABASE_URL') && <By name="DATABASE_URL" />}
              </dd>
              <dt>{t('queue')}</dt>
              <dd>
                {t(`queues.${queue}`)} {variables.includes('REDIS_URL') && <By name="REDIS_URL" />}
              </dd>
            </dl>
            <section className={css.group} aria-label={t('storage')}>
              <h3 className={css.legend}>{t('storage')}</h3>
              <dl className={css.facts}>
                <dt>{t('where')}</dt>
                <dd>
                  {t(`storages.${storage.kind}`)}{' '}
                  {variables.includes('STORAGE_URL') && <By name="STORAGE_URL" />}
                </dd>
                <dt>{t(storage.kind === 'folder' ? 'folder' : 'bucket')}</dt>
                <dd>
                  <bdi>{storage.place}</bdi>
                </dd>
                {storage.endpoint !== null && (
                  <>
                    <dt>{t('endpoint')}</dt>
                    <dd>
                      <bdi>{storage.endpoint}</bdi>
                    </dd>
                  </>
                )}
                {storage.kind !== 'folder' && (
                  <>
                    <dt>{t('credentials')}</dt>
                    <dd>{t(storage.credentials ? 'own' : 'machine')}</dd>
                  </>
                )}
              </dl>
              <p className={css.soft}>{t('how')}</p>
              <p className={css.code}>STORAGE_URL=file:///srv/recado</p>
              <p className={css.code}>STORAGE_URL=s3://bucket/prefix?region=sa-east-1</p>
              <p className={css.code}>STORAGE_URL=firebase://bucket/prefix?apiKey=…</p>
              <p className={css.soft}>{t('moving')}</p>
            </section>
          </div>
        )}
      </Fetched>
    </section>
  );
}

function By({ name }: { name: string }): ReactNode {
  const t = useTranslations('installation');
  return <span className={css.soft}>({t('by', { name })})</span>;
}
