create table teams (id text primary key, body text not null) without rowid;

alter table users add column availability text;
alter table users add column capacity integer;

alter table services add column team_id text;
-- Who gave it to its holder and when, as JSON; null: they took it.
alter table services add column given text;
