import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Sender } from '#shared/contract/message.ts';
import { me, minutesAgo, uuid, type World } from './world.ts';

const bia: Sender = { name: 'Beatriz Nunes', phone: '+5511990010011' };
const rui: Sender = { name: 'Rui (bloco C)', phone: null };
const nobody: Sender = { name: null, phone: null };
const parts: (Partial<ShownMessage> & Pick<ShownMessage, 'text'>)[] = [
  { text: 'Bom dia! A clínica abre no feriado?', sender: bia },
  { text: 'Eu também queria saber', sender: rui },
  { text: 'Abre sim, das 8h às 12h.', authorId: me.id },
  {
    text: 'Perfeito',
    sender: bia,
    reactions: [{ direction: 'in', emoji: '👍', userId: null, sender: rui }],
  },
  { text: 'E no sábado?', sender: bia },
  { text: null, deletedAt: minutesAgo(2), sender: nobody },
  {
    text: 'No sábado também!',
    sender: rui,
    quote: {
      messageId: uuid(9, 4),
      direction: 'in',
      kind: 'text',
      text: 'E no sábado?',
      sender: bia,
    },
  },
];

/** The newest conversation as one with a group. */
export function withGroup(world: World): World {
  const [first] = world.summaries.values();
  if (!first) return world;
  const { id } = first.conversation;
  const messages = parts.map((part, k): ShownMessage => {
    const out = part.authorId !== undefined;
    return {
      ...{ id: uuid(9, k), conversationId: id, serviceId: first.service?.id ?? null },
      ...{ position: k + 1, direction: out ? 'out' : 'in', kind: 'text', authorId: null },
      ...{ status: out ? 'read' : null, failure: null, sentAt: minutesAgo(parts.length - k) },
      ...part,
    };
  });
  world.messages.set(id, messages);
  world.summaries.set(id, {
    ...first,
    contact: {
      ...first.contact,
      name: null,
      whatsappName: 'Condomínio Bela Vista',
      phone: null,
      group: true,
    },
    lastMessage: messages.at(-1) ?? null,
    conversation: { ...first.conversation, lastPosition: parts.length },
  });
  return world;
}
