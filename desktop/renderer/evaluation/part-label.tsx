import { Star } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { EvaluationPart } from '#shared/contract/evaluation.ts';
import { Stars } from '../ui/stars.tsx';
import css from './evaluation.module.css';

const labels = {
  question: 'question_label',
  thanks: 'thanks_label',
  why: 'thanks_label',
  score: 'score_label',
  comment: 'comment_label',
} as const satisfies Record<EvaluationPart['part'], string>;

/** Above a message: what it is to the evaluation of its service. */
export function PartLabel({ evaluation: { part, score } }: { evaluation: EvaluationPart }) {
  const t = useTranslations('evaluation');
  return (
    <span className={css.part}>
      {score === undefined ? (
        <Star size={12} aria-hidden="true" />
      ) : (
        <Stars score={score} label={t('score', { score: String(score) })} />
      )}
      {t(labels[part])}
    </span>
  );
}
