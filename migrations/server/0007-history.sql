-- History that comes later stands below what is here: from 1 it goes down.
alter table messages drop constraint messages_position_check;
alter table conversations
  add column first_position integer not null default 1,
  add check (first_position <= last_position + 1);
