-- What reports count, one row per service and per holding: said by service_steps and messages, kept
-- because a year of a large workspace is not read through in two seconds (the bench shows it).
-- Triggers keep it, so that whoever writes a step or a message keeps it, too.

create table service_times (
  service_id uuid primary key references services (id) on delete cascade,
  created_at timestamptz not null,
  -- The first start and who held it then, whatever became of it.
  started_at timestamptz,
  started_by uuid references users (id),
  finished_at timestamptz check (finished_at >= created_at),
  -- Who held it when it finished.
  finished_by uuid references users (id),
  -- The first message of the contact, and the first of a person here at or after it.
  heard_at timestamptz,
  answered_at timestamptz check (answered_at >= heard_at),
  answered_by uuid references users (id),
  check ((answered_at is null) = (answered_by is null))
);
create index service_times_created on service_times (created_at desc, service_id desc);
create index service_times_started on service_times (started_at desc, service_id desc)
  where started_at is not null;
create index service_times_finished on service_times (finished_at desc, service_id desc)
  where finished_at is not null;
create index service_times_answered on service_times (answered_at desc, service_id desc)
  where answered_at is not null;
create index service_times_life on service_times using gist (tstzrange(created_at, finished_at));

-- Who held it from when until when; no end: still.
create table service_holders (
  id bigint generated always as identity primary key,
  service_id uuid not null references services (id) on delete cascade,
  holder_id uuid not null references users (id),
  since timestamptz not null,
  until timestamptz check (until >= since)
);
create index service_holders_service on service_holders (service_id);
create unique index service_holders_now on service_holders (service_id) where until is null;
create index service_holders_since on service_holders (since);
create index service_holders_time on service_holders using gist (tstzrange(since, until));

-- Why they finished and what was thought of them, over a period.
create index services_finished on services (finished_at) where state = 'finished';

create function service_steps_tell_times() returns trigger language plpgsql as $$
declare
  moment timestamptz := new.at;
begin
  if new.kind = 'created' then
    insert into service_times (service_id, created_at)
    values (new.service_id, new.at) on conflict do nothing;
    return null;
  elsif new.kind = 'evaluated' then
    return null;
  elsif new.kind = 'started' then
    update service_times set started_at = greatest(new.at, created_at), started_by = new.holder_id
    where service_id = new.service_id and started_at is null;
  elsif new.kind = 'finished' then
    -- As the service itself has it: a clock that was set back between two steps is mended there.
    select coalesce(max(finished_at), new.at) into moment from services where id = new.service_id;
    update service_times set finished_at = greatest(moment, created_at), finished_by = new.holder_id
    where service_id = new.service_id and finished_at is null;
  end if;
  update service_holders set until = greatest(since, moment)
  where service_id = new.service_id and until is null;
  if new.kind <> 'finished' and new.holder_id is not null then
    insert into service_holders (service_id, holder_id, since)
    values (new.service_id, new.holder_id, moment);
  end if;
  return null;
end $$;
create trigger service_steps_tell_times after insert on service_steps
  for each row execute function service_steps_tell_times();

-- Messages that are said to or by the contact: no notes, no calls.
create function is_said(kind text) returns boolean language sql immutable parallel safe
  return kind not in ('note', 'call');

-- By quarters of an hour: every time zone of today begins its hours and days with one of them.
-- Several rows of one quarter add up; nobody waits for anybody, and now and then they are made one.
create table message_counts (
  quarter timestamptz not null,
  inbound bigint not null,
  outbound bigint not null
);
create index message_counts_quarter on message_counts (quarter);

create function quarter_of(at timestamptz) returns timestamptz language sql immutable parallel safe
  return date_bin(interval '15 minutes', at, timestamptz '2000-01-01 00:00:00+00');

create function service_times_listen(service uuid) returns void language sql as $$
  update service_times t set (heard_at, answered_at, answered_by) = (
    select heard.at, answer.sent_at, answer.author_id
    from (select min(sent_at) at from messages
          where service_id = service and direction = 'in' and is_said(kind)) heard
    left join lateral (
      select sent_at, author_id from messages
      where service_id = service and direction = 'out' and author_id is not null
        and is_said(kind) and sent_at >= heard.at
      order by sent_at, position limit 1) answer on true)
  where service_id = service
$$;

create function messages_tell_reports() returns trigger language plpgsql as $$
begin
  insert into message_counts (quarter, inbound, outbound)
  select quarter_of(sent_at), count(*) filter (where direction = 'in'),
         count(*) filter (where direction = 'out')
  from added where is_said(kind) group by 1;
  perform service_times_listen(early.service_id) from (
    select distinct a.service_id from added a join service_times t on t.service_id = a.service_id
    where a.direction = 'in' and is_said(a.kind) and (t.heard_at is null or a.sent_at < t.heard_at)
  ) early;
  update service_times t set answered_at = answer.sent_at, answered_by = answer.author_id
  from (
    select distinct on (a.service_id) a.service_id, a.sent_at, a.author_id
    from added a join service_times k on k.service_id = a.service_id
    where a.direction = 'out' and a.author_id is not null and is_said(a.kind)
      and a.sent_at >= k.heard_at and (k.answered_at is null or a.sent_at < k.answered_at)
    order by a.service_id, a.sent_at, a.position
  ) answer where t.service_id = answer.service_id;
  return null;
end $$;
create trigger messages_tell_reports after insert on messages
  referencing new table as added
  for each statement execute function messages_tell_reports();

create function messages_take_back_counts() returns trigger language plpgsql as $$
begin
  insert into message_counts (quarter, inbound, outbound)
  select quarter_of(sent_at), - count(*) filter (where direction = 'in'),
         - count(*) filter (where direction = 'out')
  from gone where is_said(kind) group by 1;
  return null;
end $$;
create trigger messages_take_back_counts after delete on messages
  referencing old table as gone
  for each statement execute function messages_take_back_counts();

-- Seldom: two services become one, or what could not be read at first turns out to be a call.
create function messages_changed_for_reports() returns trigger language plpgsql as $$
begin
  insert into message_counts (quarter, inbound, outbound)
  select quarter_of(at), coalesce(sum(n) filter (where direction = 'in'), 0),
         coalesce(sum(n) filter (where direction = 'out'), 0)
  from (values (old.sent_at, old.direction, old.kind, -1), (new.sent_at, new.direction, new.kind, 1))
    one (at, direction, kind, n)
  where is_said(kind) group by 1
  having coalesce(sum(n) filter (where direction = 'in'), 0) <> 0
      or coalesce(sum(n) filter (where direction = 'out'), 0) <> 0;
  perform service_times_listen(old.service_id);
  perform service_times_listen(new.service_id);
  return null;
end $$;
create trigger messages_changed_for_reports
  after update of service_id, kind, direction, sent_at, author_id on messages
  for each row
  when ((old.service_id, old.kind, old.direction, old.sent_at, old.author_id)
        is distinct from (new.service_id, new.kind, new.direction, new.sent_at, new.author_id))
  execute function messages_changed_for_reports();

-- What was there before.

insert into service_times (service_id, created_at, started_at, started_by, finished_at, finished_by)
select c.service_id, c.at,
       case when st.at is not null then greatest(st.at, c.at) end, st.holder_id,
       case when f.at is not null then greatest(f.at, c.at) end, f.holder_id
from (select distinct on (service_id) service_id, at from service_steps
      where kind = 'created' order by service_id, id) c
left join (select distinct on (service_id) service_id, at, holder_id from service_steps
           where kind = 'started' order by service_id, id) st on st.service_id = c.service_id
left join (select distinct on (step.service_id) step.service_id, coalesce(s.finished_at, step.at) at,
                  step.holder_id
           from service_steps step join services s on s.id = step.service_id
           where kind = 'finished' order by step.service_id, step.id) f on f.service_id = c.service_id;

insert into service_holders (service_id, holder_id, since, until)
select service_id, holder_id, moment, case when next is not null then greatest(moment, next) end
from (select service_id, holder_id, kind, moment,
             lead(moment) over (partition by service_id order by id) next
      from (select step.id, step.service_id, step.holder_id, step.kind,
                   case step.kind when 'finished' then coalesce(s.finished_at, step.at) else step.at end moment
            from service_steps step join services s on s.id = step.service_id
            where kind in ('started', 'transferred', 'returned', 'finished')) told) held
where kind <> 'finished' and holder_id is not null;

update service_times t set heard_at = heard.at
from (select service_id, min(sent_at) at from messages
      where direction = 'in' and is_said(kind) and service_id is not null group by 1) heard
where heard.service_id = t.service_id;
update service_times t set answered_at = answer.sent_at, answered_by = answer.author_id
from (select distinct on (m.service_id) m.service_id, m.sent_at, m.author_id
      from messages m join service_times k on k.service_id = m.service_id
      where m.direction = 'out' and m.author_id is not null and is_said(m.kind) and m.sent_at >= k.heard_at
      order by m.service_id, m.sent_at, m.position) answer
where answer.service_id = t.service_id;

insert into message_counts (quarter, inbound, outbound)
select quarter_of(sent_at), count(*) filter (where direction = 'in'),
       count(*) filter (where direction = 'out')
from messages where is_said(kind) group by 1;
