/**
 * Nothing lost, nothing doubled: thousands of messages both ways while the server, the console's
 * core, Postgres, the WhatsApp session, the disk and the network die at random (seeded) moments; then the phones, the
 * database and the caches are compared.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessagePage, ShownMessage } from '#shared/contract/bridge.ts';
import { type Headless, openHeadless, Unanswered } from './bridge.ts';
import { type Cable, layCable } from './cable.ts';
import { canFillDisk, fillDisk, freeDisk } from './full-disk.ts';
import {
  addAttendant,
  admin,
  phone,
  postgresOf,
  rest,
  type Server,
  signIn,
  startServer,
} from './programs.ts';

const seed = Number(process.env.RECADO_SEED ?? 20_261_120);
const conversations = 10;
const each = 200;
const deaths = 16;
const ways = [
  'server',
  'core',
  'postgres',
  'network',
  'session',
  'server and postgres',
  'server with a full journal',
  ...(canFillDisk ? ['disk'] : []),
];

let server: Server;
let cable: Cable;
let desk: Headless;
beforeAll(async () => {
  server = await startServer();
  cable = await layCable(server.address);
  desk = await openHeadless(cable.address);
});
afterAll(async () => {
  await desk?.close();
  await cable?.close();
  await server?.close();
});

/** mulberry32: the same deaths at the same moments for the same seed. */
function dice(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Until it succeeds: the server may be dead just now. What is asked must do no harm twice. */
async function stubborn<T>(work: () => Promise<T>, tries = 600): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      tries -= 1;
      if (tries === 0) throw error;
      await pause(100);
    }
  }
}

const until = (what: string, isSo: () => Promise<boolean>) =>
  stubborn(async () => {
    if (!(await isSo())) throw new Error(`not yet: ${what}`);
  }, 1_200);

function killPostgres(): void {
  try {
    const file = join(server.folder, 'postgres', 'data', 'postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
  } catch (error) {
    // It died just now, and has not been started again.
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function journaled(): Promise<number> {
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  return Number(/^recado_journal_events (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN);
}

/**
 * Postgres takes no message, so what phones write waits in the journal; the session is dropped, and
 * the server killed, in the middle of that.
 */
async function killWithFullJournal(
  write: () => Promise<unknown>,
  drop: () => Promise<unknown>,
): Promise<void> {
  // Killed itself just now, Postgres is there again soon.
  const lock = await stubborn(async () => {
    const client = new Client({ connectionString: postgresOf(server) });
    client.on('error', () => {});
    await client.connect();
    await client.query('begin; lock table messages in access exclusive mode');
    return client;
  });
  await write();
  await until('the journal has something', async () => (await journaled()) > 0);
  await drop();
  await server.kill();
  await lock.end().catch(() => {});
  await server.start();
}

/** Each as often as the others, in an order that the seed decides. */
function deck(roll: () => number): string[] {
  const left = Array.from({ length: deaths }, (_, n) => ways[n % ways.length] ?? '');
  return Array.from(
    { length: deaths },
    () => left.splice(Math.floor(roll() * left.length), 1)[0] ?? '',
  );
}

async function cachedMessages(of: Headless, conversationId: string): Promise<ShownMessage[]> {
  const all: ShownMessage[] = [];
  let before: number | null = null;
  for (;;) {
    const page: MessagePage = await of.call('messages', { conversationId, before, limit: 200 });
    all.unshift(...page.messages);
    before = page.messages[0]?.position ?? null;
    if (!page.more || before === null) return all;
  }
}

it('loses and doubles nothing while everything dies', async () => {
  const person = await addAttendant(server, 'Ana');
  const phones = Array.from({ length: conversations }, (_, n) => phone(server, `551193000000${n}`));
  for (const one of phones) await one.write('oi', { id: 'first' });
  await desk.call('signIn', {
    server: cable.address,
    email: person.email,
    password: person.password,
  });
  await until(
    'every conversation is here',
    async () => (await desk.call('conversations', {})).length === conversations,
  );
  const places = new Map<
    string,
    { conversationId: string; accepted: string[]; unsure: Set<string> }
  >();
  for (const { conversation, contact, service } of await desk.call('conversations', {})) {
    if (!service) throw new Error('no service');
    const conversationId = conversation.id;
    await desk.call('perform', {
      intent: { type: 'startService', conversationId, serviceId: service.id },
    });
    places.set(contact.phone ?? '', { conversationId, accepted: [], unsure: new Set() });
  }
  await until('every service is started', async () => {
    const all = await desk.call('conversations', {});
    return all.every(({ service, pending }) => service?.state === 'open' && !pending);
  });

  // Everything that the driver hands over comes twice, all the while.
  const faults = (what: object) =>
    stubborn(() => rest(server, null, 'POST', '/simulator/faults', what));
  await faults({ duplicate: true });
  const inbound = phones.map(async (one) => {
    for (let n = 1; n <= each; n += 1) {
      await stubborn(() => one.write(`in ${n}`, { id: `in-${n}` }));
      await pause(40);
    }
  });
  const outbound = [...places.values()].map(async (place) => {
    for (let n = 1; n <= each; n += 1) {
      const text = `out ${n}`;
      try {
        await desk.call('perform', {
          intent: {
            type: 'sendMessage',
            conversationId: place.conversationId,
            messageId: newId(),
            kind: 'text',
            text,
          },
        });
        place.accepted.push(text);
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        place.unsure.add(text);
        await pause(200);
      }
      await pause(40);
    }
  });

  const roll = dice(seed);
  const died: string[] = [];
  // Whatever the others have left to write, something comes in then.
  const outsider = phone(server, '5511930009999');
  let extra = 0;
  const chaos = (async () => {
    for (const what of deck(roll)) {
      await pause(300 + roll() * 900);
      died.push(what);
      if (what === 'session') await faults({ drop: true });
      else if (what === 'server' || what === 'server and postgres') {
        if (what !== 'server') killPostgres();
        await server.kill();
        await pause(roll() * 400);
        await server.start();
        await faults({ duplicate: true });
      } else if (what === 'server with a full journal') {
        extra += 1;
        await killWithFullJournal(
          () => stubborn(() => outsider.write(`extra ${extra}`, { id: `extra-${extra}` })),
          () => faults({ drop: true }),
        );
        await faults({ duplicate: true });
      } else if (what === 'disk') {
        fillDisk(server.program());
        await pause(roll() * 800);
        freeDisk(server.program());
      } else if (what === 'core') await desk.killAndRestart();
      else if (what === 'postgres') killPostgres();
      else {
        cable.cut();
        await pause(roll() * 800);
        cable.mend();
      }
    }
  })();
  await Promise.all([...inbound, ...outbound, chaos]);
  console.log(`seed ${seed}: ${died.join(', ')}`);

  // Everything that was accepted goes out by itself now.
  await desk.call('reconnect', {});
  let waiting = Number.NaN;
  await until('the outbox is empty', async () => {
    const { sync } = await desk.call('open', {});
    waiting = sync.waiting;
    return sync.connection === 'online' && waiting === 0;
  });
  const fresh = await openHeadless(server.address);
  const token = await stubborn(() => signIn(server, admin));
  try {
    await fresh.call('signIn', {
      server: server.address,
      email: person.email,
      password: person.password,
    });
    await until(
      'a new console is current',
      async () => (await fresh.call('open', {})).sync.connection === 'online',
    );
    for (const one of phones) {
      const place = places.get(`+${one.number}`);
      if (!place) throw new Error('no place');
      const { accepted, unsure, conversationId } = place;
      const inTexts = ['oi', ...Array.from({ length: each }, (_, n) => `in ${n + 1}`)];
      const outShown = async () =>
        (await one.shows())
          .filter((message) => !message.fromContact)
          .map((message) => message.text);
      await until(`phone ${one.number} shows what was accepted`, async () => {
        const shown = new Set(await outShown());
        return accepted.every((text) => shown.has(text));
      });
      // The phone: what was accepted, once, in the order given; what nobody knows of, once at most.
      const out = await outShown();
      expect(new Set(out).size).toBe(out.length);
      expect(out.filter((text) => !unsure.has(text))).toEqual(accepted);
      const inbox = (await one.shows()).filter((message) => message.fromContact);
      expect(inbox.map((message) => message.text)).toEqual(inTexts);

      // The database, over REST.
      const stored: { direction: string; text: string; status?: string; id: string }[] = [];
      const { items } = await rest<{ items: { id: string }[] }>(
        server,
        token,
        'GET',
        `/api/v1/services?contact=${one.number}`,
      );
      expect(items).toHaveLength(1);
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { items: typeof stored; nextCursor: string | null } = await rest(
          server,
          token,
          'GET',
          `/api/v1/services/${items[0]?.id}/messages?limit=200${cursor && `&cursor=${cursor}`}`,
        );
        stored.push(...page.items);
        cursor = page.nextCursor;
      }
      const textsOf = (direction: string) =>
        stored.filter((message) => message.direction === direction).map((message) => message.text);
      expect(textsOf('in')).toEqual(inTexts);
      expect(textsOf('out')).toEqual(out);

      // Every cache: the one that lived through it, and one that begins now.
      for (const cache of [desk, fresh]) {
        await until(`a cache of ${one.number} has every row`, async () => {
          const cached = await cachedMessages(cache, conversationId);
          return (
            cached.length === stored.length &&
            cached.every(({ direction, status }) => direction === 'in' || status === 'delivered')
          );
        });
        const cached = await cachedMessages(cache, conversationId);
        expect(cached.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
        expect(cached.map(({ position }) => position)).toEqual(stored.map((_, n) => n + 1));
      }
    }
    expect(extra).toBeGreaterThan(0);
    await until('what came into a full journal is in a new console', async () => {
      const all = await fresh.call('conversations', {});
      const found = all.find(({ contact }) => contact.phone === `+${outsider.number}`);
      const cached = found ? await cachedMessages(fresh, found.conversation.id) : [];
      if (cached.length < extra) return false;
      expect(cached.map(({ text }) => text)).toEqual(
        Array.from({ length: extra }, (_, n) => `extra ${n + 1}`),
      );
      return true;
    });
  } finally {
    await fresh.close();
  }
}, 600_000);
