/**
 * The desk's word check: before a message is sealed, are there questions in it that must not be
 * asked? It warns and never stops anyone; nothing of the text leaves the browser. It knows wordings,
 * not meanings: what it passes may still hurt, and what it marks may be right.
 */

import { ar } from "./wordlists/ar.ts";
import { en } from "./wordlists/en.ts";
import type { Flag, Wording } from "./wordlists/vocabulary.ts";
import { zh } from "./wordlists/zh.ts";

export { ASKS, demandsProof, type Flag, OVERRIDES, type Override } from "./wordlists/vocabulary.ts";

/** A wording that was found, by UTF-16 units of the text: `text.slice(start, end)`. */
export interface Finding {
  readonly flag: Flag;
  readonly start: number;
  readonly end: number;
}

interface Rule {
  readonly flag: Flag;
  readonly pattern: RegExp;
  readonly deniable: boolean;
}

interface Checker extends Pick<Wording, "script" | "fold"> {
  readonly rules: readonly Rule[];
  readonly denied: RegExp;
  readonly inner: RegExp;
  readonly conditional: RegExp;
  readonly waved: RegExp;
}

const WORDINGS: readonly Wording[] = [en, zh, ar];

/** The languages that it knows. */
export const CHECKED: readonly string[] = WORDINGS.map(({ language }) => language);

const compiled = new Map<string, Checker>();

function rulesOf(list: Wording["ask"], deniable: boolean): Rule[] {
  return Object.entries(list).map(([flag, sources]) => ({
    flag: flag as Flag,
    pattern: new RegExp(sources.join("|"), "gi"),
    deniable,
  }));
}

function checkerOf(wording: Wording): Checker {
  const known = compiled.get(wording.language);
  if (known) return known;
  const checker: Checker = {
    script: wording.script,
    ...(wording.fold ? { fold: wording.fold } : {}),
    rules: [...rulesOf(wording.ask, true), ...rulesOf(wording.say, false)],
    denied: new RegExp(wording.denied, "i"),
    inner: new RegExp(wording.inner, "i"),
    conditional: new RegExp(wording.conditional, "i"),
    waved: new RegExp(wording.waved, "i"),
  };
  compiled.set(wording.language, checker);
  return checker;
}

/** One thing said: up to the mark that ends it, or up to a "but". */
const CLAUSE = /(?:[^.?!。！？؟;；…\n]|\n(?!\s*\n)|\.(?=\w))+[.?!。！？؟]?/g;
const TURN =
  /\b(?:but|however|nevertheless|though)\b|但是?|不过|然而|可是|(?<![\u0621-\u0652])(?:و)?لكن(?![\u0621-\u0652])/gi;
const NEAR = 80; // characters before a wording in which its denial is looked for

function* clauses(text: string): Generator<{ clause: string; at: number }> {
  for (const { 0: sentence, index } of text.matchAll(CLAUSE)) {
    let from = 0;
    for (const turn of sentence.matchAll(TURN)) {
      yield { clause: sentence.slice(from, turn.index), at: index + from };
      from = turn.index + turn[0].length;
    }
    yield { clause: sentence.slice(from), at: index + from };
  }
}

function isDenied(checker: Checker, clause: string, start: number, end: number): boolean {
  const before = clause.slice(Math.max(0, start - NEAR), start);
  const denied = checker.denied.test(before) || checker.inner.test(clause.slice(start, end));
  return (denied && !checker.conditional.test(before)) || checker.waved.test(clause.slice(end, end + NEAR));
}

function* findingsOf(checker: Checker, clause: string, at: number): Generator<Finding> {
  for (const { flag, pattern, deniable } of checker.rules) {
    for (const matches of clause.matchAll(pattern)) {
      const [start, end] = [matches.index, matches.index + matches[0].length];
      if (end === start || (deniable && isDenied(checker, clause, start, end))) continue;
      yield { flag, start: at + start, end: at + end };
    }
  }
}

/** The findings of one language in a whole text. */
function* findingsIn(text: string, checker: Checker): Generator<Finding> {
  if (!checker.script.test(text)) return;
  const folded = checker.fold?.(text);
  for (const { clause, at } of clauses(folded?.text ?? text)) {
    for (const { flag, start, end } of findingsOf(checker, clause, at)) {
      yield { flag, start: folded?.at[start] ?? start, end: folded?.at[end] ?? end };
    }
  }
}

/** Findings of one flag that touch become one. */
function joined(findings: readonly Finding[]): Finding[] {
  const out: Finding[] = [];
  const last = new Map<Flag, number>();
  for (const next of [...findings].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const place = last.get(next.flag) ?? -1;
    const before = out[place];
    if (before && before.end >= next.start) {
      out[place] = { ...before, end: Math.max(before.end, next.end) };
    } else {
      last.set(next.flag, out.push(next) - 1);
    }
  }
  return out;
}

/**
 * Wordings of `text` that must not be put to somebody who reports, in the order of the text. All
 * `languages` that are known are looked for by default: a message may hold more than one. Takes
 * time in proportion to the text.
 */
export function check(text: string, languages: readonly string[] = CHECKED): Finding[] {
  const wanted = WORDINGS.filter(({ language }) => languages.includes(language)).map(checkerOf);
  return joined(wanted.flatMap(checker => [...findingsIn(text, checker)]));
}

/** The flags of what was found, each once, sorted: as the server is told them. */
export function flagsOf(findings: readonly Finding[]): Flag[] {
  return [...new Set(findings.map(({ flag }) => flag))].sort();
}
