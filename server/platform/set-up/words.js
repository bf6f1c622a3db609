const words = {
  'pt-BR': {
    title: 'Vamos começar',
    lead: 'Crie o primeiro administrador deste servidor. Leva um minuto.',
    code: 'Código de instalação',
    codeHint: 'Está no terminal (ou no log) em que o servidor foi iniciado.',
    workspace: 'Nome da empresa ou do setor',
    name: 'Seu nome',
    email: 'E-mail',
    password: 'Senha',
    passwordHint: 'Pelo menos 10 caracteres. Uma frase é uma boa senha.',
    show: 'Mostrar',
    hide: 'Ocultar',
    begin: 'Como você quer começar?',
    sample: 'Com uma clínica de exemplo',
    sampleHint:
      'Atendentes, contatos e conversas fictícios para experimentar. Um clique remove tudo depois.',
    empty: 'Do zero',
    emptyHint: 'Sem nenhuma conversa.',
    submit: 'Criar administrador',
    working: 'Criando…',
    doneTitle: 'Tudo pronto',
    doneLead: 'Abra o console do Recado e entre com o seu e-mail e a sua senha.',
    server: 'Endereço do servidor',
    sampleTitle: 'Clínica de exemplo',
    sampleLead: 'Estes atendentes também podem entrar, por exemplo em outro console:',
    sharedPassword: 'Senha de todos eles:',
    once: 'Anote: esta senha não será mostrada de novo.',
    sampleFault:
      'O administrador foi criado, mas a clínica de exemplo não. O motivo está no log do servidor.',
    next: 'Continuar',
    runs: 'O servidor está no ar',
    runsLead:
      'O atendimento acontece no console do Recado, um aplicativo neste ou em outro computador. Ao abrir, informe o endereço abaixo.',
    openConsole: 'Abrir o console neste computador',
    simulator: 'Simulador do WhatsApp',
    simulatorHint: 'Escreva como se fosse um contato.',
    docs: 'API',
    docsHint: 'Todos os endereços, com exemplos.',
    missing: 'Preencha este campo.',
    badEmail: 'Isto não parece um e-mail.',
    shortPassword: 'Use pelo menos 10 caracteres.',
    wrongCode: 'Este não é o código que está no terminal do servidor.',
    'too-many': 'Muitas tentativas. Espere alguns minutos.',
    'already-set-up': 'Este servidor já foi configurado. Entre pelo console.',
    unreachable: 'O servidor não respondeu. Ele está no ar?',
    other: 'Algo deu errado no servidor. Tente de novo.',
  },
  en: {
    title: "Let's begin",
    lead: 'Create the first admin of this server. It takes a minute.',
    code: 'Set-up code',
    codeHint: 'It is in the terminal (or the log) in which the server was started.',
    workspace: 'Name of the business or team',
    name: 'Your name',
    email: 'E-mail',
    password: 'Password',
    passwordHint: 'At least 10 characters. A sentence makes a good one.',
    show: 'Show',
    hide: 'Hide',
    begin: 'How would you like to start?',
    sample: 'With a sample clinic',
    sampleHint:
      'Made-up attendants, contacts and conversations to try things with. One click removes them all later.',
    empty: 'Empty',
    emptyHint: 'Without any conversation.',
    submit: 'Create the admin',
    working: 'Creating…',
    doneTitle: 'All set',
    doneLead: 'Open the Recado console and sign in with your e-mail and password.',
    server: "The server's address",
    sampleTitle: 'Sample clinic',
    sampleLead: 'These attendants can sign in too, in another console for example:',
    sharedPassword: 'The password of all of them:',
    once: 'Write it down: it is not shown again.',
    sampleFault:
      'The admin was created, but the sample clinic was not. The reason is in the log of the server.',
    next: 'Continue',
    runs: 'The server is running',
    runsLead:
      'Attendants work in the Recado console, an app on this computer or another one. It asks for the address below.',
    openConsole: 'Open the console on this computer',
    simulator: 'WhatsApp simulator',
    simulatorHint: 'Write as if you were a contact.',
    docs: 'API',
    docsHint: 'Every address, with examples.',
    missing: 'Fill in this field.',
    badEmail: 'This does not look like an e-mail address.',
    shortPassword: 'Use at least 10 characters.',
    wrongCode: 'This is not the code in the terminal of the server.',
    'too-many': 'Too many tries. Wait some minutes.',
    'already-set-up': 'This server has been set up already. Sign in with the console.',
    unreachable: 'The server did not answer. Is it running?',
    other: 'Something went wrong on the server. Try again.',
  },
};

const known = Object.keys(words);
const chosen = () => {
  const asked = new URLSearchParams(location.search).get('lang');
  if (known.includes(asked)) return asked;
  return /^pt\b/i.test(navigator.language) ? 'pt-BR' : 'en';
};

let language = chosen();

export const say = (key) => words[language][key];

/** Writes every text of the page, now and at each switch of language. */
export function speak(onSwitch = () => undefined) {
  const write = () => {
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll('[data-words]')) {
      element.textContent = say(element.dataset.words);
    }
    for (const button of document.querySelectorAll('[data-language]')) {
      button.setAttribute('aria-pressed', String(button.dataset.language === language));
    }
    onSwitch();
  };
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => {
      language = button.dataset.language;
      write();
    });
  }
  write();
}
