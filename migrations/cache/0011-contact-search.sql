-- What is known of contacts beside their names: e-mails, attributes and notes, and their tags by id.
-- Apart from the contacts, since most have nothing of it and it can be long.
create virtual table known_words using fts5(
  known, tags,
  content = '', contentless_delete = 1,
  prefix = '2 3 4 5 6 7 8',
  tokenize = 'unicode61 remove_diacritics 2'
);
create table known_contacts (place integer primary key, contact_id text not null unique);

create trigger contacts_known_removed after delete on contacts
begin
  delete from known_words
    where rowid in (select place from known_contacts where contact_id = old.id);
  delete from known_contacts where contact_id = old.id;
end;

-- Looked at anew, a little at a time (see search.ts).
update contacts set words = null where more is not null;
create index contacts_unnamed on contacts (id) where words is null;
