import {
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  Presentation,
} from 'lucide-react';
import type { Attachment } from '#shared/contract/attachment.ts';
import css from './document-icon.module.css';
import { type DocumentLook, documentLook } from './kinds.ts';

const icons = {
  pdf: FileText,
  text: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  archive: FileArchive,
  media: FileImage,
  other: File,
} as const satisfies Record<DocumentLook, unknown>;

export function DocumentIcon({ mediaType, name }: Pick<Attachment, 'mediaType' | 'name'>) {
  const look = documentLook(mediaType, name);
  const Icon = icons[look];
  return (
    <span className={css.icon} data-look={look} aria-hidden="true">
      <Icon size={20} strokeWidth={1.6} />
    </span>
  );
}
