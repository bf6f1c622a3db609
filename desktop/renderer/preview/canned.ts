import type { CannedReply } from '#shared/contract/canned-reply.ts';

const texts: [string, string, boolean][] = [
  [
    'bomdia',
    '{{greeting}}, {{contact.firstName}}! Aqui é {{attendant.name}}, da {{workspace}}.',
    false,
  ],
  ['endereco', 'Rua das Acácias, 120, sala 4. Atendemos de segunda a sexta, das 7h às 18h.', false],
  ['preparo', 'Para o ultrassom, fique 6 horas em jejum e traga exames anteriores.', false],
  ['volto', 'Vou verificar e já te respondo, {{contact.firstName}}.', true],
];

/** Of the made-up clinic, and one of whoever looks. */
export const cannedReplies = (me: string): CannedReply[] =>
  texts.map(([shortcut, text, own], n) => ({
    id: `00000000-0000-7000-9000-00000000000${n}`,
    ...{ shortcut, text, userId: own ? me : null, teamId: null },
  }));
