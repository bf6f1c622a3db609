/**
 * Reports and the list over a large workspace. RECADO_BENCH_SERVICES (1,000,000) says how large, with
 * 20 messages each; RECADO_BENCH_FOLDER keeps the database there and uses it again.
 */
import { existsSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '#server/platform/postgres/embedded.ts';
import { migrate } from '#server/platform/postgres/migrate.ts';
import { openPool, type Pool } from '#server/platform/postgres/pool.ts';
import { listServices, soughtBy } from '#server/reports/list.ts';
import { countServices } from '#server/reports/list-store.ts';
import { servicesReport } from '#server/reports/reports.ts';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { freshFolder } from '../programs.ts';
import { below, figure, quantile } from './figures.ts';
import { messagesEach, writeServices } from './services-write.ts';

const promised = 1_000_000;
const bytesEach = 12_000;
const wanted = Number(process.env.RECADO_BENCH_SERVICES ?? promised);
const kept = process.env.RECADO_BENCH_FOLDER;
const folder = kept ?? freshFolder('reports');
const free = statfsSync(folder);
const room = Math.floor((free.bavail * free.bsize * 0.7) / bytesEach);
const services = Math.min(wanted, room);
if (services < wanted) console.log(`The disk has room for ${services} of ${wanted} services.`);

const log = { info: () => {}, warn: (_: object, text: string) => console.warn(text) };
/** Written without a net; measured as the product runs. */
const writing = {
  ...{ fsync: 'off', wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '8GB' },
  ...{ maintenance_work_mem: '512MB', synchronous_commit: 'off', autovacuum: 'off' },
};
const place = join(folder, 'postgres');
const writer = await startEmbedded({ folder: place, log, settings: writing });
const early = openPool(writer.url, { max: 1 });
await migrate(early);
const { rows } = await early.query<{ count: number }>('select count(*) from services');
if (rows[0]?.count === 0) await writeServices(early, services, console.log);
await early.end();
await writer.stop();

const postgres = await startEmbedded({ folder: place, log });
/** A report reads in two lanes: these are their connections. */
const pool: Pool = openPool(postgres.url, { max: 2 });
const there = (await pool.query<{ count: number }>('select count(*) from services')).rows[0]?.count;
figure('services, with 20 messages each', there ?? 0, '', {
  ...{ limit: `>= ${promised}`, met: there === undefined || there >= promised },
});
figure('factor to the promised size', promised / (there ?? 1), '×');

/** Milliseconds: the median and the slowest of several, after one that warms. */
async function timed(times: number, work: () => Promise<unknown>) {
  await work();
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return { median: quantile(took, 0.5), slowest: Math.max(...took) };
}

const day = 86_400_000;
const today = Math.floor(Date.now() / day) * day;
const at = (daysAgo: number) => new Date(today - daysAgo * day).toISOString();
const month = { from: at(40), to: at(10) };
const year = { from: at(370), to: at(5) };
const reports = { pool, now: () => new Date() };
const counted = async (query: string, values: unknown[]) =>
  (await timed(3, () => pool.query(query, values))).median;

async function processes(): Promise<number[]> {
  const lanes = await Promise.all([pool.connect(), pool.connect()]);
  const pids: number[] = [];
  for (const lane of lanes) {
    pids.push((await lane.query<{ pid: number }>('select pg_backend_pid() pid')).rows[0]?.pid ?? 0);
    lane.release();
  }
  return pids;
}
/** Milliseconds that each process has computed; null where the system does not tell. */
const computed = (pids: number[]): number[] | null =>
  existsSync('/proc/self/stat')
    ? pids.map((pid) => {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        return (Number(fields[11]) + Number(fields[12])) * 10;
      })
    : null;

for (const [name, period, limit] of [
  ['a month', month, 300],
  ['a year', year, 2_000],
] as const) {
  const all = await timed(5, () => servicesReport(reports, period));
  below(`every figure of ${name}, in one answer`, all.median, 'ms', limit);
  figure('the same, the slowest of five', all.slowest, 'ms');
  const pids = await processes();
  const before = computed(pids);
  await servicesReport(reports, period);
  const after = computed(pids);
  if (before && after) {
    // What it takes where nothing else runs: machines that benches share are rarely idle.
    const longer = Math.max(...after.map((ms, n) => ms - (before[n] ?? 0)));
    below(`processor time of ${name}, the longer of two lanes`, longer, 'ms', limit);
  }
  // The raw limit: the rows that are counted, read once and nothing done with them.
  const raw = await counted(
    'select count(*) from service_times where created_at >= $1 and created_at < $2',
    [period.from, period.to],
  );
  figure(`ratio: to one count of the services of ${name}`, all.median / raw, '×');
  const steps = await counted(
    `select count(*), count(distinct service_id) from (
       select service_id, holder_id, at, lead(at) over (partition by service_id order by id) until
       from service_steps) held
     where holder_id is not null and at < $2 and (until is null or until > $1)`,
    [period.from, period.to],
  );
  figure(`one figure of ${name} from the steps themselves (open per attendant)`, steps, 'ms');
  const messages = await counted(
    'select direction, count(*) from messages where sent_at >= $1 and sent_at < $2 group by 1',
    [period.from, period.to],
  );
  figure(`one figure of ${name} from the messages themselves (volume)`, messages, 'ms');
}

const someone = '(select id from users where name = $1)';
const { rows: people } = await pool.query<{ id: string }>(`select ${someone} id`, ['Atendente 7']);
const attendantId = people[0]?.id ?? '';
const { rows: tagged } = await pool.query<{ id: string }>(
  'select id from tags order by name limit 1',
);
const lists: [string, ServiceFilter][] = [
  ['latest', {}],
  ['finished in a month by one', { by: 'finished', attendantId, ...month }],
  ['open in a month', { by: 'open', ...month }],
  ['open in a month, held by one', { by: 'open', attendantId, ...month }],
  ['answered in a month by one', { by: 'answered', attendantId, ...month }],
  ['finished in a year with score 1', { by: 'finished', score: 1, ...year }],
  ['finished in a month, nobody', { by: 'finished', attendantId: 'nobody', ...month }],
  ['of a tag, never asked, in a month', { tagId: tagged[0]?.id ?? '', asked: false, ...month }],
  ['Sundays at three in a year', { weekday: 7, hour: 3, ...year }],
  ['of one contact', { contact: '+5511900000077' }],
  ['words that one has', { text: 'pedido 123456' }],
  ['words that 200 have', { text: 'mensagem 4321' }],
  ['a contact by name', { text: 'contato 4321' }],
];
const pages: number[] = [];
for (const [name, filter] of lists) {
  const first = await timed(3, () =>
    listServices(reports, filter, { limit: 50, cursor: undefined }),
  );
  pages.push(first.median);
  below(`a page of the list: ${name}`, first.median, 'ms', 100);
}
// The last page of a month: everything before it was leafed through.
let cursor: string | undefined;
let last = 0;
for (let leaf = 0; leaf < 40; leaf += 1) {
  const began = performance.now();
  const page = await listServices(reports, { by: 'open', ...month }, { limit: 200, cursor });
  last = Math.max(last, performance.now() - began);
  if (!page.nextCursor) break;
  cursor = page.nextCursor;
}
below('the slowest of forty pages of 200, leafed through', last, 'ms', 100);
const byId = await counted('select * from services order by created_at desc limit 50', []);
figure('ratio: the median page to fifty rows without names', quantile(pages, 0.5) / byId, '×');
const count = await timed(3, async () =>
  countServices(pool, await soughtBy(pool, { by: 'finished', ...month }, new Date())),
);
figure('counting the list of a month', count.median, 'ms');
figure('messages', (there ?? 0) * messagesEach, '');

await pool.end();
await postgres.stop();
if (!kept) rmSync(folder, { recursive: true, force: true });
