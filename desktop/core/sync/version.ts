/** Whether version `a` comes before `b`, by their numbers; what is not a number counts as 0. */
export function isOlder(a: string, b: string): boolean {
  const parts = (version: string) => version.split(/[-+]/)[0]?.split('.').map(Number) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] || 0) - (right[at] || 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
