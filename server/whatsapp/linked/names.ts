/** WhatsApp's addresses (`5511999990001@s.whatsapp.net`, `1234@lid`) and the names we keep. */
import {
  isHostedLidUser,
  isHostedPnUser,
  isJidGroup,
  isLidUser,
  isPnUser,
  jidDecode,
  type WAMessageKey,
} from '@whiskeysockets/baileys';
import type { Who } from '../driver.ts';

/** The number's own names. */
export type Me = { phone: string | null; lid: string | null };

/** What one address says about a person; null for groups, channels and status. */
export function nameOf(jid: string | null | undefined): { phone: string } | { lid: string } | null {
  if (!jid) return null;
  const user = jidDecode(jid)?.user;
  if (!user || !/^\d+$/.test(user)) return null;
  if (isPnUser(jid) || isHostedPnUser(jid)) {
    // 0 is WhatsApp's own announcements.
    return /^[1-9]\d{6,14}$/.test(user) ? { phone: `+${user}` } : null;
  }
  return isLidUser(jid) || isHostedLidUser(jid) ? { lid: user } : null;
}

/** Both names where both are known; null where it is no person, or is ourselves. */
export function whoOf(jids: readonly (string | null | undefined)[], me: Me): Who | null {
  let phone: string | null = null;
  let lid: string | undefined;
  for (const jid of jids) {
    const name = nameOf(jid);
    if (!name || isMine(name, me)) continue;
    if ('phone' in name) phone ??= name.phone;
    else lid ??= name.lid;
  }
  return phone || lid ? { phone, ...(lid && { lid }) } : null;
}

const isMine = (name: { phone?: string; lid?: string }, me: Me): boolean =>
  (name.phone !== undefined && name.phone === me.phone) ||
  (name.lid !== undefined && name.lid === me.lid);

export function isMe(jid: string | null | undefined, me: Me): boolean {
  const name = nameOf(jid);
  return name !== null && isMine(name, me);
}

/** Whose conversation a message is in, or which group's; null where it is nobody's (status, channels). */
export function conversationOf(key: WAMessageKey, me: Me, groups: boolean): Who | null {
  const group = groupOf(key.remoteJid);
  if (group === null) return whoOfKey(key, me);
  return groups ? { phone: null, group } : null;
}

/** The id of a group; null where it is none. */
export function groupOf(jid: string | null | undefined): string | null {
  const user = jid && isJidGroup(jid) ? jidDecode(jid)?.user : undefined;
  return user && /^[\d-]{5,40}$/.test(user) ? user : null;
}

/** Whose conversation a message is in; null where it is nobody's (groups, status, channels). */
export function whoOfKey(key: WAMessageKey, me: Me): Who | null {
  // The alternative address of a message of ours may be our own, and never stands alone.
  const who = nameOf(key.remoteJid) && whoOf([key.remoteJid, key.remoteJidAlt], me);
  return who && key.remoteJidUsername ? { ...who, username: key.remoteJidUsername } : who;
}

export function meOf(user: { id?: string; lid?: string } | null | undefined): Me {
  const phone = nameOf(user?.id);
  const lid = nameOf(user?.lid);
  return {
    phone: phone && 'phone' in phone ? phone.phone : null,
    lid: lid && 'lid' in lid ? lid.lid : null,
  };
}

export const jidOfGroup = (group: string): string => `${group}@g.us`;
export const jidOfLid = (lid: string): string => `${lid}@lid`;
export const jidOfPhone = (phone: string): string => `${phone.replace(/\D/g, '')}@s.whatsapp.net`;
