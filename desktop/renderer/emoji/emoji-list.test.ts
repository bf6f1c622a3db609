import { expect, it } from 'vitest';
import { found, loadEmoji } from './emoji-list.ts';

it.each([
  ['pt-BR', 'coracao vermelho', '❤️'],
  ['en', 'thumbs', '👍️'],
] as const)('in %s, “%s” finds %s', async (language, wanted, emoji) => {
  const list = await loadEmoji(language);
  expect(found(list, wanted).map((one) => one.emoji)).toContain(emoji);
  expect(found(list, '')).toBe(list);
  expect(found(list, 'zzzz')).toEqual([]);
  // No half flags, no bare skin tones.
  expect(list.some((one) => ['🇦', '🏻'].includes(one.emoji))).toBe(false);
});
