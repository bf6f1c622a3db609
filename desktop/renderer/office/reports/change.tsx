import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { useTranslations } from 'use-intl';
import css from './figures.module.css';
import type { Measure } from './figures.ts';
import { useFigures } from './use-figures.ts';

type Props = { measure: Measure; now: number | null; before: number | null };

/** No figure goes over two lines. */
const whole = (figure: string): string => figure.replaceAll(' ', '\u00a0');

/** What has changed since the period before, in words. */
export function Change({ measure, now, before }: Props) {
  const t = useTranslations('reports');
  const figures = useFigures();
  const difference = figures.between(measure, now, before);
  if (difference === null) {
    return now === null ? null : <span className={css.change}>{t('noneBefore')}</span>;
  }
  if (difference.kind === 'same') {
    return (
      <span className={css.change}>
        <Equal size={12} aria-hidden="true" /> {t('same')}
      </span>
    );
  }
  const more = difference.kind === 'more';
  const by =
    measure === 'rate'
      ? t('points', { by: figures.points(difference.by) })
      : figures.write(measure, difference.by);
  const said = { by: whole(by), before: whole(figures.write(measure, before)) };
  const Arrow = more ? ArrowUp : ArrowDown;
  const key = measure === 'seconds' ? (more ? 'longer' : 'shorter') : more ? 'more' : 'less';
  return (
    <span className={css.change}>
      <Arrow size={12} aria-hidden="true" /> {t(key, said)}
      {difference.share !== null &&
        measure === 'count' &&
        ` · ${more ? '+' : '−'}${figures.share(difference.share)}`}
    </span>
  );
}
