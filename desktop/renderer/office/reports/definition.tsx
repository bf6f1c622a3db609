import { CircleHelp } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Popover } from '../../ui/popover.tsx';
import css from './figures.module.css';

/** What a figure counts, at hand beside its name. */
export function Definition({ figure, children }: { figure: string; children: string }) {
  const t = useTranslations('reports');
  const label = t('meaning', { figure });
  return (
    <Popover
      title={figure}
      trigger={
        <button type="button" className={css.help} aria-label={label} title={label}>
          <CircleHelp size={14} />
        </button>
      }
    >
      <p>{children}</p>
    </Popover>
  );
}
