-- What is searched. A message's rowid is the moment at which it was sent, so that hits come out of the
-- index newest first: milliseconds since 1970, then a number that tells those of one millisecond
-- apart (see messages.ts). Rows from before this have small ones: they are moved and indexed piece
-- by piece (see search.ts). No VACUUM: it would number these rows anew.

create virtual table message_words using fts5(
  said,
  -- The conversation's id as one word: within one conversation no other is looked at.
  conversation,
  content = '', contentless_delete = 1,
  -- A beginning of any of these lengths is looked up; of another one all words with it are gathered.
  prefix = '2 3 4 5 6 7 8',
  tokenize = 'unicode61 remove_diacritics 2'
);

create view searched_messages as
  select rowid as place,
    coalesce(text, '') || case when more is null then '' else
      ' ' || coalesce(more ->> '$.attachment.name', '') || ' ' || coalesce(
        (select group_concat(value, ' ') from json_tree(more, '$.content') where type = 'text'), '')
      end as said,
    replace(conversation_id, '-', '') as conversation
  from messages;

-- Messages that are not in the index as they are now: writing them there costs more than all the rest,
-- so it is done afterwards, a little at a time (see index-slowly.ts).
create table unindexed (place integer primary key);

create trigger messages_searched_added after insert on messages
begin
  insert into unindexed (place) values (new.rowid);
end;

create trigger messages_searched_changed after update of text, more, conversation_id on messages
when new.rowid >= 1 << 50 and (old.text is not new.text or old.more is not new.more
  or old.conversation_id <> new.conversation_id)
begin
  insert into unindexed (place)
    select new.rowid where not exists (select 1 from unindexed where place = new.rowid);
end;

create trigger messages_searched_moved after update of rowid on messages
begin
  insert into unindexed (place) values (new.rowid);
end;

create trigger messages_searched_removed after delete on messages when old.rowid >= 1 << 50
begin
  delete from message_words where rowid = old.rowid;
  delete from unindexed where place = old.rowid;
end;

-- Their names without accents and capitals, each word after a space; null: not looked at yet.
alter table contacts add column words text;
