/**
 * Which words of a text are meant as a code (docs/spec/return-code.md, "Reading"; twin of
 * heard/formats/_codelabels.py). `count`: how many words such a code has, twelve at most.
 */

export type CodeLanguage = "en" | "zh-Hans";

/** As many words as a code has; the lower the rank, the surer it is that they are what was meant. */
export interface Meant {
  readonly rank: number;
  readonly language: CodeLanguage;
  readonly words: readonly string[];
}

type Words = readonly string[];

const [LABELLED, LED, EVEN, UNEVEN] = [0, 1, 2, 3] as const;
const LANGUAGES = ["en", "zh-Hans"] as const;
const WORD = { en: /[a-z]+/g, "zh-Hans": /[\u3400-\u9fff]/g };
const PIECE = { en: /[a-z]+/g, "zh-Hans": /[\u3400-\u9fff]+/g };
const NUMBER = /\d+[^\S\n]*[:=]/g;
const LABEL = /[\n\r\u2028\u2029:=()[\]{}<>\u3010\u3011]/;
const LINES = /[\n\r\u2028\u2029]/;
const ITEMS = /[\n\r\u2028\u2029,;\u3001\u3002]/;
const WIDEST = 8; // pieces of a label and its word
const REPEATED = 4; // as often no word stands in a code
const split = (text: string) => text.split(" ");
const LEADS = new Set([
  ...split("a are code codes invite is key my number our recovery return secret the these word words your"),
  ..."我的您返回访訪邀请請码碼是为為代号號字词詞",
]);
const ORDINALS: readonly (readonly Words[])[] = [
  split("one two three four five six seven eight nine ten eleven twelve").map(each => [each]),
  split("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth").map(each => [
    each,
  ]),
  split("一 二 三 四 五 六 七 八 九 十 十一 十二").map(each => [...each]),
];

/** All that may be words of that language, by letters alone. */
export function tokensOf(letters: string, language: CodeLanguage): string[] {
  return letters.match(WORD[language]) ?? [];
}

/** All words that may be meant; those with labels alone if there are any. */
export function meantIn(letters: string, count: number): Meant[] {
  const labelled = LANGUAGES.flatMap(language =>
    labelledIn(letters, language, count).map(words => ({ rank: LABELLED, language, words })),
  );
  if (labelled.length > 0) return labelled;
  const matches = LANGUAGES.flatMap(each => oneLed(plain(segmentsOf(letters, each), each, count)));
  const differing = matches.filter(({ words }) => new Set(words).size > 1);
  return differing.length > 0 ? differing : matches;
}

/** 0 to the last place, from the last. */
const backwards = (last: number) => Array.from({ length: Math.max(last + 1, 0) }, (_, n) => last - n);

/** The words of `count` lines, items or rows that all open with a label. */
function labelledIn(letters: string, language: CodeLanguage, count: number): Words[] {
  const runs: Words[] = [];
  for (const cut of [LINES, ITEMS]) {
    const parts = letters.split(cut).map(part => tokensOf(part, language));
    const rows = parts.filter(row => row.length > 0);
    for (const start of backwards(rows.length - count)) {
      runs.push(...unlabelled(rows.slice(start, start + count)));
    }
  }
  const pieces = letters.match(PIECE[language]) ?? [];
  for (let width = 2; width <= WIDEST; width++) {
    for (const start of backwards(pieces.length - count * width)) {
      const rows = Array.from({ length: count }, (_, n) => start + n * width);
      const row = (at: number) => tokensOf(pieces.slice(at, at + width).join(" "), language);
      runs.push(...unlabelled(rows.map(row)));
    }
  }
  return runs;
}

/** The one word that each row has left where every row opens alike, or with its number. */
function unlabelled(rows: readonly Words[]): Words[] {
  let left = rows;
  let fewer = opened(left);
  while (fewer?.every(row => row.length > 0)) {
    left = fewer;
    fewer = opened(left);
  }
  const isOne = left !== rows && !fewer && left.every(row => row.length === 1);
  return isOne ? [left.flat()] : [];
}

function opened(rows: readonly Words[]): Words[] | null {
  if (rows.every(row => row[0] === rows[0]?.[0])) return rows.map(row => row.slice(1));
  const starts = (row: Words, run: Words) => run.every((each, at) => row[at] === each);
  for (const ordinals of ORDINALS) {
    if (rows.every((row, n) => starts(row, ordinals[n] ?? []))) {
      return rows.map((row, n) => row.slice(ordinals[n]?.length));
    }
  }
  return null;
}

/** The words by what may be a label of its own; in Chinese each sign divides. */
function segmentsOf(letters: string, language: CodeLanguage): Words[] {
  const unnumbered = letters.replace(NUMBER, " ");
  const parts = language === "en" ? unnumbered.split(LABEL) : unnumbered.match(PIECE[language]);
  return (parts ?? []).map(part => tokensOf(part, language)).filter(part => part.length > 0);
}

/** Whether these are words of a label. */
export const leads = (words: Words) => words.every(word => LEADS.has(word));

/** Every run of whole segments with `count` words, the last one first. */
function plain(segments: readonly Words[], language: CodeLanguage, count: number): Meant[] {
  if (hasLabels(segments, count)) return [];
  const whole: Meant[] = [];
  for (const back of backwards(segments.length - 1)) {
    let start = back;
    let words = segments[back] ?? [];
    while (start > 0 && words.length < count) words = (segments[--start] ?? []).concat(words);
    const over = words.length - count;
    if (over === 0) whole.push({ rank: rankOf(segments, start, back + 1), language, words });
    else if (over > 0 && leads(words.slice(0, over))) {
      whole.push({ rank: LED, language, words: words.slice(over) });
    }
  }
  return whole;
}

/** The last of those that a label leads to: the others begin with a part of the label. */
function oneLed(whole: readonly Meant[]): Meant[] {
  const led = whole.find(({ rank }) => rank === LED);
  return whole.map(each => (each.rank === LED && each !== led ? { ...each, rank: EVEN } : each));
}

function rankOf(segments: readonly Words[], start: number, end: number): number {
  const sizes = new Set(segments.slice(start, end).map(each => each.length));
  if (sizes.size > 1) return UNEVEN;
  return start > 0 && leads(segments[start - 1] ?? []) ? LED : EVEN;
}

/** Labels that could not be told from words: then nothing is guessed. */
function hasLabels(segments: readonly Words[], count: number): boolean {
  if (segments.flat().length <= count) return false;
  const opening = segments.map(([first = ""]) => first);
  const times = new Map<string, number>();
  for (const each of opening) times.set(each, (times.get(each) ?? 0) + 1);
  if (Math.max(...times.values()) >= REPEATED) return true;
  return ORDINALS.some(ordinals => counts(opening, ordinals));
}

/** Whether one, two, three, four open segments in this order. */
function counts(opening: Words, ordinals: readonly Words[]): boolean {
  const places = ordinals.slice(0, REPEATED).map(([first = ""]) => opening.indexOf(first));
  return places.every((place, n) => place > (n > 0 ? (places[n - 1] ?? 0) : -1));
}
