/** What admins set for everybody, over the bridge: done now or not at all, refused `forbidden` to others. */
import { Type } from 'typebox';
import { CopyPatch, type CopySettings } from './copies.ts';
import { EvaluationSetting } from './evaluation.ts';
import { Id, nullable } from './scalars.ts';
import { NewTag, type Tag } from './tag.ts';
import { NewTeam, RoutingPatch, type RoutingSettings, type Team, TeamPatch } from './team.ts';
import { Capacity } from './user.ts';
import { WhatsappMove, type WhatsappSession, WhatsappSettings } from './whatsapp.ts';

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
  /** Null: a new team. */
  saveTeam: Type.Object({ id: nullable(Id), team: Type.Union([NewTeam, TeamPatch]) }, strict),
  setCapacity: Type.Object({ userId: Id, capacity: Capacity }, strict),
  routing: Type.Object({}, strict),
  saveRouting: Type.Object({ patch: RoutingPatch }, strict),
  /** The session as it is. */
  whatsapp: Type.Object({}, strict),
  whatsappSettings: Type.Object({}, strict),
  /** What is given changes; answers what holds then. */
  chooseWhatsapp: Type.Object({ settings: WhatsappSettings }, strict),
  /** `phone` with start: pair by a code that is typed on that phone, not by a QR. */
  moveWhatsapp: Type.Object(
    { move: WhatsappMove, phone: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })) },
    strict,
  ),
  /** Takes the sample workspace away. */
  removeSample: Type.Object({}, strict),
} as const;

export type AdminAnswers = {
  saveTag: Tag;
  removeTag: null;
  evaluationSetting: EvaluationSetting;
  saveEvaluationSetting: EvaluationSetting;
  copies: CopySettings;
  saveCopies: CopySettings;
  saveTeam: Team;
  setCapacity: null;
  routing: RoutingSettings;
  saveRouting: RoutingSettings;
  whatsapp: WhatsappSession;
  whatsappSettings: WhatsappSettings;
  chooseWhatsapp: WhatsappSettings;
  moveWhatsapp: WhatsappSession;
  removeSample: null;
};
