/** The texts that WhatsApp approved: asked for when they are wanted, and kept for when nobody answers. */
import type { Template } from '#shared/contract/template.ts';
import type { Account } from './account.ts';
import { CallRefused } from './refuse.ts';
import { approvedTemplates } from './sync/server-rest.ts';

/** @throws CallRefused as the server refused, or server-unreachable where none were ever seen */
export async function templatesOf(
  { address, cache, sync }: Pick<Account, 'address' | 'cache' | 'sync'>,
  token: string,
): Promise<Template[]> {
  const kept = cache.tables.meta.get('templates');
  let asked: Template[];
  try {
    asked = await approvedTemplates(address, token);
  } catch (error) {
    const away = error instanceof CallRefused && error.refusal.code === 'server-unreachable';
    if (away && kept) return kept;
    throw error;
  }
  // A session that is not open has none to tell of: that is no word about those of before.
  if (asked.length === 0 && sync().whatsapp !== 'open') return kept ?? [];
  if (JSON.stringify(asked) !== JSON.stringify(kept)) {
    cache.keep(() => cache.tables.meta.set('templates', asked));
  }
  return asked;
}
