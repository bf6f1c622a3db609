create table teams (
  id uuid primary key,
  name text not null check (name ~ '\S'),
  routing text not null default 'manual' check (routing in ('manual', 'roundRobin', 'leastBusy')),
  evaluation boolean not null default true,
  -- Null: the workspace's words.
  evaluation_text text check (evaluation_text ~ '\S'),
  active boolean not null default true,
  created_at timestamptz not null default now()
);
create unique index teams_name on teams (lower(name)) where active;

create table team_members (
  team_id uuid not null references teams (id),
  user_id uuid not null references users (id) on delete cascade,
  -- When routing last gave them something of this team: a number that only rises. 0: never.
  turn bigint not null default 0,
  primary key (team_id, user_id)
);
create index team_members_user on team_members (user_id);

alter table users
  -- Up to how many open services routing gives them more.
  add column capacity integer not null default 10 check (capacity between 0 and 200),
  add column chosen text not null default 'online' check (chosen in ('online', 'away')),
  -- As colleagues see them: chosen, and a console was connected not long ago.
  add column available boolean not null default false,
  add column away_since timestamptz,
  -- When some server last had a console of theirs; null: never.
  add column seen_at timestamptz;

-- Whoever changes a user, in whatever way: nobody inactive, or away by choice, is there.
create function users_available_is_true() returns trigger language plpgsql as $$
begin
  new.available := new.available and new.active and new.chosen = 'online';
  return new;
end $$;
create trigger users_available_is_true before insert or update on users
  for each row execute function users_available_is_true();

alter table services
  add column team_id uuid references teams (id),
  -- Who gave it to its holder and when; given by nobody: by routing. Both null: they took it.
  add column given_by uuid references users (id) on delete set null,
  add column given_at timestamptz,
  add check (given_at is null or attendant_id is not null),
  add check (given_by is null or given_at is not null);
create index services_waiting on services (team_id, created_at) where state = 'waiting';
create index services_open on services (attendant_id) where state = 'open';

alter table service_steps add column team_id uuid references teams (id);

-- As before; who gave it is forgotten with a user of the sample.
create or replace function services_finished_is_final() returns trigger language plpgsql as $$
declare
  free constant text[] := array['evaluation_score', 'evaluation_comment', 'evaluated_at', 'conversation_id', 'given_by'];
begin
  if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free) then
    raise exception 'service % is finished and cannot change', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
