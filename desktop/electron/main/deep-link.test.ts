import { expect, it } from 'vitest';
import { conversationOf, linkedIn } from './deep-link.ts';

const id = '019aa000-0000-7000-8000-00000000000a';

it('knows a conversation by its link', () => {
  expect(conversationOf(`recado://conversation/${id}`)).toBe(id);
  expect(conversationOf(`recado://conversation/${id.toUpperCase()}/`)).toBe(id);
  expect(linkedIn(['/opt/recado', '--hidden', `recado://conversation/${id}`])).toBe(id);
});

it.each([
  '',
  'recado:',
  'recado://conversation/',
  `recado://conversation/${id}/../../settings`,
  `recado://conversation/${id}?send=hello`,
  `recado://conversation/${id}#x`,
  `recado://conversation/${id}/x`,
  `recado://user@conversation/${id}`,
  `recado://conversation:80/${id}`,
  `recado://conversations/${id}`,
  `recado:conversation/${id}`,
  `recado-app://console/${id}`,
  `https://conversation/${id}`,
  `recado://conversation/${'0'.repeat(36)}`,
  `recado://conversation/javascript:alert(1)`,
  `recado://conversation/%2e%2e%2f${id}`,
  `recado://conversation/${id}${' '.repeat(300)}`,
  `recado://conversation/${id}" --inspect`,
])('refuses %s', (link) => {
  expect(conversationOf(link)).toBeNull();
  expect(linkedIn([link, '--other'])).toBeNull();
});
