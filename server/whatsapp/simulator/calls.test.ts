/** Calls of simulated phones, each with two real WebRTC peers. */
import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import { at, type TestCalls, testCalls } from './test-calls.ts';
import { testConsole } from './test-console.ts';
import { ana, rui } from './test-simulator.ts';
import { tone } from './tone.ts';

let c: TestCalls;
beforeEach(async () => {
  c = await testCalls();
});

describe('a phone that calls', () => {
  test('rings with an offer; the console hears its tone, then itself', async () => {
    const id = await c.ring();
    const call = {
      type: 'call',
      whatsappId: id,
      phone: ana,
      name: null,
      at: c.now().toISOString(),
    };
    expect(c.steps()).toEqual([{ ...call, outcome: 'ringing', sdp: expect.any(String) }]);
    // Everything is in it: nothing of it is told later.
    expect(c.last().sdp).toMatch(/a=candidate:.* typ host/);
    const rings = { whatsappId: id, video: false, fromContact: true, takenAt: null };
    expect((await c.ask('GET', '/simulator/contacts')).body.items[0].call).toEqual(rings);
    expect(await c.sound(id)).toEqual({ connected: false, heard: 0, said: 0 });

    const desk = testConsole();
    await c.voice.answer(id, await desk.answer(c.last().sdp as string));
    expect(c.store.phone(ana)?.call).toMatchObject({ takenAt: c.now().toISOString() });
    await until(() => desk.heard.length > 5);
    expect(desk.hears(tone[0] as Buffer)).toBe(true);
    // Not one word is lost when the tone gives way.
    const first = Buffer.from('hello');
    desk.say(first);
    await until(() => desk.hears(first));
    const toned = desk.heard.length;
    await c.echoes(desk, 'again');
    // In one row, whatever it is that it says.
    const numbers = desk.heard.map(({ header }) => header.sequenceNumber);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(desk.heard.map(({ header }) => header.ssrc)).size).toBe(1);
    // The tone is over once something is heard.
    expect(desk.heard.slice(toned).filter(({ payload }) => tone[0]?.equals(payload))).toEqual([]);
    expect(await c.sound(id)).toMatchObject({ connected: true });
    expect((await c.sound(id)).heard).toBeGreaterThan(0);

    c.clock.now += 61_000;
    await c.voice.hangUp(id);
    await c.voice.hangUp(id);
    await c.driver.calls?.decline(id);
    // Who took it, the room of the calls tells.
    expect(c.outcomes()).toEqual(['ringing', 'answered']);
    expect(c.last()).toEqual({
      ...call,
      outcome: 'answered',
      seconds: 61,
      at: c.now().toISOString(),
    });
    expect(c.shown()).toEqual([[true, { outcome: 'answered', seconds: 61 }]]);
    c.isOver();
    expect(await c.hangUp(id)).toBe(404);
    expect((await c.ask('GET', `${at}/calls/${id}`)).status).toBe(404);
  });

  test('ends it, once', async () => {
    const { id } = await c.answered();
    c.clock.now += 5_000;
    expect([await c.hangUp(id), await c.hangUp(id)]).toEqual([202, 404]);
    expect(c.last()).toMatchObject({ outcome: 'answered', seconds: 5 });
    expect(c.shown()).toEqual([[true, { outcome: 'answered', seconds: 5 }]]);
    await expect(c.voice.answer(id, 'x')).rejects.toThrow('The call is over.');
  });

  test('is declined, gives up, or is answered elsewhere: each once', async () => {
    const declined = await c.ring();
    expect((await c.ask('POST', `${at}/calls`, {})).status).toBe(409);
    await c.driver.calls?.decline(declined);
    await c.driver.calls?.decline(declined);
    const missed = await c.ring();
    expect([await c.hangUp(missed), await c.patch(missed, 'missed')]).toEqual([202, 404]);
    const elsewhere = await c.ring();
    expect(await c.patch(elsewhere, 'answered', { seconds: 61 })).toBe(202);
    expect(await c.patch(elsewhere, 'answered', { seconds: 61 })).toBe(404);
    const over = ['declined', 'missed', 'answered'];
    expect(c.outcomes()).toEqual(over.flatMap((outcome) => ['ringing', outcome]));
    expect(c.shown().map(([, call]) => call)).toMatchObject(over.map((outcome) => ({ outcome })));
    expect(await c.patch('x', 'lost')).toBe(400);
  });

  test('is answered by the first of two; what cannot be understood leaves it ringing', async () => {
    const id = await c.ring();
    await expect(c.voice.answer(id, 'not a description')).rejects.toThrow('did not understand');
    const one = testConsole();
    const two = testConsole();
    const offer = c.last().sdp as string;
    // The second looks for the phone before the first does, and has all that it takes to find it.
    const refused = await two.answer(offer);
    await until(() => two.looks());
    const [first, second] = await Promise.allSettled([
      c.voice.answer(id, await one.answer(offer)),
      c.voice.answer(id, refused),
    ]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    await c.echoes(one, 'hello');
    expect(two.heard).toEqual([]);
    expect(await c.patch(id, 'declined')).toBe(404);
  });

  test('as the first that the contact does, has its picture told, once', async () => {
    c.store.setPicture(ana, { sha256: 'ab'.repeat(32), mediaType: 'image/png' });
    expect(c.taken).toEqual([]);
    const id = await c.ring();
    await c.hangUp(id);
    await c.ring();
    const said = c.taken.map((event) => (event.type === 'call' ? event.outcome : event.type));
    expect(said.filter((one) => one !== 'person')).toEqual(['ringing', 'missed', 'ringing']);
    expect(said.slice(0, 2)).toEqual(['ringing', 'person']);
    expect(said.at(-1)).toBe('ringing');
  });

  test('with video says so; off, it cannot call, and its call is over', async () => {
    const { body } = await c.ask('POST', `${at}/calls`, { video: true });
    expect(c.last()).toMatchObject({ video: true });
    await c.ask('PATCH', at, { online: false });
    expect(c.last()).toMatchObject({ outcome: 'missed', video: true, whatsappId: body.whatsappId });
    expect((await c.ask('POST', `${at}/calls`, {})).body.errors).toMatchObject([
      { path: '/phone' },
    ]);
    await c.ask('PATCH', at, { online: true });
    await c.answered();
    await c.ask('PATCH', at, { online: false });
    expect(c.last()).toMatchObject({ outcome: 'answered', seconds: 0 });
  });
});

describe('a phone that is called', () => {
  test('rings, is taken over HTTP, and the console hears itself', async () => {
    const desk = testConsole();
    expect(await c.voice.dial({ phone: ana }, 'OUT1', await desk.offer())).toEqual({ ok: true });
    const call = { type: 'call', whatsappId: 'OUT1', ours: 'OUT1', phone: ana };
    expect(c.steps()).toMatchObject([{ ...call, outcome: 'ringing' }]);
    expect(c.store.phone(ana)?.call).toMatchObject({ fromContact: false, takenAt: null });
    expect([await c.patch('OUT1', 'answered'), await c.patch('OUT1', 'answered')]).toEqual([
      202, 404,
    ]);
    expect(c.last()).toMatchObject({ ...call, outcome: 'talking', sdp: expect.any(String) });
    await desk.take(c.last().sdp as string);
    await c.echoes(desk, 'hello');
    c.clock.now += 7_400;
    expect(await c.hangUp('OUT1')).toBe(202);
    await c.voice.hangUp('OUT1');
    expect(c.last()).toMatchObject({ ...call, outcome: 'answered', seconds: 7 });
    expect(c.outcomes()).toEqual(['ringing', 'talking', 'answered']);
    expect(c.shown()).toEqual([[false, { outcome: 'answered', seconds: 7 }]]);
    // A call is nothing to be read.
    expect(c.store.phone(ana)?.unread).toBe(0);
  });

  test('takes it by itself, or declines it, when set to', async () => {
    const { id, desk } = await c.dialled();
    await c.echoes(desk, 'hello');
    await c.voice.hangUp(id);
    await c.ask('PATCH', at, { calls: 'decline' });
    expect(await c.voice.dial({ phone: ana }, 'OUT2', await testConsole().offer())).toEqual({
      ok: true,
    });
    expect(c.outcomes()).toEqual(['ringing', 'talking', 'answered', 'ringing', 'declined']);
  });

  test('is in one call at a time, and others are not disturbed', async () => {
    const { desk } = await c.answered();
    const other = testConsole();
    const offer = await other.offer();
    expect(await c.voice.dial({ phone: ana }, 'OUT1', offer)).toMatchObject({
      ...{ ok: false, permanent: true, code: 138003 },
    });
    await c.ask('PATCH', `/simulator/contacts/${rui}`, { calls: 'take' });
    expect(await c.voice.dial({ phone: rui }, 'OUT2', offer)).toEqual({ ok: true });
    // The same dial again is the same call.
    expect(await c.voice.dial({ phone: rui }, 'OUT2', offer)).toEqual({ ok: true });
    await until(() => c.last().outcome === 'talking');
    await other.take(c.last().sdp as string);
    await Promise.all([c.echoes(desk, 'to ana'), c.echoes(other, 'to rui')]);
    expect([desk.hears(Buffer.from('to rui')), other.hears(Buffer.from('to ana'))]).toEqual([
      false,
      false,
    ]);
  });

  test('rings nowhere while it is off, and refuses what is no offer', async () => {
    await c.ask('PATCH', at, { online: false });
    const offer = await testConsole().offer();
    expect(await c.voice.dial({ phone: ana }, 'OUT1', offer)).toEqual({ ok: true });
    expect(c.steps()).toEqual([]);
    await c.voice.hangUp('OUT1');
    expect(c.last()).toMatchObject({ ours: 'OUT1', outcome: 'missed' });
    const never = { ok: false, permanent: true };
    expect(await c.voice.dial({ phone: ana }, 'OUT2', 'nothing')).toMatchObject(never);
    expect(await c.voice.dial({ phone: null, lid: '5' }, 'OUT3', offer)).toMatchObject(never);
    c.isOver();
    expect(c.outcomes()).toEqual(['missed']);
  });

  test('is hung up while it rings, or declines: both sides once', async () => {
    const offer = await testConsole().offer();
    await c.voice.dial({ phone: ana }, 'OUT1', offer);
    await Promise.all([c.voice.hangUp('OUT1'), c.voice.hangUp('OUT1')]);
    await c.voice.dial({ phone: ana }, 'OUT2', offer);
    expect([await c.patch('OUT2', 'declined'), await c.hangUp('OUT2')]).toEqual([202, 404]);
    await c.voice.dial({ phone: ana }, 'OUT3', offer);
    expect(await c.hangUp('OUT3')).toBe(202);
    const over = ['missed', 'declined', 'declined'];
    expect(c.outcomes()).toEqual(over.flatMap((outcome) => ['ringing', outcome]));
  });

  test('has to allow it first, when set to: the question comes as buttons', async () => {
    await c.ask('PATCH', at, { calls: 'refuse' });
    expect(await c.voice.mayDial({ phone: ana })).toBe(false);
    const offer = await testConsole().offer();
    expect(await c.voice.dial({ phone: ana }, 'OUT1', offer)).toMatchObject({
      ...{ ok: false, permanent: true, code: 138006 },
    });
    const question = { kind: 'callPermission', phone: ana, text: 'May we call?' } as const;
    for (let time = 0; time < 2; time += 1) {
      expect(await c.driver.send({ ...question, whatsappId: 'Q1' })).toEqual({ ok: true });
    }
    const options = [{ id: 'call.accept' }, { id: 'call.reject' }];
    expect(c.store.messages(ana)).toMatchObject([
      {
        whatsappId: 'Q1',
        kind: 'choices',
        text: 'May we call?',
        content: { choices: { options } },
      },
    ]);
    const reply = (id: string) => c.ask('POST', `${at}/messages`, { choice: { id }, quotes: 'Q1' });
    expect((await reply('call.reject')).status).toBe(202);
    expect(await c.voice.mayDial({ phone: ana })).toBe(false);
    expect((await reply('call.accept')).status).toBe(202);
    expect(await c.voice.mayDial({ phone: ana })).toBe(true);
    await until(() => c.taken.filter(({ type }) => type === 'message').length === 2);
    expect(c.taken.filter(({ type }) => type === 'message').at(-1)).toMatchObject({
      ...{ kind: 'choice', text: 'You may call me.' },
      ...{ content: { choice: { id: 'call.accept' } }, quoted: { whatsappId: 'Q1', fromMe: true } },
    });
    // Who has not been asked takes it back as well, and the setting that was stays.
    await c.ask('PATCH', at, { calls: 'take' });
    await reply('call.accept');
    expect(c.store.phone(ana)?.calls).toBe('take');
  });
});
