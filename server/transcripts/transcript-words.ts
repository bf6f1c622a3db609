/** What a transcript says, in both languages. */
import type { MessageKind } from '#shared/contract/message.ts';
import type { FinishReason, ServiceState } from '#shared/contract/service.ts';
import type { ServiceDetailStep } from '#shared/contract/service-detail.ts';
import type { ExportLanguage } from '#shared/contract/service-list.ts';
import { type StepWords, stepWords } from '#shared/rules/step-words.ts';

export type TranscriptWords = {
  title: string;
  fileName: string;
  facts: Record<
    | 'contact'
    | 'phone'
    | 'state'
    | 'reason'
    | 'attendant'
    | 'team'
    | 'created'
    | 'started'
    | 'finished'
    | 'evaluation'
    | 'comment',
    string
  >;
  states: Record<ServiceState, string>;
  reasons: Record<FinishReason, string>;
  history: string;
  messages: string;
  nothing: string;
  note: string;
  withNotes: string;
  deleted: string;
  edited: string;
  failed: string;
  system: string;
  file: string;
  of5: (score: number) => string;
  zone: (zone: string) => string;
  page: (n: number) => string;
  kinds: Partial<Record<MessageKind, string>>;
  steps: Record<StepWords, string>;
};

export const words: Record<ExportLanguage, TranscriptWords> = {
  'pt-BR': {
    title: 'Transcrição de atendimento',
    fileName: 'atendimento',
    facts: {
      ...{ contact: 'Contato', phone: 'Telefone', state: 'Situação', reason: 'Motivo do fim' },
      ...{ attendant: 'Atendente', team: 'Equipe', created: 'Criado em', started: 'Iniciado em' },
      ...{ finished: 'Encerrado em', evaluation: 'Avaliação', comment: 'Comentário' },
    },
    states: { waiting: 'Aguardando', open: 'Aberto', finished: 'Encerrado' },
    reasons: {
      ...{ attendant: 'Pelo atendente', inactivity: 'Inatividade', unattended: 'Não atendido' },
    },
    history: 'Histórico',
    messages: 'Mensagens',
    nothing: 'Nada foi dito neste atendimento.',
    note: 'nota interna',
    withNotes: 'Contém notas internas, que o contato nunca viu.',
    deleted: 'Mensagem apagada',
    edited: 'editada',
    failed: 'Não entregue',
    system: 'Recado',
    file: 'Arquivo',
    of5: (score) => `${score} de 5`,
    zone: (zone) => `Horários de ${zone}`,
    page: (n) => `Página ${n}`,
    kinds: {
      ...{ image: 'Imagem', video: 'Vídeo', audio: 'Áudio', voice: 'Mensagem de voz' },
      ...{ document: 'Documento', sticker: 'Figurinha', location: 'Localização' },
      ...{ cards: 'Cartão de contato', poll: 'Enquete', choices: 'Opções', choice: 'Escolha' },
      ...{ viewOnce: 'Visualização única, só no celular', call: 'Chamada' },
      unknown: 'Mensagem que só se vê no celular',
    },
    steps: {
      ...{ createdByContact: 'O contato escreveu', createdBy: '{who} escreveu primeiro' },
      ...{ startedBy: '{who} iniciou', routedTo: 'Entregue a {holder} pela distribuição' },
      ...{ givenTo: '{who} entregou a {holder}', passedTo: 'Passado para {holder}' },
      transferredTo: '{who} transferiu para {holder}',
      toTeam: '{who} transferiu para a equipe {team}',
      passedToTeam: 'Passado para a equipe {team}',
      ...{ toQueue: 'De volta à fila de todos', returned: 'Voltou sozinho para a fila' },
      ...{ returnedBy: '{who} devolveu para a fila', finishedBy: '{who} encerrou' },
      ...{ finishedAlone: 'Encerrado sozinho', evaluated: 'O contato avaliou' },
    },
  },
  en: {
    title: 'Transcript of a service',
    fileName: 'service',
    facts: {
      ...{ contact: 'Contact', phone: 'Phone', state: 'State', reason: 'Finish reason' },
      ...{ attendant: 'Attendant', team: 'Team', created: 'Created', started: 'Started' },
      ...{ finished: 'Finished', evaluation: 'Evaluation', comment: 'Comment' },
    },
    states: { waiting: 'Waiting', open: 'Open', finished: 'Finished' },
    reasons: {
      ...{ attendant: 'By the attendant', inactivity: 'Inactivity', unattended: 'Unattended' },
    },
    history: 'History',
    messages: 'Messages',
    nothing: 'Nothing was said in this service.',
    note: 'internal note',
    withNotes: 'Contains internal notes, which the contact never saw.',
    deleted: 'Deleted message',
    edited: 'edited',
    failed: 'Not delivered',
    system: 'Recado',
    file: 'File',
    of5: (score) => `${score} of 5`,
    zone: (zone) => `Times in ${zone}`,
    page: (n) => `Page ${n}`,
    kinds: {
      ...{ image: 'Image', video: 'Video', audio: 'Audio', voice: 'Voice message' },
      ...{ document: 'Document', sticker: 'Sticker', location: 'Location' },
      ...{ cards: 'Contact card', poll: 'Poll', choices: 'Choices', choice: 'Choice' },
      ...{ viewOnce: 'View once, on the phone only', call: 'Call' },
      unknown: 'A message that only the phone shows',
    },
    steps: {
      ...{ createdByContact: 'The contact wrote', createdBy: '{who} wrote first' },
      ...{ startedBy: '{who} started it', routedTo: 'Given to {holder} by routing' },
      ...{ givenTo: '{who} gave it to {holder}', passedTo: 'Passed to {holder}' },
      transferredTo: '{who} transferred it to {holder}',
      toTeam: '{who} transferred it to the team {team}',
      passedToTeam: 'Passed to the team {team}',
      ...{ toQueue: 'Back to everybody’s queue', returned: 'Returned to the queue by itself' },
      ...{ returnedBy: '{who} returned it to the queue', finishedBy: '{who} finished it' },
      ...{ finishedAlone: 'Finished by itself', evaluated: 'The contact evaluated it' },
    },
  },
};

/** What was done, with the names of whom it was about. */
export const stepSaid = (step: ServiceDetailStep, { steps }: TranscriptWords): string => {
  const names = { who: step.who?.name, holder: step.holder?.name, team: step.team?.name };
  return steps[stepWords(step)].replace(
    /\{(who|holder|team)\}/g,
    (_whole, name: keyof typeof names) => names[name] ?? '',
  );
};
