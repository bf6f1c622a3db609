/** What admins set for everybody, over the bridge: done now or not at all, refused `forbidden` to others. */
import { Type } from 'typebox';
import { CopyPatch, type CopySettings } from './copies.ts';
import { EvaluationSetting } from './evaluation.ts';
import { Id, nullable } from './scalars.ts';
import { NewTag, type Tag } from './tag.ts';

const strict = { additionalProperties: false };

export const adminQuestions = {
  /** A new tag, or another name or hue for one. */
  saveTag: Type.Object({ id: nullable(Id), ...NewTag.properties }, strict),
  /** Off everything that has it. */
  removeTag: Type.Object({ id: Id }, strict),
  evaluationSetting: Type.Object({}, strict),
  saveEvaluationSetting: Type.Object({ setting: EvaluationSetting }, strict),
  /** What consoles keep on their machines. */
  copies: Type.Object({}, strict),
  /** What is given changes; answers what holds then. */
  saveCopies: Type.Object({ patch: CopyPatch }, strict),
} as const;

export type AdminAnswers = {
  saveTag: Tag;
  removeTag: null;
  evaluationSetting: EvaluationSetting;
  saveEvaluationSetting: EvaluationSetting;
  copies: CopySettings;
  saveCopies: CopySettings;
};
