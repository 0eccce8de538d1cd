/**
 * The letter that says how a case ended, to the reporter or to an accused person, made of typed parts: each
 * row of docs/spec/casework.md, "The outcome letter". A line names the words that it says, by their key in the
 * family `outcome_letter`, or is what somebody wrote; so a letter can be written in the language of whoever reads it. Pure.
 */

import type { Paragraph } from "./letterShape.ts";

export type Reader = "reporter" | "respondent";

/** One thing that is alleged, and what was found of it. */
export interface Found {
  readonly act: string;
  /** Of the vocabulary `finding`. */
  readonly code: string;
  readonly basis: string;
  readonly reasons: string;
  /** What evidence is missing and who lost it, where nothing could be found for lack of it. */
  readonly missing: string;
}

/** How much of a sanction the reporter is told. */
export type Share = "full" | "category" | "none";

/** Why so much and no more: each answer in words of its own. */
export interface Necessity {
  /** What it is for the reporter to know: safety, trust, the time that comes. */
  readonly need: string;
  /** What it would do to the person whom it is about. */
  readonly harm: string;
  /** Why not more is told; the reporter reads it. */
  readonly less: string;
}

/** Something that was decided. */
export interface Followed {
  /** Of the vocabulary `outcome`. */
  readonly group: string;
  /** Whom it is about; empty for none. */
  readonly name: string;
  readonly text: string;
  readonly share: Share;
  readonly category: string;
  readonly test: Necessity;
}

/** A way outside. `key`: its words; `before`: the day before which to act, empty where it is not known. */
export interface Route {
  readonly key: string;
  readonly before: string;
  readonly article: string;
}

export interface OutcomeParts {
  readonly to: Reader;
  readonly findings: readonly Found[];
  readonly followed: readonly Followed[];
  /** To the reporter: what changes now. To the accused person: whom not to contact, and how. */
  readonly changes: string;
  /** Protection that goes on, in words. */
  readonly protection: readonly string[];
  /** When the reporter is asked how things are, in weeks, and by whom; empty: not said. */
  readonly weeks: readonly number[];
  readonly asker: string;
  /** The last day to appeal. */
  readonly appeal: string;
  readonly routes: readonly Route[];
  /** Ways outside that no list has. */
  readonly outside: string;
  /** To the accused person: what is entered, where a register is kept; empty for nothing. */
  readonly register: string;
}

/** `key` with its `gaps`, or `words` that somebody wrote. A gap `day` is a day, YYYY-MM-DD. */
export interface Line {
  readonly as: Paragraph["as"];
  readonly key?: string;
  readonly gaps?: Readonly<Record<string, string>>;
  readonly words?: string;
}

/** Codes of what speaks for it that it happened. */
const SHOWN: readonly string[] = ["substantiated", "partly"];
const UNWEIGHED: readonly string[] = ["not_investigated", "referred", "withdrawn", "informal"];
/** Of these a part alone may be told. */
export const SANCTIONS: readonly string[] = ["respondent", "failed_to_act"];
export const CATEGORIES: readonly string[] = ["talk", "warning", "pay_or_post", "end_of_work"];
const REMEDY = "remedy";
/** As many characters as an answer of the test has at least: "no" is none. */
const SHORTEST = 20;

function heading(key: string): Line {
  return { as: "heading", key };
}

function fixed(key: string, gaps?: Readonly<Record<string, string>>): Line {
  return { as: "text", key, ...(gaps ? { gaps } : {}) };
}

/** What somebody wrote, a line for each of its paragraphs. */
function written(text: string, as: "text" | "item" = "text"): Line[] {
  const paragraphs = text.split(/\n\s*\n/).map(each => each.trim());
  return paragraphs.filter(each => each !== "").map((words, at) => ({ as: at === 0 ? as : "text", words }));
}

function lineOf(found: Found): Line[] {
  const { act, code, basis, reasons, missing } = found;
  return [
    ...written(act, "item"),
    fixed(`found_${code}`),
    ...(basis === "admission" ? [fixed("admitted")] : []),
    ...written(reasons),
    ...(missing.trim() === "" ? [] : [fixed("missing"), ...written(missing)]),
  ];
}

/** What a letter says for whoever reads it where not everything was shown. */
const UNSHOWN: Readonly<Record<Reader, readonly string[]>> = {
  reporter: ["not_untrue", "no_false_report"],
  respondent: ["not_held_against", "not_called_false"],
};

function foundOf({ to, findings }: OutcomeParts): Line[] {
  const isWeighed = findings.some(({ code }) => !UNWEIGHED.includes(code));
  const isShown = findings.every(({ code }) => SHOWN.includes(code));
  return [
    heading("found"),
    ...(isWeighed ? [fixed("standard")] : []),
    ...findings.flatMap(lineOf),
    ...(isShown ? [] : UNSHOWN[to].map(key => fixed(key))),
  ];
}

function isSanction({ group }: Followed): boolean {
  return SANCTIONS.includes(group);
}

/** As much of it as the reporter is told. */
function told({ name, text, share, category, test }: Followed): Line[] {
  if (share === "full") return [fixed("sanction_full", { name }), ...written(text)];
  const what = share === "none" ? "sanction_none" : `category_${category}`;
  return [fixed(what, { name }), fixed("sanction_less"), ...written(test.less)];
}

function followedOf({ to, followed }: OutcomeParts): Line[] {
  const sanctions = followed.filter(isSanction);
  const others = followed.filter(each => !isSanction(each) && each.group !== REMEDY);
  const none = fixed(to === "reporter" ? "no_sanction" : "no_sanction_you");
  const lines = to === "reporter" ? sanctions.flatMap(told) : sanctions.flatMap(({ text }) => written(text));
  return [
    heading("follows"),
    ...(sanctions.length === 0 ? [none] : lines),
    ...others.flatMap(({ group, text }) => [fixed(`follows_${group}`), ...written(text)]),
  ];
}

function protectionOf({ protection }: OutcomeParts): Line[] {
  if (protection.length === 0) return [];
  return [fixed("goes_on"), ...protection.flatMap(each => written(each, "item"))];
}

function checkinsOf({ weeks, asker }: OutcomeParts): Line[] {
  if (weeks.length === 0) return [];
  const gaps = { weeks: weeks.join(", "), ...(asker === "" ? {} : { name: asker }) };
  return [fixed(asker === "" ? "checkins" : "checkins_by", gaps)];
}

function changesOf(parts: OutcomeParts): Line[] {
  const remedies = parts.followed.filter(({ group }) => group === REMEDY);
  return [
    heading("changes"),
    ...written(parts.changes),
    ...(remedies.length === 0
      ? []
      : [fixed("remedies"), ...remedies.flatMap(({ text }) => written(text, "item"))]),
    ...protectionOf(parts),
    ...checkinsOf(parts),
    fixed("presumption"),
  ];
}

function dutiesOf(parts: OutcomeParts): Line[] {
  const entered = written(parts.register);
  return [
    heading("contact"),
    ...written(parts.changes),
    ...protectionOf(parts),
    fixed("no_retaliation"),
    heading("register"),
    ...(entered.length === 0 ? [fixed("register_none")] : entered),
  ];
}

function appealOf({ to, appeal }: OutcomeParts): Line[] {
  const free = to === "reporter" ? "appeal_protects" : "appeal_stays";
  return [
    heading("appeal"),
    fixed("appeal_until", { day: appeal }),
    fixed("appeal_grounds"),
    fixed("appeal_who"),
    fixed(free),
  ];
}

function routeOf({ key, before, article }: Route): Line[] {
  const by =
    before === ""
      ? fixed("route_ask", { law: article })
      : fixed("route_before", { day: before, law: article });
  return [{ as: "item", key }, by];
}

function outsideOf({ to, routes, outside }: OutcomeParts): Line[] {
  return [
    heading("outside"),
    fixed("outside_free"),
    ...routes.flatMap(routeOf),
    ...written(outside),
    fixed("outside_runs"),
    ...(to === "reporter" ? [fixed("no_silence")] : []),
  ];
}

/** The whole letter, in the order in which it is read. */
export function outcomeLines(parts: OutcomeParts): Line[] {
  return [
    heading("title"),
    fixed(`to_${parts.to}`),
    ...foundOf(parts),
    ...followedOf(parts),
    ...(parts.to === "reporter" ? changesOf(parts) : dutiesOf(parts)),
    ...appealOf(parts),
    ...outsideOf(parts),
  ];
}

const isSaid = (words: string): boolean => words.trim() !== "";

/** `none` takes the whole test, each answer long enough to be one, no two the same. */
function isTested({ share, test: { need, harm, less } }: Followed): boolean {
  if (share === "full") return isSaid(need);
  if (share === "category") return isSaid(need) && isSaid(less);
  const answers = [need, harm, less].map(each => each.trim());
  return answers.every(each => each.length >= SHORTEST) && new Set(answers).size === answers.length;
}

/** One no for all of them, in the same words. */
function isBlanket(sanctions: readonly Followed[]): boolean {
  const words = sanctions.map(({ test: { need, harm, less } }) => JSON.stringify([need, harm, less]));
  return (
    sanctions.length > 1 &&
    sanctions.every(({ share }) => share === "none") &&
    new Set(words).size < sanctions.length
  );
}

function isChosen({ share, category }: Followed): boolean {
  return share !== "category" || CATEGORIES.includes(category);
}

/** What is missing before it may be sent, as words `outcome_fault.<code>`; empty where nothing is. */
export type Fault =
  | ""
  | "findings"
  | "reasons"
  | "missing"
  | "followed"
  | "category"
  | "test"
  | "blanket"
  | "changes"
  | "appeal"
  | "outside";

function foundFault({ findings }: OutcomeParts): Fault {
  if (findings.length === 0) return "findings";
  if (!findings.every(({ act, reasons }) => isSaid(act) && isSaid(reasons))) return "reasons";
  return findings.some(({ code, missing }) => code === "inconclusive" && !isSaid(missing)) ? "missing" : "";
}

function sharingFault({ to, followed }: OutcomeParts): Fault {
  if (!followed.every(({ text }) => isSaid(text))) return "followed";
  if (to === "respondent") return "";
  const sanctions = followed.filter(isSanction);
  if (!sanctions.every(isChosen)) return "category";
  if (!sanctions.every(isTested)) return "test";
  return isBlanket(sanctions) ? "blanket" : "";
}

/** The first thing that is missing. */
export function faultOf(parts: OutcomeParts): Fault {
  const first = foundFault(parts) || sharingFault(parts);
  if (first !== "") return first;
  if (!isSaid(parts.changes)) return "changes";
  if (!/^\d{4}-\d\d-\d\d$/.test(parts.appeal)) return "appeal";
  return parts.routes.length === 0 && !isSaid(parts.outside) ? "outside" : "";
}

/** Words of one language. `day`: a day, YYYY-MM-DD, as it is written there; `list`: several as one. */
export interface Speaker {
  readonly say: (key: string, gaps: Readonly<Record<string, string>>) => string;
  readonly day: (day: string) => string;
  readonly list: (items: readonly string[]) => string;
}

function spoken({ key, gaps = {}, words = "" }: Line, { say, day, list }: Speaker): string {
  if (key === undefined) return words;
  const { day: date, weeks } = gaps;
  return say(key, {
    ...gaps,
    ...(date === undefined ? {} : { day: day(date) }),
    ...(weeks === undefined ? {} : { weeks: list(weeks.split(", ")) }),
  });
}

/** The letter in the words of a language. */
export function outcomeParagraphs(parts: OutcomeParts, speaker: Speaker): Paragraph[] {
  return outcomeLines(parts).map(line => ({ as: line.as, words: spoken(line, speaker) }));
}
