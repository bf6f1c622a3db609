/** What the shell itself says: menus, the tray, and where the window went. */
import type { Language } from '#shared/contract/bridge.ts';

export type ShellWords = {
  edit: string;
  view: string;
  window: string;
  settings: string;
  zoomIn: string;
  zoomOut: string;
  zoomReset: string;
  close: string;
  open: string;
  office: string;
  quit: string;
  quitApp: string;
  pause: string;
  pauseHour: string;
  pauseTomorrow: string;
  pauseEnd: (until: string) => string;
  unread: (count: number) => string;
  signedOut: string;
  online: string;
  syncing: string;
  offline: string;
  whatsappOpen: string;
  whatsappAway: string;
  inTrayTitle: string;
  inTrayText: string;
  reply: string;
};

export const shellWords: Readonly<Record<Language, ShellWords>> = {
  'pt-BR': {
    edit: 'Editar',
    view: 'Exibir',
    window: 'Janela',
    settings: 'Configurações…',
    zoomIn: 'Ampliar',
    zoomOut: 'Reduzir',
    zoomReset: 'Tamanho normal',
    close: 'Fechar janela',
    open: 'Abrir o Recado',
    office: 'Administração',
    quit: 'Sair',
    quitApp: 'Encerrar o Recado',
    pause: 'Pausar notificações',
    pauseHour: 'Por 1 hora',
    pauseTomorrow: 'Até amanhã',
    pauseEnd: (until) => `Retomar notificações (pausadas até ${until})`,
    unread: (count) =>
      count === 0
        ? 'Nada por ler'
        : count === 1
          ? '1 conversa por ler'
          : `${count} conversas por ler`,
    signedOut: 'Ninguém entrou',
    online: 'Conectado',
    syncing: 'Atualizando…',
    offline: 'Sem conexão',
    whatsappOpen: 'WhatsApp conectado',
    whatsappAway: 'WhatsApp desconectado',
    inTrayTitle: 'O Recado continua aberto',
    inTrayText:
      'Ele ficou na bandeja do sistema e avisa quando chegar mensagem. Para encerrar, use o menu da bandeja; nas configurações dá para mudar isso.',
    reply: 'Responder',
  },
  en: {
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    settings: 'Settings…',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    close: 'Close window',
    open: 'Open Recado',
    office: 'Office',
    quit: 'Quit',
    quitApp: 'Quit Recado',
    pause: 'Pause notifications',
    pauseHour: 'For 1 hour',
    pauseTomorrow: 'Until tomorrow',
    pauseEnd: (until) => `Resume notifications (paused until ${until})`,
    unread: (count) =>
      count === 0
        ? 'Nothing unread'
        : count === 1
          ? '1 unread conversation'
          : `${count} unread conversations`,
    signedOut: 'Nobody is signed in',
    online: 'Connected',
    syncing: 'Catching up…',
    offline: 'No connection',
    whatsappOpen: 'WhatsApp connected',
    whatsappAway: 'WhatsApp disconnected',
    inTrayTitle: 'Recado is still open',
    inTrayText:
      'It went to the system tray and tells you of new messages. To quit, use the menu there; the settings can change this.',
    reply: 'Reply',
  },
};
