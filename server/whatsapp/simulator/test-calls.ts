/** For tests: calls of a simulated phone and a console that speaks. */
import { expect } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import type { CallEvent } from '../driver.ts';
import { testConsole } from './test-console.ts';
import { ana, testSimulator } from './test-simulator.ts';

type Console = ReturnType<typeof testConsole>;
export const at = `/simulator/contacts/${ana}`;

export async function testCalls(more: Parameters<typeof testSimulator>[0] = {}) {
  const clock = { now: Date.parse('2026-11-21T12:00:00.000Z') };
  const now = () => new Date(clock.now);
  const it = await testSimulator({ now, ...more });
  const { calls } = it.driver;
  if (!calls?.voice) throw new Error('the simulator carries voice');
  const { voice } = calls;

  const steps = () => it.taken.flatMap((event) => (event.type === 'call' ? [event] : []));
  const last = () => steps().at(-1) as CallEvent;
  const ring = async (phone = ana) =>
    (await it.ask('POST', `/simulator/contacts/${phone}/calls`, {})).body.whatsappId as string;
  return {
    ...it,
    ...{ clock, now, voice, steps, last, ring },
    outcomes: () => steps().map(({ outcome }) => outcome),
    patch: async (id: string, outcome: string, more: object = {}) =>
      (await it.ask('PATCH', `${at}/calls/${id}`, { outcome, ...more })).status,
    hangUp: async (id: string) => (await it.ask('DELETE', `${at}/calls/${id}`)).status,
    sound: async (id: string) => (await it.ask('GET', `${at}/calls/${id}`)).body,
    /** The calls that the phone has in its chat. */
    shown: () =>
      it.store.messages(ana).map(({ fromContact, content }) => [fromContact, content?.call]),
    isOver: () => expect(it.store.phone(ana)?.call).toBeUndefined(),
    /** Says it until it is heard again. */
    async echoes(desk: Console, words: string) {
      const payload = Buffer.from(words);
      await until(() => {
        desk.say(payload);
        return desk.hears(payload);
      });
    },
    /** A call of the contact, answered at a console. */
    async answered(phone = ana) {
      const id = await ring(phone);
      const desk = testConsole();
      await voice.answer(id, await desk.answer(last().sdp as string));
      return { id, desk };
    },
    /** One that is dialled, and taken by the phone at once. */
    async dialled(id = 'OUT1', phone = ana) {
      await it.ask('PATCH', `/simulator/contacts/${phone}`, { calls: 'take' });
      const desk = testConsole();
      expect(await voice.dial({ phone }, id, await desk.offer())).toEqual({ ok: true });
      await until(() => last().outcome === 'talking');
      await desk.take(last().sdp as string);
      return { id, desk };
    },
  };
}
export type TestCalls = Awaited<ReturnType<typeof testCalls>>;
