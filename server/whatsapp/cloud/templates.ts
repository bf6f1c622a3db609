/** The templates that Meta approved for the account behind a number. */
import { Type } from 'typebox';
import type { HeaderKind, Template } from '#shared/contract/template.ts';
import { placeholdersOf } from '#shared/rules/template.ts';
import { reader } from './envelope.ts';
import type { Graph } from './graph.ts';

const optional = Type.Optional;
const readHealth = reader(
  Type.Object({
    health_status: Type.Object({
      entities: Type.Array(Type.Object({ entity_type: Type.String(), id: Type.String() })),
    }),
  }),
);
const readPage = reader(
  Type.Object({
    data: Type.Array(Type.Unknown()),
    paging: optional(
      Type.Object({
        cursors: optional(Type.Object({ after: optional(Type.String()) })),
        next: optional(Type.String()),
      }),
    ),
  }),
);
const readTemplate = reader(
  Type.Object({
    name: Type.String(),
    language: Type.String(),
    status: Type.String(),
    category: Type.String(),
    components: Type.Array(
      Type.Object({
        type: Type.String(),
        format: optional(Type.String()),
        text: optional(Type.String()),
        buttons: optional(
          Type.Array(Type.Object({ type: Type.String(), url: optional(Type.String()) })),
        ),
      }),
    ),
  }),
);

const mostPages = 20;

/** Those that can be filled with text, and a file in their header. @throws GraphRefusal, GraphAway */
export async function approvedTemplates(graph: Graph, phoneId: string): Promise<Template[]> {
  const health = readHealth(await graph.get(`${encodeURIComponent(phoneId)}?fields=health_status`));
  const account = health?.health_status.entities.find(({ entity_type }) => entity_type === 'WABA');
  if (!account) throw new Error('Meta does not say which account this number belongs to.');
  const templates: Template[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = new URLSearchParams({
      fields: 'name,language,status,category,components',
      status: 'APPROVED',
      limit: '100',
      ...(after && { after }),
    });
    const path = `${encodeURIComponent(account.id)}/message_templates?${query}`;
    const page = readPage(await graph.get(path));
    if (!page) throw new Error('The list of templates has another form than Meta documents.');
    templates.push(...page.data.flatMap((one) => templateOf(one) ?? []));
    after = page.paging?.next ? page.paging.cursors?.after : undefined;
    if (!after) break;
  }
  return templates;
}

const headerKindOf: Record<string, HeaderKind> = {
  IMAGE: 'image',
  VIDEO: 'video',
  DOCUMENT: 'document',
};

/** Null: not approved, or it needs a place, a code or a link of its own. */
export function templateOf(part: unknown): Template | null {
  const one = readTemplate(part);
  if (one?.status !== 'APPROVED' || one.category === 'AUTHENTICATION') return null;
  const { name, language, category, components } = one;
  const byType = (type: string) => components.find((component) => component.type === type);
  const header = byType('HEADER');
  const headerKind = headerKindOf[header?.format ?? ''];
  const body = byType('BODY')?.text;
  const known = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'];
  const plain =
    components.every(({ type }) => known.includes(type)) &&
    (!header || header.format === 'TEXT' || headerKind !== undefined) &&
    (byType('BUTTONS')?.buttons ?? []).every(
      ({ type, url }) =>
        ['QUICK_REPLY', 'PHONE_NUMBER', 'URL'].includes(type) &&
        placeholdersOf(url ?? '').length === 0,
    );
  if (!plain || !body) return null;
  const footer = byType('FOOTER')?.text ?? null;
  const head = headerKind ? { header: null, headerKind } : { header: header?.text ?? null };
  return { name, language, category, ...head, body, footer };
}
