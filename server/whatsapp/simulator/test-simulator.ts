/** For tests: a simulator with its driver and its routes, what the server took, and forms. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Fastify, { type InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import { tellRefusals } from '../../platform/refusals.ts';
import { keptLog } from '../../platform/test-log.ts';
import { validatorCompiler } from '../../platform/validation.ts';
import type { DriverEvent, OutgoingAttachment, Who } from '../driver.ts';
import { testFolder } from '../test-whatsapp.ts';
import { simulatorDriver } from './driver.ts';
import { webrtcPeers } from './peer.ts';
import { simulatorRoutes } from './routes.ts';
import { openSimulatorStore } from './store.ts';

export const ana = '+5511999990001';
export const rui = '+5511999990002';
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export async function testSimulator({
  open = false,
  folder = testFolder(),
  groupsShown = (): boolean => false,
  peers = webrtcPeers,
  now = () => new Date(),
} = {}) {
  const store = openSimulatorStore(join(folder, 'simulator.sqlite'), now);
  const taken: DriverEvent[] = [];
  const typing: { who: Who; is: boolean }[] = [];
  const hooks = {
    typing: (who: Who, is: boolean) => void typing.push({ who, is }),
    take: (events: DriverEvent[]) => void taken.push(...events),
    state: () => {},
    log: keptLog().log,
  };
  const { driver, simulator } = simulatorDriver(store, hooks, groupsShown, peers);
  await driver.start();
  const app = Fastify({ forceCloseConnections: true });
  app.setValidatorCompiler(validatorCompiler as never);
  tellRefusals(app);
  await app.register(simulatorRoutes, { simulator, open });
  onTestFinished(async () => {
    await app.close();
    await driver.stop();
    store.close();
  });
  const ask = async (
    method: InjectOptions['method'],
    url: string,
    payload?: InjectOptions['payload'],
    more: InjectOptions = {},
  ) => {
    const answer = await app.inject({ method, url, payload, ...more });
    const type = String(answer.headers['content-type'] ?? '');
    const body = type.includes('json') && answer.body ? answer.json() : answer.body;
    return {
      status: answer.statusCode,
      type,
      body,
      headers: answer.headers,
      raw: answer.rawPayload,
    };
  };
  const sendForm = (fields: Record<string, string>, file?: TestFile, phone = ana) => {
    const { payload, headers } = form(fields, file);
    return ask('POST', `/simulator/contacts/${phone}/messages`, payload, { headers });
  };
  return { app, simulator, driver, store, taken, typing, ask, sendForm, folder };
}

export type TestFile = { bytes: Buffer; name?: string; type?: string };

/** The bytes of a form, written by hand: so that nothing on the way tidies a hostile name. */
export function form(fields: Record<string, string>, file?: TestFile) {
  const parts: Uint8Array[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--x1x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (file) {
    const { name = 'a.bin', type = 'application/octet-stream', bytes } = file;
    const head = `--x1x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
    // Fields come on either side of the file.
    parts.splice(1, 0, Buffer.from(head), bytes, Buffer.from('\r\n'));
  }
  return {
    payload: Buffer.concat([...parts, Buffer.from('--x1x--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=x1x' },
  };
}

export const outgoingFile = (
  bytes: Buffer,
  more: Partial<OutgoingAttachment> = {},
): OutgoingAttachment => ({
  id: '01939c2e-0000-7000-8000-000000000001',
  kind: 'document',
  name: 'a.pdf',
  mediaType: 'application/pdf',
  size: bytes.length,
  open: async () => Readable.from([bytes]),
  ...more,
});

export async function bytesOf(stream: Readable): Promise<Buffer> {
  return Buffer.concat(await stream.toArray());
}
