import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type HolderDeps, openHolder } from './holder.ts';
import { type TestDatabase, testDatabase } from './postgres/test-database.ts';
import { keptLog } from './test-log.ts';
import { until } from './test-waiting.ts';
import { wireToDatabase } from './test-wire.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** A server that notes what it is told. */
function contender({ url = database.url, askAgainMs = 50, whenGained = () => {} } = {}) {
  const told: string[] = [];
  let answers = 0;
  const hears = (word: string) => () => void told.push(word);
  const deps: HolderDeps = {
    log: keptLog().log,
    askAgainMs,
    gained: () => {
      hears('gained')();
      whenGained();
    },
    lost: hears('lost'),
    elsewhere: hears('elsewhere'),
    asked: () => {
      answers += 1;
    },
  };
  const holder = openHolder(url, deps);
  onTestFinished(() => holder.close());
  return {
    told,
    answers: () => answers,
    holds: () => told.findLast((word) => word !== 'elsewhere') === 'gained',
    close: () => holder.close(),
  };
}

/** Ends the connections that hold the lock or wait for it. */
const kill = (which: 'the holder' | 'all') =>
  database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'recado-session'
       and ($1 or pid in (select pid from pg_locks where locktype = 'advisory' and granted))`,
    [which === 'all'],
  );

test('one of two gets it, the other is told that it is elsewhere', async () => {
  const one = contender();
  await until(one.holds);
  const two = contender();
  await until(() => two.answers() > 3 && one.answers() > 3);
  expect(one.told).toEqual(['gained']);
  expect(new Set(two.told)).toEqual(new Set(['elsewhere']));
});

test('its connection killed, it has lost it, and gains it again', async () => {
  const one = contender({ askAgainMs: 60_000 });
  await until(one.holds);
  await kill('the holder');
  await until(() => one.told.length === 3);
  expect(one.told).toEqual(['gained', 'lost', 'gained']);
});

test('closed, it hands over within a moment, and is told no more', async () => {
  const one = contender();
  await until(one.holds);
  const two = contender();
  await until(() => two.told.includes('elsewhere'));
  const start = performance.now();
  await one.close();
  await until(two.holds);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(one.told).toEqual(['gained']);
});

test('closed before Postgres has answered, it neither gains it nor keeps it from another', async () => {
  const one = contender();
  await one.close();
  const two = contender();
  await until(two.holds);
  expect(one.told).toEqual([]);
});

test.each(['refuses', 'says nothing'])(
  'while Postgres %s it has lost it, asks again, and gains it once Postgres is back',
  async (how) => {
    const { wire, url } = await wireToDatabase(database.url);
    const one = contender({ url });
    await until(one.holds);
    const start = performance.now();
    if (how === 'refuses') await wire.cut();
    else wire.mute();
    await until(() => !one.holds());
    // Before Postgres gives it to another: that is after 11 s of silence.
    expect(performance.now() - start).toBeLessThan(how === 'refuses' ? 1_000 : 6_000);
    const before = one.answers();
    await wire.mend();
    await until(one.holds);
    expect(one.told).toEqual(['gained', 'lost', 'gained']);
    expect(one.answers()).toBeGreaterThan(before);
  },
);

test('with Postgres away at its start it asks until it has an answer', async () => {
  const { wire, url } = await wireToDatabase(database.url);
  await wire.cut();
  const one = contender({ url });
  await until(async () => (await database.pool.query('select 1')).rowCount === 1);
  expect(one.told).toEqual([]);
  await wire.mend();
  await until(one.holds);
  expect(one.told).toEqual(['gained']);
});

test('two never hold it at once, whoever is killed', async () => {
  let most = 0;
  const holding = (): number => both.filter((one) => one.holds()).length;
  const whenGained = () => {
    most = Math.max(most, holding());
  };
  const both = [1, 2].map(() => contender({ askAgainMs: 1, whenGained }));
  const losses = () => both.flatMap((one) => one.told).filter((word) => word === 'lost').length;
  for (let round = 0; round < 20; round += 1) {
    await until(() => holding() === 1);
    const before = losses();
    await kill(round % 4 === 3 ? 'all' : 'the holder');
    await until(() => losses() > before);
  }
  expect(most).toBe(1);
});
