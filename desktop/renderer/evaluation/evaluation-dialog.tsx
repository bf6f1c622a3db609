import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { contactLanguages, type EvaluationSetting } from '#shared/contract/evaluation.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './evaluation.module.css';

type State = {
  setting: EvaluationSetting | null;
  phase: 'loading' | 'ready' | 'saving' | 'saved' | 'offline' | 'failed';
};

/** How contacts are asked what they thought of a service; for admins. */
export function EvaluationDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('evaluation');
  const tags = useTranslations('tags');
  const app = useTranslations('app');
  const { asks } = useStores();
  const [{ setting, phase }, set] = useState<State>({ setting: null, phase: 'loading' });
  useEffect(() => {
    if (!open) return;
    set({ setting: null, phase: 'loading' });
    void asks('evaluationSetting', {}).then((answer) =>
      set({
        setting: answer.ok ? answer.value : null,
        phase: answer.ok ? 'ready' : answer.code === 'server-unreachable' ? 'offline' : 'failed',
      }),
    );
  }, [open, asks]);
  const change = (part: Partial<EvaluationSetting>) =>
    set((now) => ({ phase: 'ready', setting: now.setting && { ...now.setting, ...part } }));
  async function save() {
    if (!setting) return;
    set({ setting, phase: 'saving' });
    const answer = await asks('saveEvaluationSetting', { setting });
    const phase = answer.ok ? 'saved' : answer.code === 'server-unreachable' ? 'offline' : 'failed';
    set({ setting, phase });
  }
  const texts = setting?.texts[setting.language];
  const whole = texts && Object.values(texts).every((text) => text.trim() !== '');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title')}
      description={t('text')}
      closeLabel={app('close')}
      actions={
        <Button
          kind="primary"
          busy={phase === 'saving'}
          disabled={!whole}
          onClick={() => void save()}
        >
          {t('save')}
        </Button>
      }
    >
      {setting && texts ? (
        <Fields setting={setting} change={change} />
      ) : (
        phase === 'loading' && (
          <p className={css.loading}>
            <Spinner /> {t('loading')}
          </p>
        )
      )}
      <p role="status" className={phase === 'saved' ? css.saved : css.trouble}>
        {phase === 'saved' && t('saved')}
        {phase === 'offline' && tags('offline')}
        {phase === 'failed' && tags('failed')}
      </p>
    </Dialog>
  );
}

type FieldsProps = {
  setting: EvaluationSetting;
  change: (part: Partial<EvaluationSetting>) => void;
};

function Fields({ setting, change }: FieldsProps) {
  const t = useTranslations('evaluation');
  const names = useTranslations('language');
  const { asked, thanked, language, texts } = setting;
  const words = (part: keyof (typeof texts)['en'], hidden: boolean) =>
    !hidden && (
      <label className={css.words}>
        <span>{t(part)}</span>
        <textarea
          rows={2}
          maxLength={1_000}
          lang={language}
          value={texts[language][part]}
          onChange={(event) =>
            change({
              texts: { ...texts, [language]: { ...texts[language], [part]: event.target.value } },
            })
          }
        />
      </label>
    );
  return (
    <div className={css.fields}>
      <label className={css.check}>
        <input
          type="checkbox"
          checked={asked}
          onChange={(event) => change({ asked: event.target.checked })}
        />
        {t('asked')}
      </label>
      <fieldset className={css.languages} disabled={!asked}>
        <legend>{t('language')}</legend>
        {contactLanguages.map((one) => (
          <label key={one} className={css.check}>
            <input
              type="radio"
              name="evaluation-language"
              checked={language === one}
              onChange={() => change({ language: one })}
            />
            {names(one)}
          </label>
        ))}
      </fieldset>
      {words('question', !asked)}
      <label className={css.check}>
        <input
          type="checkbox"
          checked={thanked}
          disabled={!asked}
          onChange={(event) => change({ thanked: event.target.checked })}
        />
        <span>
          {t('thanked')}
          <span className={css.hint}>{t('thankedHint')}</span>
        </span>
      </label>
      {words('thanks', !asked || !thanked)}
      {words('why', !asked || !thanked)}
    </div>
  );
}
