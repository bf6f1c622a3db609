import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { feedHead, forgetOldChanges, renewEpoch } from '../platform/feed.ts';
import { inTransaction } from '../platform/postgres/pool.ts';
import { older, pull, snapshot } from './feed-reading.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let bia: SignedInUser;
beforeAll(async () => {
  at = await testDesk();
  at.clock.now = Date.now();
  [ana, bia] = [await at.person('Ana'), await at.person('Bia')];
});
afterAll(() => at.drop());

/** What a console does, with a Map for a cache. */
function cacheOf(user: SignedInUser) {
  const rows = new Map<string, unknown>();
  let cursor: { epoch: string; since: number } | null = null;
  const apply = (changes: Change[]) => {
    for (const { entity, id, row } of changes) {
      if (row === null) rows.delete(`${entity} ${id}`);
      else rows.set(`${entity} ${id}`, row);
    }
  };
  return {
    rows,
    async start() {
      let after: string | null = null;
      do {
        const page = await snapshot(at.pool, user.id, { after });
        cursor ??= { epoch: page.epoch, since: page.cursor };
        apply(page.changes);
        after = page.next;
      } while (after);
    },
    async catchUp(limit?: number) {
      for (;;) {
        if (!cursor) throw new Error('no cursor');
        const answer = await pull(at.pool, user.id, { ...cursor, limit });
        if (answer.reset) return 'reset';
        apply(answer.changes);
        cursor = { epoch: answer.epoch, since: answer.cursor };
        if (answer.cursor === answer.head) return 'current';
      }
    },
  };
}

async function truth(user: SignedInUser) {
  const fresh = cacheOf(user);
  await fresh.start();
  return new Map([...fresh.rows].sort());
}

it('shows a console that pulls while others write just what the server has', async () => {
  const cache = cacheOf(ana);
  await at.arrive('+5511930000000', 'primeira');
  await cache.start();
  const writers = Array.from({ length: 20 }, async (_, n) => {
    const phone = `+551193000000${n % 6}`;
    await at.arrive(phone, `m${n}`, `n${n}`);
    const { id, serviceId } = await at.conversation(phone);
    const user = n % 2 ? ana : bia;
    await at.perform(user, { type: 'startService', conversationId: id, serviceId });
    await at.perform(user, { type: 'markRead', conversationId: id, position: n });
    await at.perform(user, {
      type: 'sendMessage',
      conversationId: id,
      kind: 'text',
      messageId: newId(),
      text: 'sim',
    });
  });
  let writing = true;
  const done = Promise.all(writers).then(() => {
    writing = false;
  });
  while (writing) expect(await cache.catchUp(3)).toBe('current');
  await done;
  await cache.catchUp(3);
  expect(new Map([...cache.rows].sort())).toEqual(await truth(ana));
});

it("never gives one user another's read marks", async () => {
  const { rows } = await at.pool.query('select 1 from read_marks where user_id = $1', [bia.id]);
  expect(rows.length).toBeGreaterThan(0);
  const { rows: own } = await at.pool.query(
    'select conversation_id id, position from read_marks where user_id = $1',
    [ana.id],
  );
  const seen = [...(await truth(ana))].filter(([key]) => key.startsWith('readMark'));
  expect(seen.map(([, row]) => (row as { position: number }).position).sort()).toEqual(
    own.map((row) => row.position).sort(),
  );
  const pulled = await pull(at.pool, ana.id, { epoch: (await feedHead(at.pool)).epoch, since: 0 });
  if (pulled.reset) throw new Error('reset');
  const marks = pulled.changes.filter((change) => change.entity === 'readMark');
  expect(marks.map((change) => change.id).sort()).toEqual(own.map((row) => row.id).sort());
});

it('snapshots many conversations page by page, each once', async () => {
  for (let n = 0; n < 230; n += 1) {
    // Many of the same moment: the page's end must tell them apart.
    if (n % 50 === 0) at.clock.now += 5;
    await at.arrive(`+55119400${String(n).padStart(5, '0')}`, 'oi');
  }
  const seen: string[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const page = await snapshot(at.pool, ana.id, { after });
    seen.push(...page.changes.filter((c) => c.entity === 'conversation').map((c) => c.id));
    after = page.next;
    pages += 1;
  } while (after);
  const { rows } = await at.pool.query('select count(*) n from conversations');
  expect(pages).toBeGreaterThan(2);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(rows[0].n);
});

it('refuses an end of a page that is none', async () => {
  await expect(snapshot(at.pool, ana.id, { after: "x'; drop" })).rejects.toMatchObject({
    refusal: { code: 'invalid', path: '/after' },
  });
});

it('gives older messages before a position, newest last, with their services', async () => {
  const phone = '+5511950000000';
  await at.arrive(phone, ...Array.from({ length: 30 }, (_, n) => `m${n + 1}`));
  const { id, serviceId } = await at.conversation(phone);
  const page = await older(at.pool, { conversationId: id, before: 21, limit: 5 });
  expect(page.messages.map((message) => message.text)).toEqual(['m16', 'm17', 'm18', 'm19', 'm20']);
  expect(page.services.map((service) => service.id)).toEqual([serviceId]);
  expect(await older(at.pool, { conversationId: newId(), before: 9, limit: 5 })).toEqual({
    messages: [],
    services: [],
  });
});

it('answers reset to a cursor of another epoch, from the future, or older than the feed', async () => {
  const { epoch, head } = await feedHead(at.pool);
  expect(await pull(at.pool, ana.id, { epoch: newId(), since: 1 })).toEqual({ reset: true });
  expect(await pull(at.pool, ana.id, { epoch, since: head + 1 })).toEqual({ reset: true });
  expect(await pull(at.pool, ana.id, { epoch, since: head })).toMatchObject({
    reset: false,
    changes: [],
  });
  await at.pool.query(`update changes set at = now() - interval '31 days' where seq <= 10`);
  await forgetOldChanges(at.pool, 30);
  expect(await pull(at.pool, ana.id, { epoch, since: 9 })).toEqual({ reset: true });
  expect(await pull(at.pool, ana.id, { epoch, since: 10 })).toMatchObject({ reset: false });
  await at.pool.query('delete from changes');
  expect(await pull(at.pool, ana.id, { epoch, since: 10 })).toEqual({ reset: true });
  await inTransaction(at.pool, renewEpoch);
  expect(await pull(at.pool, ana.id, { epoch, since: head })).toEqual({ reset: true });
});
