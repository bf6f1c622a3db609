/** What an update's notes say, as plain text: they come from a feed and are shown in our own window. */
export function notesOf(said: unknown): string {
  const parts = Array.isArray(said)
    ? said.map((one: unknown) => {
        const { version, note } = (one ?? {}) as { version?: unknown; note?: unknown };
        return [version, note].filter((part) => typeof part === 'string').join('\n');
      })
    : [typeof said === 'string' ? said : ''];
  return parts
    .join('\n\n')
    .replace(/<(?:br|\/p|\/li|\/h\d)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, longestNotes);
}
const longestNotes = 4_000;
