import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from 'react';
import { useTranslations } from 'use-intl';
import { useWhy } from '../../shell/why-refused.ts';
import { Button } from '../../ui/button.tsx';
import { Fetched } from '../page.tsx';
import { fieldOf } from './draft.ts';
import css from './setting-form.module.css';
import { Unsaved } from './unsaved.tsx';
import { type SettingName, type SettingOf, useSetting } from './use-setting.ts';

export type Faults<T> = Partial<Record<keyof T, string>>;
export type FormOf<T> = {
  draft: T;
  saved: T;
  change: (part: Partial<T>) => void;
  /** What is wrong with a field, in words. */
  fault: (field: keyof T) => string | undefined;
};

type Props<N extends SettingName> = {
  name: N;
  title: string;
  text: string;
  /** What is wrong with what is on the form, before the server is asked. */
  faults?: (draft: SettingOf<N>, saved: SettingOf<N>) => Faults<SettingOf<N>>;
  /** In place of the usual words where the server refuses a field. */
  refused?: Faults<SettingOf<N>>;
  children: (form: FormOf<SettingOf<N>>) => ReactNode;
  /** What the server has, whenever it says so. */
  onSaved?: (saved: SettingOf<N>) => void;
  /** Below the form: what is no part of it. */
  more?: ReactNode;
};

/** One setting: its fields, what became of them, and what is asked before unsaved ones are left. */
export function SettingForm<N extends SettingName>(props: Props<N>) {
  const { name, title, text, faults, refused, children, onSaved, more } = props;
  const t = useTranslations('settingForm');
  const why = useWhy();
  const id = useId();
  const at = useRef<HTMLFormElement>(null);
  const setting = useSetting(name);
  const { saved, draft, dirty, phase, trouble, save } = setting;
  useEffect(() => {
    if (saved) onSaved?.(saved);
  }, [saved, onSaved]);
  const wrong: Faults<SettingOf<N>> = draft && saved ? (faults?.(draft, saved) ?? {}) : {};
  const whole = Object.values(wrong).every((word) => word === undefined);
  const field = trouble && saved ? fieldOf(trouble.path) : null;
  const form: FormOf<SettingOf<N>> | null = draft &&
    saved && {
      draft,
      saved,
      change: setting.change,
      fault: (of) => wrong[of] ?? (field === of ? (refused?.[of] ?? t('refusedField')) : undefined),
    };
  async function submit(): Promise<boolean> {
    if (!whole) {
      at.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return false;
    }
    return phase === 'saving' ? false : save();
  }
  function press(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyS') return;
    event.preventDefault();
    if (dirty) void submit();
  }
  return (
    <section className={css.part} aria-labelledby={id}>
      <h2 id={id} className={css.title}>
        {title}
      </h2>
      <p className={css.text}>{text}</p>
      <Fetched
        asked={{
          value: form,
          trouble: saved ? null : trouble,
          busy: phase === 'loading',
          again: setting.again,
        }}
      >
        {(shown) => (
          <form
            ref={at}
            className={css.form}
            noValidate
            aria-labelledby={id}
            onKeyDown={press}
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              if (dirty) void submit();
            }}
          >
            <div className={css.fields}>{children(shown)}</div>
            <div className={css.foot}>
              <Button
                type="submit"
                kind="primary"
                busy={phase === 'saving'}
                disabled={!dirty || !whole}
              >
                {t('save')}
              </Button>
              {dirty && phase !== 'saving' && (
                <Button kind="plain" onClick={setting.discard}>
                  {t('discard')}
                </Button>
              )}
              <p role="status" className={trouble ? css.bad : css.good}>
                {trouble && saved && (
                  <>
                    {t('notSaved')} {field === null ? why(trouble) : ''}
                  </>
                )}
                {phase === 'saved' && t('saved')}
              </p>
            </div>
          </form>
        )}
      </Fetched>
      {more}
      <Unsaved dirty={dirty} save={submit} discard={setting.discard} />
    </section>
  );
}
