/** Gives a file to the core, a piece at a time. */

import type { Attachment, AttachmentKind, AttachmentLook } from '#shared/contract/attachment.ts';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ConsoleRefusalCode } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';

/** Bytes of one call; a multiple of 3, so that the pieces in base64 have no padding between them. */
export const pieceSize = 384 * 1024;

export type Parcel = {
  kind: AttachmentKind;
  name: string;
  mediaType: string;
  bytes: Blob;
  look: AttachmentLook;
};
export type HandedOver =
  | { ok: true; attachment: Attachment }
  | { ok: false; code: ConsoleRefusalCode | 'stopped' };

/** Base64 without a string of one character per byte for each call of `String.fromCharCode`. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  }
  return parts.join('');
}

/**
 * `onProgress`: a part of 1. Stopping, or a refusal on the way, leaves nothing behind with the core.
 */
export async function handOver(
  desk: Pick<Desk, 'call'>,
  parcel: Parcel,
  onProgress: (part: number) => void = () => {},
  stop: AbortSignal = new AbortController().signal,
): Promise<HandedOver> {
  const { kind, mediaType, bytes, look } = parcel;
  const name = parcel.name.slice(-255) || 'file';
  let attachmentId: Id | null = null;
  const fail = (code: ConsoleRefusalCode | 'stopped'): HandedOver => {
    if (attachmentId !== null) void desk.call('dropAttachment', { attachmentId });
    return { ok: false, code };
  };
  try {
    const begun = await desk.call('beginAttachment', {
      kind,
      name,
      mediaType: mediaType.slice(0, 127),
      size: bytes.size,
    });
    if (!begun.ok) return fail(begun.code);
    attachmentId = begun.value.attachmentId;
    for (let offset = 0; offset < bytes.size; offset += pieceSize) {
      if (stop.aborted) return fail('stopped');
      const piece = new Uint8Array(await bytes.slice(offset, offset + pieceSize).arrayBuffer());
      const added = await desk.call('addToAttachment', {
        attachmentId,
        offset,
        bytes: base64(piece),
      });
      if (!added.ok) return fail(added.code);
      onProgress(Math.min(1, (offset + piece.length) / bytes.size));
    }
    if (stop.aborted) return fail('stopped');
    const ended = await desk.call('endAttachment', { attachmentId, look });
    return ended.ok ? { ok: true, attachment: ended.value } : fail(ended.code);
  } catch {
    return fail('app-trouble');
  }
}
