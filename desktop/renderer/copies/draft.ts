import {
  type CopyPatch,
  type CopySettings,
  largestBound,
  leastBound,
} from '#shared/contract/copies.ts';

/** What the screen has; `most` as it is typed. */
export type CopiesDraft = { wipeOnSignOut: boolean; bounded: boolean; most: string };

/** Offered to whoever begins to bound it, in megabytes. */
export const usualMost = 2_000;

export const draftOf = ({ wipeOnSignOut, most }: CopySettings): CopiesDraft => ({
  wipeOnSignOut,
  bounded: most !== null,
  most: String(most ?? usualMost),
});

/** Only what was changed: somebody else may be changing the rest. Null where a number is none. */
export function patchOf(draft: CopiesDraft, before: CopySettings): CopyPatch | null {
  const most = draft.bounded ? Number(draft.most) : null;
  const lawful =
    Number.isInteger(most) && Number(most) >= leastBound && Number(most) <= largestBound;
  if (most !== null && !lawful) return null;
  return {
    ...(draft.wipeOnSignOut !== before.wipeOnSignOut && { wipeOnSignOut: draft.wipeOnSignOut }),
    ...(most !== before.most && { most }),
  };
}
