/** The texts of a package of the desk: what was reported, what was written since, what was said and signed. */

import { every, last } from "../../../../lib/caseworkState.ts";
import { holds, movesOf } from "../../../../lib/moves.ts";
import { item, numbered } from "../../../../lib/package/items.ts";
import type { Item } from "../../../../lib/package/making.ts";
import { readsNow } from "../../../../lib/transcript.ts";
import type { ShownLetter } from "../../case/model.ts";
import { t, term } from "../../words.ts";
import { correctionsOf, linesIn, newestMove } from "../interviews/content.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { actorName, partyName, said } from "../naming.ts";
import { moveWords } from "../words.ts";

type Entry = Readonly<Record<string, unknown>>;

const word = (value: unknown): string => (typeof value === "string" ? value : "");
const coded = (family: string, value: unknown): string =>
  word(value) === "" ? "" : term(family, word(value));
const entries = (value: unknown): Entry[] =>
  Array.isArray(value) ? value.filter(each => typeof each === "object" && each !== null) : [];
const line = (...parts: readonly string[]): string => parts.filter(each => each !== "").join(", ");

function person({ name, role, relation, note }: Entry): string {
  return line(word(name), coded("party", role), word(relation), word(note));
}

function answers(content: Entry): (readonly [heading: string, text: string])[] {
  const help = Array.isArray(content["help"]) ? content["help"].map(code => term("wish", word(code))) : [];
  const told = entries(content["told"]).map(({ who, when }) => line(word(who), word(when)));
  return [
    [t("report.words"), word(content["words"])],
    [t("report.about"), coded("about", content["about"])],
    [t("report.people"), entries(content["people"]).map(person).join("\n")],
    [t("asked.when"), word(content["when"])],
    [t("asked.where"), word(content["where"])],
    [t("report.ongoing"), coded("answer", content["ongoing"])],
    [t("asked.told"), told.join("\n")],
    [t("asked.help"), [...help, word(content["help_words"])].filter(each => each !== "").join("\n")],
    [t("report.worries"), word(content["worries"])],
    [t("report.safe"), coded("answer", content["safe"])],
  ];
}

/** What was skipped is left out; so is how the reporter can be reached, which the desk does not give away. */
function reportText(letter: ShownLetter): string {
  return answers(letter.content ?? {})
    .filter(([, text]) => text !== "")
    .map(([heading, text]) => `${heading}\n${text}\n`)
    .join("\n");
}

const WRITTEN: readonly string[] = ["message", "addition", "request"];

/** Letters between the reporter and the desk that opened and hold: what is doubtful is named, not packed. */
export function writtenIn({ open }: Work): readonly ShownLetter[] {
  const sound = open.letters.filter(({ content, faults }) => content !== null && faults.length === 0);
  return sound.filter(({ kind }) => kind === "report" || WRITTEN.includes(kind));
}

export function letterItems(work: Work): Item[] {
  const all = writtenIn(work);
  const report = all.find(({ kind }) => kind === "report");
  const later = all.filter(({ kind }) => kind !== "report");
  const text = ({ author, at, content }: ShownLetter): string =>
    `${actorName(work, author)}\n${at.toISOString()}\n\n${word(content?.["words"])}\n`;
  return [
    ...(report ? [item("10-report/report.txt", reportText(report))] : []),
    ...later.map((letter, at) => item(`20-messages/${numbered(at)}.txt`, text(letter))),
  ];
}

/** Talks whose transcript was approved by who was heard, by a signature that holds. */
export function approvedIn(work: Work): readonly CaseRecord[] {
  return every(work.state, "interview").filter(
    each => last(each, "approve", "approve_on_paper") !== undefined && holds(work.moves, each),
  );
}

function corrections(moves: readonly JudgedMove[]): string[] {
  const added = moves.map(move => said(move, "text")).filter(each => each !== "");
  return added.length === 0 ? [] : ["", t("talk.added"), ...added];
}

/** Each line as it reads by now, and under it as it was written down first, where that is another. */
function statementText(work: Work, interview: CaseRecord): string {
  const sent = newestMove(work, interview, "send_transcript");
  const signed = newestMove(work, interview, "approve", "approve_on_paper");
  const lines = sent ? linesIn(work, interview, sent) : [];
  const written = lines.flatMap(each => {
    const first = each.corrected.length > 0 ? [`   [${t("interview.corrected")}: ${each.first}]`] : [];
    return [`${each.number}  ${readsNow(each) || t("talk.struck")}`, ...first];
  });
  return [
    `${t("handover.heard")}: ${partyName(work, interview.party)}`,
    ...(signed ? [`${moveWords(signed.moved.move)}: ${signed.moved.at}`] : []),
    "",
    ...written,
    ...corrections(correctionsOf(work, interview)),
    "",
  ].join("\n");
}

export function statementItems(work: Work): Item[] {
  return approvedIn(work).map((each, at) =>
    item(`80-statements/${numbered(at)}.txt`, statementText(work, each)),
  );
}

/** Of a record all that was done with it. */
export function pastOf(work: Work, { object, id }: CaseRecord): readonly JudgedMove[] {
  return movesOf(work.moves, object, id);
}
