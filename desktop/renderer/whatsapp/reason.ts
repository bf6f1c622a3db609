import { useTranslations } from 'use-intl';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Words } from '../i18n/words.ts';

type Code = keyof Words['session']['reasons'];

/** `advises`: the words say what one can do. One that this version does not know is in English. */
export type Reason = { words: string; advises: boolean };

export function useReason(session: WhatsappSession | null): Reason | null {
  const t = useTranslations('session.reasons');
  if (session?.reason === undefined) return null;
  const code = session.reasonCode as Code | undefined;
  return code !== undefined && t.has(code)
    ? { words: t(code), advises: true }
    : { words: session.reason, advises: false };
}
