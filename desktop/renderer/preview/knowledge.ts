/** What the team of the made-up clinic knows of its contacts. */
import type { ConversationSummary, Past } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { Tag } from '#shared/contract/tag.ts';
import { withContactChange, withTag } from '#shared/rules/contact-edit.ts';
import { defaultEvaluation } from '#shared/rules/evaluation.ts';
import { me, minutesAgo, team, type World } from './world.ts';

const id = (n: number): Id => `01900009-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const tags: Tag[] = [
  { id: id(1), name: 'Convênio', hue: 1 },
  { id: id(2), name: 'Exame de sangue', hue: 4 },
  { id: id(3), name: 'Retorno', hue: 2 },
  { id: id(4), name: 'VIP', hue: 3 },
];

const day = 24 * 60;
const past = (conversationId: Id, n: number, part: Partial<Service>): Service => ({
  ...{ id: id(100 + n), conversationId, state: 'finished', attendantId: team[n % 3]?.id ?? null },
  createdAt: minutesAgo(n * 9 * day),
  startedAt: minutesAgo(n * 9 * day - 4),
  finishedAt: minutesAgo(n * 9 * day - 31),
  ...{ finishReason: 'attendant', lastInteractionAt: minutesAgo(n * 9 * day - 30) },
  evaluation: null,
  ...part,
});

/** The first few contacts are well known; two people wrote notes about the first at once. */
export function withKnowledge(world: World): World {
  const [first, second, third] = [...world.summaries.values()];
  if (second) askedAbout(world, second.conversation.id);
  if (first) {
    const by = team[1]?.id ?? me.id;
    world.summaries.set(first.conversation.id, {
      ...first,
      service: first.service && { ...first.service, tags: [id(2)] },
      contact: {
        ...first.contact,
        phones: ['+5511934567890'],
        emails: ['juliana.prado@example.com', 'ju@trabalho.example'],
        attributes: { Plano: 'Saúde Total Ouro', 'Data de nascimento': '12/03/1984' },
        notes: 'Prefere ser chamada de Ju.\nSó pode de manhã; o filho vem junto.',
        tags: [id(3), id(4)],
        consents: {
          whatsapp: { given: true, by, at: minutesAgo(40 * day) },
          sms: { given: false, by: me.id, at: minutesAgo(3 * day) },
        },
        edits: {
          notes: {
            ...{ by, at: minutesAgo(12) },
            over: { by: me.id, was: 'Só pode de manhã.' },
          },
        },
      },
    });
  }
  for (const [entry, tag] of [
    [second, id(1)],
    [third, id(2)],
  ] as const) {
    if (!entry) continue;
    const contact = { ...entry.contact, tags: [tag] };
    world.summaries.set(entry.conversation.id, { ...entry, contact });
  }
  return world;
}

/** An earlier service of theirs was asked about and evaluated. */
function askedAbout(world: World, conversationId: Id): void {
  const messages = world.messages.get(conversationId) ?? [];
  const position = messages.at(-1)?.position ?? 0;
  const service = past(conversationId, 0, {
    ...{ id: id(99), createdAt: minutesAgo(29), startedAt: minutesAgo(28) },
    ...{ finishedAt: minutesAgo(9), attendantId: me.id },
    evaluation: { score: 4, comment: 'demorou um pouco', at: minutesAgo(8) },
  });
  const common = {
    ...{ conversationId, serviceId: service.id, authorId: null, failure: null },
    kind: 'text',
  } as const;
  messages.push(
    {
      ...{ ...common, id: id(97), position: position + 1, direction: 'out', status: 'read' },
      ...{ text: defaultEvaluation.texts['pt-BR'].question, sentAt: minutesAgo(9) },
      content: { evaluation: { part: 'question' } },
    },
    {
      ...{ ...common, id: id(98), position: position + 2, direction: 'in', status: null },
      ...{ text: '4 - demorou um pouco', sentAt: minutesAgo(8) },
      content: { evaluation: { part: 'score', score: 4 } },
    },
  );
  world.services.set(conversationId, [...(world.services.get(conversationId) ?? []), service]);
}

export function pastOf(world: World, conversationId: Id): Past {
  const now = world.summaries.get(conversationId)?.service;
  const messages = (world.messages.get(conversationId) ?? [])
    .filter(({ attachment, text }) => attachment || /https?:/.test(text ?? ''))
    .toReversed();
  return {
    services: [
      ...(now ? [now] : []),
      past(conversationId, 1, {
        evaluation: { score: 5, comment: 'Muito atenciosos!', at: minutesAgo(9 * day - 40) },
        tags: [id(3)],
      }),
      past(conversationId, 2, {
        finishReason: 'inactivity',
        evaluation: { score: 2, comment: null, at: minutesAgo(18 * day - 40) },
      }),
      past(conversationId, 3, {
        ...{ attendantId: null, startedAt: null, finishReason: 'unattended' },
      }),
    ],
    messages,
    whole: true,
  };
}

/** The entry after what is noted about its contact; null: it is about something else. */
export function changedBy(
  entry: ConversationSummary,
  intent: Intent,
  by: Id,
  at: Instant,
): ConversationSummary | null {
  const { contact, service } = entry;
  if (intent.type === 'tagContact') {
    return { ...entry, contact: withTag(contact, intent.tagId, intent.on) };
  }
  if (intent.type === 'editContact') {
    return { ...entry, contact: withContactChange(contact, intent.change, { by, at }) };
  }
  if (intent.type !== 'tagService' || !service) return null;
  return { ...entry, service: withTag(service, intent.tagId, intent.on) };
}
