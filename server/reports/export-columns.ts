/** The columns of an export of services, and what they are called. */
import type { ExportLanguage } from '#shared/contract/service-list.ts';
import type { ExportedService } from './list-store.ts';

type Column = {
  of: Exclude<keyof ExportedService, 'moment'>;
  /** `time`: on the workspace's wall; `seconds`: a span. */
  kind: 'text' | 'time' | 'seconds' | 'number';
  width: number;
  'pt-BR': string;
  en: string;
};

export const columns: readonly Column[] = [
  { of: 'id', kind: 'text', width: 38, 'pt-BR': 'Atendimento', en: 'Service' },
  { of: 'contact', kind: 'text', width: 28, 'pt-BR': 'Contato', en: 'Contact' },
  { of: 'phone', kind: 'text', width: 18, 'pt-BR': 'Telefone', en: 'Phone' },
  { of: 'attendant', kind: 'text', width: 24, 'pt-BR': 'Atendente', en: 'Attendant' },
  { of: 'team', kind: 'text', width: 18, 'pt-BR': 'Equipe', en: 'Team' },
  { of: 'state', kind: 'text', width: 12, 'pt-BR': 'Situação', en: 'State' },
  { of: 'created', kind: 'time', width: 20, 'pt-BR': 'Criado em', en: 'Created' },
  { of: 'started', kind: 'time', width: 20, 'pt-BR': 'Iniciado em', en: 'First started' },
  { of: 'finished', kind: 'time', width: 20, 'pt-BR': 'Encerrado em', en: 'Finished' },
  { of: 'reason', kind: 'text', width: 18, 'pt-BR': 'Motivo do fim', en: 'Finish reason' },
  { of: 'waiting', kind: 'seconds', width: 14, 'pt-BR': 'Espera (s)', en: 'Waiting (s)' },
  {
    ...{ of: 'firstAnswer', kind: 'seconds', width: 20 },
    ...{ 'pt-BR': 'Primeira resposta (s)', en: 'First answer (s)' },
  },
  {
    ...{ of: 'answeredBy', kind: 'text', width: 24 },
    ...{ 'pt-BR': 'Primeira resposta de', en: 'First answer by' },
  },
  { of: 'duration', kind: 'seconds', width: 14, 'pt-BR': 'Duração (s)', en: 'Duration (s)' },
  { of: 'score', kind: 'number', width: 10, 'pt-BR': 'Avaliação', en: 'Evaluation' },
  { of: 'comment', kind: 'text', width: 40, 'pt-BR': 'Comentário', en: 'Comment' },
  { of: 'tags', kind: 'text', width: 24, 'pt-BR': 'Etiquetas', en: 'Tags' },
];

const words: Record<ExportLanguage, Record<string, string>> = {
  'pt-BR': {
    ...{ waiting: 'Aguardando', open: 'Aberto', finished: 'Encerrado' },
    ...{ attendant: 'Pelo atendente', inactivity: 'Inatividade', unattended: 'Não atendido' },
  },
  en: {
    ...{ waiting: 'Waiting', open: 'Open', finished: 'Finished' },
    ...{ attendant: 'By the attendant', inactivity: 'Inactivity', unattended: 'Unattended' },
  },
};

/** A state or a reason as the language has it. */
export const wordFor = (language: ExportLanguage, value: string): string =>
  words[language][value] ?? value;

/** What a file of them is called, before the period. */
export const fileNames: Record<ExportLanguage, string> = {
  'pt-BR': 'atendimentos',
  en: 'services',
};
