/** Templates with their values: what goes out, and what the conversation shows of it. */
import type { TemplateUse } from '../contract/message.ts';
import type { Template } from '../contract/template.ts';

const inTemplate = /\{\{\s*(\w+)\s*\}\}/g;

/** What stands for values in a text, each once, in its order: `1`, `first_name`. */
export function placeholdersOf(text: string | null): string[] {
  return [...new Set(Array.from((text ?? '').matchAll(inTemplate), ([, name = '']) => name))];
}

/** By placeholder; those of the header and of the body are counted apart. */
export type TemplateValues = { header: Record<string, string>; body: Record<string, string> };

const fill = (text: string, valueFor: (placeholder: string) => string): string =>
  text.replace(inTemplate, (_, placeholder: string) => valueFor(placeholder));

/** Meta takes no new lines and no long gaps in a value. */
const inOneLine = (value: string): string => value.replace(/\s+/g, ' ').trim();

/** Null: a value is missing. */
export function fillTemplate(
  { name, language, header, body, footer }: Template,
  values: TemplateValues,
): { text: string; template: TemplateUse } | null {
  const given = (text: string | null, of: Record<string, string>) =>
    placeholdersOf(text).map((placeholder) => {
      const value = inOneLine(Object.hasOwn(of, placeholder) ? (of[placeholder] ?? '') : '');
      return { placeholder, value };
    });
  const parts = { header: given(header, values.header), body: given(body, values.body) };
  if ([...parts.header, ...parts.body].some(({ value }) => value === '')) return null;
  const filled = (text: string | null, with_: typeof parts.body) =>
    text &&
    fill(text, (name) => with_.find(({ placeholder }) => placeholder === name)?.value ?? '');
  const used = (all: typeof parts.body) =>
    all.map(({ placeholder, value }) =>
      /^\d+$/.test(placeholder) ? { text: value } : { name: placeholder, text: value },
    );
  const lines = [filled(header, parts.header), filled(body, parts.body), footer];
  return {
    text: lines.filter(Boolean).join('\n\n'),
    template: {
      ...{ name, language },
      ...(parts.header.length > 0 && { header: used(parts.header) }),
      ...(parts.body.length > 0 && { body: used(parts.body) }),
    },
  };
}

/** As the contact will read it; `missing` stands where a value is not there yet. */
export function previewTemplate(
  { header, body, footer }: Pick<Template, 'header' | 'body' | 'footer'>,
  values: TemplateValues,
  missing: (placeholder: string) => string,
): { header: string | null; body: string; footer: string | null } {
  const filled = (text: string, of: Record<string, string>) =>
    fill(
      text,
      (name) => inOneLine(Object.hasOwn(of, name) ? (of[name] ?? '') : '') || missing(name),
    );
  return {
    header: header && filled(header, values.header),
    body: filled(body, values.body),
    footer,
  };
}

const namesFirst = /^(?:first_?name|primeiro_?nome)$/i;
const namesWhole =
  /^(?:(?:full_?|contact_?|customer_?|client_?)?name|nome(?:_?completo)?(?:_?(?:d[oa]_?)?(?:cliente|contato|paciente))?|customer|client|cliente|contato|paciente)$/i;
/** What stands in front of a name at the beginning of a text, in the languages of the console. */
const greets =
  /^[^\p{L}]*(?:ol[aá]|oi|bom dia|boa tarde|boa noite|prezad[oa]|car[oa]|hello|hi|hey|dear|good (?:morning|afternoon|evening))(?:\([oa]\))?[\s,!*_]*$/iu;

/** The values that the contact's name gives: by the placeholder's own name, or where the text greets. */
export function knownValues(
  { header, body }: Pick<Template, 'header' | 'body'>,
  contactName: string | null,
): TemplateValues {
  const name = inOneLine(contactName ?? '');
  const known = (text: string | null): Record<string, string> => {
    const values: Record<string, string> = {};
    if (text === null || name === '') return values;
    for (const { 1: placeholder = '', index } of text.matchAll(inTemplate)) {
      if (namesFirst.test(placeholder)) values[placeholder] = name.split(' ')[0] ?? name;
      else if (namesWhole.test(placeholder) || greets.test(text.slice(0, index))) {
        values[placeholder] = name;
      }
    }
    return values;
  };
  return { header: known(header), body: known(body) };
}
