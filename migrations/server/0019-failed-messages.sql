-- Few of very many: the overview counts those of today every few seconds.
create index messages_failed on messages (sent_at) where failure is not null;
