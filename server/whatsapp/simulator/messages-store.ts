/** What the phones show, and what becomes of it. */
import type { AttachmentLook } from '#shared/contract/attachment.ts';
import type { MessageContent } from '#shared/contract/message.ts';
import type { DurableFile } from '../durable-file.ts';
import type { KeptAttachment, PhoneMessage, PhoneStatus, ReceiptStatus } from './phone.ts';

type Quote = NonNullable<PhoneMessage['quote']>;
/** Beside its text, as it is stored. */
type More = {
  content?: MessageContent;
  quote?: Quote;
  forwarded?: boolean;
  ownPhone?: boolean;
  attachment?: AttachmentLook & Pick<KeptAttachment, 'kind' | 'name' | 'mediaType' | 'size'>;
};
export type NewMessage = {
  phone: string;
  whatsappId: string;
  fromContact: boolean;
  kind: PhoneMessage['kind'];
  text: string | null;
  content?: MessageContent | undefined;
  quote?: Quote | undefined;
  forwarded?: boolean | undefined;
  ownPhone?: boolean | undefined;
  attachment?: KeptAttachment | undefined;
  status: PhoneStatus;
  sentAt: string;
  arrived: boolean;
};
export type StoredFile = { sha256: string; name: string | null; mediaType: string };

/** Of a message: which of a phone's, and who wrote it. */
export type Place = { nth: number; shown: PhoneMessage };

type Row = {
  nth: number;
  whatsappId: string;
  own: number;
  kind: PhoneMessage['kind'];
  text: string | null;
  more: string;
  sha256: string | null;
  status: PhoneStatus;
  sentAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  reactions: string | null;
};
const columns = `nth, whatsapp_id "whatsappId", from_contact own, kind, text, more, sha256, status,
  sent_at "sentAt", edited_at "editedAt", deleted_at "deletedAt",
  (select json_group_array(json_array(r.from_contact, r.emoji)) from reactions r
    where r.nth = m.nth) reactions`;

function asShown(row: Row): PhoneMessage {
  const { nth, whatsappId, own, kind, text, sha256, status, sentAt, editedAt, deletedAt } = row;
  const { attachment, ...more } = JSON.parse(row.more) as More;
  const reactions = JSON.parse(row.reactions ?? '[]') as [number, string][];
  return {
    ...{ whatsappId, fromContact: own === 1, kind, text, status, sentAt, ...more },
    ...(attachment &&
      sha256 && { attachment: { ...attachment, sha256, url: `/simulator/attachments/${nth}` } }),
    ...(reactions.length > 0 && {
      reactions: reactions.map(([side, emoji]) => ({ fromContact: side === 1, emoji })),
    }),
    ...(editedAt && { editedAt }),
    ...(deletedAt && { deletedAt }),
  };
}

export type Messages = ReturnType<typeof openMessages>;

const newest = Number.MAX_SAFE_INTEGER;

export function openMessages(db: DurableFile['db']) {
  const add = db.prepare(
    `insert into messages (phone, whatsapp_id, from_contact, kind, text, more, sha256, status,
       sent_at, arrived) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (phone, from_contact, whatsapp_id) do nothing`,
  );
  const shown = db.prepare(
    `select ${columns} from (
       select * from messages where phone = ? and arrived = 1 order by nth desc limit ?
     ) m order by nth`,
  );
  const found = db.prepare(
    `select ${columns} from messages m where phone = ? and whatsapp_id = ?
       and (? is null or from_contact = ?) order by from_contact limit 1`,
  );
  const arrived = db.prepare('select arrived from messages where nth = ?').pluck();
  const unmarked = (below: string) =>
    db.prepare(
      `select nth, whatsapp_id "whatsappId" from messages
       where phone = ? and from_contact = 0 and nth between ? and ? and ${below} order by nth`,
    );
  const below = {
    delivered: unmarked(`status in ('sent', 'delivered') and status = 'sent'`),
    read: unmarked(`status in ('sent', 'delivered')`),
    played: unmarked(`status in ('sent', 'delivered', 'read')`),
  };
  const setStatus = db.prepare('update messages set status = ? where nth = ?');
  const moveOwn = db.prepare(
    `update messages set status = ?
     where phone = ? and from_contact = 1 and whatsapp_id = ? and status = ?`,
  );
  const arrive = db.prepare('update messages set arrived = 1 where phone = ? and arrived = 0');
  const goOut = db.prepare(
    `update messages set status = 'sent' where phone = ? and from_contact = 1 and status = 'waiting'`,
  );
  const edit = db.prepare('update messages set text = ?, edited_at = ? where nth = ?');
  const remove = db.prepare(
    `update messages set text = null, more = '{}', deleted_at = ? where nth = ?`,
  );
  const unreact = db.prepare('delete from reactions where nth = ? and from_contact = ?');
  const unreactAll = db.prepare('delete from reactions where nth = ?');
  const react = db.prepare(
    `insert into reactions (nth, from_contact, emoji) values (?, ?, ?)
     on conflict (nth, from_contact) do update set emoji = excluded.emoji`,
  );
  const used = db.prepare('select 1 from messages where sha256 = ? limit 1').pluck();
  const spoken = db
    .prepare('select 1 from messages where phone = ? and from_contact = 1 limit 1')
    .pluck();
  const file = db.prepare('select sha256, more from messages where nth = ?');

  return {
    /** False: that one was there. */
    add(message: NewMessage): boolean {
      const { content, quote, forwarded, ownPhone, attachment } = message;
      const { sha256 = null, ...look } = attachment ?? {};
      const more = { content, quote, forwarded, ownPhone, attachment: attachment && look };
      const { phone, whatsappId, fromContact, kind, text, status, sentAt } = message;
      const { changes } = add.run(
        ...[phone, whatsappId, Number(fromContact), kind, text, JSON.stringify(more), sha256],
        ...[status, sentAt, Number(message.arrived)],
      );
      return changes > 0;
    },
    all: (phone: string, last = newest): PhoneMessage[] =>
      (shown.all(phone, last) as Row[]).map(asShown),
    /** Also one that WhatsApp keeps for the phone; of an id that both sides chose, the number's. */
    find(phone: string, whatsappId: string, ofContact?: boolean): Place | null {
      const side = ofContact === undefined ? null : Number(ofContact);
      const row = found.get(phone, whatsappId, side, side) as Row | undefined;
      return row ? { nth: row.nth, shown: asShown(row) } : null;
    },
    isShown: (nth: number): boolean => arrived.get(nth) === 1,
    /** Marks what the number sent, in that part, and calls `each` for what is new. */
    mark(
      phone: string,
      [from, upTo]: [number, number],
      status: ReceiptStatus,
      each: (whatsappId: string) => void,
    ): void {
      const rows = below[status].all(phone, from, upTo) as { nth: number; whatsappId: string }[];
      for (const { nth, whatsappId } of rows) {
        setStatus.run(status, nth);
        each(whatsappId);
      }
    },
    taken: (phone: string, whatsappId: string): void => {
      moveOwn.run('delivered', phone, whatsappId, 'sent');
    },
    /** The number has read what the contact wrote. */
    readByNumber: (phone: string, whatsappIds: string[]): void => {
      for (const id of whatsappIds) moveOwn.run('read', phone, id, 'delivered');
    },
    comeBack(phone: string): void {
      arrive.run(phone);
      goOut.run(phone);
    },
    edit: (nth: number, text: string, at: string): void => {
      edit.run(text, at, nth);
    },
    remove(nth: number, at: string): void {
      unreactAll.run(nth);
      remove.run(at, nth);
    },
    react(nth: number, fromContact: boolean, emoji: string): void {
      if (emoji === '') unreact.run(nth, Number(fromContact));
      else react.run(nth, Number(fromContact), emoji);
    },
    hasSpoken: (phone: string): boolean => spoken.get(phone) !== undefined,
    isUsed: (sha256: string): boolean => used.get(sha256) !== undefined,
    file(nth: number): StoredFile | null {
      const row = file.get(nth) as { sha256: string | null; more: string } | undefined;
      const { attachment } = JSON.parse(row?.more ?? '{}') as More;
      if (!row?.sha256 || !attachment) return null;
      return { sha256: row.sha256, name: attachment.name, mediaType: attachment.mediaType };
    },
  };
}
