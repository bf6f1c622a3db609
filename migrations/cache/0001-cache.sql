-- What one person's console keeps of one server. Rows come from the feed in any order, so nothing
-- here refers to anything by a foreign key; the server's constraints hold, not ours.

create table meta (key text primary key, value text not null) without rowid;

create table users (
  id text primary key,
  name text not null,
  role text not null,
  active integer not null
) without rowid;

create table contacts (
  id text primary key,
  name text,
  whatsapp_name text,
  phone text,
  created_at text not null
) without rowid;

create table conversations (
  id text primary key,
  contact_id text not null,
  last_position integer not null,
  settled_position integer not null,
  last_activity_at text not null
) without rowid;
create index conversations_of_contact on conversations (contact_id);

create table services (
  id text primary key,
  conversation_id text not null,
  state text not null,
  attendant_id text,
  created_at text not null,
  started_at text,
  finished_at text,
  finish_reason text,
  last_interaction_at text not null,
  evaluation text
) without rowid;
create index services_of_conversation
  on services (conversation_id, (state = 'finished'), created_at desc);
create index services_unfinished on services (conversation_id) where state <> 'finished';

create table messages (
  id text primary key,
  conversation_id text not null,
  service_id text,
  position integer not null,
  direction text not null,
  kind text not null,
  text text,
  author_id text,
  status text,
  failure text,
  sent_at text not null
);
create index messages_of_conversation on messages (conversation_id, position, direction);

create table read_marks (
  conversation_id text primary key,
  position integer not null
) without rowid;

-- The outbox: what was accepted here and not yet answered by the server, in the order given.
create table commands (
  seq integer primary key autoincrement,
  id text not null unique,
  body text not null,
  given_at text not null
);

create table drafts (
  conversation_id text primary key,
  text text not null
) without rowid;
