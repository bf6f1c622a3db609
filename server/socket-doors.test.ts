/**
 * What may be asked over the socket, and by whom. A question or a command without a line here fails
 * the test; nobody who has no sign-in comes so far as to ask.
 */
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandType, commandSchemas } from '#shared/contract/command.ts';
import type { Answer } from '#shared/contract/refusal.ts';
import { type Actor, openWorld, type World } from './test-doors.ts';

let world: World;
const links: Socket[] = [];
beforeAll(async () => {
  world = await openWorld({});
});
afterAll(async () => {
  for (const link of links) link.disconnect();
  await world.close();
});

/** The socket once it is let in, or why it was not. */
async function come(actor: Actor): Promise<Socket | string> {
  const [address] = world.server.app.addresses() as AddressInfo[];
  const token = world.tokens[actor];
  const link = io(`http://127.0.0.1:${address?.port}`, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    auth: { ...(token !== null && { token }), app: '0.1.0' },
  });
  links.push(link);
  return new Promise((resolve) => {
    link.once('connect', () => resolve(link));
    link.once('connect_error', (error) =>
      resolve((error as Error & { data?: { code: string } }).data?.code ?? error.message),
    );
  });
}
async function asked(link: Socket, name: string, payload: unknown): Promise<string> {
  const answer = (await link.timeout(10_000).emitWithAck(name, payload)) as Answer<unknown>;
  return answer.ok ? 'in' : answer.code;
}
const inside = async (actor: Actor): Promise<Socket> => {
  const link = await come(actor);
  if (typeof link === 'string') throw new Error(`${actor} was not let in: ${link}`);
  return link;
};

it('only who is signed in comes in', async () => {
  const all: Record<Exclude<Actor, 'away'>, string> = {
    nobody: 'invalid',
    stranger: 'unauthenticated',
    expired: 'unauthenticated',
    deactivated: 'unauthenticated',
    attendant: 'in',
    other: 'in',
    admin: 'in',
  };
  const got: Record<string, string> = {};
  for (const actor of Object.keys(all) as Actor[]) {
    const link = await come(actor);
    got[actor] = typeof link === 'string' ? link : 'in';
  }
  expect(got).toEqual(all);
});

/** Everybody who works here may read everything that was said; nobody is asked who they are twice. */
const questions: Record<string, (at: { conversationId: string }) => object> = {
  pull: () => ({ epoch: newId(), since: 0 }),
  snapshot: () => ({ after: null }),
  older: (at) => ({ ...at, before: 1, limit: 1 }),
  past: (at) => at,
  place: (at) => ({ ...at, sought: { from: '2026-01-01T00:00:00.000Z' } }),
  search: () => ({ text: 'oi', before: null, limit: 1 }),
  openService: () => ({ phone: '+5511911110000' }),
  call: (at) => ({ move: 'dial', ...at, id: newId(), sdp: 'v=0' }),
  command: (at) => ({ id: newId(), type: 'markRead', ...at, position: 0 }),
};

it('each question has a line, and is answered to whoever works here', async () => {
  expect(Object.keys(questions).toSorted()).toEqual([...world.server.questions].toSorted());
  const { conversationId } = await heldByAna();
  for (const actor of ['attendant', 'other', 'admin'] as const) {
    const link = await inside(actor);
    for (const [name, payload] of Object.entries(questions)) {
      const code = await asked(link, name, payload({ conversationId }));
      expect([actor, name, code]).not.toEqual([actor, name, 'forbidden']);
    }
  }
});

type Held = Awaited<ReturnType<typeof heldByAna>>;
let phones = 0;

/** A new contact wrote, Ana took the service, answered, and wrote a note. */
async function heldByAna() {
  phones += 1;
  const { app, pool } = world.server;
  const number = `55119000${String(phones).padStart(5, '0')}`;
  await app.inject({
    ...{ method: 'POST', url: `/simulator/contacts/${number}/messages`, payload: { text: 'oi' } },
  });
  const sql = `select s.id "serviceId", s.conversation_id "conversationId", m.id "theirs", c.id "contactId"
    from services s join conversations v on v.id = s.conversation_id
    join contacts c on c.id = v.contact_id join messages m on m.service_id = s.id where c.phone = $1`;
  const found = await expectRow(() => pool.query(sql, [`+${number}`]));
  const ana = await inside('attendant');
  const { conversationId, serviceId } = found;
  const ours = newId();
  const note = newId();
  const commands = [
    { type: 'startService', serviceId },
    { type: 'sendMessage', messageId: ours, kind: 'text', text: 'bom dia' },
    { type: 'addNote', messageId: note, text: 'só nossa' },
  ];
  for (const one of commands) {
    expect(await asked(ana, 'command', { id: newId(), conversationId, ...one })).toBe('in');
  }
  // Once it is on WhatsApp it can be edited, deleted and reacted to.
  await expectRow(() =>
    pool.query(`select id from messages where id = $1 and status <> 'queued'`, [ours]),
  );
  const { rows } = await pool.query('select id from tags limit 1');
  const tagId = rows[0]?.id ?? (await newTag());
  return { ...found, ours, note, tagId };
}
async function expectRow(query: () => Promise<{ rows: Record<string, string>[] }>) {
  return (await expect
    .poll(async () => (await query()).rows[0], { timeout: 10_000, interval: 20 })
    .toBeDefined()
    .then(async () => (await query()).rows[0])) as {
    serviceId: string;
    conversationId: string;
    theirs: string;
    contactId: string;
  };
}
async function newTag(): Promise<string> {
  const answer = await world.server.app.inject({
    ...{ method: 'POST', url: '/api/v1/tags', payload: { name: 'Convênio', hue: 1 } },
    headers: { authorization: `Bearer ${world.tokens.admin}` },
  });
  return answer.json().id;
}

type Line = {
  of(at: Held): object;
  attendant: string;
  other: string;
  admin: string;
};
/** Asked about a service that the attendant holds. */
const commands: Record<CommandType, Line> = {
  sendMessage: {
    of: () => ({ messageId: newId(), kind: 'text', text: 'x' }),
    ...{ attendant: 'in', other: 'service-held', admin: 'service-held' },
  },
  addNote: {
    of: () => ({ messageId: newId(), text: 'x' }),
    ...{ attendant: 'in', other: 'in', admin: 'in' },
  },
  editMessage: {
    of: ({ ours }) => ({ messageId: ours, text: 'y' }),
    ...{ attendant: 'in', other: 'service-held', admin: 'in' },
  },
  deleteMessage: {
    of: ({ ours }) => ({ messageId: ours }),
    ...{ attendant: 'in', other: 'service-held', admin: 'in' },
  },
  reactToMessage: {
    of: ({ theirs }) => ({ messageId: theirs, emoji: '👍' }),
    ...{ attendant: 'in', other: 'service-held', admin: 'in' },
  },
  retryMessage: {
    of: ({ ours }) => ({ messageId: ours }),
    // It did not fail: there is nothing to be done.
    ...{ attendant: 'in', other: 'service-held', admin: 'in' },
  },
  startService: {
    of: ({ serviceId }) => ({ serviceId }),
    ...{ attendant: 'in', other: 'service-held', admin: 'service-held' },
  },
  finishService: {
    of: ({ serviceId }) => ({ serviceId }),
    ...{ attendant: 'in', other: 'service-held', admin: 'in' },
  },
  transferService: {
    of: ({ serviceId }) => ({ serviceId, attendantId: world.ids.bia }),
    ...{ attendant: 'in', other: 'service-held', admin: 'in' },
  },
  markRead: { of: () => ({ position: 1 }), ...{ attendant: 'in', other: 'in', admin: 'in' } },
  tagService: {
    of: ({ serviceId, tagId }) => ({ serviceId, tagId, on: true }),
    ...{ attendant: 'in', other: 'in', admin: 'in' },
  },
  tagContact: {
    of: ({ tagId }) => ({ tagId, on: true }),
    ...{ attendant: 'in', other: 'in', admin: 'in' },
  },
  editContact: {
    of: () => ({ change: { field: 'name', value: 'Rita', was: null } }),
    ...{ attendant: 'in', other: 'in', admin: 'in' },
  },
};

it('each command has a line', () => {
  expect(Object.keys(commands).toSorted()).toEqual(Object.keys(commandSchemas).toSorted());
});

it.each(Object.entries(commands))('%s: as the table says', async (type, line) => {
  const got: Record<string, string> = {};
  for (const actor of ['attendant', 'other', 'admin'] as const) {
    const at = await heldByAna();
    const { conversationId } = at;
    const command = { id: newId(), type, conversationId, ...line.of(at) };
    got[actor] = await asked(await inside(actor), 'command', command);
  }
  const { attendant, other, admin } = line;
  expect(got).toEqual({ attendant, other, admin });
});

it.each(['editMessage', 'deleteMessage'] as const)(
  '%s of a note: only its author, not even an admin',
  async (type) => {
    const at = await heldByAna();
    for (const [actor, code] of [
      ['other', 'forbidden'],
      ['admin', 'forbidden'],
      ['attendant', 'in'],
    ] as const) {
      const command = {
        ...{ id: newId(), type, conversationId: at.conversationId, messageId: at.note },
        ...(type === 'editMessage' && { text: 'z' }),
      };
      expect([actor, await asked(await inside(actor), 'command', command)]).toEqual([actor, code]);
    }
  },
);
