/** Contact cards as WhatsApp carries them: vCard 3. */
import type { Card } from '#shared/contract/message.ts';

const most = 20;
const longest = 1_000;

/** Null where there is neither a name nor a number in it. */
export function cardOf(displayName: string | null | undefined, vcard: string): Card | null {
  // A line that begins with a blank continues the one before.
  const lines = vcard.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const all = (property: string): string[] =>
    lines
      .flatMap((line) => {
        const [head = '', ...rest] = line.split(':');
        const name = head.split(';')[0]?.replace(/^item\d+\./i, '');
        return name?.toUpperCase() === property ? [unescaped(rest.join(':')).trim()] : [];
      })
      .filter(Boolean)
      .map((value) => value.slice(0, longest));
  const name = displayName || all('FN')[0] || '';
  const phones = all('TEL').slice(0, most);
  const emails = all('EMAIL').slice(0, most);
  const organisation = all('ORG')[0]?.replace(/;+$/, '').replaceAll(';', ', ');
  if (!name && phones.length === 0) return null;
  return {
    name: (name || phones[0] || '').slice(0, longest),
    phones,
    ...(emails.length > 0 && { emails }),
    ...(organisation && { organisation }),
  };
}

const unescaped = (value: string): string =>
  value.replace(/\\n/gi, '\n').replace(/\\([\\;,])/g, '$1');
const escaped = (value: string): string =>
  value.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

export function vcardOf({ name, phones, emails = [], organisation }: Card): string {
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(name)};;;`,
    `FN:${escaped(name)}`,
    ...(organisation ? [`ORG:${escaped(organisation)};`] : []),
    // `waid` lets the phone offer to write to them.
    ...phones.map(
      (phone) =>
        `TEL;type=CELL;type=VOICE;waid=${phone.replace(/\D/g, '')}:${phone.replace(/[\r\n]/g, ' ')}`,
    ),
    ...emails.map((email) => `EMAIL:${escaped(email)}`),
    'END:VCARD',
  ].join('\n');
}
