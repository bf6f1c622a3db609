import { type Static, Type } from 'typebox';

/** The languages in which a workspace may write to its contacts by itself. */
export const contactLanguages = ['pt-BR', 'en'] as const;
export const ContactLanguage = Type.Enum([...contactLanguages]);
export type ContactLanguage = (typeof contactLanguages)[number];

/** WhatsApp's lists take up to this in their body; more is no question. */
const Words = Type.String({ minLength: 1, maxLength: 1_000, pattern: '\\S' });

const strict = { additionalProperties: false };
export const EvaluationTexts = Type.Object(
  {
    /** Asked when a service has finished. */
    question: Words,
    /** Said after a score, where thanking is on. */
    thanks: Words,
    /** Said instead after a low score: what could have been better. */
    why: Words,
  },
  strict,
);
export type EvaluationTexts = Static<typeof EvaluationTexts>;

/** How contacts are asked what they thought of a service; the workspace's setting `evaluation`. */
export const EvaluationSetting = Type.Object(
  {
    asked: Type.Boolean(),
    /** Whether a score is answered; only then a comment is waited for. */
    thanked: Type.Boolean(),
    language: ContactLanguage,
    texts: Type.Object({ 'pt-BR': EvaluationTexts, en: EvaluationTexts }, strict),
  },
  strict,
);
export type EvaluationSetting = Static<typeof EvaluationSetting>;

/** What a message is to the evaluation of its service. */
export const evaluationParts = ['question', 'score', 'thanks', 'why', 'comment'] as const;
export const EvaluationPart = Type.Object({
  part: Type.Enum([...evaluationParts]),
  /** With `score`. */
  score: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
});
export type EvaluationPart = Static<typeof EvaluationPart>;
