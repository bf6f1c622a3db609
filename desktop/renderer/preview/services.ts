import type { OfficeAnswer, OfficeAsked } from '#shared/contract/office.ts';
import type { Saving } from '#shared/contract/saving.ts';
import type { ServiceMessage } from '#shared/contract/service-detail.ts';
import type { ServiceItem } from '#shared/contract/service-list.ts';
import type { ServiceView } from '#shared/contract/service-view.ts';
import { tags } from './knowledge.ts';
import { minutesAgo, team, uuid } from './world.ts';

const people = [
  'Marina Albuquerque de Souza e Silva Cavalcanti dos Santos Vasconcelos',
  'João Pedro',
  'محمد العلي',
  'Dona Lourdes',
  'Igor',
  undefined,
];

const service = (n: number): ServiceItem => {
  const state = n < 3 ? 'waiting' : n < 9 ? 'open' : 'finished';
  const name = people[n % people.length];
  const holder = team[n % 4];
  const reason = (['attendant', 'attendant', 'inactivity', 'unattended'] as const)[n % 4];
  const ago = n * 173 + 4;
  return {
    id: uuid(3, n),
    state,
    contact: {
      id: uuid(2, n % 40),
      ...(name !== undefined && { name }),
      phone: `+5511${String(990_000_000 + n)}`,
    },
    ...(state !== 'waiting' && holder && { attendant: { id: holder.id, name: holder.name } }),
    ...(n % 3 === 0 && { team: { id: uuid(0xb, 1), name: 'Recepção' } }),
    createdAt: minutesAgo(ago + 60),
    ...(state !== 'waiting' && { startedAt: minutesAgo(ago + 52) }),
    ...(state === 'finished' && reason && { finishedAt: minutesAgo(ago), finishReason: reason }),
    ...(state === 'finished' &&
      n % 3 === 1 && {
        evaluation: { score: 1 + (n % 5), comment: null, at: minutesAgo(ago) },
      }),
  };
};
const person = (n: number) => ({ id: team[n]?.id ?? '', name: team[n]?.name ?? '' });
function detail(id: string | undefined): OfficeAnswer<'GET /services/:id'> {
  const item = all.find((one) => one.id === id) ?? service(13);
  return {
    ...item,
    conversationId: uuid(5, 1),
    tags: tags.slice(0, 2).map((tag) => tag.id),
    evaluation: { score: 4, comment: 'Muito atenciosa, obrigada!', at: minutesAgo(20) },
    steps: [
      { what: 'created', when: minutesAgo(300) },
      { what: 'started', holder: person(1), when: minutesAgo(296) },
      { what: 'transferred', who: person(1), holder: person(3), when: minutesAgo(200) },
      { what: 'finished', who: person(3), holder: person(3), when: minutesAgo(100) },
      { what: 'evaluated', when: minutesAgo(20) },
    ],
  };
}
const message = (
  n: number,
  direction: 'in' | 'out',
  text: string,
  more: Partial<ServiceMessage> = {},
): ServiceMessage => ({
  ...{ id: uuid(6, n), direction, kind: 'text', text, sentAt: minutesAgo(300 - n * 9) },
  ...(direction === 'out' && { author: person(n < 6 ? 1 : 3) }),
  ...more,
});
const said: ServiceMessage[] = [
  message(1, 'in', 'Bom dia! Gostaria de remarcar minha consulta 😊'),
  message(2, 'in', '', {
    kind: 'document',
    attachment: {
      ...{ id: uuid(7, 1), kind: 'document', name: 'pedido de exame muito comprido assinado.pdf' },
      ...{ mediaType: 'application/pdf', size: 182_000, sha256: null, state: 'here' },
    },
  }),
  message(3, 'out', 'Bom dia, Marina! Claro. Qual dia fica melhor?'),
  message(4, 'out', 'Cliente antiga, dar prioridade.', { kind: 'note' }),
  message(5, 'in', 'محمد سيأتي معي أيضا'),
  message(6, 'in', '', { deletedAt: minutesAgo(250) }),
  message(7, 'out', 'Marcado para quinta, às 15h.', { failure: 'o número não tem WhatsApp' }),
  message(8, 'out', 'De 1 a 5, como foi o atendimento?', {
    content: { evaluation: { part: 'question' } },
    author: undefined,
  } as Partial<ServiceMessage>),
];
const views: ServiceView[] = [
  ...[
    ['Notas baixas da semana', false, { by: 'finished', period: 'week', score: 1 }] as const,
    ['Esperando agora', true, { state: 'waiting' }] as const,
    [
      'Sem resposta, fechados por inatividade nos últimos trinta dias',
      true,
      { finishReason: 'inactivity' },
    ] as const,
  ].map(([name, shared, filter], n) => ({
    ...{ id: uuid(0xf, n), name, shared, filter },
    owner: { id: team[n % 2 === 0 ? 0 : 4]?.id ?? '', name: team[n % 2 === 0 ? 0 : 4]?.name ?? '' },
  })),
];
const all = Array.from({ length: 260 }, (_, n) => service(n));

const fitting = ({
  state,
  attendantId,
  text,
}: NonNullable<OfficeAsked<'GET /services/count'>['query']>) =>
  all.filter(
    (one) =>
      (state === undefined || one.state === state) &&
      (attendantId === undefined || (one.attendant?.id ?? 'nobody') === attendantId) &&
      (text === undefined || one.contact.name?.toLowerCase().includes(text.toLowerCase())),
  );

/** What the list of services is answered at the clinic. */
export const serviceAnswers = (scene: string) => ({
  'GET /services': ({
    query = {},
  }: OfficeAsked<'GET /services'>): OfficeAnswer<'GET /services'> => {
    const { limit = 50, cursor, ...filter } = query;
    const found = scene === 'office-empty' ? [] : fitting(filter);
    const from = Number(cursor ?? 0);
    const items = found.slice(from, from + limit);
    return { items, nextCursor: from + limit < found.length ? String(from + limit) : null };
  },
  'GET /services/:id': ({
    params,
  }: OfficeAsked<'GET /services/:id'>): OfficeAnswer<'GET /services/:id'> => detail(params?.id),
  'GET /services/:id/times': (): OfficeAnswer<'GET /services/:id/times'> => ({
    ...{ waiting: 245, firstAnswer: 725, duration: 12_000 },
    answeredBy: { id: team[1]?.id ?? '', name: team[1]?.name ?? '' },
  }),
  'GET /services/:id/messages': (): OfficeAnswer<'GET /services/:id/messages'> => ({
    items: said,
    nextCursor: null,
  }),
  'GET /service-views': (): OfficeAnswer<'GET /service-views'> => ({
    items: scene === 'office-empty' ? [] : views,
    nextCursor: null,
  }),
  'GET /services/count': ({
    query = {},
  }: OfficeAsked<'GET /services/count'>): OfficeAnswer<'GET /services/count'> => ({
    count: scene === 'office-empty' ? 0 : fitting(query).length,
  }),
});

/** How a file comes along. */
export const savingIn = (scene: string, id: string, name: string): Saving => ({
  ...{ id, name, bytes: 1_204_000, rows: 81_200, total: 120_000 },
  ...(scene === 'office-full'
    ? { phase: 'failed', trouble: 'disk-full' }
    : { phase: 'running', trouble: null }),
});
