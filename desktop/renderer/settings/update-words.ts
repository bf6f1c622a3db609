import { useTranslations } from 'use-intl';
import type { AppUpdate } from '#shared/contract/app-update.ts';

const failures = {
  unreachable: 'updateUnreachable',
  damaged: 'updateDamaged',
  other: 'updateOther',
} as const;

/** How it is with the update, in a sentence. */
export function useUpdateWords(update: AppUpdate | null): string {
  const t = useTranslations('settings');
  if (!update) return '';
  const { state, progress, reason } = update;
  const version = update.version ?? '';
  switch (state) {
    case 'none':
      return t('updateNone');
    case 'checking':
      return t('updateChecking');
    case 'downloading':
      return t('updateDownloading', { version, percent: progress });
    case 'ready':
      return t('updateReady', { version });
    case 'waiting':
      return t('updateWaiting', { version });
    case 'failed':
      return t(failures[reason ?? 'other']);
  }
}
