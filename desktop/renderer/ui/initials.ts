const letters = /[\p{L}\p{N}]/u;

/** First letters of the first and the last word that begin with one; a sign for a bare number. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => letters.test(word));
  const first = letters.exec(words[0] ?? '')?.[0];
  if (first === undefined) return '?';
  if (/^\d/.test(first)) return '#';
  const rest = words.slice(1).filter((word) => !/^\d/.test(word));
  const last = letters.exec(rest.at(-1) ?? '')?.[0] ?? '';
  return (first + last).toLocaleUpperCase();
}

/** 0 to 7, stable for an id. */
export function hueOf(id: string): number {
  let sum = 7;
  for (let at = 0; at < id.length; at += 1) sum = (sum * 31 + id.charCodeAt(at)) >>> 0;
  return sum % 8;
}
