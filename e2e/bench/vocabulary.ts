/** Sentences of which few words are very common and most are rare, as people's are. */
const syllables = 'ma re ção ti lo pá ne qui sa vou bra en di go'.split(' ');
export const rareWords = Array.from({ length: 20_000 }, (_, n) => {
  let [word, rest] = ['', n * 7919 + 13];
  for (; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length];
  }
  return word;
});
export const commonWords =
  'bom dia obrigado consulta amanhã horário por favor sim não de a o que'.split(' ');

/** The same ones in every run. */
export function openVocabulary(seed = 1) {
  let state = seed;
  const chance = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const pick = (words: string[], lean = 1): string =>
    words[Math.floor(chance() ** lean * words.length)] ?? '';
  const sentence = (): string =>
    Array.from({ length: 3 + Math.floor(chance() * 15) }, () =>
      chance() < 0.5 ? pick(commonWords) : pick(rareWords, 3),
    ).join(' ');
  return { chance, sentence };
}
