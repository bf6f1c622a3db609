import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { nameOf } from '../format/names.ts';
import { useList } from '../shell/context.ts';

/** Whose call it is. It may be here before its contact is. */
export function useWho(conversationId: Id): { name: string; id: Id } {
  const t = useTranslations('calls');
  const contact = useList((state) => state.entries.get(conversationId)?.contact);
  return contact
    ? { name: nameOf(contact), id: contact.id }
    : { name: t('someone'), id: conversationId };
}
