/** The few words that the core itself says, outside the window. */
import type { Language } from '#shared/contract/bridge.ts';
import type { MessageKind } from '#shared/contract/message.ts';

export type NoticeWords = {
  isCalling: string;
  /** A call that only the phone can answer. */
  isCallingElsewhere: string;
  missedCall: string;
  /** Before the name of who did it. */
  transferredBy: (name: string) => string;
  givenByRouting: string;
  notSent: string;
  message: string;
  kinds: Partial<Record<MessageKind, string>>;
  /** Before the name of who wrote the note. */
  mentionedBy: (name: string) => string;
};

export const words: Readonly<Record<Language, NoticeWords>> = {
  'pt-BR': {
    isCalling: 'está ligando',
    isCallingElsewhere: 'está ligando no WhatsApp. Só dá para atender no celular.',
    missedCall: 'Ligação perdida',
    transferredBy: (name) => `${name} transferiu este atendimento para você`,
    givenByRouting: 'Este atendimento foi entregue a você',
    notSent: 'Sua resposta não foi enviada. Abra a conversa para ver.',
    message: 'Nova mensagem',
    kinds: {
      image: 'Foto',
      video: 'Vídeo',
      voice: 'Mensagem de voz',
      audio: 'Áudio',
      document: 'Documento',
      sticker: 'Figurinha',
      location: 'Localização',
      cards: 'Contato',
      poll: 'Enquete',
    },
    mentionedBy: (name) => `${name} mencionou você`,
  },
  en: {
    isCalling: 'is calling',
    isCallingElsewhere: 'is calling on WhatsApp. It can be answered on the phone only.',
    missedCall: 'Missed call',
    transferredBy: (name) => `${name} transferred this service to you`,
    givenByRouting: 'This service was assigned to you',
    notSent: 'Your reply was not sent. Open the conversation to see why.',
    message: 'New message',
    kinds: {
      image: 'Photo',
      video: 'Video',
      voice: 'Voice message',
      audio: 'Audio',
      document: 'Document',
      sticker: 'Sticker',
      location: 'Location',
      cards: 'Contact',
      poll: 'Poll',
    },
    mentionedBy: (name) => `${name} mentioned you`,
  },
};

export const wordsOfKind = ({ kinds, message }: NoticeWords, kind: MessageKind): string =>
  kinds[kind] ?? message;

/** What the person chose, else what this machine speaks; Portuguese where that is neither. */
export const languageOf = (
  chosen: Language | null,
  machine = Intl.DateTimeFormat().resolvedOptions().locale,
): Language => chosen ?? (machine.toLowerCase().startsWith('en') ? 'en' : 'pt-BR');
