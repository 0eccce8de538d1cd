/** What two spellings of a name have in common (docs/spec/conflicts.md, "Keys"; twin of names.py). */

const UNSEEN = /[\p{Z}\p{Cc}\p{Cf}]+/gu;
const ALIKE: Readonly<Record<string, string>> = {
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ς: "σ",
  ة: "ه",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ـ: "",
  ʼ: "",
  ʻ: "",
};

// By way of capitals: ß and ss, ı and i become one; ẞ has no other small letter than ß.
const fold = (text: string) => text.toLowerCase().toUpperCase().toLowerCase();
const point = (letter: string) => letter.codePointAt(0) ?? 0;

function lettersOf(text: string): string[] {
  const folded = fold(text.normalize("NFKD")).normalize("NFKD");
  const alike = [...folded].map(letter => ALIKE[letter] ?? letter).join("");
  return alike.match(/[\p{L}\p{N}]/gu) ?? [];
}

/** A word without case, marks, and what is neither letter nor digit. */
export function foldedWord(word: string): string {
  return lettersOf(word).join("");
}

/** The one key of what somebody typed; empty where there is nothing to look up. */
export function keyOf(typed: string): string {
  const plain = fold(typed.normalize("NFKC")).replace(UNSEEN, "");
  if (plain.includes("@")) return `email:${plain}`;
  const isOne = typed.split(UNSEEN).filter(part => part !== "").length === 1;
  if (isOne && /\p{Nd}/u.test(plain)) return `id:${plain}`;
  const form = lettersOf(typed)
    .sort((a, b) => point(a) - point(b))
    .join("");
  return form === "" ? "" : `name:${form}`;
}
