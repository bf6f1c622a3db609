import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useSizes, useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import css from './savings-strip.module.css';
import type { ShownSaving } from './store.ts';

/** Files on their way out, each with what can be done about it. Nothing where there are none. */
export function SavingsStrip() {
  const t = useTranslations('savings');
  const savings = useStore(useStores().savings, (state) => state.savings);
  if (savings.size === 0) return null;
  return (
    <ul className={css.strip} aria-label={t('title')}>
      {[...savings.values()].map((saving) => (
        <Entry key={saving.id} saving={saving} />
      ))}
    </ul>
  );
}

function Entry({ saving }: { saving: ShownSaving }) {
  const t = useTranslations('savings');
  const app = useTranslations('app');
  const why = useWhy();
  const { savings } = useStores();
  const { id, name, phase, trouble, refusal, rows, total } = saving;
  const far = useFar(saving);
  const running = phase === 'running' || phase === 'offered';
  const words =
    phase === 'done'
      ? t('done')
      : phase === 'stopped'
        ? t('stopped')
        : refusal
          ? why(refusal)
          : trouble
            ? t(trouble)
            : far;
  return (
    <li className={css.entry}>
      {phase === 'failed' && <CircleAlert size={16} className={css.hot} aria-hidden="true" />}
      {phase === 'done' && <CircleCheck size={16} className={css.good} aria-hidden="true" />}
      <div className={css.words}>
        <bdi className={css.name} title={name}>
          {name}
        </bdi>
        <span className={css.soft} role={running ? undefined : 'status'}>
          {words}
        </span>
      </div>
      {running && (
        <progress
          className={css.bar}
          aria-label={t('progress', { name })}
          {...(rows !== null && total ? { value: Math.min(rows, total), max: total } : {})}
        />
      )}
      {running && (
        <Button size="small" onClick={() => savings.stop(id)}>
          {t('stop')}
        </Button>
      )}
      {phase === 'failed' && (
        <Button
          size="small"
          onClick={() => {
            savings.forget(id);
            void savings.begin(saving.what, name);
          }}
        >
          {app('retry')}
        </Button>
      )}
      {!running && (
        <IconButton label={t('forget', { name })} onClick={() => savings.forget(id)}>
          <X size={14} />
        </IconButton>
      )}
    </li>
  );
}

/** By rows where these can be counted, else by bytes. */
function useFar({ rows, total, bytes }: ShownSaving): string {
  const t = useTranslations('savings');
  const size = useSizes();
  if (rows !== null && total !== null) return t('rows', { rows: Math.min(rows, total), total });
  if (total !== null) return t('bytesOf', { size: size(bytes), total });
  return bytes > 0 ? t('bytes', { size: size(bytes) }) : t('asked');
}
