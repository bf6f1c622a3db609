import { expect, it } from 'vitest';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Message } from '#shared/contract/message.ts';
import { openNotices } from './notices.ts';
import { words } from './words.ts';

const group = {
  conversation: { id: 'c1' },
  contact: { name: null, whatsappName: 'Condomínio', phone: null, group: true },
  service: { state: 'waiting' },
  unread: 1,
} as unknown as ConversationSummary;
const message = (sender?: Message['sender']) =>
  ({ conversationId: 'c1', text: 'abre no feriado?', ...(sender && { sender }) }) as Message;

it.each([
  [{ name: 'Bia', phone: '+5511999990011' }, 'Bia: abre no feriado?'],
  [{ name: null, phone: '+5511999990011' }, '+55 (11) 99999-0011: abre no feriado?'],
  [{ name: null, phone: null }, 'abre no feriado?'],
  [undefined, 'abre no feriado?'],
])('a notification says who of a group wrote: %j', (sender, body) => {
  const told: object[] = [];
  const host = { notify: (notice: object) => void told.push(notice), badge: () => {} };
  const known = { teamOf: () => undefined, nameOf: () => '' };
  const deps = { host, userId: 'u1', words: () => words.en, summaries: () => [], ...known };
  openNotices(deps).told([group], [message(sender)], []);
  expect(told).toEqual([{ title: 'Condomínio', body, conversationId: 'c1' }]);
});
