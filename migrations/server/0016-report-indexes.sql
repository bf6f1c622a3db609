-- As the plans for a million services want them: a year's figures are read from indexes alone.
drop index service_times_started, service_times_answered, service_times_finished;
create index service_times_started on service_times (started_at desc, service_id desc)
  include (started_by, created_at) where started_at is not null;
create index service_times_answered on service_times (answered_at desc, service_id desc)
  include (answered_by, heard_at) where answered_at is not null;
create index service_times_finished on service_times (finished_at desc, service_id desc)
  include (finished_by, started_at) where finished_at is not null;

drop index services_finished;
create index services_finished on services (finished_at desc, id desc)
  include (attendant_id, finish_reason, evaluation_score, evaluation_asked_at)
  where state = 'finished';
create index services_finished_by on services (attendant_id, finished_at desc, id desc)
  where state = 'finished';
create index services_scored on services (evaluation_score, finished_at desc, id desc)
  where evaluation_score is not null;
create index services_conversation on services (conversation_id, created_at desc, id desc);

-- Held before by the same one: only such a holding may count a service twice.
alter table service_holders add column again boolean not null default false;
update service_holders h set again = true
where exists (select from service_holders e
              where e.service_id = h.service_id and e.holder_id = h.holder_id and e.id < h.id);
drop index service_holders_since;
create index service_holders_since on service_holders (since) include (holder_id);
create index service_holders_again on service_holders (since) where again;

create function service_holders_again() returns trigger language plpgsql as $$
begin
  new.again := exists (select from service_holders e
                       where e.service_id = new.service_id and e.holder_id = new.holder_id);
  return new;
end $$;
create trigger service_holders_again before insert on service_holders
  for each row execute function service_holders_again();
