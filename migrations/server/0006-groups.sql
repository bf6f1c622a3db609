-- A group is a contact with a conversation of its own; who of it wrote stands with each message.
alter table contacts
  add column group_id text unique,
  add check (group_id is null or coalesce(phone, lid, bsuid, username) is null);

alter table messages
  -- WhatsApp's name for whoever of a group wrote it; empty for everything else.
  add column participant text not null default '',
  add column sender jsonb;

-- Two people of one group may choose the same id.
drop index messages_whatsapp_id;
create unique index messages_whatsapp_id
  on messages (whatsapp_id, conversation_id, direction, participant);
