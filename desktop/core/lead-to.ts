import type { Id } from '#shared/contract/scalars.ts';
import type { Cache } from './cache/cache.ts';

/**
 * Leads the console to a conversation. `opened`: a screen is there to hear of it; else it will begin
 * there. False: there is none such here.
 */
export function leadTo(
  cache: Cache,
  id: Id,
  { opened, tell }: { opened: boolean; tell: () => void },
): boolean {
  if (!cache.tables.conversations.one(id)) return false;
  tell();
  if (opened) return true;
  const { meta } = cache.tables;
  const tabs = meta.get('tabs');
  cache.keep(() => {
    if (!tabs.includes(id)) meta.set('tabs', [...tabs, id]);
    meta.set('activeTab', id);
  });
  return true;
}
