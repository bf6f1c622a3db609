-- Named filters of the list of services: an admin's own, or shared by all admins.
create table service_views (
  id uuid primary key,
  owner_id uuid not null references users (id) on delete cascade,
  name text not null check (name <> '' and length(name) <= 60),
  shared boolean not null,
  filter jsonb not null
);
create unique index service_views_name on service_views (owner_id, lower(name));
create index service_views_shared on service_views (id) where shared;
