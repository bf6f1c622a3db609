import type { Template } from '#shared/contract/template.ts';

const plain = { header: null, footer: null };
const pt = { ...plain, language: 'pt_BR', category: 'UTILITY' };
/** What a clinic has approved at Meta. */
export const templates: Template[] = [
  {
    ...pt,
    name: 'lembrete_de_consulta',
    header: 'Consulta em {{1}}',
    body: 'Olá {{1}}, lembramos da sua consulta com *{{2}}* no dia {{3}}, às {{4}}.\n\nResponda *1* para confirmar ou *2* para remarcar.',
    footer: 'Clínica Vida Plena',
  },
  {
    ...pt,
    ...{ name: 'mapa_da_clinica', headerKind: 'image' },
    body: 'Olá {{1}}! Este é o caminho até a clínica. Qualquer dúvida, é só responder.',
  },
  {
    ...pt,
    name: 'resultado_pronto',
    body: 'Olá, {{nome}}! O resultado do seu exame ({{exame}}) está pronto. Responda a esta mensagem para recebê-lo por aqui.',
  },
  {
    ...pt,
    name: 'retomar_conversa',
    body: 'Olá! Ficamos de dar continuidade ao seu atendimento. Podemos falar agora?',
  },
  {
    ...pt,
    name: 'campanha_vacina_da_gripe',
    category: 'MARKETING',
    body: 'Oi {{1}}! A vacina da gripe deste ano chegou. Quer reservar um horário?',
    footer: 'Responda SAIR para não receber mais',
  },
  {
    ...plain,
    ...{ name: 'appointment_reminder', language: 'en_US', category: 'UTILITY' },
    body: 'Hi {{1}}, this is a reminder of your appointment on {{2}} at {{3}}.',
  },
  {
    ...plain,
    ...{ name: 'recordatorio_de_cita', language: 'es', category: 'UTILITY' },
    body: 'Hola {{1}}, le recordamos su cita del {{2}} a las {{3}}.',
  },
];
