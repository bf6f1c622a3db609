/** From a contact's phone to the attendants' sockets: how soon, and how many. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { addAttendant, postgresOf, type Server, signIn, startServer } from '../programs.ts';
import { allArrived, contactsWrite, delays, type Listener, listen } from './contacts-write.ts';
import { atLeast, below, figure, quantile } from './figures.ts';

const consoles = 20;
const seconds = Number(process.env.RECADO_BENCH_SECONDS ?? 60);

const residentMb = (server: Server): number => {
  const status = readFileSync(`/proc/${server.program().child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
};

/** What its scripts hold: low right after a collection, whatever room the engine keeps for itself. */
async function heldMb(server: Server): Promise<number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  const bytes = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1];
  return Number(bytes ?? Number.NaN) / 1024 / 1024;
}

/** The raw limit: one row a transaction over ten connections, on the very database of the server. */
async function rawInserts(server: Server): Promise<number> {
  const pool = new pg.Pool({ connectionString: postgresOf(server), max: 10 });
  await pool.query('create table bench_raw (id bigint generated always as identity, text text)');
  const until = performance.now() + 5_000;
  let count = 0;
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      while (performance.now() < until) {
        await pool.query('insert into bench_raw (text) values ($1)', ['olá, tudo bem?']);
        count += 1;
      }
    }),
  );
  await pool.query('drop table bench_raw');
  await pool.end();
  return count / 5;
}

const server = await startServer();
const listeners: Listener[] = [];
try {
  const token = await signIn(server, await addAttendant(server, 'Ana'));
  for (let n = 0; n < consoles; n += 1) listeners.push(await listen(server.address, token));

  const warm = contactsWrite(server.address, {
    perSecond: 40,
    seconds: 5,
    contacts: 200,
    tag: 'warm',
  });
  await allArrived(warm, listeners);
  const calm = contactsWrite(server.address, {
    perSecond: 40,
    seconds: 20,
    contacts: 200,
    tag: 'calm',
  });
  await allArrived(calm, listeners);
  const took = delays(calm, listeners);
  below('40 messages/s, 20 consoles: phone to socket, p50', quantile(took, 0.5), 'ms', 10);
  below('40 messages/s, 20 consoles: phone to socket, p95', quantile(took, 0.95), 'ms', 20);

  const raw = await rawInserts(server);
  figure('raw single-row insert transactions, same run', raw, '/s');

  await pause(1_000);
  const memory: number[] = [];
  const watch = setInterval(
    () =>
      void heldMb(server).then(
        (held) => memory.push(held),
        () => {},
      ),
    250,
  );
  const begun = performance.now();
  const load = contactsWrite(server.address, {
    perSecond: 1_000,
    seconds,
    contacts: 2_000,
    tag: 'load',
  });
  await allArrived(load, listeners);
  const rate = (1_000 * seconds) / ((performance.now() - begun) / 1_000);
  clearInterval(watch);
  const late = delays(load, listeners);
  atLeast(`1,000 messages/s for ${seconds} s, 20 sockets: sustained`, rate, '/s', 970);
  figure('the same, to raw single-row inserts', rate / raw, 'x');
  figure('the same: phone to socket, p50', quantile(late, 0.5), 'ms');
  below('the same: the latest message', quantile(late, 1), 'ms', 1_000);
  const third = Math.floor(memory.length / 3);
  const least = (all: number[]) => Math.min(...all);
  below(
    'the same: what the server holds at the least, last third above the middle one',
    least(memory.slice(2 * third)) - least(memory.slice(third, 2 * third)),
    'MB',
    10,
  );
  figure('the same: what the server holds at the least', least(memory.slice(2 * third)), 'MB');
  figure('the same: memory of its process at the end', residentMb(server), 'MB');
} finally {
  for (const { socket } of listeners) socket.disconnect();
  await server.close();
}
