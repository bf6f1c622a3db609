import type { ExportLanguage } from '#shared/contract/service-list.ts';

type Words = {
  page: string;
  data: string;
  files: string;
  contact: string;
  about(timeZone: string): string;
  name: string;
  whatsappName: string;
  phone: string;
  emails: string;
  tags: string;
  notes: string;
  consent(channel: string): string;
  given: string;
  refused: string;
  since: string;
  services: string;
  serviceColumns: [string, string, string, string, string];
  messages: string;
  us: string;
  note(author: string): string;
  file: string;
  gone: string;
  inGroup(group: string): string;
  deleted: string;
};

export const exportWords: Record<ExportLanguage, Words> = {
  'pt-BR': {
    ...{ page: 'dados.html', data: 'dados.json', files: 'arquivos', contact: 'Contato' },
    about: (timeZone) =>
      `Tudo o que é guardado desta pessoa, com as notas da equipe. Horários de ${timeZone}.`,
    ...{ name: 'Nome', whatsappName: 'Nome no WhatsApp', phone: 'Telefone', emails: 'E-mails' },
    ...{ tags: 'Etiquetas', notes: 'Notas' },
    consent: (channel) => `Consentimento (${channel})`,
    ...{ given: 'dado', refused: 'negado', since: 'Conhecido desde', services: 'Atendimentos' },
    serviceColumns: ['Criado', 'Finalizado', 'Atendente', 'Avaliação', 'Etiquetas'],
    ...{ messages: 'Mensagens', us: 'Recado' },
    note: (author) => `Nota da equipe: ${author}`,
    ...{ file: 'arquivo', gone: 'não está mais guardado' },
    inGroup: (group) => `no grupo ${group}`,
    deleted: 'apagada para todos',
  },
  en: {
    ...{ page: 'data.html', data: 'data.json', files: 'files', contact: 'Contact' },
    about: (timeZone) =>
      `All that is kept of this person, the team’s notes included. Times of ${timeZone}.`,
    ...{ name: 'Name', whatsappName: 'Name on WhatsApp', phone: 'Number', emails: 'E-mails' },
    ...{ tags: 'Tags', notes: 'Notes' },
    consent: (channel) => `Consent (${channel})`,
    ...{ given: 'given', refused: 'refused', since: 'Known since', services: 'Services' },
    serviceColumns: ['Created', 'Finished', 'Attendant', 'Evaluation', 'Tags'],
    ...{ messages: 'Messages', us: 'Recado' },
    note: (author) => `Note of the team: ${author}`,
    ...{ file: 'file', gone: 'no longer kept' },
    inGroup: (group) => `in the group ${group}`,
    deleted: 'deleted for everyone',
  },
};
