import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Call } from '#shared/contract/message.ts';

/** Made-up people and sentences of a clinic; none of them exists. */
export const contacts = [
  'Maria das Graças Souza',
  'João Pedro Almeida',
  'Ana Beatriz Carvalho',
  'Seu Antônio',
  'Luciana Ferreira',
  'Carlos Eduardo Nogueira',
  'Dona Cida',
  'Rafael Monteiro',
  'Patrícia Lima',
  'Fernanda (mãe do Theo)',
  'Maria Aparecida da Conceição Albuquerque de Vasconcelos e Silva Sobrinho',
  'Gustavo H.',
  'Juliana Prado',
  'Marcos Vinícius Teixeira',
  'Renata Azevedo',
  'Helena Duarte',
  'محمد علي',
  'Bruno Castilho',
  'Sônia Regina',
  'Camila Rocha',
  'Wellington Barbosa',
  'Tereza Cristina Pires',
  'Igor Menezes',
  'Larissa Brandão',
] as const;

export const said = [
  'Bom dia! Gostaria de marcar uma consulta com a dra. Helena',
  'Vocês têm horário na quinta à tarde?',
  'Consigo remarcar o exame de sangue?',
  'Qual é o preparo para o ultrassom?',
  'O convênio *Saúde Mais* é aceito aí?',
  'Obrigada! 🙏',
  'Estou com um pouco de febre desde ontem, 38,2',
  'Pode ser às 14h30 então',
  'Recebi o resultado, mas não consegui abrir o PDF',
  'Qual o endereço mesmo?',
  'Vou me atrasar uns 10 minutinhos, tudo bem?',
  '👍',
] as const;

export const answered = [
  'Bom dia! Aqui é da Clínica Vida Plena, em que posso ajudar?',
  'Temos sim: quinta às 14h30 ou às 16h. Qual prefere?',
  'Pode deixar, já remarquei para sexta, dia 27, às 8h.',
  'O preparo: *jejum de 8 horas* e bexiga cheia. Pode tomar água normalmente.',
  'Sim, aceitamos. Traga a carteirinha e um documento com foto, por favor.',
  'Fica na Rua das Acácias, 210. Mapa: https://maps.example.com/clinica_vida_plena',
  'Combinado! Qualquer coisa é só chamar por aqui.',
  'Entendi. Vou verificar com a enfermagem e já retorno.',
] as const;

export const showcase: readonly [direction: 'in' | 'out', text: string | null][] = [
  ['in', 'Bom dia, tudo bem? Queria saber sobre o *exame de sangue* que a dra. Helena pediu.'],
  ['in', 'É para fazer em _jejum_?'],
  ['out', 'Bom dia, Maria! Sim: ~6~ *8 horas* de jejum. Água pode à vontade.'],
  [
    'out',
    'As orientações completas estão aqui: https://clinica.example.com/preparo/exame_de_sangue?id=42',
  ],
  ['in', '👍'],
  ['in', null],
  ['out', 'O código do pedido é:\n```\nPED-2026-11-20\nSETOR-B\n```\nApresente na recepção.'],
  ['in', 'مرحبا، هل يمكنني الحضور غدا صباحا؟'],
  ['out', 'Claro, amanhã das 7h às 10h.'],
  ['in', `Anotei o protocolo: ${'A1B2C3D4E5'.repeat(14)}`],
  [
    'in',
    'Ah, e <b>isto</b> chegou por e-mail: javascript:alert(1) — é de vocês? Meu e-mail é maria.gracas@example.com',
  ],
  ['out', 'Não é nosso, pode ignorar e apagar. Nunca pedimos senha nem pagamento por link.'],
];

/** One of each kind, for looking at; the files are drawn by shots.mjs. */
type Kinds = Pick<ShownMessage, 'direction' | 'kind'> & Partial<ShownMessage>;
const file = (
  n: number,
  kind: Attachment['kind'],
  part: Partial<Attachment> & Pick<Attachment, 'name' | 'mediaType'>,
): Attachment => ({
  id: `0190000a-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  kind,
  size: 348_200,
  sha256: null,
  state: 'here',
  ...part,
});
const wave = Array.from({ length: 64 }, (_, n) =>
  Math.round(18 + 78 * Math.abs(Math.sin(n / 3.1) * Math.cos(n / 7.7))),
);
const tiny =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+v//Z';

/** Every outcome of a call. */
const call = (
  direction: 'in' | 'out',
  outcome: Call['outcome'],
  more: Partial<Call> = {},
  text: string | null = null,
): Kinds => ({ direction, kind: 'call', text, content: { call: { outcome, ...more } } });
export const calls: readonly Kinds[] = [
  call('in', 'missed'),
  call('in', 'declined', { userId: '2' }),
  call('in', 'answered', { seconds: 184, userId: '0' }),
  call('in', 'answered', { seconds: 3_725, userId: '3', video: true }),
  call('in', 'failed'),
  call('out', 'permissionAsked', {}, 'Olá! Podemos ligar para você pelo WhatsApp?'),
  call('out', 'missed'),
  call('out', 'declined'),
  call('out', 'answered', { seconds: 42 }),
  { ...call('out', 'failed'), failure: 'O telefone está desligado.' },
  call(
    'out',
    'linkSent',
    { url: 'https://call.whatsapp.com/voice/AbC123' },
    'https://call.whatsapp.com/voice/AbC123',
  ),
  call('out', 'ringing'),
  call('in', 'talking', { userId: '1' }),
  call('in', 'ringing'),
];

export const kinds: readonly Kinds[] = [
  {
    direction: 'in',
    kind: 'image',
    text: 'Segue a *foto* do pedido, dá para ler?',
    attachment: file(1, 'image', {
      name: 'pedido.jpg',
      mediaType: 'image/jpeg',
      width: 1200,
      height: 900,
    }),
  },
  {
    direction: 'out',
    kind: 'image',
    text: null,
    attachment: file(2, 'image', {
      name: 'retrato.jpg',
      mediaType: 'image/jpeg',
      width: 900,
      height: 1600,
    }),
    reactions: [
      { direction: 'in', emoji: '❤️', userId: null },
      { direction: 'out', emoji: '👍', userId: null },
    ],
  },
  {
    direction: 'in',
    kind: 'video',
    text: 'É esse barulho aqui',
    attachment: file(3, 'video', {
      name: 'video.mp4',
      mediaType: 'video/mp4',
      width: 1280,
      height: 720,
      seconds: 42,
      thumbnail: tiny,
    }),
  },
  {
    direction: 'in',
    kind: 'image',
    text: null,
    attachment: file(4, 'image', {
      name: 'antiga.jpg',
      mediaType: 'image/jpeg',
      width: 800,
      height: 600,
      state: 'gone',
      thumbnail: tiny,
    }),
  },
  {
    direction: 'in',
    kind: 'voice',
    text: null,
    attachment: file(5, 'voice', {
      name: 'voz.ogg',
      mediaType: 'audio/ogg',
      seconds: 12.4,
      waveform: wave,
    }),
  },
  {
    direction: 'out',
    kind: 'voice',
    text: null,
    status: 'played',
    attachment: file(6, 'voice', {
      name: 'voz.ogg',
      mediaType: 'audio/ogg',
      seconds: 71,
      waveform: wave.toReversed(),
    }),
  },
  {
    direction: 'in',
    kind: 'audio',
    text: null,
    attachment: file(7, 'audio', {
      name: 'gravação da consulta de sexta-feira com a doutora Helena.mp3',
      mediaType: 'audio/mpeg',
      seconds: 734,
    }),
  },
  {
    direction: 'in',
    kind: 'document',
    text: 'Resultado do exame',
    attachment: file(8, 'document', {
      name: 'Hemograma completo - Maria das Graças - novembro de 2026.pdf',
      mediaType: 'application/pdf',
      size: 1_284_000,
    }),
  },
  {
    direction: 'out',
    kind: 'document',
    text: null,
    forwarded: true,
    attachment: file(9, 'document', {
      name: 'orçamento.xlsx',
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      size: 18_400,
    }),
  },
  {
    direction: 'in',
    kind: 'document',
    text: null,
    attachment: file(10, 'document', {
      name: 'fotos.zip',
      mediaType: 'application/zip',
      size: 88_284_000,
      state: 'fetching',
    }),
  },
  {
    direction: 'in',
    kind: 'sticker',
    text: null,
    attachment: file(11, 'sticker', {
      name: 'figurinha.webp',
      mediaType: 'image/webp',
      width: 512,
      height: 512,
    }),
  },
  {
    direction: 'in',
    kind: 'location',
    text: null,
    content: {
      location: {
        latitude: -23.56168,
        longitude: -46.65598,
        name: 'Clínica Vida Plena',
        address: 'Rua das Acácias, 210, São Paulo',
      },
    },
  },
  {
    direction: 'in',
    kind: 'cards',
    text: null,
    content: {
      cards: [
        {
          name: 'Dr. Otávio Bittencourt',
          organisation: 'Cardiologia Paulista',
          phones: ['+5511988776655', '+551133445566'],
          emails: ['otavio@example.com'],
        },
      ],
    },
  },
  {
    direction: 'in',
    kind: 'poll',
    text: 'Qual o melhor dia para a reunião?',
    content: { poll: { options: ['Segunda', 'Quarta à tarde', 'Sexta'], several: false } },
  },
  {
    direction: 'out',
    kind: 'choices',
    text: 'Como foi o seu atendimento?',
    content: {
      choices: {
        header: 'Avaliação',
        footer: 'Leva um segundo',
        options: [
          { id: '1', title: 'Ótimo' },
          { id: '2', title: 'Regular', description: 'Poderia ter sido mais rápido' },
        ],
      },
    },
  },
  {
    direction: 'in',
    kind: 'choice',
    text: 'Ótimo',
    content: { choice: { id: '1', title: 'Ótimo' } },
    quote: {
      messageId: null,
      direction: 'out',
      kind: 'choices',
      text: 'Como foi o seu atendimento?',
    },
  },
  { direction: 'in', kind: 'viewOnce', text: null },
  { direction: 'in', kind: 'call', text: null, content: { call: { outcome: 'missed' } } },
  {
    direction: 'out',
    kind: 'call',
    text: null,
    content: { call: { outcome: 'linkSent', url: 'https://call.whatsapp.com/voice/abc' } },
  },
  { direction: 'out', kind: 'text', text: 'x', deletedAt: '2026-11-20T12:00:00.000Z' },
  {
    direction: 'out',
    kind: 'text',
    text: 'Sim, dá para ler. Pode vir às 14h30.',
    editedAt: '2026-11-20T12:00:00.000Z',
    quote: {
      messageId: 'kind 0',
      direction: 'in',
      kind: 'image',
      text: 'Segue a *foto* do pedido, dá para ler?',
    },
  },
  {
    direction: 'out',
    kind: 'image',
    text: null,
    status: 'waiting',
    attachment: file(12, 'image', {
      name: 'subindo.jpg',
      mediaType: 'image/jpeg',
      width: 1200,
      height: 800,
    }),
  },
  {
    direction: 'out',
    kind: 'text',
    text: 'Até amanhã!',
    failure: 'o número não tem WhatsApp',
  },
];
/** The one that is being uploaded in the scene. */
export const uploading = '0190000a-0000-7000-8000-00000000000c';
