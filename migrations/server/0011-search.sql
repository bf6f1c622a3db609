-- What is searched, as words without accents and capitals. No extension: these come with every
-- PostgreSQL. Signs become spaces first, or the parser would take "98765-4321" for a number below zero.

create function folded(words text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g')),
    '[^[:alnum:]]+', ' ', 'g');

-- Every text inside the content: names of cards and places, options.
create function texts_in(content jsonb) returns text
  language sql immutable strict parallel safe
  return (select string_agg(value #>> '{}', ' ')
          from jsonb_path_query(content, 'strict $.** ? (@.type() == "string")') value);

create function words_of(said text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector('pg_catalog.simple'::regconfig, coalesce(folded(said), ''));

create index messages_words on messages
  using gin (words_of(coalesce(text, '') || ' ' || coalesce(texts_in(content), '')))
  where deleted_at is null;
create index messages_sent on messages (sent_at desc, id desc);
create index attachments_words on attachments using gin (words_of(name));
create index contacts_words on contacts
  using gin (words_of(coalesce(name, '') || ' ' || coalesce(whatsapp_name, '')));
