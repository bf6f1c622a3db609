/** What is said of an upload, in a form's fields or in tus metadata: text, by name. */
import { Compile } from 'typebox/compile';
import { Clean } from 'typebox/value';
import { AttachmentKind, AttachmentLook, largestAttachment } from '#shared/contract/attachment.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Id } from '#shared/contract/scalars.ts';
import type { Asked } from './attachments.ts';

const checkId = Compile(Id);
const checkKind = Compile(AttachmentKind);
const checkLook = Compile(AttachmentLook);

export type Fields = Record<string, unknown>;

const invalid = (path: string, detail: string): Refused => new Refused('invalid', detail, { path });

function text(fields: Fields, name: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(`/${name}`, `${name} is given once, as text.`);
  return value;
}

function lookOf(fields: Fields): AttachmentLook {
  let look = fields.look ?? {};
  if (typeof look === 'string') {
    try {
      look = JSON.parse(look || '{}');
    } catch {
      throw invalid('/look', 'look is not valid JSON.');
    }
  }
  const known = Clean(AttachmentLook, structuredClone(look));
  if (!checkLook.Check(known)) {
    const fault = checkLook.Errors(known)[0];
    throw invalid(`/look${fault?.instancePath ?? ''}`, `look ${fault?.message ?? 'does not fit'}.`);
  }
  const { thumbnail } = known;
  if (thumbnail !== undefined && !/^[A-Za-z0-9+/]*={0,2}$/.test(thumbnail)) {
    throw invalid('/look/thumbnail', 'The thumbnail is not base64.');
  }
  return picked(known);
}

/** No more than the contract knows: what is stored here becomes part of the attachment. */
function picked(look: AttachmentLook): AttachmentLook {
  const names = Object.keys(AttachmentLook.properties);
  return Object.fromEntries(Object.entries(look).filter(([name]) => names.includes(name)));
}

/** `id` null: whoever asks leaves it to us. @throws Refused invalid */
export function askedOf(fields: Fields): Omit<Asked, 'id'> & { id: Id | null } {
  const id = text(fields, 'id');
  if (id !== null && !checkId.Check(id)) {
    throw invalid('/id', 'id must be a UUID in lower case.');
  }
  const kind = text(fields, 'kind');
  if (kind !== null && !checkKind.Check(kind)) {
    throw invalid('/kind', `kind must be one of ${Object.keys(largestAttachment).join(', ')}.`);
  }
  const sha256 = text(fields, 'sha256');
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalid('/sha256', 'sha256 must be 64 digits, in lower case.');
  }
  return {
    id,
    kind: kind as AttachmentKind | null,
    name: text(fields, 'name') ?? '',
    mediaType: text(fields, 'mediaType') ?? '',
    look: lookOf(fields),
    sha256,
  };
}
