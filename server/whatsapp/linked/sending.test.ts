import { EventEmitter } from 'node:events';
import type { WASocket } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import { openAcks } from './acks.ts';
import { openSending } from './sending.ts';

test('a file that is long on its way up is not given up before WhatsApp could confirm it', async () => {
  const ackMs = 20;
  const ws = new EventEmitter();
  const acks = openAcks(ws);
  const sock = {
    async sendMessage() {
      await new Promise((resolve) => setTimeout(resolve, 5 * ackMs));
      setTimeout(() => ws.emit('CB:ack,class:message', { attrs: { id: '3EB0' } }));
    },
  } as unknown as WASocket;
  const send = openSending({
    ...{ open: () => sock, acks: () => acks, pacer: async () => {}, ackMs, log: keptLog().log },
  });
  const message = { whatsappId: '3EB0', phone: null, lid: '777', kind: 'text', text: 'x' } as const;
  expect(await send(message)).toEqual({ ok: true });
  expect(acks.awaits('3EB0')).toBe(false);
});
