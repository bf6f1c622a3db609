import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { DocumentIcon } from '../../attachments/document-icon.tsx';
import { documentLook, endingOf } from '../../attachments/kinds.ts';
import { SaveButton } from '../../attachments/save-button.tsx';
import { useStanding } from '../../attachments/use-transfer.ts';
import { useSizes } from '../../shell/context.ts';
import { plainly } from '../../text/formatting.ts';
import { useTools } from '../tools.ts';
import css from './document.module.css';
import { TransferButton } from './transfer.tsx';

type Props = { message: ShownMessage; attachment: Attachment };

/** A file by its name. A PDF opens in the viewer; anything else is saved and opened outside. */
export function DocumentCard({ message, attachment }: Props) {
  const t = useTranslations('files');
  const size = useSizes();
  const { look } = useTools();
  const standing = useStanding(attachment);
  const name = plainly(attachment.name) || t('nameless');
  const facts = [
    endingOf(name),
    attachment.size === null ? '' : size(attachment.size),
    standing.state === 'gone' ? t('gone') : standing.state === 'failed' ? t('failed') : '',
  ].filter((fact) => fact !== '');
  const pdf = documentLook(attachment.mediaType, '') === 'pdf';
  const words = (
    <>
      <DocumentIcon mediaType={attachment.mediaType} name={attachment.name} />
      <span className={css.words}>
        <bdi className={css.name} title={pdf ? undefined : name}>
          {name}
        </bdi>
        <span className={css.facts}>{facts.join(' · ')}</span>
      </span>
    </>
  );
  return (
    <div className={css.document}>
      {pdf && standing.state === 'here' ? (
        <button
          type="button"
          tabIndex={-1}
          className={css.open}
          title={t('openDocument', { name })}
          onClick={() => look(message)}
        >
          {words}
        </button>
      ) : (
        <div className={css.open}>{words}</div>
      )}
      {standing.state === 'here' ? (
        <SaveButton attachment={attachment}>
          <Download size={16} />
        </SaveButton>
      ) : (
        <TransferButton message={message} attachment={attachment} standing={standing} />
      )}
    </div>
  );
}
