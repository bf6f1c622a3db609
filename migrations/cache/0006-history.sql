-- Where a conversation begins: below 1 where WhatsApp's history came after its first messages.
alter table conversations add column first_position integer not null default 1;

-- History is of no service, and nobody's to read: counting what is reads no row but this index's.
drop index messages_of_conversation;
create index messages_of_conversation
  on messages (conversation_id, position, direction, (service_id is not null));
