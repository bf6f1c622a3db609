/** Files on their way into the composer. They live as long as this process: so does the composer. */
import { v7 as newId } from 'uuid';
import { type Attachment, largestAttachment } from '#shared/contract/attachment.ts';
import type { Question } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import { typeByContent } from '#shared/rules/attachment-type.ts';
import { refuse } from '../refuse.ts';
import { type Files, type OpenPart, sha256Of, typeOf } from './files.ts';

export type Intake = ReturnType<typeof openIntake>;

type Receiving = { said: Question<'beginAttachment'>; part: OpenPart };
const mostAtOnce = 50;

export function openIntake(files: Files) {
  const receiving = new Map<Id, Receiving>();

  const one = (id: Id): Receiving => {
    const found = receiving.get(id);
    if (!found) throw refuse('not-found', 'No such file is coming in.', { path: '/attachmentId' });
    return found;
  };
  /** True where there was such a file. */
  function drop(id: Id): boolean {
    const found = receiving.get(id);
    if (!found) return false;
    receiving.delete(id);
    found.part.close(false);
    files.dropPart(id);
    return true;
  }

  return {
    drop,
    begin(said: Question<'beginAttachment'>): Id {
      if (said.size > largestAttachment[said.kind]) {
        const most = Math.floor(largestAttachment[said.kind] / 1024);
        throw refuse('too-large', `WhatsApp takes at most ${most} KB of this kind.`, {
          path: '/size',
        });
      }
      if (receiving.size >= mostAtOnce) throw refuse('too-many', 'Finish the other files first.');
      const id = newId();
      receiving.set(id, { said, part: files.openPart(id, 'anew') });
      return id;
    },
    add(id: Id, offset: number, base64: string): number {
      const { said, part } = one(id);
      if (offset !== part.size()) {
        throw refuse('invalid', `${part.size()} bytes have been received.`, { path: '/offset' });
      }
      const bytes = Buffer.from(base64, 'base64');
      if (bytes.toString('base64') !== base64) {
        throw refuse('invalid', 'This is not base64.', { path: '/bytes' });
      }
      if (offset + bytes.length > said.size) {
        throw refuse('invalid', 'This is more than was said.', { path: '/bytes' });
      }
      part.add(bytes);
      return part.size();
    },
    /** Whole, on the disk, and named by its content. */
    async end(id: Id, look: Question<'endAttachment'>['look']): Promise<Attachment> {
      const { said, part } = one(id);
      if (part.size() !== said.size) {
        throw refuse('invalid', `${part.size()} of ${said.size} bytes have been received.`, {
          path: '/attachmentId',
        });
      }
      receiving.delete(id);
      try {
        part.close(true);
        const sha256 = await sha256Of(files.readPart(id));
        const { kind, mediaType } = typeByContent(said, await typeOf(files.readPart(id)));
        files.complete(id);
        const name = attachmentName(said.name) || 'file';
        return { id, kind, name, mediaType, size: said.size, sha256, state: 'here', ...look };
      } catch (error) {
        files.dropPart(id);
        throw error;
      }
    },
    close(): void {
      for (const id of [...receiving.keys()]) drop(id);
    },
  };
}
