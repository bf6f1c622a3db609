-- Contacts are found by their e-mails, attributes and notes, too.
create function contact_words(
  name text, whatsapp_name text, emails text[], attributes jsonb, notes text
) returns tsvector
  language sql immutable parallel safe
  return words_of(
    coalesce(name, '') || ' ' || coalesce(whatsapp_name, '') || ' ' || array_to_string(emails, ' ')
    || ' ' || coalesce(texts_in(attributes), '') || ' ' || coalesce(notes, ''));

drop index contacts_words;
create index contacts_words on contacts
  using gin (contact_words(name, whatsapp_name, emails, attributes, notes));
