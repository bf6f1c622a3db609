import { Bot } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AutomaticPart } from '#shared/contract/automatic-text.ts';
import css from './bubble.module.css';

/** Above a message that the workspace's own settings wrote: which of them. */
export function AutomaticLabel({ part }: { part: AutomaticPart }) {
  const t = useTranslations('automaticText');
  return (
    <span className={css.kind}>
      <Bot size={12} aria-hidden="true" /> {t(`parts.${part}`)}
    </span>
  );
}
