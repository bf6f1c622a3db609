-- Texts that are written often: everybody's (no user), or somebody's own.
create table canned_replies (
  id uuid primary key,
  shortcut text not null,
  text text not null,
  user_id uuid references users (id) on delete cascade,
  team_id uuid references teams (id)
);
create unique index canned_replies_shortcut on canned_replies (lower(shortcut), user_id)
  nulls not distinct;
create index canned_replies_user on canned_replies (user_id);
