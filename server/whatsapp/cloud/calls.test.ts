/** Calls: what Meta's webhooks become, and what Graph is asked, together as on a server. */
import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tellRefusals } from '../../platform/refusals.ts';
import type { CallEvent, DriverEvent } from '../driver.ts';
import type { Patience } from './driver.ts';
import { cloudRoutes } from './routes.ts';
import { socialDriver } from './social-driver.ts';
import { started, text, to } from './test-driver.ts';
import { answerJson, refusal, sign } from './test-graph.ts';
import {
  call,
  callStatus,
  dialled,
  envelope,
  inbound,
  own,
  status,
  theirs,
  wacid,
} from './test-webhooks.ts';

const who = { phone: `+${theirs}` };
const offer = { event: 'connect', session: { sdp_type: 'offer', sdp: 'v=0\r\ntheir offer\r\n' } };
const answer = {
  event: 'connect',
  session: { sdp_type: 'answer', sdp: 'v=0\r\na=setup:actpass\r\ntheir answer\r\n' },
};
const heardAnswer = 'v=0\r\na=setup:active\r\ntheir answer\r\n';
const ours = 'CALL1';
const data = { biz_opaque_callback_data: ours };

/** The driver behind its webhook, and the double of Graph. */
async function server(patience: Partial<Patience> = {}) {
  const { graph, driver, states } = await started(patience);
  const taken: DriverEvent[] = [];
  const app = Fastify();
  tellRefusals(app);
  await app.register(cloudRoutes, {
    settings: graph.settings,
    take: (events) => void taken.push(...events),
    heard: driver.heard,
    completed: driver.completed,
    now: () => new Date('2026-11-21T12:00:00.000Z'),
  });
  onTestFinished(() => app.close());
  const post = async (body: object) => {
    const payload = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': sign(payload, graph.settings.appSecret),
    };
    const { statusCode } = await app.inject({
      ...{ method: 'POST', url: '/hooks/whatsapp', headers, payload },
    });
    expect(statusCode).toBe(200);
  };
  /** What one webhook becomes. */
  const becomes = async (body: object) => {
    await post(body);
    return taken.splice(0) as CallEvent[];
  };
  const { calls } = driver;
  if (!calls?.voice) throw new Error('it carries voice');
  const { voice } = calls;
  /** Bodies of what Graph was asked. */
  const posted = () => graph.asked.splice(0).map((one) => [one.path, one.json()]);
  return { graph, driver, states, taken, post, becomes, calls, voice, posted };
}
const at = '2025-06-06T08:01:35.000Z';
const statusAt = '2025-06-06T08:03:20.000Z';
const callsPath = '/v23.0/106540352242922/calls';

describe('a contact who calls', () => {
  const about = { type: 'call', ...who, whatsappId: wacid, name: 'Sheena Nelson', at };

  it.each([
    ['rings, with their offer', offer, {}, { outcome: 'ringing', sdp: offer.session.sdp }],
    ['rings without one', { event: 'connect' }, {}, { outcome: 'ringing' }],
    [
      'spoke so long',
      { event: 'terminate', status: 'COMPLETED', start_time: '1749196900', duration: 33 },
      {},
      { outcome: 'answered', seconds: 33 },
    ],
    [
      'spoke, whatever broke it off',
      { event: 'terminate', status: ['FAILED'], duration: 30 },
      { errors: [{ code: 138021 }] },
      { outcome: 'answered', seconds: 30 },
    ],
    [
      'spoke for nobody knows how long',
      { event: 'terminate', start_time: 1749196900 },
      {},
      { outcome: 'answered' },
    ],
    ['was missed', { event: 'terminate', status: 'FAILED' }, {}, { outcome: 'missed' }],
    [
      'was missed, which Meta calls completed',
      { event: 'terminate', status: 'COMPLETED' },
      {},
      { outcome: 'missed' },
    ],
    [
      'failed',
      { event: 'terminate', status: 'FAILED' },
      { errors: [{ code: 138019, message: 'Call setup failed' }] },
      { outcome: 'failed' },
    ],
    [
      'failed, told in the call',
      { event: 'terminate', errors: [{ code: 138019 }] },
      {},
      { outcome: 'failed' },
    ],
  ])('%s', async (_, part, beside, expected) => {
    const { becomes } = await server();
    expect(await becomes(call(part, beside))).toEqual([{ ...about, ...expected }]);
    // The same again is the same event: whoever stores it knows it.
    expect(await becomes(call(part, beside))).toEqual([{ ...about, ...expected }]);
  });

  it('is known by their id where Meta hides the number, and without a direction', async () => {
    const { becomes } = await server();
    const sheena = { profile: { name: 'Sheena', username: '@sheena' }, user_id: 'US.1' };
    const part = { ...offer, from: undefined, from_user_id: 'US.1', direction: undefined };
    expect(await becomes(call(part, { contacts: [sheena] }))).toEqual([
      {
        ...{ ...about, phone: null, bsuid: 'US.1', username: '@sheena', name: 'Sheena' },
        ...{ outcome: 'ringing', sdp: offer.session.sdp },
      },
    ]);
    const ended = { event: 'terminate', direction: undefined };
    expect(await becomes(call(ended))).toEqual([{ ...about, outcome: 'missed' }]);
    // What belongs to nobody, and what is new, makes no event.
    expect(await becomes(call({ ...offer, from: undefined }, { contacts: [] }))).toEqual([]);
    expect(await becomes(call({ event: 'held' }))).toEqual([]);
    expect(await becomes(call({ ...offer, session: { sdp_type: 'offer', sdp: '' } }))).toEqual([]);
  });

  it('is answered in two steps, with our description in both', async () => {
    const { becomes, voice, posted } = await server();
    await becomes(call(offer));
    await voice.answer(wacid, 'our answer');
    const session = { sdp_type: 'answer', sdp: 'our answer' };
    const body = { messaging_product: 'whatsapp', call_id: wacid };
    expect(posted()).toEqual([
      [callsPath, { ...body, action: 'pre_accept', session }],
      [callsPath, { ...body, action: 'accept', session }],
    ]);
    await voice.hangUp(wacid);
    expect(posted()).toEqual([[callsPath, { ...body, action: 'terminate' }]]);
  });

  it('is declined; over, they are not asked about again, and cannot be answered', async () => {
    const { becomes, calls, voice, posted } = await server();
    await becomes(call(offer));
    await calls.decline(wacid);
    const body = { messaging_product: 'whatsapp', call_id: wacid, action: 'reject' };
    expect(posted()).toEqual([[callsPath, body]]);
    await becomes(call({ event: 'terminate', status: 'FAILED' }));
    await calls.decline(wacid);
    await voice.hangUp(wacid);
    await expect(voice.answer(wacid, 'too late')).rejects.toThrow('The call is over.');
    expect(posted()).toEqual([]);
  });

  it('hears in words why it could not be', async () => {
    const { graph, voice, calls, driver, states } = await server();
    graph.next.push(refusal(138007));
    await expect(voice.answer(wacid, 'x')).rejects.toThrow('was not connected in time');
    graph.next.push(answerJson({}, 502));
    await expect(calls.decline(wacid)).rejects.toThrow('Meta answered 502');
    expect(states.at(-1)).toMatchObject({ state: 'open' });
    graph.next.push(refusal(190, 401));
    await expect(voice.hangUp(wacid)).rejects.toThrow('access token');
    expect(states.at(-1)).toMatchObject({ state: 'failed' });
    await driver.stop();
    await expect(voice.hangUp(wacid)).rejects.toThrow('not open');
    await expect(voice.mayDial(who)).rejects.toThrow('not open');
    expect(await voice.dial(who, ours, 'x')).toMatchObject({ ok: false, permanent: false });
  });
});

describe('a call of ours', () => {
  const about = { type: 'call', ...who, name: null };

  it('is dialled as Meta documents it, once, and ended under our id', async () => {
    const { voice, posted } = await server();
    const [sent, again] = await Promise.all([
      voice.dial(to, ours, 'our offer'),
      voice.dial(to, ours, 'our offer'),
    ]);
    const dial = {
      ...{ messaging_product: 'whatsapp', to: '+16505551234', action: 'connect' },
      session: { sdp_type: 'offer', sdp: 'our offer' },
      biz_opaque_callback_data: ours,
    };
    expect(sent).toEqual({ ok: true, whatsappId: 'wacid.OUT1' });
    expect([again, await voice.dial(to, ours, 'our offer')]).toEqual([sent, sent]);
    expect(posted()).toEqual([[callsPath, dial]]);
    await voice.hangUp(ours);
    const end = { messaging_product: 'whatsapp', call_id: 'wacid.OUT1', action: 'terminate' };
    expect(posted()).toEqual([[callsPath, end]]);
    const bsuid = { phone: null, bsuid: 'US.1' };
    await voice.dial(bsuid, 'CALL2', 'x');
    expect(posted()).toMatchObject([[callsPath, { recipient: 'US.1' }]]);
    expect(await voice.dial({ phone: null, lid: '1' }, 'CALL3', 'x')).toMatchObject({
      ...{ ok: false, permanent: true },
    });
  });

  it('rings with the description of their side, is taken, and ends', async () => {
    const { becomes } = await server();
    const named = { ...about, whatsappId: wacid, ours };
    // Meta's way is there before they take it; browsers want another word in an answer.
    expect(await becomes(dialled({ ...answer, ...data }))).toEqual([
      { ...named, outcome: 'ringing', sdp: heardAnswer, at },
    ]);
    expect(await becomes(callStatus('RINGING', data))).toEqual([
      { ...named, outcome: 'ringing', at: statusAt },
    ]);
    expect(await becomes(callStatus('ACCEPTED', data))).toEqual([
      { ...named, outcome: 'talking', sdp: heardAnswer, at: statusAt },
    ]);
    const end = { event: 'terminate', status: 'COMPLETED', duration: 120, ...data };
    const over = { ...named, outcome: 'answered', seconds: 120, at };
    expect(await becomes(dialled(end))).toEqual([over]);
    expect(await becomes(dialled(end))).toEqual([over]);
  });

  it('has their description with what says that they took it, whichever came first', async () => {
    const { becomes } = await server();
    expect(await becomes(callStatus('ACCEPTED', data))).toMatchObject([{ outcome: 'talking' }]);
    const connected = { outcome: 'talking', sdp: heardAnswer, ours };
    expect(await becomes(dialled({ ...answer, ...data }))).toMatchObject([connected]);
    // Over is over: what comes late does not begin it again.
    await becomes(dialled({ event: 'terminate', duration: 1, ...data }));
    const [late] = await becomes(dialled({ ...answer, ...data }));
    expect(late).toMatchObject({ outcome: 'ringing' });
  });

  it.each([
    [callStatus('REJECTED', data), 'declined'],
    [dialled({ event: 'terminate', status: 'COMPLETED', ...data }), 'missed'],
    [dialled({ event: 'terminate', ...data }, { errors: [{ code: 138019 }] }), 'failed'],
    // As in Meta's other examples: the two numbers the other way round.
    [dialled({ event: 'terminate', from: theirs, to: own, ...data }), 'missed'],
    [dialled({ event: 'terminate', direction: undefined, ...data }), 'missed'],
  ])('ends otherwise: %#', async (body, outcome) => {
    const { becomes } = await server();
    expect(await becomes(body)).toMatchObject([{ ...about, whatsappId: wacid, ours, outcome }]);
  });

  it('is found where Meta sends nothing back, also before it has answered the dial', async () => {
    const { graph, voice, becomes } = await server({ doubt: 5_000 });
    const answered = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    graph.next.push((response, one) => {
      reached.resolve();
      void answered.promise.then(() => answerJson({ calls: [{ id: wacid }] })(response, one));
    });
    const dialling = voice.dial(to, ours, 'our offer');
    await reached.promise;
    const early = becomes(dialled(answer));
    // What needs no waiting does not wait for it.
    expect(await becomes(call(offer))).toMatchObject([{ outcome: 'ringing' }]);
    expect(await becomes(callStatus('RINGING', { id: 'wacid.X', ...data }))).toHaveLength(1);
    answered.resolve();
    expect(await dialling).toEqual({ ok: true, whatsappId: wacid });
    expect(await early).toMatchObject([{ whatsappId: wacid, ours, sdp: heardAnswer }]);
    expect(await becomes(callStatus('ACCEPTED'))).toMatchObject([{ ours, outcome: 'talking' }]);
  });

  it('is not waited for without end, and is ours all the same', async () => {
    const { graph, voice, becomes } = await server({ doubt: 20 });
    const reached = Promise.withResolvers<void>();
    graph.next.push(() => reached.resolve());
    const dialling = voice.dial(to, ours, 'our offer');
    await reached.promise;
    expect(await becomes(dialled(answer))).toMatchObject([{ whatsappId: wacid, ours: wacid }]);
    await graph.close();
    expect(await dialling).toMatchObject({ ok: false, permanent: false });
  });

  it('is hung up as soon as its id is known', async () => {
    const { graph, voice, posted } = await server();
    const answered = Promise.withResolvers<void>();
    graph.next.push((response, one) => {
      void answered.promise.then(() => answerJson({ calls: [{ id: wacid }] })(response, one));
    });
    const both = [voice.dial(to, ours, 'our offer'), voice.hangUp(ours)];
    answered.resolve();
    await Promise.all(both);
    expect(posted().at(-1)).toMatchObject([callsPath, { call_id: wacid, action: 'terminate' }]);
  });

  it('whose answer was lost is known from the webhook, and not dialled again', async () => {
    const { graph, voice, post, posted } = await server({ doubt: 5_000 });
    const cut = Promise.withResolvers<void>();
    graph.next.push((response) => {
      response.destroy();
      cut.resolve();
    });
    const dialling = voice.dial(to, ours, 'our offer');
    await cut.promise;
    await post(dialled({ ...answer, ...data }));
    expect(await dialling).toEqual({ ok: true, whatsappId: wacid });
    expect(await voice.dial(to, ours, 'our offer')).toEqual({ ok: true, whatsappId: wacid });
    expect(posted()).toHaveLength(1);
  });

  it.each([
    [138006, true, 'has not allowed calls'],
    [138000, true, 'not switched on'],
    [138003, true, 'under way already'],
    [138012, true, 'no more calls to this contact'],
    [138005, false, 'for the moment'],
    [100, true, 'as it is'],
  ])('is refused with %i', async (code, permanent, words) => {
    const { graph, voice, states } = await server();
    graph.next.push(refusal(code));
    const sent = await voice.dial(to, ours, 'our offer');
    expect(sent).toEqual({ ok: false, permanent, code, reason: expect.stringContaining(words) });
    // Messages go on.
    expect(states.at(-1)).toMatchObject({ state: 'open' });
  });
});

describe('permission', () => {
  it.each([
    ['temporary', true],
    ['permanent', true],
    ['no_permission', false],
  ])('%s', async (name, may) => {
    const { graph, voice } = await server();
    graph.permission.status = name;
    expect(await voice.mayDial(to)).toBe(may);
    expect(await voice.mayDial({ phone: null, bsuid: 'US.1&2' })).toBe(may);
    const path = '/v23.0/106540352242922/call_permissions';
    expect(graph.asked.map((one) => `${one.method} ${one.path}`)).toEqual([
      `GET ${path}?user_wa_id=16505551234`,
      `GET ${path}?recipient=US.1%262`,
    ]);
  });

  it('that cannot be read is no answer', async () => {
    const { graph, voice } = await server();
    graph.next.push(answerJson({ permission: 'maybe' }));
    await expect(voice.mayDial(to)).rejects.toThrow('does not say');
    graph.next.push(refusal(613, 429));
    await expect(voice.mayDial(to)).rejects.toThrow('no more questions');
  });

  it('is asked for, and answered', async () => {
    const { driver, posted, becomes } = await server();
    const question = { ...text(), kind: 'callPermission', text: 'May we call?' } as const;
    expect(await driver.send(question)).toMatchObject({ ok: true });
    const action = { name: 'call_permission_request' };
    expect(posted()).toEqual([
      [
        '/v23.0/106540352242922/messages',
        {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+16505551234',
          biz_opaque_callback_data: 'OUT1',
          type: 'interactive',
          interactive: { type: action.name, action, body: { text: 'May we call?' } },
        },
      ],
    ]);
    const reply = {
      type: 'call_permission_reply',
      call_permission_reply: { response: 'accept', is_permanent: false },
    };
    expect(await becomes(inbound('interactive', reply))).toMatchObject([
      { type: 'message', kind: 'choice', content: { choice: { id: 'call.accept' } } },
    ]);
  });
});

it('tells statuses of calls and of messages apart, also in one webhook', async () => {
  const { becomes } = await server();
  const both = [...status('delivered').entry, ...callStatus('ACCEPTED', data).entry];
  expect(await becomes({ ...envelope(), entry: both })).toMatchObject([
    { type: 'status', status: 'delivered', whatsappId: 'wamid.OUT1' },
    { type: 'call', outcome: 'talking', whatsappId: wacid, ours },
  ]);
  expect(await becomes(callStatus('ON_HOLD', data))).toEqual([]);
});

it('carries no voice over AWS: calls are told of, without what only voice needs', async () => {
  const settings = { region: 'sa-east-1', phoneNumberId: 'phone-number-id-1', bucket: 'b' };
  const driver = socialDriver(settings, {
    take: () => {},
    state: () => {},
    log: { warn() {} } as never,
  });
  expect(driver.calls).toBeUndefined();
  const event = { ...who, type: 'call', whatsappId: wacid, name: null, at } as const;
  const told = [{ ...event, outcome: 'ringing', sdp: 'x' } as const];
  expect(await driver.completed(told)).toEqual([{ ...event, outcome: 'ringing' }]);
});
