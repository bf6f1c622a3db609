/**
 * WhatsApp's side of the simulator, on a disk file of its own: what phones show, what they sent that
 * the server has not acknowledged, and the receipts that wait. A 202 is answered after the commit.
 */
import { randomBytes } from 'node:crypto';
import type { Instant } from '#shared/contract/scalars.ts';
import type { DriverEvent } from '../driver.ts';
import { type DurableFile, openDurableFile } from '../durable-file.ts';

/** A contact's own message is `waiting` while their phone is offline. */
export const phoneStatuses = ['waiting', 'sent', 'delivered', 'read', 'played'] as const;
export type PhoneStatus = (typeof phoneStatuses)[number];
export type ReceiptStatus = 'delivered' | 'read' | 'played';

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
  lastFromContact: boolean | null;
  lastStatus: PhoneStatus | null;
  lastAt: Instant | null;
  /** Messages to this phone that it has not marked as read. */
  unread: number;
};

export type FromContact = { phone: string; text: string; name?: string; id?: string };
export type ToContact = { phone: string; whatsappId: string; text: string };
export type PhoneChange = { name?: string; online?: boolean };
/** An event that WhatsApp has for the server; `nth` is its place in line. */
export type Pending = { nth: number; event: DriverEvent };

export type SimulatorStore = {
  /** All in one commit; the ids in the same order. The same `id` of a phone again changes nothing. */
  write(messages: FromContact[]): string[];
  /** What the server sends, all in one commit. A repeat of an id shows once, in its first place. */
  receive(messages: ToContact[]): void;
  /** Everything up to that message; false when this phone shows no such message. */
  receipt(phone: string, upTo: string, status: ReceiptStatus): boolean;
  /** Offline, nothing reaches the phone and nothing leaves it, until it is back. */
  setPhone(phone: string, change: PhoneChange): void;
  /** Everything that the phone shows, or the last so many, in its order. */
  messages(phone: string, last?: number): PhoneMessage[];
  /** The phones that were in use last come first. */
  phones(limit: number, search?: string): Phone[];
  phone(phone: string): Phone | null;
  /** Events not yet acknowledged, in order. */
  pending(limit: number): Pending[];
  /** The server has these: they are forgotten, and its messages show two ticks. */
  acknowledge(taken: Pending[]): void;
  close(): void;
};

const newest = Number.MAX_SAFE_INTEGER;

/** Each takes the file from one version to the next. */
const versions = [
  `create table if not exists phones (
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
   );`,
  `-- 0: WhatsApp keeps it for a phone that is offline.
   alter table messages add column arrived integer not null default 1;
   create index messages_unread on messages (phone)
     where from_contact = 0 and status in ('sent', 'delivered');
   -- The phone, where the event is on it still, since it is offline: WhatsApp has not got it.
   alter table outbound add column held_on text;
   create index outbound_held on outbound (held_on) where held_on is not null;`,
];

function bringUp(db: DurableFile['db']): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  versions.slice(from).forEach((sql, n) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${from + n + 1}`);
    }).immediate();
  });
}

const phoneColumns = `
  p.phone, p.name, p.online, m.text "lastText", m.from_contact "lastFromContact",
  m.status "lastStatus", m.sent_at "lastAt",
  (select count(*) from messages u where u.phone = p.phone and u.from_contact = 0
     and u.status in ('sent', 'delivered') and u.arrived = 1) unread
  from phones p left join messages m on m.nth =
    (select max(nth) from messages where phone = p.phone and arrived = 1)`;

type PhoneRow = Omit<Phone, 'online' | 'lastFromContact'> & {
  online: number;
  lastFromContact: number | null;
};
const asPhone = (row: PhoneRow): Phone => ({
  ...row,
  online: row.online === 1,
  lastFromContact: row.lastFromContact === null ? null : row.lastFromContact === 1,
});

export function openSimulatorStore(
  file: string,
  now: () => Date = () => new Date(),
): SimulatorStore {
  const { db, lazily } = openDurableFile(file);
  bringUp(db);
  const addPhone = db.prepare(
    `insert into phones (phone, name) values (?, ?)
     on conflict (phone) do update set name = coalesce(excluded.name, name)
     where excluded.name is not null`,
  );
  const phoneNamed = db.prepare('select name, online from phones where phone = ?');
  const addMessage = db.prepare(
    `insert into messages (phone, whatsapp_id, from_contact, text, status, sent_at, arrived)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const addEvent = db.prepare('insert into outbound (event, held_on) values (?, ?)');
  const unmarked = (below: string) =>
    db.prepare(
      `select nth, whatsapp_id "whatsappId" from messages
       where phone = ? and from_contact = 0 and nth <= ? and ${below} order by nth`,
    );
  const below = {
    delivered: unmarked(`status in ('sent', 'delivered') and status = 'sent'`),
    read: unmarked(`status in ('sent', 'delivered')`),
    played: unmarked(`status in ('sent', 'delivered', 'read')`),
  };
  const nthOf = db
    .prepare(
      `select nth from messages where phone = ? and whatsapp_id = ? and arrived = 1
       order by from_contact limit 1`,
    )
    .pluck();
  const setStatus = db.prepare('update messages set status = ? where nth = ?');
  const moveOwn = db.prepare(
    `update messages set status = ?
     where phone = ? and from_contact = 1 and whatsapp_id = ? and status = ?`,
  );
  const forget = db.prepare('delete from outbound where nth = ?');
  const known = (phone: string): { name: string | null; online: boolean } => {
    const row = phoneNamed.get(phone) as { name: string | null; online: number } | undefined;
    return { name: row?.name ?? null, online: row?.online !== 0 };
  };

  function mark(phone: string, upTo: number, status: ReceiptStatus): void {
    const { online } = known(phone);
    const at = now().toISOString();
    for (const row of below[status].all(phone, upTo) as { nth: number; whatsappId: string }[]) {
      setStatus.run(status, row.nth);
      const event: DriverEvent = { type: 'status', whatsappId: row.whatsappId, phone, status, at };
      addEvent.run(JSON.stringify(event), online ? null : phone);
    }
  }

  const write = db.transaction((messages: FromContact[]): string[] =>
    messages.map(({ phone, text, name, id }) => {
      const whatsappId = id ?? `SIM${randomBytes(12).toString('hex').toUpperCase()}`;
      const sentAt = now().toISOString();
      addPhone.run(phone, name ?? null);
      const { online, name: goesBy } = known(phone);
      const status = online ? 'sent' : 'waiting';
      const { changes } = addMessage.run(phone, whatsappId, 1, text, status, sentAt, 1);
      if (changes > 0) {
        const kind = 'text';
        const event: DriverEvent = {
          type: 'message',
          whatsappId,
          phone,
          name: goesBy,
          kind,
          text,
          sentAt,
        };
        addEvent.run(JSON.stringify(event), online ? null : phone);
      }
      return whatsappId;
    }),
  );
  const receive = db.transaction((messages: ToContact[]) => {
    for (const { phone, whatsappId, text } of messages) {
      addPhone.run(phone, null);
      const { online } = known(phone);
      const sentAt = now().toISOString();
      addMessage.run(phone, whatsappId, 0, text, 'sent', sentAt, online ? 1 : 0);
      if (online) mark(phone, newest, 'delivered');
    }
  });
  const receipt = db.transaction((phone: string, upTo: string, status: ReceiptStatus): boolean => {
    const nth = nthOf.get(phone, upTo) as number | undefined;
    if (nth === undefined) return false;
    mark(phone, nth, status);
    return true;
  });
  const comeBack = (phone: string): void => {
    db.prepare('update messages set arrived = 1 where phone = ? and arrived = 0').run(phone);
    db.prepare(
      `update messages set status = 'sent' where phone = ? and from_contact = 1 and status = 'waiting'`,
    ).run(phone);
    db.prepare('update outbound set held_on = null where held_on = ?').run(phone);
    mark(phone, newest, 'delivered');
  };
  const setPhone = db.transaction((phone: string, change: PhoneChange) => {
    addPhone.run(phone, change.name ?? null);
    if (change.online === undefined) return;
    db.prepare('update phones set online = ? where phone = ?').run(change.online ? 1 : 0, phone);
    if (change.online) comeBack(phone);
  });
  const acknowledge = db.transaction((taken: Pending[]) => {
    for (const { nth, event } of taken) {
      if (event.type === 'message') moveOwn.run('delivered', event.phone, event.whatsappId, 'sent');
      forget.run(nth);
    }
  });

  const shown = db.prepare(
    `select whatsapp_id "whatsappId", from_contact own, text, status, sent_at "sentAt" from (
       select * from messages where phone = ? and arrived = 1 order by nth desc limit ?
     ) order by nth`,
  );
  const waiting = db.prepare(
    'select nth, event from outbound where held_on is null order by nth limit ?',
  );
  const listed = db.prepare(
    `select ${phoneColumns}
     where ? = '' or instr(p.phone, ?) > 0 or instr(lower(coalesce(p.name, '')), ?) > 0
     order by m.nth desc nulls last, p.rowid desc limit ?`,
  );
  const one = db.prepare(`select ${phoneColumns} where p.phone = ?`);

  return {
    write: (messages) => write.immediate(messages),
    receive: (messages) => receive.immediate(messages),
    receipt: (phone, upTo, status) => receipt.immediate(phone, upTo, status),
    setPhone: (phone, change) => setPhone.immediate(phone, change),
    // Undone by a power cut, the same events are handed over again.
    acknowledge: (taken) => lazily(() => acknowledge.immediate(taken)),
    messages: (phone, last = newest) =>
      (shown.all(phone, last) as (Omit<PhoneMessage, 'fromContact'> & { own: number })[]).map(
        ({ own, ...row }) => ({ ...row, fromContact: own === 1 }),
      ),
    phones(limit, search = '') {
      const name = search.toLowerCase();
      const number = search.replace(/[\s()+-]/g, '');
      return (listed.all(search, number || search, name, limit) as PhoneRow[]).map(asPhone);
    },
    phone(phone) {
      const row = one.get(phone) as PhoneRow | undefined;
      return row ? asPhone(row) : null;
    },
    pending: (limit) =>
      (waiting.all(limit) as { nth: number; event: string }[]).map(({ nth, event }) => ({
        nth,
        event: JSON.parse(event) as DriverEvent,
      })),
    close: () => {
      db.close();
    },
  };
}
