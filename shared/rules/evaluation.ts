/** What is asked when a service has finished, and what of the contact's words is the answer. Pure. */
import type { EvaluationSetting } from '../contract/evaluation.ts';
import type { MessageContent } from '../contract/message.ts';
import type { Id, Instant } from '../contract/scalars.ts';
import type { Service } from '../contract/service.ts';
import { scoreOf } from './score.ts';

export const defaultEvaluation: EvaluationSetting = {
  asked: true,
  thanked: false,
  language: 'pt-BR',
  texts: {
    'pt-BR': {
      question: 'Como você avalia este atendimento? Responda com uma nota de 1 a 5 (5 é ótimo).',
      thanks: 'Obrigado pela avaliação!',
      why: 'Obrigado. O que poderíamos ter feito melhor?',
    },
    en: {
      question: 'How would you rate this service? Answer with a number from 1 to 5 (5 is great).',
      thanks: 'Thank you for your feedback!',
      why: 'Thank you. What could we have done better?',
    },
  },
};

const titles = {
  'pt-BR': ['Péssimo', 'Ruim', 'Regular', 'Bom', 'Ótimo'],
  en: ['Terrible', 'Bad', 'Fair', 'Good', 'Great'],
} as const;

const optionId = (serviceId: Id, score: number): string => `evaluation:${serviceId}:${score}`;

/** The same question to be tapped, the best first, where the way to WhatsApp has lists. */
export function scoresOf(
  serviceId: Id,
  language: EvaluationSetting['language'],
): NonNullable<MessageContent['choices']> {
  const options = titles[language].map((title, at) => ({
    id: optionId(serviceId, at + 1),
    title: `${at + 1} - ${title}`,
  }));
  return { options: options.reverse(), form: 'list' };
}

/** To up to this a contact is asked what could have been better, and their comment is waited for. */
export const lowScore = 3;

const minute = 60_000;
const answerableMs = 24 * 60 * minute;
const commentMs = 60 * minute;

export type Heard =
  | { part: 'score'; score: number; comment: string | null }
  | { part: 'comment'; comment: string };

type Said = { kind: string; text: string | null; content?: MessageContent; at: Instant };

/**
 * What the contact's message says about the service that finished last, where nothing has begun
 * since. Null: an ordinary message. A score is taken for a day after the question, once; tapped on
 * the question itself, it may be put right. A comment is taken only where a low score was answered
 * with the question why (`thanked`), for an hour, and never when it asks something itself.
 */
export function heardAbout(
  latest: Service | null,
  askedAt: Instant | null,
  thanked: boolean,
  said: Said,
): Heard | null {
  if (!latest || askedAt === null) return null;
  const at = Date.parse(said.at);
  const asked = Date.parse(askedAt);
  // Some ways to WhatsApp tell the time in whole seconds.
  if (at < asked - (asked % 1_000) || at > asked + answerableMs) return null;
  const tapped = said.kind === 'choice' ? said.content?.choice?.id : undefined;
  if (tapped !== undefined) {
    const score = [1, 2, 3, 4, 5].find((one) => optionId(latest.id, one) === tapped);
    const comment = latest.evaluation?.comment ?? null;
    return score === undefined ? null : { part: 'score', score, comment };
  }
  if (said.kind !== 'text' || said.text === null) return null;
  const score = scoreOf(said.text);
  if (latest.evaluation === null) return score && { part: 'score', ...score };
  const { comment, score: given, at: givenAt } = latest.evaluation;
  const waited = thanked && given <= lowScore && comment === null;
  const soon = at <= Date.parse(givenAt) + commentMs;
  if (!waited || !soon || score || said.text.includes('?')) return null;
  return { part: 'comment', comment: said.text.trim() };
}
