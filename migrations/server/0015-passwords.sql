-- One at a time per user: an invitation, or a way back in. Whoever has it chooses the password.
create table password_codes (
  user_id uuid primary key references users (id),
  code_hash text not null,
  tries smallint not null default 0,
  expires_at timestamptz not null
);

create table emails (
  id uuid primary key,
  recipient text not null,
  subject text not null,
  -- Null once it has gone: what it said is the recipient's.
  body text,
  -- kept: there is no way to send any; admins read it here.
  state text not null check (state in ('kept', 'queued', 'sent', 'failed')),
  failure text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null)),
  check ((state = 'failed') = (failure is not null)),
  check (state not in ('kept', 'queued') or body is not null)
);

alter table sign_ins
  add column id uuid not null default gen_random_uuid() unique,
  -- What signed in, by its own word.
  add column device text not null default '',
  add column seen_at timestamptz not null default now();
