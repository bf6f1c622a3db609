-- A contact who was erased stays as a row without a name, so that services keep their place in the
-- reports. Nobody is found by it, and whoever writes again is somebody new.
alter table contacts
  add column erased_at timestamptz,
  add check (erased_at is null or (
    coalesce(name, whatsapp_name, phone, lid, username, bsuid, group_id, notes, picture_name) is null
    and picture_id is null and phones = '{}' and emails = '{}'
    and attributes = '{}' and consents = '{}' and edits = '{}'));
alter table conversations add column erased_at timestamptz;

-- Ids only: what a console that was away then has to forget.
create table erasures (
  contact_id uuid primary key,
  -- With those that had become part of it.
  conversation_ids uuid[] not null,
  at timestamptz not null,
  -- When what databases keep of deleted rows was cleared away; null: it is to be done.
  cleared_at timestamptz
);
create index erasures_to_clear on erasures (at) where cleared_at is null;

-- Files that nothing refers to any more: written with what let go of them, removed afterwards.
create table file_removals (place text primary key);
