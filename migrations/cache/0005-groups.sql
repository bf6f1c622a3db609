alter table contacts add column is_group integer not null default 0;
