create table attachments (
  id uuid primary key,
  kind text not null check (kind in ('image', 'video', 'audio', 'voice', 'document', 'sticker')),
  name text not null,
  media_type text not null,
  size bigint check (size >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('fetching', 'here', 'gone')),
  -- Width, height, seconds, waveform, thumbnail: as the contract has them.
  look jsonb not null default '{}',
  -- Where it lies in the storage; null until it is here.
  place text unique,
  -- How the driver gets it from WhatsApp; what a driver puts there is its own.
  source jsonb,
  created_by uuid references users (id),
  created_at timestamptz not null default now(),
  check ((state = 'here') = (place is not null)),
  check (state <> 'here' or (size is not null and sha256 is not null))
);
create index attachments_fetching on attachments (created_at) where state = 'fetching';

alter table messages
  add column attachment_id uuid references attachments (id),
  add column content jsonb,
  add column quote jsonb,
  add column reactions jsonb not null default '[]',
  add column forwarded boolean not null default false,
  add column edited_at timestamptz,
  add column deleted_at timestamptz,
  -- What WhatsApp sent, of a kind that this version does not know.
  add column raw jsonb;

create index messages_attachment on messages (attachment_id) where attachment_id is not null;

-- WhatsApp's number for why it would not take a message, where it gave one.
alter table messages add column failure_code integer;

-- A finished service still goes with its conversation when two contacts turn out to be one person.
create or replace function services_finished_is_final() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - array['evaluation_score', 'evaluation_comment', 'evaluated_at', 'conversation_id'])
     is distinct from
     (to_jsonb(old) - array['evaluation_score', 'evaluation_comment', 'evaluated_at', 'conversation_id']) then
    raise exception 'service % is finished and cannot change', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Texts that an edit replaced.
create table message_texts (
  message_id uuid not null references messages (id) on delete cascade,
  text text,
  until timestamptz not null,
  primary key (message_id, until)
);

-- Edits, deletions and reactions on their way to WhatsApp, in their order within a conversation.
create table message_acts (
  id bigint generated always as identity primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  message_id uuid not null references messages (id) on delete cascade,
  act text not null check (act in ('edit', 'delete', 'react')),
  text text,
  at timestamptz not null
);
create index message_acts_conversation on message_acts (conversation_id, id);
