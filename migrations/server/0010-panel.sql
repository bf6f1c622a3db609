-- When the contact was asked what they thought of it; null: they were not.
alter table services add column evaluation_asked_at timestamptz;

create or replace function services_finished_is_final() returns trigger language plpgsql as $$
declare
  changing constant text[] := array['evaluation_score', 'evaluation_comment', 'evaluated_at',
                                    'evaluation_asked_at', 'conversation_id', 'given_by'];
begin
  if (to_jsonb(new) - changing) is distinct from (to_jsonb(old) - changing) then
    raise exception 'service % is finished and cannot change', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Words that the team sticks on services and contacts.
create table tags (
  id uuid primary key,
  name text not null check (name ~ '\S' and length(name) <= 40),
  -- One of the hues of the design system.
  hue smallint not null check (hue between 0 and 7),
  created_at timestamptz not null default now()
);
create unique index tags_name on tags (lower(name));

create table service_tags (
  service_id uuid not null references services (id) on delete cascade,
  tag_id uuid not null references tags (id) on delete cascade,
  primary key (service_id, tag_id)
);
create index service_tags_tag on service_tags (tag_id);

create table contact_tags (
  contact_id uuid not null references contacts (id) on delete cascade,
  tag_id uuid not null references tags (id) on delete cascade,
  primary key (contact_id, tag_id)
);
create index contact_tags_tag on contact_tags (tag_id);

alter table contacts
  -- Other numbers and addresses of theirs, in the order in which they were added.
  add column phones text[] not null default '{}',
  add column emails text[] not null default '{}',
  add column attributes jsonb not null default '{}',
  add column notes text,
  -- By channel: whether they agreed to be written to, who of the team noted it, and when.
  add column consents jsonb not null default '{}',
  -- By field: who changed it last and when, and what they did not know that they replaced.
  add column edits jsonb not null default '{}';
