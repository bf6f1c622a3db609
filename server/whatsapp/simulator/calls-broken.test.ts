/** Calls when something dies, drops or is in each other's way. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import type { CallEvent } from '../driver.ts';
import { testFolder } from '../test-whatsapp.ts';
import type { Peers } from './peer.ts';
import { openSimulatorStore } from './store.ts';
import { type TestCalls, testCalls } from './test-calls.ts';
import { testConsole } from './test-console.ts';
import { ana, rui } from './test-simulator.ts';

let c: TestCalls;
beforeEach(async () => {
  c = await testCalls();
});

test('after the session drops, they go on speaking, and its end is told then', async () => {
  const { id, desk } = await c.answered();
  await c.echoes(desk, 'before');
  c.simulator.faults({ drop: true });
  await expect(c.voice.hangUp(id)).rejects.toThrow('not open');
  await expect(c.voice.answer(id, 'x')).rejects.toThrow('not open');
  await expect(c.voice.mayDial({ phone: ana })).rejects.toThrow('not open');
  expect(await c.voice.dial({ phone: ana }, 'X', 'x')).toMatchObject({ permanent: false });
  await c.echoes(desk, 'meanwhile');
  expect(await c.hangUp(id)).toBe(202);
  expect(c.outcomes()).toEqual(['ringing']);
  await until(() => c.simulator.state().open);
  expect(c.outcomes()).toEqual(['ringing', 'answered']);
});

test('killed in the middle, what was under way is over, and told to the next server', async () => {
  const file = join(testFolder(), 'simulator.sqlite');
  const dead = openSimulatorStore(file, c.now);
  const rang = dead.ring(ana, false) as string;
  dead.tellRinging(rang, 'offer');
  dead.dial(rui, 'OUT1');
  dead.take('OUT1', 'answer');
  dead.close();
  const store = openSimulatorStore(file, c.now);
  onTestFinished(() => store.close());
  const told = store.pending(9).map(({ event }) => event) as CallEvent[];
  expect(told.map(({ whatsappId, ours, outcome, seconds }) => [whatsappId, ours, outcome, seconds]))
    // For how long it was spoken, nobody knows.
    .toEqual([
      [rang, undefined, 'ringing', undefined],
      ['OUT1', 'OUT1', 'talking', undefined],
      [rang, undefined, 'missed', undefined],
      ['OUT1', 'OUT1', 'answered', undefined],
    ]);
  expect(store.phone(ana)?.call).toBeUndefined();
});

test('with the end of the session every call is over, and its peers are gone', async () => {
  const { desk, id } = await c.answered();
  await c.echoes(desk, 'hello');
  await c.voice.dial({ phone: rui }, 'OUT1', await testConsole().offer());
  await c.driver.stop();
  expect(await c.sound(id)).toMatchObject({ status: 404 });
  await c.driver.start();
  expect(c.outcomes().slice(2)).toEqual(['answered', 'missed']);
  await c.driver.stop();
  // Nobody hears it ring.
  const unheard = await c.ring();
  expect(await c.store.pending(9).map(({ event }) => event)).toMatchObject([
    { whatsappId: unheard, outcome: 'missed' },
  ]);
});

/** Peers that only say what they are told to say. */
function silentPeers() {
  const sound = { connected: false, heard: 0, said: 0 };
  const lost: (() => void)[] = [];
  const peer = { sound: () => sound, close: vi.fn() };
  const peers: Peers = {
    async offer(over) {
      lost.push(over);
      return { ...peer, sdp: 'offer', connect: async () => {} };
    },
    async answer(_, over) {
      lost.push(over);
      return { ...peer, accept: async () => 'answer' };
    },
  };
  return { peers, sound, close: peer.close, lose: () => lost.at(-1)?.() };
}

test('the other side is gone: it was answered, or failed where nobody ever spoke', async () => {
  const { peers, sound, lose, close } = silentPeers();
  c = await testCalls({ peers });
  await c.voice.answer(await c.ring(), 'x');
  lose();
  expect(c.last()).toMatchObject({ outcome: 'failed' });
  await c.voice.answer(await c.ring(), 'x');
  sound.said = 3;
  lose();
  lose();
  expect(c.last()).toMatchObject({ outcome: 'answered', seconds: 0 });
  expect(c.outcomes()).toEqual(['ringing', 'failed', 'ringing', 'answered']);
  expect(close).toHaveBeenCalledTimes(2);
});

test('what nobody takes is missed after a while, either way', async () => {
  c = await testCalls({ peers: silentPeers().peers });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await c.simulator.calls.call(ana, false);
  await c.voice.dial({ phone: rui }, 'OUT1', 'x');
  const talking = (await c.simulator.calls.call('+5511999990003', false)) as string;
  await c.voice.answer(talking, 'x');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(c.steps().slice(3)).toMatchObject([
    { phone: ana, outcome: 'missed' },
    { phone: rui, outcome: 'missed', ours: 'OUT1' },
  ]);
});

test('a phone that cannot speak rings all the same', async () => {
  const fails = async () => {
    throw new Error('no sockets');
  };
  c = await testCalls({ peers: { offer: fails, answer: fails } });
  const id = await c.ring();
  expect(c.last()).toMatchObject({ outcome: 'ringing', whatsappId: id });
  expect(c.last().sdp).toBeUndefined();
  await expect(c.voice.answer(id, 'x')).rejects.toThrow('answered');
  await c.driver.calls?.decline(id);
  expect(c.last()).toMatchObject({ outcome: 'declined' });
});

test('it ends while its peer is made: nothing rings on', async () => {
  const { peers, close } = silentPeers();
  const made = Promise.withResolvers<void>();
  const late = async <T>(peer: Promise<T>) => {
    await made.promise;
    return peer;
  };
  c = await testCalls({
    peers: {
      offer: (lost) => late(peers.offer(lost)),
      answer: (offer, lost) => late(peers.answer(offer, lost)),
    },
  });
  const calling = c.simulator.calls.call(ana, false);
  const dialling = c.voice.dial({ phone: rui }, 'OUT1', 'x');
  expect(await c.hangUp(c.store.phone(ana)?.call?.whatsappId as string)).toBe(202);
  await c.voice.hangUp('OUT1');
  made.resolve();
  await Promise.all([calling, dialling]);
  expect(c.outcomes()).toEqual(['missed', 'missed']);
  expect(close).toHaveBeenCalledTimes(2);
});

test('WebRTC is loaded with the first call, not with the server', async () => {
  const driver = JSON.stringify(join(import.meta.dirname, 'driver.ts'));
  const peer = JSON.stringify(join(import.meta.dirname, 'peer.ts'));
  const code = `
    import { registerHooks } from 'node:module';
    const asked = [];
    registerHooks({
      resolve(name, context, next) {
        if (name === 'werift') asked.push(name);
        return next(name, context);
      },
    });
    await import(${driver});
    const before = asked.length;
    const { webrtcPeers } = await import(${peer});
    (await webrtcPeers.offer(() => {})).close();
    console.log(JSON.stringify([before, asked.length > 0]));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', code],
  ]);
  expect(JSON.parse(stdout)).toEqual([0, true]);
});
