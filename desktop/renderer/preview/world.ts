import type { ConversationSummary, ShownMessage } from '#shared/contract/bridge.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { answered, contacts, kinds as oneOfEach, said, showcase } from './people.ts';

export type World = {
  summaries: Map<Id, ConversationSummary>;
  messages: Map<Id, ShownMessage[]>;
  services: Map<Id, Service[]>;
};

const now = Date.now();
export const minutesAgo = (minutes: number): Instant =>
  new Date((minutes === 0 ? Date.now() : now) - minutes * 60_000).toISOString();
export const uuid = (kind: number, n: number): Id =>
  `0190${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const me: SignedInUser = {
  id: uuid(1, 1),
  name: 'Beatriz Nunes',
  email: 'beatriz@vidaplena.example',
  role: 'admin',
};
export const team: Colleague[] = [
  { id: me.id, name: me.name, role: 'admin', active: true },
  { id: uuid(1, 2), name: 'Ana Paula Ribeiro', role: 'attendant', active: true },
  { id: uuid(1, 3), name: 'Caio Mendonça', role: 'attendant', active: true },
  {
    id: uuid(1, 4),
    name: 'Maria Fernanda de Albuquerque Cavalcanti',
    role: 'attendant',
    active: true,
  },
  { id: uuid(1, 5), name: 'Dr. Otávio', role: 'admin', active: false },
];

/** Mine, waiting, held by others, finished: in turns, so that every state is near the top. */
function serviceOf(n: number, conversationId: Id, lastAt: number): Service | null {
  const turn = n === 0 ? 0 : n % 9;
  const kind =
    n < 6
      ? (['mine', 'mine', 'waiting', 'mine', 'waiting', 'other'] as const)[n]
      : n < 40 && turn === 1
        ? 'waiting'
        : n < 30 && turn === 2
          ? 'mine'
          : turn === 3 && n < 200
            ? 'other'
            : turn === 4
              ? 'none'
              : 'finished';
  if (kind === 'none') return null;
  const waited = n === 2 ? 2 : n === 4 ? 9 : 6 + n * 3;
  const createdAt = minutesAgo(kind === 'waiting' ? waited : lastAt + 25);
  return {
    id: uuid(3, n),
    conversationId,
    state: kind === 'waiting' ? 'waiting' : kind === 'finished' ? 'finished' : 'open',
    attendantId:
      kind === 'waiting' ? null : kind === 'mine' ? me.id : (team[1 + (n % 3)]?.id ?? null),
    createdAt,
    startedAt: kind === 'waiting' ? null : minutesAgo(lastAt + 21),
    finishedAt: kind === 'finished' ? minutesAgo(lastAt - 0.5) : null,
    finishReason: kind === 'finished' ? (n % 2 === 0 ? 'attendant' : 'inactivity') : null,
    lastInteractionAt: minutesAgo(lastAt),
    evaluation: null,
  };
}

const statuses = ['sent', 'delivered', 'read'] as const;

function messagesOf(
  n: number,
  conversationId: Id,
  service: Service | null,
  lastAt: number,
): ShownMessage[] {
  const count = n === 0 ? 220 : n === 3 ? 0 : 4 + (n % 23);
  const script = showcase.length;
  return Array.from({ length: count }, (_, k): ShownMessage => {
    const left = count - 1 - k;
    const shown = n === 0 && left < script ? showcase[script - 1 - left] : undefined;
    const direction = shown
      ? shown[0]
      : left === 0 && service?.state === 'waiting'
        ? 'in'
        : (k + n) % 3 === 1
          ? 'out'
          : 'in';
    const text = shown
      ? shown[1]
      : direction === 'in'
        ? (said[(k * 5 + n) % said.length] ?? '')
        : (answered[(k * 3 + n) % answered.length] ?? '');
    const failed = n === 1 && left === 1;
    const ago = left < 14 ? lastAt + left * 1.6 : lastAt + 60 * 20 * (left - 12);
    return {
      id: uuid(4, n * 1000 + k),
      conversationId,
      serviceId: left < 14 ? (service?.id ?? null) : null,
      position: k + 1,
      direction,
      kind: text === null ? 'unknown' : 'text',
      text,
      authorId:
        direction === 'in'
          ? null
          : left > 20
            ? (team[2]?.id ?? null)
            : service?.state === 'open'
              ? service.attendantId
              : me.id,
      status: direction === 'in' ? null : left > 3 ? 'read' : (statuses[left % 3] ?? 'sent'),
      failure: failed && direction === 'out' ? 'o número não tem WhatsApp' : null,
      sentAt: minutesAgo(ago),
    };
  });
}

export function makeWorld(size: number): World {
  const world: World = { summaries: new Map(), messages: new Map(), services: new Map() };
  for (let n = 0; n < size; n += 1) {
    const id = uuid(2, n);
    const lastAt = n < 12 ? 0.5 + n * 1.4 : n * n * 0.35;
    const service = serviceOf(n, id, lastAt);
    const messages = messagesOf(n, id, service, service?.state === 'waiting' ? 0.5 + n : lastAt);
    const last = messages.at(-1) ?? null;
    const name = n === 7 ? null : (contacts[n % contacts.length] ?? null);
    const unread =
      last?.direction !== 'in' || n === 0
        ? 0
        : service?.state === 'waiting'
          ? 1 + (n % 4)
          : n % 5 === 1
            ? 2
            : 0;
    world.messages.set(id, messages);
    world.services.set(id, service ? [service] : []);
    world.summaries.set(id, {
      conversation: {
        id,
        contactId: uuid(5, n),
        lastPosition: messages.length,
        settledPosition: 0,
        lastActivityAt: last?.sentAt ?? minutesAgo(lastAt),
      },
      contact: {
        id: uuid(5, n * 7 + 3),
        name: name !== null && n >= contacts.length ? `${name} ${n}` : name,
        whatsappName: n === 7 ? null : name,
        phone: n % 40 === 16 ? '+966501234567' : `+55119${String(90000000 + n * 7919).slice(0, 8)}`,
        createdAt: minutesAgo(90_000),
        ...(n % 5 === 2 && { pictureId: uuid(8, 20 + n) }),
      },
      service,
      pending: n === 9,
      lastMessage: last,
      unread,
      draft: n === 5 || n === 8 ? 'Vou verificar com a enfermagem e' : '',
    });
  }
  return world;
}

/** Who took a call is said by a place in the team. */
function takenByTeam({ content }: Pick<ShownMessage, 'content'>): Pick<ShownMessage, 'content'> {
  const place = content?.call?.userId;
  const userId = team[Number(place)]?.id;
  return content?.call && userId ? { content: { call: { ...content.call, userId } } } : {};
}

/** The kinds conversation: the newest one's, with a message of each kind. */
export function withKinds(world: World, kinds = oneOfEach): World {
  const [first] = world.summaries.values();
  if (!first) return world;
  const { id } = first.conversation;
  const messages = kinds.map(
    (part, k): ShownMessage => ({
      id: uuid(6, k),
      conversationId: id,
      serviceId: first.service?.id ?? null,
      position: part.status === 'waiting' ? null : k + 1,
      text: null,
      authorId: part.direction === 'out' ? me.id : null,
      status: part.direction === 'out' ? 'read' : null,
      failure: null,
      sentAt: minutesAgo(kinds.length - k),
      ...part,
      ...takenByTeam(part),
      ...(part.quote?.messageId && { quote: { ...part.quote, messageId: uuid(6, 0) } }),
    }),
  );
  world.messages.set(id, messages);
  world.summaries.set(id, {
    ...first,
    lastMessage: messages.at(-1) ?? null,
    conversation: { ...first.conversation, lastPosition: kinds.length },
  });
  return world;
}

/** The newest conversation as it is when its contact has not written for so long. */
export function fallenSilent(world: World, minutes: number): World {
  const [first] = world.summaries.values();
  if (!first) return world;
  const { id } = first.conversation;
  const messages = world.messages.get(id) ?? [];
  const heard = messages.findLast(({ direction }) => direction === 'in');
  const by = minutes * 60_000 - (now - Date.parse(heard?.sentAt ?? minutesAgo(0)));
  const earlier = (at: Instant): Instant => new Date(Date.parse(at) - by).toISOString();
  const aged = messages.map((one) => ({ ...one, sentAt: earlier(one.sentAt) }));
  world.messages.set(id, aged);
  world.summaries.set(id, { ...first, lastMessage: aged.at(-1) ?? null, draft: 'Vou ver e já' });
  return world;
}
