import { useTranslations } from 'use-intl';
import type { Quote } from '#shared/contract/message.ts';
import { gistOf } from '../format/gist.ts';
import { senderName } from '../format/names.ts';
import css from './quote.module.css';
import { useTools } from './tools.ts';

/** What a message answers to; a press goes there. */
export function QuoteLine({ quote, contactName }: { quote: Quote; contactName: string }) {
  const t = useTranslations('message');
  const kinds = useTranslations('kinds');
  const { jump } = useTools();
  const { messageId, sender } = quote;
  const whose = (sender && (senderName(sender) ?? t('someone'))) || contactName;
  const words = (
    <>
      <bdi className={css.who}>{quote.direction === 'in' ? whose : t('us')}</bdi>
      <span className={css.text} dir="auto">
        {gistOf(quote, kinds)}
      </span>
    </>
  );
  if (messageId === null) return <div className={css.quote}>{words}</div>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={css.quote}
      title={t('toOriginal')}
      onClick={() => jump(messageId)}
    >
      {words}
    </button>
  );
}
