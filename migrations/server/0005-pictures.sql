-- A picture of a contact is kept like any file that WhatsApp has for us.
alter table attachments add column picture boolean not null default false;
create index attachments_pictures on attachments (id) where picture;

alter table contacts
  add column picture_id uuid references attachments (id),
  -- WhatsApp's own name for the picture: the same again is not fetched again.
  add column picture_name text,
  add check ((picture_id is null) = (picture_name is null));
create unique index contacts_picture on contacts (picture_id) where picture_id is not null;
