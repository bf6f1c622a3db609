alter table contacts add column picture_id text;
create index contacts_of_picture on contacts (picture_id) where picture_id is not null;
