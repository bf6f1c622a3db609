/**
 * Chromium cannot be taught a scheme from outside, so an address of a custom protocol stands in it
 * under an https address of a host that cannot exist; the app sees only its own. Same origin rules,
 * content security policy and secure context come out as for a standard, secure scheme.
 */
const end = '.stand-in.invalid';

export const mappedPattern = `https://*${end}/*`;

export function toChromium(url: string, schemes: ReadonlySet<string>): string {
  const found = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/i.exec(url);
  const scheme = found?.[1]?.toLowerCase();
  if (!found || !scheme || !schemes.has(scheme)) return url;
  return `https://${found[2]}.${scheme}${end}${found[3] || '/'}`;
}

export function fromChromium(url: string): string {
  const found = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.stand-in\.invalid(\/.*)?$/i.exec(url);
  return found ? `${found[2]}://${found[1]}${found[3] ?? '/'}` : url;
}
