create table settings (
  key text primary key,
  value jsonb not null
);

create table users (
  id uuid primary key,
  name text not null check (name ~ '\S'),
  email text not null check (email = lower(email)),
  role text not null check (role in ('admin', 'attendant')),
  active boolean not null default true,
  password_hash text,
  created_at timestamptz not null default now()
);
create unique index users_email on users (email);

create table sign_ins (
  -- sha-256 of the token: a copy of this table signs nobody in.
  token_hash bytea primary key,
  user_id uuid not null references users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sign_ins_user on sign_ins (user_id);

create table contacts (
  id uuid primary key,
  name text,
  whatsapp_name text,
  phone text unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  lid text unique,
  username text unique,
  bsuid text unique,
  created_at timestamptz not null default now()
);

create table conversations (
  id uuid primary key,
  contact_id uuid not null unique references contacts (id) on delete cascade,
  last_position integer not null default 0 check (last_position >= 0),
  settled_position integer not null default 0 check (settled_position >= 0),
  last_activity_at timestamptz not null
);
create index conversations_activity on conversations (last_activity_at desc, id desc);

create table services (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  state text not null check (state in ('waiting', 'open', 'finished')),
  attendant_id uuid references users (id),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  finish_reason text check (finish_reason in ('attendant', 'inactivity', 'unattended')),
  last_interaction_at timestamptz not null,
  evaluation_score smallint check (evaluation_score between 1 and 5),
  evaluation_comment text,
  evaluated_at timestamptz,
  check ((state = 'finished') = (finished_at is not null)),
  check ((state = 'finished') = (finish_reason is not null)),
  check (state <> 'waiting' or (attendant_id is null and started_at is null)),
  check (state <> 'open' or (attendant_id is not null and started_at is not null)),
  check (started_at >= created_at),
  check (finished_at >= created_at)
);
create unique index services_one_unfinished on services (conversation_id) where state <> 'finished';
create index services_latest on services (conversation_id, finished_at desc) where state = 'finished';
create index services_silent on services (state, last_interaction_at) where state <> 'finished';
create index services_attendant on services (attendant_id, created_at desc);
create index services_created on services (created_at desc, id desc);

create function services_finished_is_final() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - array['evaluation_score', 'evaluation_comment', 'evaluated_at'])
     is distinct from
     (to_jsonb(old) - array['evaluation_score', 'evaluation_comment', 'evaluated_at']) then
    raise exception 'service % is finished and cannot change', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger services_finished_is_final before update on services
  for each row when (old.state = 'finished') execute function services_finished_is_final();

create table service_steps (
  id bigint generated always as identity primary key,
  service_id uuid not null references services (id) on delete cascade,
  kind text not null check (kind in ('created', 'started', 'transferred', 'returned', 'finished', 'evaluated')),
  actor_id uuid references users (id),
  holder_id uuid references users (id),
  at timestamptz not null
);
create index service_steps_service on service_steps (service_id, id);
create index service_steps_kind on service_steps (kind, at);

create table messages (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  service_id uuid references services (id),
  position integer not null check (position > 0),
  direction text not null check (direction in ('in', 'out')),
  kind text not null,
  text text,
  author_id uuid references users (id),
  -- Chosen by us before the first try for what goes out, by the sender for what comes in.
  whatsapp_id text,
  status text check (status in ('queued', 'sent', 'delivered', 'read', 'played')),
  failure text,
  sent_at timestamptz not null,
  check ((direction = 'in') = (status is null))
);
create unique index messages_position on messages (conversation_id, position);
create unique index messages_whatsapp_id on messages (whatsapp_id, conversation_id, direction);
create index messages_service on messages (service_id, position);
create index messages_queued on messages (conversation_id, position)
  where status = 'queued' and failure is null;

create table read_marks (
  user_id uuid not null references users (id),
  conversation_id uuid not null references conversations (id) on delete cascade,
  position integer not null,
  primary key (user_id, conversation_id)
);

-- One row. Raising `head` is the last thing a transaction does before it commits: the row's lock
-- makes numbers rise in commit order, and a rollback takes its numbers back, so there are no gaps.
create table feed (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null,
  head bigint not null default 0
);
insert into feed (epoch) values (gen_random_uuid());

create table changes (
  seq bigint primary key,
  entity text not null,
  entity_id uuid not null,
  -- Null: everyone signed in. Else the one user whose own it is.
  user_id uuid,
  at timestamptz not null default now()
);
create index changes_at on changes (at);

create table commands (
  id uuid primary key,
  user_id uuid not null references users (id),
  answer jsonb,
  at timestamptz not null default now()
);
create index commands_at on commands (at);

-- Jobs written in the transaction that wants them, handed to the queue afterwards.
create table job_outbox (
  id bigint generated always as identity primary key,
  queue text not null,
  name text not null,
  data jsonb not null,
  at timestamptz not null default now()
);

-- What the sample workspace put there, so that one click takes away just that.
create table sample_rows (
  entity text not null,
  entity_id uuid not null,
  primary key (entity, entity_id)
);
