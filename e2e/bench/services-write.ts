/** Years of a large workspace, written by SQL: services with their steps, and messages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from '#server/platform/postgres/pool.ts';

export const messagesEach = 20;
const contactsPerService = 10;
const days = 400;
const unfinished = 500;

const folder = join(import.meta.dirname, '../../migrations/server');

/** What the migration says about a database that had services before: the same for these. */
const reckoning = (): string =>
  readFileSync(join(folder, '0014-reports.sql'), 'utf8').split('-- What was there before.')[1] ??
  '';

type Index = { name: string; text: string };

/** Those of messages are made when these are there: it takes a tenth of the time. */
async function withoutIndexes(pool: Pool, work: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<Index>(
    `select indexname "name", indexdef "text" from pg_indexes
     where tablename = 'messages' and indexname <> 'messages_pkey'`,
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  await pool.query('alter table messages drop constraint messages_pkey cascade');
  await work();
  await pool.query('alter table messages add primary key (id)');
  for (const { text } of rows) await pool.query(text);
}

/** Never run against anything but a database of the bench's own. */
export async function writeServices(
  pool: Pool,
  services: number,
  say: (text: string) => void,
): Promise<void> {
  const count = Math.trunc(services);
  const contacts = Math.ceil(count / contactsPerService);
  const step = async (name: string, text: string) => {
    const began = performance.now();
    await pool.query(text);
    say(`${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  };
  const triggers = (what: 'disable' | 'enable') =>
    step(
      `triggers ${what}d`,
      `alter table messages ${what} trigger all; alter table service_steps ${what} trigger all;
       alter table services ${what} trigger all`,
    );
  await triggers('disable');
  await step(
    'people',
    `insert into users (id, name, email, role)
     select md5('user' || n)::uuid, 'Atendente ' || n, 'a' || n || '@example.com',
            case when n = 0 then 'admin' else 'attendant' end from generate_series(0, 40) n;
     insert into teams (id, name) select md5('team' || n)::uuid, 'Equipe ' || n
     from generate_series(0, 3) n;
     insert into tags (id, name, hue) select md5('tag' || n)::uuid, 'Etiqueta ' || n, n % 8
     from generate_series(0, 9) n;
     insert into contacts (id, name, phone, created_at)
     select md5('contact' || n)::uuid, 'Contato ' || n, '+5511' || 900000000 + n, now()
     from generate_series(0, ${contacts - 1}) n;
     insert into conversations (id, contact_id, last_position, last_activity_at)
     select md5('conversation' || n)::uuid, md5('contact' || n)::uuid, 0, now()
     from generate_series(0, ${contacts - 1}) n`,
  );
  // Waits of minutes, durations of up to an hour and a half, some over night; ms as in a real one.
  await step(
    'services planned',
    `select setseed(0.5);
     create table plan as
     select n, md5('service' || n)::uuid id, md5('conversation' || n % ${contacts})::uuid conversation,
            n / ${contacts} visit, at created, at + wait started, at + wait + long finished,
            md5('user' || 1 + n % 40)::uuid holder_a, md5('user' || 1 + (n * 7 + 3) % 40)::uuid holder_b,
            dice < 0.15 transferred, dice > 0.95 returned, n >= ${count - unfinished} fresh, dice
     from (select n, random() dice,
                  date_trunc('milliseconds', now() - make_interval(secs =>
                    (${days * 86_400} * (1 - n / ${count}::float8)) + 60)) at,
                  date_trunc('milliseconds', make_interval(secs => 20 + 600 * random() ^ 3)) wait,
                  date_trunc('milliseconds', make_interval(secs => 60 + 5000 * random() ^ 2
                    + case when random() < 0.03 then 40000 else 0 end)) long
           from generate_series(0, ${count - 1}) n) one`,
  );
  await step(
    'services',
    `insert into services (id, conversation_id, state, attendant_id, created_at, started_at, finished_at,
                           finish_reason, last_interaction_at, team_id, evaluation_score, evaluated_at,
                           evaluation_asked_at)
     select id, conversation, case when not fresh then 'finished' when n % 2 = 0 then 'open' else 'waiting' end,
            case when fresh then case when n % 2 = 0 then holder_a end
                 when transferred then holder_b else holder_a end,
            created, case when not fresh or n % 2 = 0 then started end,
            case when not fresh then finished end,
            case when not fresh then case when dice < 0.8 then 'attendant' else 'inactivity' end end,
            created, case when n % 3 = 0 then md5('team' || n % 4)::uuid end,
            case when not fresh and n % 5 < 2 then 1 + floor(sqrt(dice) * 5) end,
            case when not fresh and n % 5 < 2 then finished + interval '5 minutes' end,
            case when not fresh then finished end
     from plan order by n;
     insert into service_tags select id, md5('tag' || n % 10)::uuid from plan where n % 6 = 0`,
  );
  await step(
    'steps',
    `insert into service_steps (service_id, kind, actor_id, holder_id, at)
     select id, kind, holder, holder, at
     from (select n, 1 nth, id, 'created' kind, null::uuid holder, created at from plan
           union all select n, 2, id, 'started', holder_a, started from plan where not fresh or n % 2 = 0
           union all select n, 3, id, 'returned', null, started + (finished - started) * 0.3 from plan
           where returned and not fresh
           union all select n, 4, id, 'started', holder_a, started + (finished - started) * 0.5 from plan
           where returned and not fresh
           union all select n, 5, id, 'transferred', holder_b, started + (finished - started) * 0.6
           from plan where transferred and not fresh
           union all select n, 6, id, 'finished', case when transferred then holder_b else holder_a end, finished
           from plan where not fresh) told
     order by n, nth`,
  );
  await withoutIndexes(pool, async () => {
    await step(
      'messages',
      `insert into messages (id, conversation_id, service_id, position, direction, kind, text, author_id,
                             status, sent_at)
       select gen_random_uuid(), conversation, id, visit * ${messagesEach} + p + 1,
              case when p % 2 = 0 then 'in' else 'out' end, 'text',
              case when p < 2 then 'Mensagem ' || n % 5000 || ' sobre o pedido ' || n end,
              case when p % 2 = 1 and p > 1 then holder_a end, case when p % 2 = 1 then 'read' end,
              created + (finished - created) * (p / ${messagesEach}::float8)
       from plan, generate_series(0, ${messagesEach - 1}) p order by n, p`,
    );
    say('indexes of messages ...');
  });
  await triggers('enable');
  await step('vacuum', 'vacuum (analyze) services');
  await step('vacuum messages', 'vacuum (analyze) messages');
  await step('what reports count, reckoned anew as the migration does', reckoning());
  await step('plan dropped', 'drop table plan');
  await step('vacuum all', 'vacuum (analyze)');
}
