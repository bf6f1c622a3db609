/** How the clinic has set itself up, and what its team knows of its contacts. */
import type { ContactChange } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { NewTeam } from '#shared/contract/team.ts';
import type { Dialogue } from './dialogues.ts';
import type { Dice } from './dice.ts';
import { firstName } from './people.ts';

type Topic = Dialogue['topic'];
/** `members`: of the attendants, by their place in the list of them. */
export type SampleTeam = Pick<NewTeam, 'name' | 'routing'> & {
  id: Id;
  members: number[];
  topics: Topic[];
};
export type SampleTag = { id: Id; name: string; hue: number };
export type SampleReply = { id: Id; shortcut: string; text: string; teamId: Id | null };
export type Furnishing = { teams: SampleTeam[]; tags: SampleTag[]; replies: SampleReply[] };

export function furnish(newId: () => Id): Furnishing {
  const desk: SampleTeam = {
    ...{ id: newId(), name: 'Recepção', routing: 'manual', members: [0, 2] },
    topics: ['agenda', 'valores', 'convenios'],
  };
  const exams: SampleTeam = {
    ...{ id: newId(), name: 'Exames e receitas', routing: 'leastBusy', members: [1, 2] },
    topics: ['exames', 'receitas'],
  };
  return {
    teams: [desk, exams],
    tags: [
      { id: newId(), name: 'Convênio', hue: 1 },
      { id: newId(), name: 'Primeira consulta', hue: 2 },
      { id: newId(), name: 'Retorno', hue: 3 },
      { id: newId(), name: 'Urgente', hue: 4 },
    ],
    replies: [
      {
        ...{ id: newId(), shortcut: 'ola', teamId: null },
        text: '{{greeting}}, {{contact.firstName}}! Aqui é {{attendant.name}}, da Clínica Boa Vista. Como posso ajudar?',
      },
      {
        ...{ id: newId(), shortcut: 'endereco', teamId: null },
        text: 'Ficamos na Rua das Acácias, 210, ao lado da praça. Há estacionamento no local.',
      },
      {
        ...{ id: newId(), shortcut: 'jejum', teamId: exams.id },
        text: '{{contact.firstName}}, para o exame de sangue são 8 horas de jejum; água pode à vontade.',
      },
    ],
  };
}

export type Known = {
  emails: string[];
  phones: string[];
  attributes: Record<string, string>;
  notes: string | null;
  consents: Partial<Record<Extract<ContactChange, { field: 'consent' }>['channel'], boolean>>;
  tags: number[];
};

const plans = ['Particular', 'Vida Plena', 'Saúde Total Ouro', 'Bem Cuidar'];
const notes = [
  'Prefere horários de manhã.',
  'Alergia a dipirona.',
  'A filha costuma responder as mensagens.',
  'Pede sempre nota fiscal no nome da empresa.',
  'Remarcou duas vezes em outubro; confirmar na véspera.',
];

/** Nothing of most of them, much of some: as in any book. */
export function knowledgeOf(name: string, dice: Dice): Known | null {
  if (dice.chance(0.35)) return null;
  const address = `${firstName(name)}.${name.split(' ').at(-1) ?? ''}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
  const born = `${dice.between(1, 28)}/${dice.between(1, 12)}/${dice.between(1948, 2006)}`;
  return {
    emails: dice.chance(0.6) ? [`${address}@exemplo.example`] : [],
    phones: dice.chance(0.2) ? [`+55113${dice.between(1_000_000, 9_999_999)}`] : [],
    attributes: {
      Plano: dice.pick(plans),
      ...(dice.chance(0.5) && { Nascimento: born.replace(/\b\d\b/g, '0$&') }),
    },
    notes: dice.chance(0.35) ? dice.pick(notes) : null,
    consents: {
      ...(dice.chance(0.5) && { whatsapp: true }),
      ...(dice.chance(0.2) && { email: false }),
    },
    tags: [0, 1, 2, 3].filter((nth) => dice.chance([0.35, 0.15, 0.3, 0.06][nth] ?? 0)),
  };
}
