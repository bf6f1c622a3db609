/** `recado://conversation/<id>`: from a mail, a report, another program. Anybody can write one. */
export const linkScheme = 'recado';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The conversation that a link names; null for whatever is not exactly such a link. */
export function conversationOf(link: string): string | null {
  if (link.length > 200) return null;
  const url = URL.parse(link);
  if (url?.protocol !== `${linkScheme}:` || url.host !== 'conversation') return null;
  if (url.username || url.password || url.search || url.hash) return null;
  const id = url.pathname.replace(/^\/|\/$/g, '');
  return uuid.test(id) ? id.toLowerCase() : null;
}

/** The first such link among a program's arguments: a system starts us, or a second one of us, with it. */
export function linkedIn(args: readonly string[]): string | null {
  for (const one of args) {
    const id = one.startsWith(`${linkScheme}:`) ? conversationOf(one) : null;
    if (id) return id;
  }
  return null;
}
