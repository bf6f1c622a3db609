-- Notes are few: where one is named is found without looking at any other message.
create index messages_notes on messages (conversation_id, position) where kind = 'note';

create table canned_replies (id text primary key, body text not null) without rowid;
