-- Numbers, e-mails, attributes, notes, consents, tags and edits of a contact, as JSON.
alter table contacts add column more text;
-- As JSON; null: none.
alter table services add column tags text;

create table tags (id text primary key, name text not null, hue integer not null) without rowid;
