/** What contacts write when they are asked for a score from 1 to 5. Pure. */

export type Score = { score: number; comment: string | null };

const inWords: Record<string, number> = {
  ...{ um: 1, uma: 1, dois: 2, duas: 2, tres: 3, quatro: 4, cinco: 5 },
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5 },
};
const number = String.raw`(?:[1-5]|${Object.keys(inWords).join('|')})`;
const numberOf = (text: string): number => inWords[text] ?? Number(text);

/** "minha nota é", "eu dou", "my rating:", "I give you a": what may stand before the number. */
const lead = String.raw`(?:(?:(?:a |minha |dou |eu dou |seria |fica )*(?:nota|avaliacao)|(?:eu )?(?:dou|daria|avalio com|avalio em)|(?:my |the )?(?:score|rating|grade|rate)|i(?:'d| would)? (?:give|rate)(?: (?:you|it|this))?)(?: (?:e|eh|foi|de|com|a|an|is|was|of|it))*\s*[:=-]?\s*)`;
/** "estrelas", "de 5", "out of 5", "/5": what may follow it and says no more. */
const unit = String.raw`(?:\s*(?:\/|de|em|out of|of)\s*(?:5|cinco|five)(?:\s*(?:estrelas?|stars?|pontos?|points?))?|\s*(?:estrelas?|stars?|pontos?|points?))`;

const atStart = new RegExp(String.raw`^(${lead})?(${number})(${unit})?(?![\p{L}\p{N}])`, 'u');
const atEnd = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}])(?:${lead}(${number})${unit}?|(${number})${unit})[\s.!)*_]*$`,
  'u',
);

const star = String.raw`(?:⭐|🌟|★)\s*`;
const starsAtStart = new RegExp(String.raw`^((?:${star})+)((?:☆\s*)*)`, 'u');
const starsAtEnd = new RegExp(String.raw`^([^⭐🌟★☆]*?)((?:${star})+)((?:☆\s*)*)[\s.!]*$`, 'u');
const countStars = (text: string): number =>
  [...text].filter((one) => '⭐🌟★'.includes(one)).length;

/** What may part a score from what is said about it. */
const parted = /^\s*(?:[-–—,.;:!…)(|*_~]|\n|\p{Extended_Pictographic})/u;
/** With nothing between, only words of judgement: "5 ótimo" is a score, "5 caixas" is an order. */
const judging =
  /^\s+(?:otim|excelent|bo[am]|muit|perfeit|maravilh|parabens|obrigad|obg|valeu|adore|ame[i]|gostei|nota|top|show|atendimento|ruim|pessim|horrivel|regular|razoavel|demor|porque|pq|pois|mas|pel[oa]s?\b|com certeza|sem duvida|great|good|excellent|perfect|awesome|amazing|very|really|thank|love|nice|bad|terrible|horrible|awful|poor|slow|ok\b|okay|because|but\b|service|for the\b)/u;
/** "5 ou 4", "4 e meio", "5 a 6": no one number. */
const unsure = new RegExp(
  String.raw`^[\s,]*(?:ou|or|e mei[oa]|and a half|a|to|ate|e|and|or maybe)\s+(?:mei[oa]|${number})(?![\p{L}])|^\s*(?:e mei[oa]|and a half)`,
  'u',
);

/** Letters without accents, digits as such; of the same length as the text, so that places agree. */
function folded(text: string): string {
  return [...text]
    .map((one) => {
      const plain = one.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
      return plain.length === one.length ? plain : one;
    })
    .join('');
}

const tidy = (rest: string): string | null => {
  const words = rest
    .replace(/^[\s\-–—,.;:!…)|*_~]+/u, '')
    .replace(/^\(([^()]*)\)\s*$/u, '$1')
    .trim();
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(words) ? words : null;
};

/**
 * The score in an answer, with what is said beside it. Null: an ordinary message: no score, one
 * outside of 1 to 5, more than one number, or a text that asks something back.
 */
export function scoreOf(answer: string): Score | null {
  // Digits in a key cap or a circle are digits; selectors only say how an emoji is drawn.
  const text = answer
    .replace(/[\uFE0E\uFE0F\u20E3]/gu, '')
    .replace(/[①-⑤０-９]/gu, (one) => one.normalize('NFKC'))
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/^[\s*_~"'“”«»]+/u, '')
    .trim();
  if (text === '' || text.length > 2_000 || text.includes('?')) return null;
  return starred(text) ?? counted(text);
}

function starred(text: string): Score | null {
  const begins = starsAtStart.exec(text);
  const found = begins
    ? { full: begins[1] ?? '', hollow: begins[2] ?? '', rest: text.slice(begins[0].length) }
    : ends(text);
  if (!found) return null;
  const { full, hollow, rest } = found;
  const score = countStars(full);
  const drawn = score + [...hollow].filter((one) => one === '☆').length;
  if (score < 1 || drawn > 5 || /[⭐🌟★☆]/u.test(rest) || /\d/.test(rest)) return null;
  return { score, comment: tidy(rest) };
}

function ends(text: string): { full: string; hollow: string; rest: string } | null {
  const [whole, rest = '', full = '', hollow = ''] = starsAtEnd.exec(text) ?? [];
  return whole === undefined ? null : { full, hollow, rest };
}

function counted(text: string): Score | null {
  const plain = folded(text);
  const first = atStart.exec(plain);
  if (first) return beginning(text, plain, first);
  const last = atEnd.exec(plain);
  if (!last) return null;
  const before = text.slice(0, last.index + 1).replace(/[(\-–—,:;\s]+$/u, '');
  if (/\d/.test(before) || /^(?:nao|not|never|no)\b/.test(plain)) return null;
  return { score: numberOf(last[1] ?? last[2] ?? ''), comment: tidy(before) };
}

function beginning(text: string, plain: string, found: RegExpExecArray): Score | null {
  const [whole, led, digits = '', suffix] = found;
  const score = numberOf(digits);
  const rest = text.slice(whole.length);
  const folds = plain.slice(whole.length);
  if (rest.trim() === '') return { score, comment: null };
  // A decimal, a clock, a fraction, a percentage, a rank: a number, and no score.
  if (/^[.,:/h%ºª°+]\d/u.test(rest) || /^\s*[%ºª°+/=]/u.test(rest)) return null;
  if (unsure.test(folds)) return null;
  // "5 (cinco)" says it twice.
  const again = /^\s*\(\s*([a-z]+)\s*\)/u.exec(folds);
  const told = again && numberOf(again[1] ?? '') === score ? again[0].length : 0;
  const said = rest.slice(told);
  if (/\d/.test(said)) return null;
  const known = led !== undefined || suffix !== undefined || told > 0;
  const fits = said.trim() === '' || parted.test(said) || judging.test(folds.slice(told));
  if (!fits && !known) return null;
  return { score, comment: tidy(said) };
}
