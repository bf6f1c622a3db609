/** The few words that the core itself says, outside the window. */
import type { Language } from '#shared/contract/bridge.ts';

export type NoticeWords = {
  isCalling: string;
  /** A call that only the phone can answer. */
  isCallingElsewhere: string;
  missedCall: string;
  /** Before the name of who did it. */
  transferredBy: (name: string) => string;
  givenByRouting: string;
};

export const words: Readonly<Record<Language, NoticeWords>> = {
  'pt-BR': {
    isCalling: 'está ligando',
    isCallingElsewhere: 'está ligando no WhatsApp. Só dá para atender no celular.',
    missedCall: 'Ligação perdida',
    transferredBy: (name) => `${name} transferiu este atendimento para você`,
    givenByRouting: 'Este atendimento foi entregue a você',
  },
  en: {
    isCalling: 'is calling',
    isCallingElsewhere: 'is calling on WhatsApp. It can be answered on the phone only.',
    missedCall: 'Missed call',
    transferredBy: (name) => `${name} transferred this service to you`,
    givenByRouting: 'This service was assigned to you',
  },
};

/** What the person chose, else what this machine speaks; Portuguese where that is neither. */
export const languageOf = (
  chosen: Language | null,
  machine = Intl.DateTimeFormat().resolvedOptions().locale,
): Language => chosen ?? (machine.toLowerCase().startsWith('en') ? 'en' : 'pt-BR');
