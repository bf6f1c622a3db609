/** Calls of contacts, and whether they may be called: through the real webhook, and of Graph. */
import { describe, expect, it } from 'vitest';
import { socialDriver } from './social-driver.ts';
import { at, callsPath, data, offer, ours, testCalls, who } from './test-calls.ts';
import { text, to } from './test-driver.ts';
import { answerJson, refusal } from './test-graph.ts';
import { call, callStatus, envelope, inbound, status, wacid } from './test-webhooks.ts';

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
    const { becomes } = await testCalls();
    expect(await becomes(call(part, beside))).toEqual([{ ...about, ...expected }]);
    // The same again is the same event: whoever stores it knows it.
    expect(await becomes(call(part, beside))).toEqual([{ ...about, ...expected }]);
  });

  it('is known by their id where Meta hides the number, and without a direction', async () => {
    const { becomes } = await testCalls();
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
    const { becomes, voice, posted } = await testCalls();
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
    const { becomes, calls, voice, posted } = await testCalls();
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
    const { graph, voice, calls, driver, states } = await testCalls();
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

describe('permission', () => {
  it.each([
    ['temporary', true],
    ['permanent', true],
    ['no_permission', false],
  ])('%s', async (name, may) => {
    const { graph, voice } = await testCalls();
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
    const { graph, voice } = await testCalls();
    graph.next.push(answerJson({ permission: 'maybe' }));
    await expect(voice.mayDial(to)).rejects.toThrow('does not say');
    graph.next.push(refusal(613, 429));
    await expect(voice.mayDial(to)).rejects.toThrow('no more questions');
  });

  it('is asked for, and answered', async () => {
    const { driver, posted, becomes } = await testCalls();
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
  const { becomes } = await testCalls();
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
