/** For tests: the driver behind its webhook, on a double of Graph, for calls. */
import Fastify from 'fastify';
import { expect, onTestFinished } from 'vitest';
import { tellRefusals } from '../../platform/refusals.ts';
import type { CallEvent, DriverEvent } from '../driver.ts';
import type { Patience } from './driver.ts';
import { cloudRoutes } from './routes.ts';
import { started } from './test-driver.ts';
import { sign } from './test-graph.ts';
import { theirs } from './test-webhooks.ts';

export const who = { phone: `+${theirs}` };
export const offer = {
  event: 'connect',
  session: { sdp_type: 'offer', sdp: 'v=0\r\ntheir offer\r\n' },
};
export const answer = {
  event: 'connect',
  session: { sdp_type: 'answer', sdp: 'v=0\r\na=setup:actpass\r\ntheir answer\r\n' },
};
export const heardAnswer = 'v=0\r\na=setup:active\r\ntheir answer\r\n';
export const ours = 'CALL1';
export const data = { biz_opaque_callback_data: ours };

/** The driver behind its webhook, and the double of Graph. */
export async function testCalls(patience: Partial<Patience> = {}) {
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
export const at = '2025-06-06T08:01:35.000Z';
export const statusAt = '2025-06-06T08:03:20.000Z';
export const callsPath = '/v23.0/106540352242922/calls';
