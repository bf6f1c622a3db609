/** From the library's other events (updates, people, mappings) to the driver's. Pure. */
import type { BaileysEventMap } from '@whiskeysockets/baileys';
import type { DriverEvent, PersonEvent, Who } from '../driver.ts';
import { conversationOf, groupOf, isMe, type Me, whoOf } from './names.ts';
import { instantOf, type Setting, statusOf } from './translate.ts';

/** Receipts of what we sent. */
export function statusesOf(
  updates: BaileysEventMap['messages.update'],
  { me, now, groups = false }: Setting,
): DriverEvent[] {
  return updates.flatMap(({ key, update }) => {
    const who = conversationOf(key, me, groups);
    const status = statusOf(update.status);
    if (!who || !key.id || !key.fromMe || !status) return [];
    const at = instantOf(update.messageTimestamp, now);
    return [{ ...who, type: 'status' as const, whatsappId: key.id, status, at }];
  });
}

/** What somebody of a group got or read: it has come that far once one of them has. */
export function receiptsOf(
  updates: BaileysEventMap['message-receipt.update'],
  { me, now, groups = false }: Setting,
): DriverEvent[] {
  return updates.flatMap(({ key, receipt }) => {
    const who = conversationOf(key, me, groups);
    if (!who?.group || !key.id || !key.fromMe || isMe(receipt.userJid, me)) return [];
    const { readTimestamp, playedTimestamp, receiptTimestamp } = receipt;
    const status = playedTimestamp ? 'played' : readTimestamp ? 'read' : 'delivered';
    const at = instantOf(playedTimestamp ?? readTimestamp ?? receiptTimestamp, now);
    return [{ ...who, type: 'status' as const, whatsappId: key.id, status, at }];
  });
}

/** What groups are called. */
export function subjectsOf(groups: readonly { id?: string; subject?: string }[]): PersonEvent[] {
  return groups.flatMap(({ id, subject }) => {
    const group = groupOf(id);
    return group && subject ? [{ type: 'person' as const, phone: null, group, name: subject }] : [];
  });
}

type Person = {
  id?: string;
  lid?: string;
  phoneNumber?: string;
  notify?: string;
  verifiedName?: string;
};

/** Names that people gave themselves; what the phone's owner calls them is nobody's business here. */
export function peopleOf(contacts: readonly Person[], me: Me): PersonEvent[] {
  return contacts.flatMap(({ id, lid, phoneNumber, notify, verifiedName }) => {
    const who = whoOf([id, phoneNumber, lid], me);
    const name = notify || verifiedName || null;
    // One name for one address says nothing new.
    if (!who || (!name && !(who.phone && who.lid))) return [];
    return [{ ...who, type: 'person' as const, name }];
  });
}

/** Whose picture is another one now, or gone. */
export function newPicturesOf(
  contacts: readonly { id?: string; imgUrl?: string | null }[],
  me: Me,
  groups: boolean,
): { who: Who; to: 'another' | 'none' }[] {
  return contacts.flatMap(({ id, imgUrl }) => {
    const group = groups ? groupOf(id) : null;
    const who = group ? { phone: null, group } : whoOf([id], me);
    if (!who || (imgUrl !== 'changed' && imgUrl !== 'removed')) return [];
    return [{ who, to: imgUrl === 'changed' ? 'another' : 'none' }];
  });
}

export function mappingOf({ lid, pn }: { lid: string; pn: string }, me: Me): PersonEvent[] {
  const who = whoOf([pn, lid], me);
  return who?.phone && who.lid ? [{ ...who, type: 'person', name: null }] : [];
}

/** What was there before we were linked. */
export function mappingsOfHistory(
  { chats, contacts, lidPnMappings = [] }: BaileysEventMap['messaging-history.set'],
  me: Me,
): PersonEvent[] {
  const told = lidPnMappings.flatMap((mapping) => mappingOf(mapping, me));
  const shown = chats.flatMap(({ id, pnJid, lidJid }) => {
    const who = whoOf([id, pnJid, lidJid], me);
    return who?.phone && who.lid ? [{ ...who, type: 'person' as const, name: null }] : [];
  });
  return [...told, ...shown, ...peopleOf(contacts, me)];
}
