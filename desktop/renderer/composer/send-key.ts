import type { Settings } from '#shared/contract/settings.ts';

type Press = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Whether a key sends, as the person chose; Shift+Enter is a new line for everybody. */
export function isSendKey(press: Press, sendWith: Settings['sendWith']): boolean {
  if (press.key !== 'Enter' || press.shiftKey || press.altKey) return false;
  return sendWith === 'enter' || press.ctrlKey || press.metaKey;
}
