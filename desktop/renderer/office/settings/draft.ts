/** What is on a form, beside what the server has. Pure. */

const same = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Only what was changed: somebody else may be changing the rest. */
export function patchOf<T extends object>(draft: T, saved: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => !same(value, saved[name as keyof T])),
  ) as Partial<T>;
}

/** What was changed here, over what the server has now. */
export const rebased = <T extends object>(draft: T, before: T, now: T): T => ({
  ...now,
  ...patchOf(draft, before),
});

/** What is typed where minutes are asked for; NaN: no number of minutes. */
export function minutesOf(typed: string): number {
  const text = typed.trim();
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** The field that a refusal is about: `/en/3` is about `en`; null: about none. */
export const fieldOf = (path: string | undefined): string | null =>
  path?.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~') || null;
