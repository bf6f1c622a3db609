-- Conversations that became part of another one: what was given for them offline is meant for that.
create table merged_conversations (
  id uuid primary key,
  merged_into uuid not null references conversations (id) on delete cascade
);
create index merged_conversations_into on merged_conversations (merged_into);
