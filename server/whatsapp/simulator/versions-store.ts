/** The simulator's tables, version after version. */
import type { DurableFile } from '../durable-file.ts';

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
  `create table messages_of_all_kinds (
     nth integer primary key autoincrement,
     phone text not null,
     whatsapp_id text not null,
     from_contact integer not null,
     kind text not null,
     text text,
     -- JSON: what it carries beside its text.
     more text not null default '{}',
     -- Of its file.
     sha256 text,
     status text not null,
     sent_at text not null,
     arrived integer not null,
     edited_at text,
     deleted_at text,
     unique (phone, from_contact, whatsapp_id),
     check (kind <> 'text' or text is not null or deleted_at is not null)
   );
   insert into messages_of_all_kinds
       (nth, phone, whatsapp_id, from_contact, kind, text, status, sent_at, arrived)
     select nth, phone, whatsapp_id, from_contact, 'text', text, status, sent_at, arrived
     from messages;
   drop table messages;
   alter table messages_of_all_kinds rename to messages;
   create index messages_phone on messages (phone, nth);
   create index messages_unread on messages (phone)
     where from_contact = 0 and status in ('sent', 'delivered');
   create index messages_file on messages (sha256) where sha256 is not null;
   create table reactions (
     nth integer not null references messages (nth),
     from_contact integer not null,
     emoji text not null,
     primary key (nth, from_contact)
   ) without rowid;
   -- What was done to messages of a phone while it is offline: done once it is back.
   create table held_acts (
     nth integer primary key autoincrement, phone text not null, act text not null
   );
   create table calls (
     whatsapp_id text not null, phone text primary key, video integer not null
   );
   alter table phones add column lid text;
   alter table phones add column bsuid text;
   alter table phones add column username text;
   alter table phones add column number_hidden integer not null default 0;
   create unique index phones_lid on phones (lid) where lid is not null;
   create unique index phones_bsuid on phones (bsuid) where bsuid is not null;
   -- Whose phone the event is about.
   alter table outbound add column phone text;`,
  `create table pictures (
     phone text primary key, sha256 text not null, media_type text not null
   ) without rowid;`,
  `create table groups (id text primary key, name text);
   create table group_messages (
     nth integer primary key autoincrement,
     group_id text not null,
     whatsapp_id text not null,
     -- The phone of whoever wrote it; empty: the number itself.
     sender text not null,
     name text,
     kind text not null,
     text text,
     status text not null,
     sent_at text not null,
     quotes text,
     edited_at text,
     deleted_at text,
     reactions text not null default '[]',
     unique (group_id, sender, whatsapp_id)
   );`,
  `-- 1: the server dialled it.
   alter table calls add column ours integer not null default 0;
   -- Null: it rings.
   alter table calls add column taken_at text;
   alter table phones add column calls text not null default 'ring';`,
];

export function bringUp(db: DurableFile['db']): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  versions.slice(from).forEach((sql, n) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${from + n + 1}`);
    }).immediate();
  });
}
