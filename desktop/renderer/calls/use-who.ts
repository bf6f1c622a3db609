import { useTranslations } from 'use-intl';
import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { nameOf } from '../format/names.ts';
import { useList } from '../shell/context.ts';

/** Whose call it is. It may be here before its contact is. */
export function useWho(conversationId: Id): { name: string; contact: Contact | undefined } {
  const t = useTranslations('calls');
  const contact = useList((state) => state.entries.get(conversationId)?.contact);
  return { name: contact ? nameOf(contact) : t('someone'), contact };
}
