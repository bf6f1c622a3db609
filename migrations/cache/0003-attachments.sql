-- Files made here that the server may not have yet, as long as a message waits for them. The bytes lie
-- in the folder `attachments` beside this file, under the id.
create table uploads (
  id text primary key,
  body text not null,
  -- Where the server takes the rest; null before the first byte.
  url text,
  done integer not null default 0
) without rowid;

-- Files of the server that are wanted on this machine and are not here yet.
create table downloads (id text primary key) without rowid;

create index messages_of_attachment on messages (more ->> '$.attachment.id')
  where more ->> '$.attachment.id' is not null;

-- A command that has left this machine cannot be taken back.
alter table commands add column sent integer not null default 0;
update commands set sent = 1;
