/** In which language words are to be read aloud (WCAG 2.2, 3.1.2). */

// Counted by word; in Chinese a sign is about a word.
const ARABIC = /\p{Script=Arabic}+/gu;
const HAN = /\p{Script=Han}/gu;
const LATIN = /\p{Script=Latin}+/gu;

function most(words: string): RegExp | null {
  const counts = [ARABIC, HAN, LATIN].map(script => [script, words.match(script)?.length ?? 0] as const);
  const [first] = counts.toSorted(([, a], [, b]) => b - a);
  return first && first[1] > 0 ? first[0] : null;
}

const scripts = new Map<string, RegExp | null>();

/** Asked for each piece of a page, of the few languages that people wrote in. */
function scriptOf(language: string): RegExp | null {
  const known = scripts.get(language);
  const found = known === undefined ? scriptIn(language) : known;
  scripts.set(language, found);
  return found;
}

/** The script in which a language is written, of the three that can be told apart here. */
function scriptIn(language: string): RegExp | null {
  try {
    const { script } = new Intl.Locale(language).maximize();
    const known: Readonly<Record<string, RegExp>> = { Arab: ARABIC, Hans: HAN, Hant: HAN, Latn: LATIN };
    return known[script ?? ""] ?? null;
  } catch {
    return null; // no language tag
  }
}

/**
 * `hint`, a BCP 47 tag, where the words are written in its script; empty where nobody knows. Who
 * reports on an English page may write in any language: a wrong voice is worse than none chosen.
 */
export function languageOf(words: string, hint: string): string {
  const script = most(words);
  return script && script === scriptOf(hint) ? hint : "";
}
