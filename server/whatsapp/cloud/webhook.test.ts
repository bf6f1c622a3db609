import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ingest } from '../../desk/ingest.ts';
import { type TestDesk, testDesk } from '../../desk/test-desk.ts';
import { tellRefusals } from '../../platform/refusals.ts';
import { validatorCompiler } from '../../platform/validation.ts';
import type { DriverEvent } from '../driver.ts';
import { cloudRoutes } from './routes.ts';
import { sign } from './test-graph.ts';
import {
  change,
  contacts,
  echo,
  envelope,
  inbound,
  inboundKinds,
  metadata,
  own,
  status,
  theirs,
  wamid,
} from './test-webhooks.ts';

const settings = {
  appSecret: 'the-app-secret',
  verifyToken: 'the-verify-token',
  phoneId: '106540352242922',
};
const address = '/hooks/whatsapp';

/** A server with the webhook and a journal that is a list. */
async function webhook(take?: (events: DriverEvent[]) => void) {
  const taken: DriverEvent[] = [];
  const heard: DriverEvent[] = [];
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler as never);
  tellRefusals(app);
  await app.register(cloudRoutes, {
    settings,
    take: take ?? ((events) => void taken.push(...events)),
    heard: (events) => void heard.push(...events),
    now: () => new Date('2026-11-21T12:00:00.000Z'),
  });
  onTestFinished(() => app.close());
  const post = (body: object | string, signature?: string) => {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': signature ?? sign(payload),
    };
    return app.inject({ method: 'POST', url: address, headers, payload });
  };
  return { app, taken, heard, post };
}

describe('the verification', () => {
  const ask = async (query: Record<string, string>) => {
    const { app } = await webhook();
    return app.inject({ method: 'GET', url: address, query });
  };
  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': 'the-verify-token',
    'hub.challenge': '1158201444',
  };

  it('answers the challenge, and nothing but it', async () => {
    const answer = await ask(right);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body).toBe('1158201444');
  });

  it.each([
    { ...right, 'hub.verify_token': 'the-verify-tokem' },
    { ...right, 'hub.verify_token': '' },
    { ...right, 'hub.mode': 'unsubscribe' },
    { 'hub.challenge': '1' },
  ])('refuses %j', async (query) => {
    const answer = await ask(query as Record<string, string>);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('1158201444');
  });
});

describe('the signature', () => {
  const body = JSON.stringify(inbound('text', { body: 'olá — "ü"' }));
  const good = sign(body);

  it('is taken over the bytes as they came', async () => {
    const { post, taken } = await webhook();
    // The same JSON with other bytes, signed as it is.
    const spaced = body.replace('{', '{ \n\t').replace('olá', 'ol\\u00e1');
    expect((await post(spaced, sign(spaced))).statusCode).toBe(200);
    expect((await post(spaced, good)).statusCode).toBe(401);
    expect(taken).toHaveLength(1);
  });

  it.each([
    ['none', ''],
    ['of another secret', sign(body, 'another')],
    ['of another body', sign(`${body} `)],
    ['cut short', good.slice(0, -2)],
    ['too long', `${good}00`],
    ['without its name', good.replace('sha256=', '')],
    ['of the old kind', good.replace('sha256=', 'sha1=')],
    ['no hex', `sha256=${'z'.repeat(64)}`],
  ])('%s: 401, and nothing is journaled', async (_, signature) => {
    const { post, taken, heard } = await webhook();
    expect((await post(body, signature)).statusCode).toBe(401);
    expect(taken).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('is asked for before anything is read', async () => {
    const { post } = await webhook();
    expect((await post('{"not json', 'sha256=00')).statusCode).toBe(401);
    expect((await post('{"not json')).statusCode).toBe(400);
    expect((await post('{"object":"page","entry":[]}')).statusCode).toBe(400);
    expect((await post('null')).statusCode).toBe(400);
  });

  it('does not make it take more than it should', async () => {
    const { post, taken } = await webhook();
    const large = JSON.stringify(inbound('text', { body: 'x'.repeat(5 * 1024 * 1024) }));
    expect((await post(large)).statusCode).toBe(413);
    expect(taken).toEqual([]);
  });
});

it('answers 503 when the journal does not take it, so that Meta posts it again', async () => {
  const { post, heard } = await webhook(() => {
    throw new Error('disk full');
  });
  const answer = await post(inbound('text', { body: 'hi' }));
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(heard).toEqual([]);
});

const at = '2025-06-08T20:59:43.000Z';
const who = { phone: `+${theirs}` };

it.each(Object.entries(inboundKinds))('takes %s', async (_, [body, expected]) => {
  const { post, taken } = await webhook();
  expect((await post(body)).statusCode).toBe(200);
  expect(taken).toHaveLength(1);
  const common = { type: 'message', ...who, name: 'Sheena Nelson', whatsappId: wamid, sentAt: at };
  expect(taken[0]).toMatchObject({ ...common, ...expected });
});

it('takes a reaction to a message of either side, and its taking back', async () => {
  const { post, taken } = await webhook();
  await post(inbound('reaction', { message_id: 'wamid.X', emoji: '👍' }));
  await post(inbound('reaction', { message_id: 'wamid.X' }));
  const reaction = { type: 'reaction', ...who, whatsappId: 'wamid.X', at };
  expect(taken).toEqual([
    { ...reaction, toOurs: true, emoji: '👍' },
    { ...reaction, toOurs: false, emoji: '👍' },
    { ...reaction, toOurs: true, emoji: '' },
    { ...reaction, toOurs: false, emoji: '' },
  ]);
});

it('takes deletions, edits of a text and of a caption, and another number of a person', async () => {
  const { post, taken } = await webhook();
  await post(inbound('revoke', { original_message_id: 'wamid.A' }));
  const text = { type: 'text', text: { body: 'better' } };
  await post(inbound('edit', { original_message_id: 'wamid.B', message: text }));
  const image = { type: 'image', image: { id: '1', mime_type: 'image/png', caption: 'new' } };
  await post(inbound('edit', { original_message_id: 'wamid.C', message: image }));
  const body = 'User Sheena Nelson changed from 16505551234 to 12195555358';
  await post(inbound('system', { body, wa_id: '12195555358', type: 'user_changed_number' }));
  expect(taken).toEqual([
    { type: 'delete', ...who, whatsappId: 'wamid.A', at },
    { type: 'edit', ...who, whatsappId: 'wamid.B', text: 'better', at },
    { type: 'edit', ...who, whatsappId: 'wamid.C', text: 'new', at },
    { type: 'person', phone: '+12195555358', formerPhone: `+${theirs}`, name: null },
  ]);
});

it('takes what was written in the app on the phone as ours', async () => {
  const { post, taken } = await webhook();
  await post(echo('text', { body: 'from the phone' }));
  await post(echo('revoke', { original_message_id: 'wamid.D' }));
  expect(taken).toEqual([
    expect.objectContaining({
      type: 'message',
      ...who,
      fromMe: true,
      name: null,
      text: 'from the phone',
    }),
    expect.objectContaining({ type: 'delete', ...who, fromMe: true, whatsappId: 'wamid.D' }),
  ]);
});

it('knows a person without a number by their id and username', async () => {
  const { post, taken } = await webhook();
  const message = { id: wamid, timestamp: 1749416383, type: 'text', text: { body: 'hi' } };
  const sheena = {
    profile: { name: 'Sheena', username: '@sheena' },
    user_id: 'US.13491208655302741918',
  };
  const value = { metadata, contacts: [sheena] };
  await post(envelope(change({ ...value, messages: [message] })));
  await post(
    envelope(change({ ...value, messages: [{ ...message, from_user_id: sheena.user_id }] })),
  );
  const known = {
    phone: null,
    bsuid: sheena.user_id,
    username: '@sheena',
    name: 'Sheena',
    sentAt: at,
  };
  expect(taken).toEqual([expect.objectContaining(known), expect.objectContaining(known)]);
});

it('takes both names of a person who has both', async () => {
  const { post, taken } = await webhook();
  const both = [{ ...contacts[0], user_id: 'US.1' }];
  const message = {
    from: theirs,
    id: wamid,
    timestamp: '1749416383',
    type: 'text',
    text: { body: 'a' },
  };
  await post(envelope(change({ metadata, contacts: both, messages: [message] })));
  expect(taken[0]).toMatchObject({ phone: `+${theirs}`, bsuid: 'US.1' });
});

it('takes every status, with the id under which it was sent, and a failure in words', async () => {
  const { post, taken, heard } = await webhook();
  for (const name of ['sent', 'delivered', 'read', 'played']) {
    await post(status(name, { biz_opaque_callback_data: 'OUT7' }));
  }
  const errors = [{ code: 131047, title: 'Re-engagement message' }];
  await post(status('failed', { errors, biz_opaque_callback_data: 'OUT7' }));
  await post(
    status('failed', {
      errors: [{ code: 99, title: 'New', error_data: { details: 'So it is.' } }],
    }),
  );
  await post(status('failed'));
  const when = '2025-06-18T16:22:53.000Z';
  const about = { ...who, whatsappId: 'wamid.OUT1', at: when };
  expect(taken).toEqual([
    ...['sent', 'delivered', 'read', 'played'].map((name) => ({
      type: 'status',
      ...about,
      ours: 'OUT7',
      status: name,
    })),
    {
      type: 'failure',
      ...about,
      ours: 'OUT7',
      code: 131047,
      reason: expect.stringContaining('24 hours'),
    },
    { type: 'failure', ...about, code: 99, reason: 'So it is.' },
    { type: 'failure', ...about, reason: expect.stringContaining('no reason') },
  ]);
  // A send that hangs hears of the same.
  expect(heard).toEqual(taken);
});

it('takes all entries and changes of an envelope, and what follows a part that is broken', async () => {
  const { post, taken } = await webhook();
  const one = inbound('text', { body: '1' }, {}, 'a');
  const elsewhere = {
    ...metadata,
    phone_number_id: '999',
  };
  const message = { from: theirs, timestamp: '1749416383', type: 'text', text: { body: '2' } };
  const body = {
    ...one,
    entry: [
      ...one.entry,
      { id: 'x', changes: [change({ event: 'APPROVED' }, 'message_template_status_update')] },
      {
        id: 'y',
        changes: [change({ metadata: elsewhere, contacts, messages: [{ ...message, id: 'no' }] })],
      },
      { id: 'z', changes: [change({ messages: 'none' })] },
      {
        id: 'w',
        changes: [
          change({
            metadata,
            contacts,
            messages: [null, { type: 'text' }, 7, { ...message, id: 'b' }],
          }),
          change({ metadata, errors: [{ code: 131000 }] }),
          change({ metadata, contacts, messages: [{ ...message, id: 'group', group_id: 'g' }] }),
        ],
      },
      ...inbound('text', { body: '3' }, {}, 'c').entry,
    ],
  };
  expect((await post(body)).statusCode).toBe(200);
  expect(taken.map((event) => 'whatsappId' in event && event.whatsappId)).toEqual(['a', 'b', 'c']);
});

describe('in the database', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await testDesk();
  });
  afterAll(() => desk.drop());
  const rows = async (sql: string, ...values: unknown[]) =>
    (await desk.pool.query(sql, values)).rows;
  /** Each webhook is ingested by itself, in the order posted. */
  async function stored() {
    const { post, taken } = await webhook();
    return async (...bodies: object[]) => {
      for (const body of bodies) {
        expect((await post(body)).statusCode).toBe(200);
        await ingest(desk.desk, taken.splice(0));
      }
    };
  }

  it('stores every inbound kind once, however often it is posted', async () => {
    const arrive = await stored();
    const bodies = Object.entries(inboundKinds).map(([name, [body]]) =>
      JSON.parse(JSON.stringify(body).replaceAll(wamid, `wamid.${name}`)),
    );
    for (let time = 0; time < 10; time += 1) await arrive(...bodies);
    const [count] = await rows(
      `select count(*) messages, count(distinct whatsapp_id) ids, count(attachment_id) files,
              count(*) filter (where kind = 'unknown' and raw is not null) unknown from messages`,
    );
    const messages = bodies.length;
    expect(count).toEqual({ messages, ids: messages, files: 6, unknown: 4 });
    const [jobs] = await rows(`select count(*) n from job_outbox where queue = 'fetch'`);
    expect(jobs.n).toBe(6);
    const [contact] = await rows('select count(*) n, min(whatsapp_name) name from contacts');
    expect(contact).toEqual({ n: 1, name: 'Sheena Nelson' });
  });

  it('ends right with statuses in any order, before and after Meta named the message', async () => {
    const arrive = await stored();
    const ana = await desk.person('Ana');
    await arrive(inbound('text', { body: 'oi' }, {}, 'wamid.order'));
    const { id, serviceId } = await desk.conversation(`+${theirs}`);
    await desk.perform(ana, { type: 'startService', conversationId: id, serviceId });
    const messageId = '019a0000-0000-7000-8000-000000000001';
    await desk.perform(ana, {
      ...{ type: 'sendMessage', conversationId: id, messageId, kind: 'text', text: 'olá' },
    });
    const one = async () => (await rows('select * from messages where id = $1', messageId))[0];
    const ours = (await one()).whatsapp_id;
    const data = { biz_opaque_callback_data: ours };
    // The read receipt overtakes the answer to the request itself.
    await arrive(status('read', data), status('sent', data), status('delivered', data));
    expect(await one()).toMatchObject({ status: 'read', whatsapp_id: 'wamid.OUT1', failure: null });
    await ingest(desk.desk, [
      { type: 'status', ...who, whatsappId: 'wamid.OUT1', ours, status: 'sent', at },
    ]);
    expect(await one()).toMatchObject({ status: 'read', whatsapp_id: 'wamid.OUT1' });
    await arrive(inbound('reaction', { message_id: 'wamid.OUT1', emoji: '❤️' }));
    expect((await one()).reactions).toMatchObject([{ direction: 'in', emoji: '❤️' }]);
    await arrive(inbound('reaction', { message_id: 'wamid.OUT1', emoji: '' }));
    expect((await one()).reactions).toEqual([]);
    await arrive(inbound('reaction', { message_id: 'wamid.order', emoji: '🙏' }));
    const [theirOwn] = await rows(
      `select reactions from messages where whatsapp_id = 'wamid.order'`,
    );
    expect(theirOwn.reactions).toMatchObject([{ direction: 'in', emoji: '🙏' }]);
  });

  it('keeps the contact when the number changes, and writes under the new one', async () => {
    const arrive = await stored();
    const before = await desk.conversation(`+${theirs}`);
    const body = `User changed from ${theirs} to 12195555358`;
    await arrive(inbound('system', { body, wa_id: '12195555358', type: 'user_changed_number' }));
    expect(await desk.conversation('+12195555358')).toEqual(before);
    expect(await desk.conversation(`+${theirs}`)).toBeUndefined();
    const value = { metadata, contacts: [], statuses: [] };
    await arrive(
      envelope(change(value)),
      inbound('text', { body: 'again' }, { from: '12195555358' }),
    );
    const [count] = await rows('select count(*) n from contacts');
    expect(count.n).toBe(1);
  });
});

it('takes nothing of the number itself for a contact', async () => {
  const { post, taken } = await webhook();
  await post(inbound('text', { body: 'x' }, { context: { from: own, id: 'wamid.Q' } }));
  expect(taken[0]).toMatchObject({ phone: `+${theirs}`, quoted: { fromMe: true } });
});
