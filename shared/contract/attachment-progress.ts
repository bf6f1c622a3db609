import { type Static, Type } from 'typebox';
import { Id, nullable } from './scalars.ts';

/** What one attachment is at: `done` of `total` bytes; `total` is null while nobody has said it. */
export const attachmentPhases = ['uploading', 'downloading', 'here', 'failed', 'gone'] as const;
export const AttachmentProgress = Type.Object({
  id: Id,
  phase: Type.Enum([...attachmentPhases]),
  done: Type.Integer({ minimum: 0 }),
  total: nullable(Type.Integer({ minimum: 0 })),
});
export type AttachmentProgress = Static<typeof AttachmentProgress>;
