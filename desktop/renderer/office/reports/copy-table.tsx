import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '../../ui/icon-button.tsx';
import { toSheet } from './sheet.ts';

/** Puts a table's figures where a spreadsheet takes them from. */
export function CopyTable({ rows }: { rows: () => readonly (readonly string[])[] }) {
  const t = useTranslations('reports');
  const [copied, setCopied] = useState(false);
  return (
    <>
      <IconButton
        label={t(copied ? 'copied' : 'copy')}
        onClick={() => {
          void navigator.clipboard.writeText(toSheet(rows())).then(
            () => setCopied(true),
            () => setCopied(false),
          );
        }}
        onBlur={() => setCopied(false)}
      >
        {copied ? <Check size={15} /> : <Copy size={15} />}
      </IconButton>
      <span role="status" className="out-of-sight">
        {copied && t('copied')}
      </span>
    </>
  );
}
