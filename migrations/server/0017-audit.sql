-- Who did what, kept for good. Ids and what kind of thing changed; never a contact's name, number or
-- text, so that erasing a contact leaves nothing of them here. No foreign keys: what an entry speaks
-- of may be gone.
create table audit (
  -- UUIDv7, chosen by the server: the order in which things were done.
  id uuid primary key,
  at timestamptz not null default clock_timestamp(),
  -- Null: nobody who was signed in.
  actor_id uuid,
  action text not null check (action ~ '^[a-z-]+\.[a-z-]+$'),
  subject_kind text,
  subject_id uuid,
  -- By field: {"from": ..., "to": ...}, or neither where it is secret or somebody's own words.
  changes jsonb not null default '{}',
  address text,
  device text,
  check (subject_kind is not null or subject_id is null)
);
create index audit_at on audit (at);
create index audit_actor on audit (actor_id, id desc);
create index audit_subject on audit (subject_id, id desc) where subject_id is not null;
create index audit_action on audit (action, id desc);

create function audit_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'what is in the audit stays as it is' using errcode = 'check_violation';
end $$;
create trigger audit_is_kept before update or delete on audit
  for each row execute function audit_is_kept();
create trigger audit_is_kept_whole before truncate on audit
  for each statement execute function audit_is_kept();
