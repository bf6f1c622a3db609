import { v7 } from 'uuid';
import type { AdminAnswers } from '#shared/contract/admin.ts';
import type { Question } from '#shared/contract/bridge.ts';
import { usualCopies } from '#shared/contract/copies.ts';
import type { Tag } from '#shared/contract/tag.ts';
import { defaultEvaluation } from '#shared/rules/evaluation.ts';
import { tags } from './knowledge.ts';

type Given =
  | 'saveTag'
  | 'removeTag'
  | 'evaluationSetting'
  | 'saveEvaluationSetting'
  | 'copies'
  | 'saveCopies';
type Answers = { [C in Given]: (question: Question<C>) => AdminAnswers[C] };

/** What an admin sets: accepted, and kept until the picture is taken. */
export const adminAnswers = (tell: (tags: Tag[]) => void): Answers => ({
  saveTag: ({ id, ...tag }) => {
    const saved = { ...tag, id: id ?? v7() };
    tell([...tags.filter((one) => one.id !== id), saved]);
    return saved;
  },
  removeTag: ({ id }) => {
    tell(tags.filter((one) => one.id !== id));
    return null;
  },
  evaluationSetting: () => defaultEvaluation,
  saveEvaluationSetting: ({ setting }) => setting,
  copies: () => usualCopies,
  saveCopies: ({ patch }) => ({ ...usualCopies, ...patch }),
});
