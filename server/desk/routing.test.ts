import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Routing } from '#shared/contract/team.ts';
import { openLog } from '../platform/log.ts';
import { returnServicesOf } from './commands.ts';
import { openRouter } from './router.ts';
import { routeWaiting } from './routing.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let people: SignedInUser[];
const names = ['Ana', 'Bia', 'Caio', 'Davi'];

beforeAll(async () => {
  at = await testDesk();
  people = [];
  for (const name of names) people.push(await at.person(name));
});
beforeEach(async () => {
  await at.pool.query('truncate contacts, team_members, settings, commands cascade');
  await at.pool.query(`delete from teams`);
  await at.pool.query(`update users set chosen = 'online', available = true, capacity = 3`);
});
afterAll(() => at.drop());

const who = (n: number) => people[n] as SignedInUser;
async function team(routing: Routing, members: SignedInUser[], usual = true): Promise<Id> {
  const id = newId();
  await at.pool.query('insert into teams (id, name, routing) values ($1, $2, $3)', [
    id,
    `team ${id}`,
    routing,
  ]);
  await at.pool.query('insert into team_members (team_id, user_id) select $1, unnest($2::uuid[])', [
    id,
    members.map((one) => one.id),
  ]);
  if (usual) {
    await at.pool.query(
      `insert into settings values ('routing', $1)
       on conflict (key) do update set value = excluded.value`,
      [JSON.stringify({ defaultTeamId: id })],
    );
  }
  return id;
}
const away = (user: SignedInUser, is = true) =>
  at.pool.query(`update users set available = $2 where id = $1`, [user.id, !is]);
const phone = (n: number) => `+55119700000${String(n).padStart(2, '0')}`;
/** How many each holds, in the order of `names`. */
async function held(): Promise<number[]> {
  const { rows } = await at.pool.query<{ id: Id; count: number }>(
    `select attendant_id id, count(*) from services where state = 'open' group by 1`,
  );
  return people.map(({ id }) => rows.find((row) => row.id === id)?.count ?? 0);
}
const waiting = async () =>
  (await at.pool.query(`select from services where state = 'waiting'`)).rowCount ?? 0;

it('gives what comes in to those who are online, in turn, and keeps how it was', async () => {
  const id = await team('roundRobin', [who(0), who(1), who(2)]);
  await away(who(1));
  for (let n = 0; n < 4; n += 1) {
    await at.arrive(phone(n), 'oi');
    await routeWaiting(at.desk);
  }
  expect(await held()).toEqual([2, 0, 2, 0]);
  const { rows } = await at.pool.query(
    `select kind, actor_id, holder_id is not null held, team_id from service_steps
     where kind = 'started'`,
  );
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    expect(row).toEqual({ kind: 'started', actor_id: null, held: true, team_id: id });
  }
  const marks = at.published.at(-1)?.marks.map((mark) => mark.entity);
  expect(marks).toContain('service');
});

it('leaves what is everybody’s, or of a manual or a resting team, for whoever takes it', async () => {
  await at.arrive(phone(0), 'oi');
  await team('manual', people);
  await at.arrive(phone(1), 'oi');
  const resting = await team('leastBusy', people);
  await at.arrive(phone(2), 'oi');
  await at.pool.query('update teams set active = false where id = $1', [resting]);
  // The default team rests: what comes now is everybody's.
  await at.arrive(phone(3), 'oi');
  expect(await routeWaiting(at.desk)).toBe(0);
  expect(await waiting()).toBe(4);
  const { rows } = await at.pool.query('select team_id from services order by created_at, id');
  expect(rows.filter(({ team_id }) => team_id === null)).toHaveLength(2);
});

it('what nobody can take waits, and is given as soon as somebody can', async () => {
  const sales = await team('leastBusy', [who(0), who(1)]);
  await at.pool.query('update users set capacity = 1');
  await away(who(1));
  for (let n = 0; n < 3; n += 1) await at.arrive(phone(n), 'oi');
  expect(await routeWaiting(at.desk)).toBe(1);
  expect(await waiting()).toBe(2);
  // Somebody comes; somebody has room again; another way of routing.
  await away(who(1), false);
  expect(await routeWaiting(at.desk)).toBe(1);
  const first = await at.conversation(phone(0));
  await at.perform(who(0), {
    type: 'finishService',
    conversationId: first.id,
    serviceId: first.serviceId,
  });
  await at.pool.query(`update teams set routing = 'manual' where id = $1`, [sales]);
  expect(await routeWaiting(at.desk)).toBe(0);
  await at.pool.query(`update teams set routing = 'roundRobin' where id = $1`, [sales]);
  expect(await routeWaiting(at.desk)).toBe(1);
  expect(await held()).toEqual([1, 1, 0, 0]);
});

it('what one takes by hand may exceed what routing gives', async () => {
  await team('roundRobin', [who(0)]);
  await at.pool.query('update users set capacity = 1');
  await at.arrive(phone(0), 'oi');
  await at.arrive(phone(1), 'oi');
  await routeWaiting(at.desk);
  const left = (await at.conversation(phone(0))).state === 'waiting' ? phone(0) : phone(1);
  const { id, serviceId } = await at.conversation(left);
  const answer = await at.perform(who(0), { type: 'startService', conversationId: id, serviceId });
  expect(answer.ok).toBe(true);
  expect(await held()).toEqual([2, 0, 0, 0]);
});

it('does not give one back to whom it was just taken from; a team nobody answers holds up no other', async () => {
  const sales = await team('roundRobin', [who(0), who(1)]);
  await at.arrive(phone(0), 'oi');
  await routeWaiting(at.desk);
  const one = await at.conversation(phone(0));
  const holder = people.find(({ id }) => id === one.attendantId) as SignedInUser;
  const pass = {
    type: 'transferService',
    conversationId: one.id,
    serviceId: one.serviceId,
  } as const;
  await at.perform(holder, { ...pass, teamId: sales });
  await routeWaiting(at.desk);
  const other = people.find(({ id }) => id !== holder.id) as SignedInUser;
  expect((await at.conversation(phone(0))).attendantId).toBe(other.id);
  await away(holder);
  await at.perform(other, { ...pass, teamId: sales });
  expect(await routeWaiting(at.desk)).toBe(0);

  const lonely = await team('roundRobin', []);
  for (let n = 1; n < 4; n += 1) await at.arrive(phone(n), 'oi');
  await at.pool.query(
    `update services set created_at = created_at - interval '1 hour'
                       where team_id = $1`,
    [lonely],
  );
  await team('roundRobin', [who(2)]);
  await at.arrive(phone(9), 'oi');
  expect(await routeWaiting(at.desk)).toBe(1);
  expect((await at.conversation(phone(9))).attendantId).toBe(who(2).id);
});

it('what comes back from an absent attendant goes to another', async () => {
  await team('leastBusy', [who(0), who(1)]);
  for (let n = 0; n < 4; n += 1) await at.arrive(phone(n), 'oi');
  await routeWaiting(at.desk);
  expect(await held()).toEqual([2, 2, 0, 0]);
  await away(who(0));
  await returnServicesOf(at.desk, who(0).id, null);
  await routeWaiting(at.desk);
  expect(await held()).toEqual([0, 3, 0, 0]);
  expect(await waiting()).toBe(1);
});

const happening = fc.oneof(
  fc.record({ what: fc.constant('message' as const), n: fc.nat(5) }),
  fc.record({ what: fc.constant('away' as const), n: fc.nat(3) }),
  fc.record({ what: fc.constant('online' as const), n: fc.nat(3) }),
  fc.record({ what: fc.constant('take' as const), n: fc.nat(5) }),
  fc.record({ what: fc.constant('finish' as const), n: fc.nat(5) }),
  fc.record({ what: fc.constant('route' as const), n: fc.constant(0) }),
);

it('whatever happens at once on two servers: one owner, none over their room, none idle while one waits', async () => {
  const log = openLog('silent');
  const servers = [openRouter(at.desk, log), openRouter({ ...at.desk }, log)];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(happening, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
      fc.constantFrom('roundRobin' as const, 'leastBusy' as const),
      async (rounds, routing) => {
        await at.pool.query('truncate contacts, team_members, settings, commands cascade');
        await at.pool.query('delete from teams');
        await at.pool.query('update users set available = true, capacity = 2');
        await team(routing, people);
        const byHand = new Map<Id, number>();
        const doOne = async ({ what, n }: { what: string; n: number }) => {
          if (what === 'message') await at.arrive(phone(n), 'oi');
          else if (what === 'away') await away(who(n));
          else if (what === 'online') await away(who(n), false);
          else if (what === 'take' || what === 'finish') {
            const here = await at.conversation(phone(n));
            if (!here?.serviceId) return;
            const user = people.find(({ id }) => id === here.attendantId) ?? who(n % 4);
            const type = what === 'take' ? 'startService' : 'finishService';
            const before = here.attendantId;
            const answer = await at.perform(user, {
              ...{ type, conversationId: here.id, serviceId: here.serviceId },
            } as never);
            if (answer.ok && what === 'take' && before === null) {
              byHand.set(user.id, (byHand.get(user.id) ?? 0) + 1);
            }
          }
        };
        for (const round of rounds) {
          await Promise.all([
            ...round.map(doOne),
            ...servers.map((server) => server.route()),
            ...servers.map((server) => server.route()),
          ]);
        }
        await Promise.all(servers.map((server) => server.route()));
        const { rows } = await at.pool.query<{ started: number; over: boolean }>(
          `select count(*) filter (where kind in ('started', 'returned', 'transferred')) started
           from service_steps group by service_id`,
        );
        // Nothing here passes one on: each was started once, by routing or by hand.
        for (const { started } of rows) expect(started).toBeLessThanOrEqual(1);
        const counts = await held();
        counts.forEach((count, n) => {
          expect(count - (byHand.get(who(n).id) ?? 0)).toBeLessThanOrEqual(2);
        });
        if ((await waiting()) > 0) {
          const { rows: online } = await at.pool.query<{ id: Id }>(
            'select id from users where available',
          );
          for (const { id } of online) {
            expect(counts[people.findIndex((one) => one.id === id)]).toBeGreaterThanOrEqual(2);
          }
        }
      },
    ),
    { numRuns: 25 },
  );
  for (const server of servers) await server.close();
}, 60_000);

it('two who give out at the same moment take turns: what one gave counts for the other', async () => {
  await team('leastBusy', [who(0)]);
  await at.pool.query('update users set capacity = 1');
  await at.arrive(phone(0), 'oi');
  const { id } = await at.conversation(phone(0));
  const blocked = async () => {
    const { rows } = await at.pool.query<{ count: number }>(
      `select count(*) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.count ?? 0;
  };
  const other = await at.pool.connect();
  await other.query('begin');
  await other.query('select from conversations where id = $1 for update', [id]);
  const first = routeWaiting(at.desk);
  await vi.waitFor(async () => expect(await blocked()).toBe(1));
  // It decided; now one is there that waits longer.
  await at.arrive(phone(1), 'oi');
  await at.pool.query(
    `update services set created_at = created_at - interval '1 hour'
     where conversation_id <> $1`,
    [id],
  );
  let over = false;
  const second = routeWaiting(at.desk).finally(() => {
    over = true;
  });
  await vi.waitFor(async () => expect(over || (await blocked()) === 2).toBe(true));
  await other.query('commit');
  other.release();
  await Promise.all([first, second]);
  expect(await held()).toEqual([1, 0, 0, 0]);
});

it('over time each gets their share, though two servers give out at once', async () => {
  await team('roundRobin', people);
  await at.pool.query('update users set capacity = 100');
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([
      ...[0, 1, 2].map((n) => at.arrive(`+5511980000${round}${n}0`, 'oi')),
      routeWaiting(at.desk),
      routeWaiting(at.desk),
    ]);
  }
  await routeWaiting(at.desk);
  const counts = await held();
  expect(counts.reduce((sum, count) => sum + count)).toBe(30);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
});
