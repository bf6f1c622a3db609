/** A person's data as a page that anybody can read and print, without anything from elsewhere. */
import type { ExportLanguage } from '#shared/contract/service-list.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { ExportedContact, ExportedMessage, ExportedService } from './export-store.ts';
import { exportWords } from './export-words.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const html = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
th{font-weight:500;color:#555}.m{margin:.5rem 0;padding:.4rem .7rem;border-left:3px solid #bbb;white-space:pre-wrap;overflow-wrap:anywhere}
.out{border-color:#0f766e}.note{border-color:#b7791f;background:#fff8e6}.by{color:#555;font-size:.85em}`;

export type PageDeps = {
  language: ExportLanguage;
  timeZone: TimeZone;
  /** Where a file lies in the archive; null: it is not there. */
  placeOf: (attachment: NonNullable<ExportedMessage['attachment']>) => string | null;
};

/** Piece by piece: a long conversation is never in memory as a whole. */
export async function* exportPage(
  { language, timeZone, placeOf }: PageDeps,
  contact: ExportedContact,
  services: ExportedService[],
  messages: AsyncIterable<ExportedMessage>,
): AsyncGenerator<string> {
  const words = exportWords[language];
  const format = new Intl.DateTimeFormat(language, {
    ...{ timeZone, dateStyle: 'short', timeStyle: 'medium' },
  });
  const at = (moment: string | null) => (moment === null ? '' : format.format(new Date(moment)));
  const row = (label: string, value: string) =>
    value === '' ? '' : `<tr><th scope="row">${html(label)}</th><td>${html(value)}</td></tr>\n`;
  const title = contact.name ?? contact.whatsappName ?? contact.phone ?? words.contact;
  yield `<!doctype html>\n<html lang="${language}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<title>${html(title)}</title><style>${style}</style>
<h1>${html(title)}</h1><p>${html(words.about(timeZone))}</p>\n<h2>${words.contact}</h2><table>`;
  yield row(words.name, contact.name ?? '');
  yield row(words.whatsappName, contact.whatsappName ?? '');
  yield row(words.phone, [contact.phone, ...contact.phones].filter(Boolean).join(', '));
  yield row(words.emails, contact.emails.join(', '));
  for (const [name, value] of Object.entries(contact.attributes)) yield row(name, value);
  yield row(words.tags, contact.tags.join(', '));
  yield row(words.notes, contact.notes ?? '');
  for (const [channel, { given, at: when }] of Object.entries(contact.consents)) {
    yield row(words.consent(channel), `${given ? words.given : words.refused} (${at(when)})`);
  }
  yield row(words.since, at(contact.createdAt));
  yield `</table>\n<h2>${words.services}</h2><table><tr>${words.serviceColumns
    .map((column) => `<th scope="col">${html(column)}</th>`)
    .join('')}</tr>`;
  for (const one of services) {
    const evaluation = one.score === null ? '' : `${one.score}/5 ${one.comment ?? ''}`.trim();
    const cells = [at(one.createdAt), at(one.finishedAt), one.attendant ?? '', evaluation];
    yield `<tr>${[...cells, one.tags.join(', ')].map((cell) => `<td>${html(cell)}</td>`).join('')}</tr>\n`;
  }
  yield `</table>\n<h2>${words.messages}</h2>\n`;
  for await (const message of messages) {
    const { direction, kind, text, author, attachment, group, deletedAt } = message;
    const by =
      direction === 'in'
        ? title
        : kind === 'note'
          ? words.note(author ?? '')
          : (author ?? words.us);
    const place = attachment && placeOf(attachment);
    const file = attachment
      ? place
        ? `<div><a href="${html(encodeURI(place))}">${html(attachment.name || words.file)}</a></div>`
        : `<div>${html(attachment.name || words.file)} (${words.gone})</div>`
      : '';
    const facts = [
      by,
      at(message.sentAt),
      group && words.inGroup(group),
      deletedAt && words.deleted,
    ];
    const content =
      message.content && text === null ? `<pre>${html(JSON.stringify(message.content))}</pre>` : '';
    yield `<div class="m ${kind === 'note' ? 'note' : direction}"><div class="by">${html(
      facts.filter(Boolean).join(' · '),
    )}</div>${html(text ?? '')}${content}${file}</div>\n`;
  }
  yield '</html>\n';
}
