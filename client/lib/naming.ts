/**
 * What of a line may be the name of somebody (docs/spec/conflicts.md, "What is looked up"; twin of
 * heard/formats/naming.py). Few texts come out of it: related questions tell more than unrelated
 * ones.
 */

import { foldedWord, keyOf } from "./names.ts";
import { NAMING_MOST, NAMING_NAMES, NAMING_SURE } from "./shared.ts";

const COUNTED = 4; // digits of a staff number inside of a sentence
const ADDRESS = /[^\s@<>()[\],;:"'，；：、（）،؛]+@[^\s@<>()[\],;:"'，；：、（）،؛]+/g;
const DIVIDERS = /([,，、،])|[;؛:<>()[\]{}"|/；：（）【】《》“”\n\t]|\s[-–—]\s/;
const SPACES = /(?![\n\t])[\p{Z}\p{Cc}\ufeff]/gu;
const HAN = /^[\u3400-\u9fff]+$/;
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/;
const WORD_WITH_DIGIT = /^[\p{L}\p{N}_./-]+$/u;
const MARK = /^(?:#+|(?:no|nr|id)[.#]+)(?=\p{Nd})/iu; // No.10002
const list = (text: string): string[] => text.trim().split(/\s+/);

/** What stands before a name and is none, folded. */
export const TITLES: ReadonlySet<string> = new Set(
  list(`dr prof professor mr mrs ms miss mx herr frau mme mlle monsieur madame sr sra srta senor senora
    dra signor signora dott dhr mevr hrn manager colleague supervisor director from cc sender
    السيد السيده الانسه الدكتور الدكتوره المهندس المهندسه الاستاذ الاستاذه مديري مديرتي زميلي
    زميلتي господин госпожа शर शरमत 发件人 寄件人 寄件者 收件人 抄送 mailto med ing rer nat ceo vp
    lead head hr fr herrn don dona د م ا دكتور استاذ مهندس سيد المدير`),
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
  `董事长 副总经理 总经理 副总裁 总裁 副总 先生 女士 小姐 太太 老师 老師 经理 經理 总监 總監 主任 部长 部長 组长 組長 主管 老板
  老闆 领导 領導 同事 博士 教授 医生 醫生 院长 院長 总 總 さん 様 氏 씨 님 董事長 總經理 副總經理 副總裁 總裁 副總 副经理 副經理
  副主任 副总监 副總監 副部长 副部長 副主管 副院长 副院長 处长 處長 科长 科長 课长 課長 班长 班長 店长 店長 厂长 廠長 组员 組員
  专员 專員 助理 秘书 秘書 工程师 工程師 社長 係長 부장 과장 차장 대리 팀장 사장 실장 본부장`,
);

/** What somebody works at, where it leans on the name or on its title: 高军销售经理. */
export const POSTS: readonly string[] = [
  ...list(
    `销售 銷售 市场 市場 营销 營銷 人力资源 人力資源 人事 财务 財務 技术 技術 研发 研發 产品 產品 项目 專案
    运营 營運 采购 採購 行政 法务 法務 客服 物流 仓储 生产 生產 质量 品質 业务 業務 営業 総務 開発`,
  ).flatMap(each => [each, `${each}部`]),
  ...list("区域 區域 大区 高级 高級 资深 資深 部门 部門 首席"),
];

// No two of one length are both at one end of a word, so the longest first leaves nothing to choose.
const BEHIND = [...HONORIFICS, ...POSTS].sort((one, other) => other.length - one.length);
const BEFORE = BEHIND.filter(each => each.length > 1);

/**
 * The texts to look up: at most four names, then two addresses or staff numbers. The last of the
 * names is the line as it was typed, where no other has its key.
 */
export function readings(typed: string): string[] {
  const text = [...typed].slice(0, NAMING_MOST).join("").normalize("NFKC").replace(SPACES, " ").trim();
  if (isNumber(text) && !MARK.test(text)) return unlike([text, western(text)]);
  const addresses = (text.match(ADDRESS) ?? []).map(each => each.replace(/\.+$/, ""));
  const rest = text.replace(ADDRESS, " ");
  const names = unlike(namesOf(rest)).slice(0, NAMING_NAMES - 1);
  const matches = unlike([...names, ...(addresses.length > 0 ? [] : [text])]);
  return unlike([...matches, ...unlike([...addresses, ...numbersOf(rest)]).slice(0, NAMING_SURE)]);
}

/** One text for each key, the first that has it. */
function unlike(texts: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const each of texts) {
    const key = keyOf(each);
    if (key !== "" && !byKey.has(key)) byKey.set(key, each);
  }
  return [...byKey.values()];
}

/** Arabic-Indic digits as one writes them in a directory. */
const western = (text: string) => text.replace(/[٠-٩۰-۹]/g, each => String(each.charCodeAt(0) & 15));

/** One word with a digit, and neither Chinese nor a sign that divides or counts. */
const isNumber = (text: string) =>
  WORD_WITH_DIGIT.test(text) && hasDigit(text) && !/[\u3400-\u9fff]/.test(text);

/** Staff numbers: what stands alone between dividers, or has four digits. */
function numbersOf(text: string): string[] {
  return texts(text).flatMap(part => {
    const words = split(part.replace(/[\u3400-\u9fff]+/g, " "));
    const isLong = (word: string) => (word.match(/\p{Nd}/gu) ?? []).length >= COUNTED;
    return words
      .filter(word => hasDigit(word) && (words.length === 1 || isLong(word)))
      .map(word => western(word.replace(MARK, "")));
  });
}

/** Text, comma or undefined, text, and so on. */
function piecesOf(text: string): (string | undefined)[] {
  return text.split(DIVIDERS);
}

const texts = (text: string) => piecesOf(text).flatMap((each, n) => (n % 2 === 0 ? [each ?? ""] : []));

/** The parts that may be a whole name, and the next best readings of the line. */
function namesOf(text: string): string[] {
  const pieces = piecesOf(text);
  const parts = texts(text)
    .map((piece, at) => ({ part: cleaned(piece), at }))
    .filter(({ part }) => part !== "" && !isNumber(part));
  const [one, other] = parts;
  if (!one) return [];
  const whole = parts.filter(({ part }) => isWhole(part));
  const isPaired = other?.at === one.at + 1 && pieces[2 * one.at + 1];
  const paired = isPaired ? [`${one.part} ${other.part}`] : []; // Gao, Jun
  const first = whole[0] ?? one;
  const words = split(pieces[2 * first.at] ?? "");
  const doubtful = DOUBTFUL.has(foldedWord(words[0] ?? "")) ? [words.join(" ")] : [];
  if (whole.length === 0) return [...(isPaired ? paired : [first.part]), ...doubtful];
  const [best = "", next = "", ...found] = whole.map(({ part }) => ended(part));
  const after = whole.map(({ part }) => afterTitle(part)).find(tail => tail !== "") ?? "";
  return [best, after, next, ...paired, ...found, first.part, ...doubtful];
}

const split = (part: string): string[] => part.split(/\s+/).filter(word => word !== "");
const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

const hasDigit = (word: string) => /\p{Nd}/u.test(word);

/** Nothing but a title or what somebody works at: 销售经理. */
const isPost = (word: string | undefined) => word !== undefined && withoutPosts(word, 0) === "";

/** Without titles before it; Chinese words also without those behind, and all up to 的. */
function cleaned(part: string): string {
  const words = split(part);
  for (let title = titleOf(words[0]); title !== ""; title = titleOf(words[0])) {
    words[0] = (words[0] ?? "").slice(title.length);
    if (words[0] === "") words.shift();
  }
  while (words.length > 1 && isPost(words.at(-1)) && UNSPACED.test(words.at(-2) ?? "")) words.pop();
  while (isPost(words[0]) && (words.length === 1 || UNSPACED.test(words[1] ?? ""))) words.shift();
  const [word = ""] = words;
  return words.length === 1 && !isAscii(word) ? bare(word) : words.join(" ");
}

/** What of a word is a title: all of it, or up to a full stop (Dr.Gao). */
function titleOf(word = ""): string {
  const folded = foldedWord(word);
  if (TITLES.has(folded) || DOUBTFUL.has(folded)) return word;
  const head = word.slice(0, word.indexOf(".") + 1);
  return TITLES.has(foldedWord(head)) ? head : "";
}

/** What follows a title inside of one Chinese word: 销售经理高军. */
function afterTitle(part: string): string {
  for (const each of HONORIFICS) {
    const at = part.lastIndexOf(each);
    const tail = part.slice(at + each.length);
    if (each.length > 1 && at > 0 && [...tail].length > 1 && !part.includes(" ")) return tail;
  }
  return "";
}

function bare(word: string): string {
  return withoutPosts(HAN.test(word) ? word.slice(word.lastIndexOf("的") + 1) : word, 2);
}

/** Without what stands behind the name, then before it, as long as `least` characters stay. */
function withoutPosts(word: string, least: number): string {
  const room = [...word].length - least;
  const behind = BEHIND.find(each => each.length <= room && word.endsWith(each));
  if (behind !== undefined) return withoutPosts(word.slice(0, -behind.length), least);
  const before = BEFORE.find(each => each.length <= room && word.startsWith(each));
  return before === undefined ? word : withoutPosts(word.slice(before.length), least);
}

/** More than a family name alone, as far as one can tell. */
function isWhole(part: string): boolean {
  return part.includes(" ") || UNSPACED.test(part);
}

/** Up to a number, or to a word that ends a name, from the third word on. */
function ended(part: string): string {
  const words = split(part);
  const end = words.findIndex(
    (word, n) => (n > 0 && hasDigit(word)) || (n > 1 && ENDS.has(foldedWord(word))),
  );
  return words.slice(0, end < 0 ? words.length : end).join(" ");
}
