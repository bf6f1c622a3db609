/** What triggers keep is what the migration reckons, whatever happens to steps and messages. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrationsFolder } from '../platform/postgres/migrate.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { gatherMessageCounts } from './reports.ts';
import { attendants, histories, write } from './test-histories.ts';

let at: TestDatabase;
let reckoning: string;

beforeAll(async () => {
  at = await testDatabase();
  await at.pool.query(
    `insert into users (id, name, email, role)
     select id, 'A' || n, n || '@example.com', 'admin' from unnest($1::uuid[]) with ordinality one (id, n)`,
    [attendants],
  );
  const read = (file: string) => readFile(join(migrationsFolder, file), 'utf8');
  const first = (await read('0014-reports.sql')).split('-- What was there before.')[1] ?? '';
  // Without the triggers' mark, as it was then.
  const marked = /^update service_holders[^;]+;/m.exec(await read('0016-report-indexes.sql'))?.[0];
  reckoning = `alter table service_holders disable trigger service_holders_again; ${first};
    ${marked}; alter table service_holders enable trigger service_holders_again`;
  expect(reckoning).toContain('insert into service_times');
});
afterAll(() => at.drop());

async function kept() {
  const read = async (text: string) => (await at.pool.query(text)).rows;
  return {
    times: await read('select * from service_times order by service_id'),
    holders: await read(
      'select service_id, holder_id, since, until, again from service_holders order by service_id, id',
    ),
    counts: await read(
      `select quarter, sum(inbound) inbound, sum(outbound) outbound from message_counts
       group by 1 having sum(inbound) <> 0 or sum(outbound) <> 0 order by 1`,
    ),
  };
}

/** As if these tables had come only now. */
async function reckoned() {
  await at.pool.query('truncate service_times, service_holders, message_counts');
  await at.pool.query(reckoning);
  return kept();
}

it('for random histories', async () => {
  const history = histories('2026-10-25T01:00:00Z');
  await fc.assert(
    fc.asyncProperty(history, async ({ all }) => {
      await write(at.pool, all);
      const before = await kept();
      expect(before.times).toHaveLength(all.length);
      expect(await reckoned()).toEqual(before);
    }),
    { numRuns: 15 },
  );
});

it('when services become one, a message turns out to be a call, another comes late or goes', async () => {
  const history = histories('2026-10-25T01:00:00Z');
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async ({ all }, nth) => {
      await write(at.pool, all);
      const [one, other] = [all[nth % all.length], all[(nth + 1) % all.length]];
      await at.pool.query('update messages set service_id = $1 where service_id = $2', [
        one?.id,
        other?.id,
      ]);
      await at.pool.query(
        `update messages set kind = 'call' where id in (
           select id from messages order by sent_at, position limit 1)`,
      );
      await at.pool.query(
        `insert into messages (id, conversation_id, service_id, position, direction, kind, sent_at)
         select gen_random_uuid(), conversation_id, id, 1000, 'in', 'text', created_at - interval '1 hour'
         from services where id = $1`,
        [one?.id],
      );
      const before = await kept();
      expect(await reckoned()).toEqual(before);
      await at.pool.query('delete from messages where kind = $1 or position > 1', ['call']);
      const { counts } = await kept();
      expect((await reckoned()).counts).toEqual(counts);
    }),
    { numRuns: 10 },
  );
});

it('gathering makes one row of a quarter and changes no sum', async () => {
  const [history] = fc.sample(histories('2026-10-25T01:00:00Z'), { numRuns: 1, seed: 7 });
  await write(at.pool, history?.all ?? []);
  const before = await kept();
  await Promise.all([gatherMessageCounts(at.pool), gatherMessageCounts(at.pool)]);
  expect(await kept()).toEqual(before);
  const { rows } = await at.pool.query(
    'select from message_counts group by quarter having count(*) > 1',
  );
  expect(rows).toEqual([]);
});
