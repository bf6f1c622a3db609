/** Files that the server makes, on their way to where a person wants them. */
import { type Static, Type } from 'typebox';
import { Id } from './scalars.ts';
import { exportLanguages, ServiceFilter } from './service-list.ts';

const strict = { additionalProperties: false };
const Language = Type.Enum([...exportLanguages]);

export const Saved = Type.Union([
  /** The list of services with this filter. */
  Type.Object(
    {
      kind: Type.Literal('services'),
      format: Type.Enum(['csv', 'xlsx']),
      filter: ServiceFilter,
      language: Language,
    },
    strict,
  ),
  /** One service to be read or printed. `notes`: with what never left the house. */
  Type.Object(
    {
      kind: Type.Literal('transcript'),
      serviceId: Id,
      notes: Type.Boolean(),
      language: Language,
    },
    strict,
  ),
  /** All that is kept of a person. */
  Type.Object({ kind: Type.Literal('contact'), contactId: Id, language: Language }, strict),
  /** A file of a message that need not be on this machine. */
  Type.Object({ kind: Type.Literal('attachment'), attachmentId: Id }, strict),
]);
export type Saved = Static<typeof Saved>;

/**
 * disk-full; no-place: nothing can be written there; cut: the connection ended before the file did;
 * unreachable: nothing answered; refused: the server did not want to.
 */
export const savingTroubles = [
  'disk-full',
  'no-place',
  'cut',
  'unreachable',
  'refused',
  'app',
] as const;
export type SavingTrouble = (typeof savingTroubles)[number];

export type Saving = {
  id: Id;
  name: string;
  /** `offered`: waits for the page to take it by its link. */
  phase: 'offered' | 'running' | 'done' | 'failed' | 'stopped';
  bytes: number;
  /** Services written so far; null: that cannot be told of such a file. */
  rows: number | null;
  /** Services that the file will have; null: it is not of services, or nobody said yet. */
  total: number | null;
  trouble: SavingTrouble | null;
};

export const savingQuestions = {
  /**
   * In the installed app the person is asked where; in a browser the page takes it at `savings/<id>`,
   * once. Its course is told by the signal `savings`.
   */
  beginSaving: Type.Object(
    { savingId: Id, name: Type.String({ minLength: 1, maxLength: 300 }), what: Saved },
    strict,
  ),
  /** Nothing of it is left. */
  stopSaving: Type.Object({ savingId: Id }, strict),
} as const;

export type SavingAnswers = {
  /** False: the person wanted it nowhere. */
  beginSaving: { begun: boolean };
  stopSaving: null;
};
export type SavingSignals = {
  /** Those of this console that changed. */
  savings: Saving[];
};
