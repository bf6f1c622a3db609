import { LayoutTemplate } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { nameOf } from '../format/names.ts';
import { useDrafts } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import css from './template-bar.module.css';

type Props = { entry: ConversationSummary; everWrote: boolean; onChoose: () => void };

/** In place of the field where WhatsApp takes nothing but templates: why, and what goes. */
export function TemplateBar({ entry, everWrote, onChoose }: Props) {
  const t = useTranslations('templates');
  const drafted = useDrafts(
    ({ drafts }) => (drafts.get(entry.conversation.id)?.text ?? '').trim() !== '',
  );
  return (
    <div className={css.bar} role="status">
      <LayoutTemplate size={18} className={css.icon} aria-hidden="true" />
      <div className={css.words}>
        <p className={css.title}>{t('whyTitle')}</p>
        <p className={css.why}>
          {t(everWrote ? 'why' : 'whyNever', { name: nameOf(entry.contact) })}
          {drafted && ` ${t('draftKept')}`}
        </p>
      </div>
      <Button kind="primary" data-composer onClick={onChoose}>
        {t('choose')}
      </Button>
    </div>
  );
}
