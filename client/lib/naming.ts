/**
 * What of a line may be the name of somebody (docs/spec/conflicts.md, "What is looked up"; twin of
 * heard/formats/naming.py). Few texts come out of it: related questions tell more than unrelated
 * ones.
 */

import { foldedWord } from "./names.ts";

const MOST = 200;
const SURE = 2; // addresses and numbers
const ADDRESS = /[^\s@<>()[\],;:"'，；：、（）]+@[^\s@<>()[\],;:"'，；：、（）]+/g;
const DIVIDERS = /([,，、])|[;:<>()[\]{}"|/；：（）【】《》“”\n\t]|\s[-–—]\s/;
const SPACES = /(?![\n\t])[\p{Z}\p{Cc}\ufeff]/gu;
const HAN = /^[\u3400-\u9fff]+$/;
const list = (text: string): string[] => text.trim().split(/\s+/);

/** What stands before a name and is none, folded. */
export const TITLES: ReadonlySet<string> = new Set(
  list(`dr prof professor mr mrs ms miss mx herr frau mme mlle monsieur madame sr sra srta senor senora
    dra signor signora dott dhr mevr hrn manager colleague supervisor director from cc sender
    السيد السيده الانسه الدكتور الدكتوره المهندس المهندسه الاستاذ الاستاذه مديري مديرتي زميلي
    زميلتي господин госпожа शर शरमत 发件人 寄件人 寄件者 收件人 抄送 mailto`),
);

/** As before, but somebody may be called so: then the whole is looked up too. */
export const DOUBTFUL: ReadonlySet<string> = new Set(
  list("my our boss the mein meine chef chefin mon mi jefe jefa sig to"),
);

/** What comes after a name and is no part of it any more. */
export const ENDS: ReadonlySet<string> = new Set(
  list(`from in at who is was works working with on and my our said did phd md mba jr jnr esq aus bei
    chez من في عند`),
);

/** Of one word of Chinese, Japanese or Korean: before or behind the name. */
export const HONORIFICS: readonly string[] = list(
  `董事长 先生 女士 小姐 太太 老师 老師 经理 經理 总监 總監 主任 部长 部長 组长 組長 主管 老板
  老闆 领导 領導 同事 博士 教授 医生 醫生 院长 院長 总 總 さん 様 氏 씨 님`,
);

/** The texts to look up: at most two names, then two addresses or staff numbers. */
export function readings(typed: string): string[] {
  const text = [...typed].slice(0, MOST).join("").normalize("NFKC").replace(SPACES, " ");
  if (split(text).length === 1 && !text.includes("@") && hasDigit(text)) return [text.trim()];
  const rest = text.replace(ADDRESS, " ");
  const numbers = piecesOf(rest)
    .filter((_, n) => n % 2 === 0)
    .flatMap((part) => split(part ?? ""))
    .filter(hasDigit);
  const sure = [...(text.match(ADDRESS) ?? []).map((each) => each.replace(/\.+$/, "")), ...numbers];
  const found = [...new Set([...namesOf(rest), ...sure.slice(0, SURE)])];
  if (found.length > 0) return found;
  return /[\p{L}\p{N}]/u.test(text) ? [text.trim()] : [];
}

/** Text, comma or undefined, text, and so on. */
function piecesOf(text: string): (string | undefined)[] {
  return text.split(DIVIDERS);
}

/** The first part that may be a whole name, and the next best reading of the line. */
function namesOf(text: string): string[] {
  const pieces = piecesOf(text);
  const parts = pieces
    .filter((_, n) => n % 2 === 0)
    .map((piece, at) => ({ part: cleaned(piece ?? ""), at }))
    .filter(({ part }) => part !== "");
  const [one, other] = parts;
  if (!one) return [];
  const first = parts.find(({ part }) => isWhole(part)) ?? one;
  const found = isWhole(first.part) ? [ended(first.part), first.part] : [];
  if (other?.at === one.at + 1 && pieces[2 * one.at + 1]) found.push(`${one.part} ${other.part}`);
  const said = split(pieces[2 * first.at] ?? "");
  if (DOUBTFUL.has(foldedWord(said[0] ?? ""))) found.push(said.join(" "));
  return found.length > 0 ? [...new Set(found)].slice(0, 2) : [first.part];
}

const split = (part: string): string[] => part.split(/\s+/).filter((word) => word !== "");
const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

const isBefore = (word: string) => TITLES.has(word) || DOUBTFUL.has(word);
const hasDigit = (word: string) => /\p{Nd}/u.test(word);

/** Without titles before it; of one Chinese word also without what stands before 的 and behind. */
function cleaned(part: string): string {
  const said = split(part);
  while (said.length > 0 && isBefore(foldedWord(said[0] ?? ""))) said.shift();
  const [word = ""] = said;
  return said.length === 1 && !isAscii(word) ? bare(word) : said.join(" ");
}

function bare(typed: string): string {
  let word = HAN.test(typed) ? typed.slice(typed.lastIndexOf("的") + 1) : typed;
  for (const each of HONORIFICS) {
    const left = [...word].length - each.length;
    if (word.endsWith(each) && left > 1) word = word.slice(0, -each.length);
    const longer = [...word].length - each.length > 1;
    if (each.length > 1 && word.startsWith(each) && longer) word = word.slice(each.length);
  }
  return word;
}

/** More than a family name alone, as far as one can tell. */
function isWhole(part: string): boolean {
  return part.includes(" ") || !isAscii(part);
}

/** Up to a number, or to a word that ends a name, from the third word on. */
function ended(part: string): string {
  const said = split(part);
  const end = said.findIndex(
    (word, n) => (n > 0 && hasDigit(word)) || (n > 1 && ENDS.has(foldedWord(word))),
  );
  return said.slice(0, end < 0 ? said.length : end).join(" ");
}
