/** Rows for tests: only what a test speaks of has to be said. */
import type {
  BridgeAnswers,
  BridgeCall,
  ConversationSummary,
  Desk,
  Question,
  ShownMessage,
} from '#shared/contract/bridge.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Service } from '#shared/contract/service.ts';

const some = '2026-11-20T12:00:00.000Z';

export const service = (part: Partial<Service> = {}): Service => ({
  id: 's1',
  conversationId: 'c1',
  state: 'waiting',
  attendantId: null,
  createdAt: some,
  startedAt: null,
  finishedAt: null,
  finishReason: null,
  lastInteractionAt: some,
  evaluation: null,
  ...part,
});

type Part = {
  name?: string;
  phone?: string;
  contact?: Partial<Contact>;
  service?: Partial<Service>;
  at?: string;
  unread?: number;
  draft?: string;
  lastPosition?: number;
};
export const summary = (id: string, part: Part = {}): ConversationSummary => ({
  conversation: {
    id,
    contactId: `contact ${id}`,
    lastPosition: part.lastPosition ?? 1,
    settledPosition: 0,
    lastActivityAt: part.at ?? some,
  },
  contact: {
    id: `contact ${id}`,
    name: part.name ?? `Contact ${id}`,
    whatsappName: null,
    phone: part.phone ?? '+5511988887777',
    createdAt: some,
    ...part.contact,
  },
  service: part.service ? service({ conversationId: id, ...part.service }) : null,
  pending: false,
  lastMessage: null,
  unread: part.unread ?? 0,
  draft: part.draft ?? '',
});

export const message = (
  position: number | null,
  part: Partial<ShownMessage> = {},
): ShownMessage => ({
  id: `m${position}`,
  conversationId: 'c1',
  serviceId: null,
  position,
  direction: 'in',
  kind: 'text',
  text: 'oi',
  authorId: null,
  status: null,
  failure: null,
  sentAt: some,
  ...part,
});

type Given = { [C in BridgeCall]?: BridgeAnswers[C] | ((question: Question<C>) => unknown) };
export type Asked = { call: BridgeCall; question: unknown };

/** A desk that answers what it was given and null to all else; what was asked can be looked at. */
export function silentDesk(given: Given = {}): Pick<Desk, 'call'> & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    async call(call, question) {
      asked.push({ call, question });
      const answer: unknown = given[call];
      const value = typeof answer === 'function' ? await answer(question) : (answer ?? null);
      const refused = value !== null && typeof value === 'object' && 'ok' in value;
      return (refused ? value : { ok: true, value }) as never;
    },
  };
}
