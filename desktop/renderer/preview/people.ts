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
