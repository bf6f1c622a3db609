/** Calls that we dial: what Graph is asked, and what its webhooks become, in whatever order. */
import { describe, expect, it } from 'vitest';
import {
  answer,
  at,
  callsPath,
  data,
  heardAnswer,
  offer,
  ours,
  statusAt,
  testCalls,
  who,
} from './test-calls.ts';
import { to } from './test-driver.ts';
import { answerJson, refusal } from './test-graph.ts';
import { call, callStatus, dialled, own, theirs, wacid } from './test-webhooks.ts';

describe('a call of ours', () => {
  const about = { type: 'call', ...who, name: null };

  it('is dialled as Meta documents it, once, and ended under our id', async () => {
    const { voice, posted } = await testCalls();
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
    const { becomes } = await testCalls();
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
    const { becomes } = await testCalls();
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
    const { becomes } = await testCalls();
    expect(await becomes(body)).toMatchObject([{ ...about, whatsappId: wacid, ours, outcome }]);
  });

  it('is found where Meta sends nothing back, also before it has answered the dial', async () => {
    const { graph, voice, becomes } = await testCalls({ doubt: 5_000 });
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
    const { graph, voice, becomes } = await testCalls({ doubt: 20 });
    const reached = Promise.withResolvers<void>();
    graph.next.push(() => reached.resolve());
    const dialling = voice.dial(to, ours, 'our offer');
    await reached.promise;
    expect(await becomes(dialled(answer))).toMatchObject([{ whatsappId: wacid, ours: wacid }]);
    await graph.close();
    expect(await dialling).toMatchObject({ ok: false, permanent: false });
  });

  it('is hung up as soon as its id is known', async () => {
    const { graph, voice, posted } = await testCalls();
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
    const { graph, voice, post, posted } = await testCalls({ doubt: 5_000 });
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
    const { graph, voice, states } = await testCalls();
    graph.next.push(refusal(code));
    const sent = await voice.dial(to, ours, 'our offer');
    expect(sent).toEqual({ ok: false, permanent, code, reason: expect.stringContaining(words) });
    // Messages go on.
    expect(states.at(-1)).toMatchObject({ state: 'open' });
  });
});
