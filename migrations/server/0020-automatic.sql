-- Whether a contact was greeted, or told that we are away, is asked at each message that they write.
create index messages_automatic on messages (conversation_id, sent_at)
  where content ->> 'automatic' is not null;
