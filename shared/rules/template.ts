/** Templates with their values: what goes out, and what the conversation shows of it. */
import type { TemplateUse } from '../contract/message.ts';
import type { Template } from '../contract/template.ts';

/** What stands for values in a text, each once, in its order: `1`, `first_name`. */
export function placeholdersOf(text: string | null): string[] {
  return [
    ...new Set(Array.from((text ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g), ([, name = '']) => name)),
  ];
}

/** By placeholder; those of the header and of the body are counted apart. */
export type TemplateValues = { header: Record<string, string>; body: Record<string, string> };

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
    text?.replace(
      /\{\{\s*(\w+)\s*\}\}/g,
      (_, placeholder) => with_.find((one) => one.placeholder === placeholder)?.value ?? '',
    );
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
