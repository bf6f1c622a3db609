/**
 * What is talked about at a clinic's desk. `c` is the contact, `a` the attendant; {first} and {me}
 * are their first names, {hello} is the greeting of the hour, {day}, {hour} and {doctor} vary.
 */
import type { MessageContent } from '#shared/contract/message.ts';

export type Beside = MessageContent & {
  /** Answers what the other side said last. */
  quotes?: true;
  /** How the other side reacted to it. */
  reaction?: string;
};
export type Turn = readonly ['c' | 'a', string, Beside?];
export type Dialogue = {
  topic: 'agenda' | 'exames' | 'valores' | 'receitas' | 'convenios' | 'outros';
  turns: readonly Turn[];
};

export const doctors = [
  'Dra. Helena Sato',
  'Dr. Marcos Vilela',
  'Dra. Paula Queiroga',
  'Dr. André Limeira',
  'Dra. Sílvia Torres',
] as const;
export const days = ['segunda', 'terça', 'quarta', 'quinta', 'sexta'] as const;
export const hours = [
  '8h30',
  '9h10',
  '10h40',
  '11h20',
  '13h30',
  '14h10',
  '15h40',
  '16h20',
] as const;

export const dialogues: readonly Dialogue[] = [
  {
    topic: 'agenda',
    turns: [
      ['c', '{hello}! Gostaria de marcar uma consulta com {doctor}'],
      ['a', '{hello}, {first}! Aqui é {me}, da Clínica Boa Vista. É primeira consulta ou retorno?'],
      ['c', 'Retorno, a última foi em setembro'],
      [
        'a',
        'Perfeito. Tenho {day} às {hour} ou na semana que vem no mesmo horário. Qual fica melhor?',
      ],
      ['c', '{day} está ótimo'],
      [
        'a',
        'Agendado: {day} às {hour} com {doctor}. Chegue 15 minutos antes, por favor 😊',
        { reaction: '🙏' },
      ],
    ],
  },
  {
    topic: 'agenda',
    turns: [
      ['c', 'oi'],
      ['c', 'preciso desmarcar minha consulta de {day}, surgiu uma viagem de trabalho'],
      ['a', 'Oi, {first}, tudo bem? Sem problema. Quer que eu já remarque?'],
      ['c', 'quero sim, pode ser na outra semana, de preferência de manhã'],
      ['a', 'Consigo na outra {day} às {hour}, com {doctor} mesmo. Pode ser?'],
      ['c', 'pode sim'],
      ['a', 'Remarcado! Você recebe um lembrete um dia antes.'],
    ],
  },
  {
    topic: 'agenda',
    turns: [
      [
        'c',
        '{hello}, vocês têm dermatologista essa semana? Apareceu uma mancha no braço e fiquei com receio',
      ],
      [
        'a',
        '{hello}, {first}. Temos sim: {doctor} atende {day}. Está com dor, coceira ou sangramento?',
      ],
      ['c', 'só coça um pouco'],
      [
        'a',
        'Certo, deixei um encaixe para {day} às {hour}. Se piorar antes disso, avise a gente, tá?',
      ],
      ['c', 'aviso sim, agradeço a atenção'],
    ],
  },
  {
    topic: 'agenda',
    turns: [
      ['c', '{hello}. Minha mãe tem 82 anos, tem acesso para cadeira de rodas aí?'],
      [
        'a',
        '{hello}! Tem sim: rampa na entrada da Rua das Acácias e elevador até o 3º andar.',
        { reaction: '❤️' },
      ],
      ['c', 'E dá para parar o carro na porta?'],
      [
        'a',
        'Dá, temos duas vagas de embarque. Se preferir, avise quando chegar que alguém ajuda na recepção.',
        { quotes: true },
      ],
      ['c', 'Que bom. Então confirma a consulta dela de {day} às {hour}'],
      ['a', 'Confirmada com {doctor}. Até {day}!'],
    ],
  },
  {
    topic: 'agenda',
    turns: [
      ['c', '', { call: { outcome: 'missed' } }],
      ['c', 'Vou atrasar, o trânsito na marginal está parado 😩'],
      ['c', 'minha consulta é daqui a pouco'],
      ['a', 'Oi, {first}! A tolerância é de 20 minutos. Consegue chegar até lá?'],
      ['c', 'acho que chego em 15'],
      ['a', 'Então pode vir com calma, avisei {doctor}.'],
    ],
  },
  {
    topic: 'exames',
    turns: [
      ['c', '{hello}, fiz um hemograma na semana passada. O resultado já saiu?'],
      ['a', '{hello}, {first}! Vou verificar. Me confirma a data de nascimento, por favor?'],
      ['c', '14/03/1986'],
      [
        'a',
        'Certo! O resultado ficou pronto ontem e já está no portal do paciente. Precisa do link?',
      ],
      ['c', 'precisa sim, perdi a senha também'],
      ['a', 'Enviei um e-mail para criar a nova senha. O exame está na aba "Resultados".'],
      ['c', 'consegui abrir aqui'],
    ],
  },
  {
    topic: 'exames',
    turns: [
      ['c', 'Preciso ficar em jejum para o exame de glicose?'],
      ['a', 'Olá, {first}! Sim, de 8 a 12 horas. Água pode.'],
      ['c', 'e o café sem açúcar?'],
      ['a', 'Melhor não, só água mesmo. O laboratório colhe das 7h às 10h, sem agendamento.'],
      ['c', 'certo, vou amanhã cedo'],
    ],
  },
  {
    topic: 'exames',
    turns: [
      ['c', '{hello}! O pedido do ultrassom que {doctor} fez vale por quanto tempo?'],
      ['a', '{hello}! O pedido vale 90 dias. Quer aproveitar e já agendar?'],
      ['c', 'Quero. Tem à tarde?'],
      ['a', 'Tem {day} às {hour}. Para esse exame é preciso beber 1 litro de água uma hora antes.'],
      ['c', 'Anotado'],
      ['a', 'Agendado, {first}. Traga o pedido e um documento com foto.'],
    ],
  },
  {
    topic: 'exames',
    turns: [
      ['c', 'vocês podem mandar o laudo da ressonância direto para o meu ortopedista?'],
      [
        'a',
        'Podemos sim, {first}. Só preciso da sua autorização por escrito aqui mesmo e do e-mail dele.',
      ],
      [
        'c',
        'autorizo o envio do laudo da ressonância de joelho para ortopedia@centromedico.example',
      ],
      ['a', 'Enviado agora. Deixei uma cópia no seu portal também.'],
    ],
  },
  {
    topic: 'valores',
    turns: [
      ['c', 'Quanto custa a consulta particular com cardiologista?'],
      ['a', 'Olá, {first}! A consulta com {doctor} é R$ 380, com retorno em até 30 dias incluído.'],
      ['c', 'Parcela?'],
      ['a', 'Em até 3x sem juros no cartão, ou 5% de desconto no Pix.'],
      ['c', 'E o eletro está incluso?'],
      ['a', 'O eletrocardiograma é R$ 90, feito na hora se o médico pedir. Quer agendar?'],
      ['c', 'Vou conversar em casa e retorno'],
    ],
  },
  {
    topic: 'valores',
    turns: [
      ['c', '{hello}, preciso da nota fiscal da consulta do mês passado para o reembolso'],
      [
        'a',
        '{hello}! Claro. A nota sai no nome de {first} mesmo? Me passa o CPF só com os 3 últimos dígitos para eu localizar.',
      ],
      ['c', 'final 417'],
      ['a', 'Encontrei. Acabei de enviar a nota em PDF para o seu e-mail de cadastro.'],
      ['c', 'chegou aqui'],
    ],
  },
  {
    topic: 'valores',
    turns: [
      ['c', 'O boleto da fisioterapia venceu ontem, consigo pagar ainda?'],
      ['a', 'Oi, {first}! Consegue sim. Posso gerar um novo com vencimento para {day}, sem multa.'],
      ['c', 'por favor'],
      [
        'a',
        'Gerado e enviado por e-mail. Quando pagar não precisa mandar o comprovante, a baixa é automática.',
      ],
    ],
  },
  {
    topic: 'receitas',
    turns: [
      ['c', '{hello}, minha receita de losartana acabou. Dá para renovar sem consulta?'],
      [
        'a',
        '{hello}, {first}. Vejo que sua última consulta foi há menos de 6 meses, então {doctor} pode avaliar a renovação. A dose continua 50 mg?',
      ],
      ['c', 'Continua, uma de manhã'],
      ['a', 'Encaminhei o pedido. Costuma sair em até 24 horas, em receita digital.'],
      ['c', 'ótimo, fico no aguardo'],
      ['a', 'Saiu! Enviei para o seu e-mail; é só mostrar o QR code na farmácia.'],
    ],
  },
  {
    topic: 'receitas',
    turns: [
      ['c', 'A farmácia não aceitou a receita porque está sem data'],
      ['a', 'Puxa, {first}, desculpe o transtorno. Consegue me dizer o nome do remédio?'],
      ['c', 'amoxicilina 500'],
      ['a', '{doctor} já corrigiu e assinou de novo. A receita nova está no portal.'],
      ['c', 'deu certo, comprei agora'],
    ],
  },
  {
    topic: 'receitas',
    turns: [
      ['c', 'posso tomar o antialérgico junto com o antibiótico que {doctor} passou?'],
      ['a', '{first}, essa dúvida eu levo para {doctor} para não haver risco. Quais são os dois?'],
      ['c', 'loratadina e azitromicina'],
      [
        'a',
        '{doctor} respondeu: pode, respeitando os horários da receita. Qualquer reação diferente, procure o pronto atendimento e nos avise.',
      ],
    ],
  },
  {
    topic: 'convenios',
    turns: [
      ['c', 'Vocês atendem pelo plano Vida Plena?'],
      [
        'a',
        'Olá, {first}! Atendemos sim, para consultas e exames de laboratório. Imagem precisa de autorização.',
      ],
      ['c', 'Como peço a autorização?'],
      ['a', 'Nós pedimos. Só preciso da foto da carteirinha e do pedido médico.'],
      ['a', '', { cards: [{ name: 'Central Vida Plena', phones: ['+55 11 4000-1234'] }] }],
      ['c', 'levo na recepção amanhã então'],
      ['a', 'Combinado. Leva uns 2 dias úteis e avisamos por aqui.'],
    ],
  },
  {
    topic: 'convenios',
    turns: [
      ['c', '{hello}. Mudei de convênio, preciso atualizar o cadastro antes da consulta de {day}'],
      ['a', '{hello}, {first}! Qual é o novo convênio e o número da carteirinha?'],
      ['c', 'Saúde Norte, número termina em 8820'],
      [
        'a',
        'Atualizado. Para a consulta de {day} não muda nada; traga a carteirinha física ou digital.',
      ],
    ],
  },
  {
    topic: 'convenios',
    turns: [
      ['c', 'a autorização da minha cirurgia saiu?'],
      [
        'a',
        'Oi, {first}! Consultei agora: o convênio pediu um relatório complementar de {doctor}.',
      ],
      ['c', 'nossa, de novo? já é a segunda vez'],
      [
        'a',
        'Entendo a chateação. O relatório segue hoje ainda e eu acompanho de perto. Te dou retorno até {day}.',
      ],
      ['c', 'tá bom, vou esperar'],
    ],
  },
  {
    topic: 'outros',
    turns: [
      ['c', 'Esqueci um casaco azul na sala de espera ontem 😅'],
      ['a', 'Oi, {first}! Está guardado na recepção, com o seu nome.'],
      ['c', 'Ufa! Passo aí {day}'],
    ],
  },
  {
    topic: 'outros',
    turns: [
      ['c', '{hello}, qual o endereço da unidade nova?'],
      [
        'a',
        '{hello}! Rua das Acácias, 240, 3º andar, a duas quadras do metrô. Abrimos das 8h às 18h, sábado até meio-dia.',
      ],
      [
        'a',
        '',
        {
          location: {
            ...{ latitude: -23.5614, longitude: -46.656, name: 'Clínica Boa Vista' },
            address: 'Rua das Acácias, 240, 3º andar',
          },
        },
      ],
      ['c', 'tem estacionamento?'],
      [
        'a',
        'Tem convênio com o estacionamento ao lado: primeira hora grátis para pacientes.',
        { quotes: true },
      ],
    ],
  },
  {
    topic: 'outros',
    turns: [
      ['c', 'preciso de um atestado de comparecimento de ontem, o RH está pedindo'],
      ['a', 'Olá, {first}! Faço agora mesmo. O horário foi das 14h às 15h30, certo?'],
      ['c', 'isso mesmo'],
      ['a', 'Pronto, enviei em PDF assinado para o seu e-mail.'],
    ],
  },
  {
    topic: 'outros',
    turns: [
      ['c', 'Fiquei quase uma hora esperando na recepção hoje, achei um descaso'],
      [
        'a',
        '{first}, sinto muito mesmo. Houve uma emergência com outro paciente e a agenda de {doctor} atrasou. Devíamos ter avisado.',
      ],
      ['c', 'pelo menos um aviso já ajudava'],
      [
        'a',
        'Você tem toda a razão. Registrei a reclamação com a coordenação e deixei sua próxima consulta no primeiro horário.',
      ],
      ['c', 'agradeço o retorno'],
    ],
  },
];

/** Each of them is one by the rules (shared/rules/farewell.ts). */
export const farewells = [
  'Valeu! 🙏',
  'Agradeço!',
  '👍',
  'Ok, valeu',
  'Perfeito',
  'Combinado!',
] as const;

export const handOver =
  '{first}, vou transferir você para {other}, que cuida dessa parte. Só um instante!';
export const handedOver =
  'Oi, {first}! Aqui é {me}. Já li a conversa, pode deixar que eu continuo.';
export const askEvaluation =
  'De 1 a 5, que nota você dá para este atendimento? É só responder com o número 😊';
export const evaluationComments = [
  'Atendimento rápido',
  'Muito atenciosa!',
  'Demorou um pouco para responder',
  'Resolveu na hora',
] as const;
