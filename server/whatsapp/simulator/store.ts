/**
 * WhatsApp's side of the simulator, on a disk file of its own: what phones show, what they sent that
 * the server has not acknowledged, and the receipts that wait. A 202 is answered after the commit.
 */
import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import type { Instant } from '#shared/contract/scalars.ts';
import type { DriverEvent } from '../driver.ts';

export type PhoneStatus = 'sent' | 'delivered' | 'read' | 'played';

export type PhoneMessage = {
  whatsappId: string;
  fromContact: boolean;
  text: string;
  /** One tick when WhatsApp has it, two when the other side has it. */
  status: PhoneStatus;
  sentAt: Instant;
};

export type Phone = {
  phone: string;
  name: string | null;
  online: boolean;
  lastText: string | null;
  lastAt: Instant | null;
};

export type FromContact = { phone: string; text: string; name?: string; id?: string };

const rank: Record<PhoneStatus, number> = { sent: 0, delivered: 1, read: 2, played: 3 };

export type SimulatorStore = {
  /** All in one commit; the ids in the same order. The same `id` of a phone again changes nothing. */
  write(messages: FromContact[]): string[];
  /** What the server sends. A repeat of an id shows once. */
  receive(phone: string, whatsappId: string, text: string): void;
  /** Everything up to that message; false when this phone has no such message. */
  receipt(phone: string, upTo: string, status: PhoneStatus): boolean;
  setPhone(phone: string, change: { name?: string; online?: boolean }): void;
  messages(phone: string): PhoneMessage[];
  phones(): Phone[];
  /** Events not yet acknowledged, in order. */
  pending(limit: number): { nth: number; event: DriverEvent }[];
  /** The server has these and all before them: they are forgotten, messages show two ticks. */
  acknowledge(taken: { nth: number; event: DriverEvent }[]): void;
  close(): void;
};

export function openSimulatorStore(
  file: string,
  now: () => Date = () => new Date(),
): SimulatorStore {
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`
    create table if not exists phones (
      phone text primary key, name text, online integer not null default 1
    );
    create table if not exists messages (
      nth integer primary key autoincrement,
      phone text not null,
      whatsapp_id text not null,
      from_contact integer not null,
      text text not null,
      status text not null,
      sent_at text not null,
      unique (phone, from_contact, whatsapp_id)
    );
    create index if not exists messages_phone on messages (phone, nth);
    -- What is handed over until the server has acknowledged it.
    create table if not exists outbound (
      nth integer primary key autoincrement, event text not null
    );`);

  const addPhone = db.prepare(
    `insert into phones (phone, name) values (?, ?)
     on conflict (phone) do update set name = coalesce(excluded.name, name)`,
  );
  const addMessage = db.prepare(
    `insert into messages (phone, whatsapp_id, from_contact, text, status, sent_at)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const addEvent = db.prepare('insert into outbound (event) values (?)');
  const nameOf = db.prepare('select name from phones where phone = ?').pluck();
  const isOnline = db.prepare('select online from phones where phone = ?').pluck();
  const pendingEvents = db.prepare('select nth, event from outbound order by nth limit ?');
  const dropEvents = db.prepare('delete from outbound where nth <= ?');
  const shown = db.prepare(
    `select whatsapp_id "whatsappId", from_contact "fromContact", text, status, sent_at "sentAt"
     from messages where phone = ? order by nth`,
  );
  const toContact = db.prepare(
    `select nth, whatsapp_id "whatsappId", status from messages
     where phone = ? and from_contact = 0 and nth <= ? order by nth`,
  );
  const nthOf = db
    .prepare('select nth from messages where phone = ? and from_contact = 0 and whatsapp_id = ?')
    .pluck();
  const setStatus = db.prepare('update messages set status = ? where nth = ?');

  function receipts(phone: string, upTo: number, status: PhoneStatus): number {
    let moved = 0;
    for (const row of toContact.all(phone, upTo) as {
      nth: number;
      whatsappId: string;
      status: PhoneStatus;
    }[]) {
      if (rank[row.status] >= rank[status]) continue;
      setStatus.run(status, row.nth);
      const at = now().toISOString();
      const event: DriverEvent = {
        type: 'status',
        whatsappId: row.whatsappId,
        phone,
        status,
        at,
      };
      addEvent.run(JSON.stringify(event));
      moved += 1;
    }
    return moved;
  }

  const ticked = db.prepare(
    `update messages set status = 'delivered'
     where phone = ? and from_contact = 1 and whatsapp_id = ? and status = 'sent'`,
  );
  const newest = Number.MAX_SAFE_INTEGER;

  const write = db.transaction((messages: FromContact[]): string[] =>
    messages.map(({ phone, text, name, id }) => {
      const whatsappId = id ?? `SIM${randomBytes(12).toString('hex').toUpperCase()}`;
      const sentAt = now().toISOString();
      addPhone.run(phone, name ?? null);
      const { changes } = addMessage.run(phone, whatsappId, 1, text, 'sent', sentAt);
      if (changes > 0) {
        const event: DriverEvent = {
          type: 'message',
          whatsappId,
          phone,
          name: (nameOf.get(phone) as string | null) ?? null,
          kind: 'text',
          text,
          sentAt,
        };
        addEvent.run(JSON.stringify(event));
      }
      return whatsappId;
    }),
  );
  const receive = db.transaction((phone: string, whatsappId: string, text: string) => {
    addPhone.run(phone, null);
    addMessage.run(phone, whatsappId, 0, text, 'sent', now().toISOString());
    if (isOnline.get(phone)) receipts(phone, newest, 'delivered');
  });
  const receipt = db.transaction((phone: string, upTo: string, status: PhoneStatus): boolean => {
    const nth = nthOf.get(phone, upTo) as number | undefined;
    if (nth === undefined) return false;
    receipts(phone, nth, status);
    return true;
  });
  const setPhone = db.transaction((phone: string, change: { name?: string; online?: boolean }) => {
    addPhone.run(phone, change.name ?? null);
    if (change.online === undefined) return;
    db.prepare('update phones set online = ? where phone = ?').run(change.online ? 1 : 0, phone);
    if (change.online) receipts(phone, newest, 'delivered');
  });
  const taken = db.transaction((batch: { nth: number; event: DriverEvent }[]) => {
    for (const { event } of batch) {
      if (event.type === 'message') ticked.run(event.phone, event.whatsappId);
    }
    dropEvents.run(batch.at(-1)?.nth ?? 0);
  });

  return {
    write: (messages) => write.immediate(messages),
    receive: (phone, whatsappId, text) => receive.immediate(phone, whatsappId, text),
    receipt: (phone, upTo, status) => receipt.immediate(phone, upTo, status),
    setPhone: (phone, change) => setPhone.immediate(phone, change),
    acknowledge: (batch) => taken.immediate(batch),
    messages: (phone: string): PhoneMessage[] =>
      (shown.all(phone) as (Omit<PhoneMessage, 'fromContact'> & { fromContact: number })[]).map(
        (row) => ({ ...row, fromContact: row.fromContact === 1 }),
      ),
    phones: (): Phone[] =>
      (
        db
          .prepare(
            `select p.phone, p.name, p.online, m.text "lastText", m.sent_at "lastAt"
             from phones p left join messages m on m.nth =
               (select max(nth) from messages where phone = p.phone)
             order by m.nth desc`,
          )
          .all() as (Omit<Phone, 'online'> & { online: number })[]
      ).map((row) => ({ ...row, online: row.online === 1 })),
    pending: (limit) =>
      (pendingEvents.all(limit) as { nth: number; event: string }[]).map((row) => ({
        nth: row.nth,
        event: JSON.parse(row.event) as DriverEvent,
      })),
    close: () => {
      db.close();
    },
  };
}
