import { v7 } from 'uuid';
import type { OutboxPlace } from '#shared/contract/outbox.ts';
import type { Id } from '#shared/contract/scalars.ts';

/** What a desk that lost its network has given: two conversations, and what was refused before. */
export function madeUpOutbox(ids: readonly Id[], names: readonly string[]): OutboxPlace {
  const at = new Date(Date.now() - 5 * 60_000).toISOString();
  const of = (n: number) => ({ id: v7(), conversationId: ids[n] ?? v7() });
  const say = (n: number, text: string) =>
    ({ ...of(n), type: 'sendMessage', messageId: v7(), kind: 'text', text }) as const;
  const name = (n: number) => names[n] ?? '';
  return {
    waiting: [
      { command: say(0, 'Pode vir amanhã às 8h, em jejum.'), givenAt: at, contactName: name(0) },
      {
        command: { ...of(0), type: 'finishService', serviceId: v7() },
        givenAt: at,
        contactName: name(0),
      },
      { command: say(2, 'O resultado sai na sexta.'), givenAt: at, contactName: name(2) },
    ],
    refused: [
      {
        command: { ...of(5), type: 'startService', serviceId: v7() },
        refusal: { ok: false, code: 'service-held', detail: '', holder: { id: v7(), name: 'Ana' } },
        contactName: name(5),
        at,
      },
      {
        command: say(1, 'Bom dia!'),
        refusal: { ok: false, code: 'window-closed', detail: '' },
        contactName: name(1),
        at,
      },
    ],
  };
}
