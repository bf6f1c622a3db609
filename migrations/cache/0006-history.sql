-- Where a conversation begins: below 1 where WhatsApp's history came after its first messages.
alter table conversations add column first_position integer not null default 1;
