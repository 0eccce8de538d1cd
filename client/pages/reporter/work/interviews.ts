/** An interview: the invitation and its answer, then what was written down, to be corrected and signed or not. */

import { serverTime } from "../../../lib/clock.ts";
import { type Line, lineName, readsNow, withCorrections } from "../../../lib/transcript.ts";
import { button, day, h, paragraphs, t } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import { newest, type Side, type Step, type Thing } from "./side.ts";

const NO_WORDS = { text: "" } as const;

/** What the newest invitation says, each under its name; nothing under what it leaves out. */
function invitation({ words, when }: Step): HTMLElement {
  const companion = ["observe", "speak", "represent"].find(each => each === words["companion"]);
  const facts = [
    [t("interview.reason"), words["reason"]],
    [t("interview.purpose"), words["purpose"]],
    [t("interview.day"), when === "" ? "" : day(when)],
    [t("interview.hour"), words["hour"]],
    [t("interview.place"), words["place"]],
    [t("interview.length"), words["length"]],
    [t("interview.who"), words["who"]],
    [t("interview.companion"), companion && t(`interview.companion_${companion}`)],
    [t("interview.recording"), t(`interview.recording_${words["recording"] === "ask" ? "ask" : "no"}`)],
    [t("interview.language"), words["language"]],
    [t("interview.access"), words["access"]],
    [t("interview.kept"), words["kept"]],
  ] as const;
  const rows = facts.flatMap(([name, said = ""]) =>
    said === "" ? [] : [h("div", {}, h("dt", {}, name), h("dd", { dir: "auto" }, said))],
  );
  return h("dl", { class: "answers" }, ...rows);
}

/** The words of each letter of the interviewee's that corrects something. */
function corrections({ steps }: Thing): readonly Step[] {
  return steps.filter(({ move }) => move === "correct");
}

/** Both versions of one line. */
function line({ number, first, corrected }: Line): HTMLElement {
  const is = corrected.length > 0;
  return h(
    "li",
    { value: number },
    is ? h("del", { dir: "auto" }, first) : h("span", { dir: "auto" }, first),
    ...corrected.map((each, at) =>
      h(
        "p",
        {},
        h("b", {}, t("interview.corrected")),
        " ",
        h(at === corrected.length - 1 ? "ins" : "del", { dir: "auto" }, each),
      ),
    ),
  );
}

function writtenDown(interview: Thing, sent: Step): HTMLElement {
  const own = corrections(interview);
  const lines = withCorrections(
    sent.words.text,
    own.map(({ words }) => words),
  );
  const added = own.filter(({ words }) => words.text !== "");
  return h(
    "div",
    {},
    h("h4", {}, t("interview.lines")),
    h("ol", { class: "lines transcript" }, ...lines.map(line)),
    ...added.flatMap(({ words, said }) => [
      h("p", { class: "small" }, h("b", {}, t("interview.added")), ` · ${said}`),
      ...paragraphs(words.text),
    ]),
  );
}

/** A page of its own for one answer, with what it is about under its heading. */
function asked(side: Side, title: string, text: string, ...content: readonly (Node | string)[]): void {
  side.subpage(h("h1", { tabindex: -1 }, title), h("p", {}, text), ...content);
}

function showConfirm(side: Side, thing: Thing, invited: Step): void {
  const mayRecord = invited.words["recording"] === "ask";
  const agree = choices(
    "interview-agree",
    t("interview.agree"),
    [
      ["no", t("interview.agree_no")],
      ["yes", t("interview.agree_yes")],
    ],
    "no",
  );
  const who = wordsField("interview-companion", t("interview.bring"), t("interview.bring_hint"));
  const needs = wordsField("interview-needs", t("interview.needs"), t("interview.needs_hint"));
  const answer = () => ({
    ...{ object: "interview", thing, move: "confirm" },
    words: {
      text: "",
      companion: who.words.value.trim(),
      needs: needs.words.value.trim(),
      recording: mayRecord ? agree.value() : "no",
    },
  });
  asked(
    side,
    t("interview.confirm_title"),
    t("interview.about"),
    invitation(invited),
    ...(mayRecord ? [agree.field] : []),
    who.field,
    needs.field,
    sending(side, t("interview.confirm_yes"), answer),
  );
}

/** `move`: `postpone`, `decline`, `not_approve`. Words are never asked for, and may stay away. */
function showPlain(side: Side, thing: Thing, move: string, shown?: HTMLElement): void {
  const { field, words } = wordsField("interview-words", t("protect.words"), t("protect.words_hint"));
  const answer = () => ({ object: "interview", thing, move, words: { text: words.value.trim() } });
  const content = [...(shown ? [shown] : []), field, sending(side, t(`interview.${move}_yes`), answer)];
  asked(side, t(`interview.${move}_title`), t(`interview.${move}_text`), ...content);
}

function showApprove(side: Side, thing: Thing, sent: Step): void {
  const answer = () => ({ object: "interview", thing, move: "approve", words: NO_WORDS });
  const send = sending(side, t("interview.approve_yes"), answer);
  asked(side, t("interview.approve_title"), t("interview.approve_text"), writtenDown(thing, sent), send);
}

/** One line with the button that opens a box for it, which says at first how the line reads. */
function correctable(each: Line, boxes: Map<number, HTMLTextAreaElement>): HTMLElement {
  const { number } = each;
  const place = h("li", { value: number });
  const open = button(
    t("interview.correct_line", { number }),
    () => {
      const label = t("interview.correct_line", { number });
      const box = wordsField(`interview-line-${String(number)}`, label, "", readsNow(each));
      boxes.set(number, box.words);
      open.replaceWith(box.field);
      box.words.focus();
    },
    "link",
  );
  place.append(h("p", { dir: "auto" }, readsNow(each)), open);
  return place;
}

/** What is in the boxes and was not there before. */
function changed(lines: readonly Line[], boxes: ReadonlyMap<number, HTMLTextAreaElement>) {
  const said = lines.flatMap(each => {
    const now = boxes.get(each.number)?.value.trim();
    return now === undefined || now === readsNow(each) ? [] : [[lineName(each.number), now] as const];
  });
  return Object.fromEntries(said);
}

function showCorrect(side: Side, thing: Thing, sent: Step): void {
  const lines = withCorrections(
    sent.words.text,
    corrections(thing).map(({ words }) => words),
  );
  const boxes = new Map<number, HTMLTextAreaElement>();
  const missing = wordsField("interview-missing", t("interview.missing"), t("protect.words_hint"));
  const answer = () => {
    const words = { ...changed(lines, boxes), text: missing.words.value.trim() };
    const isEmpty = Object.keys(words).length === 1 && words.text === "";
    return isEmpty ? t("interview.empty") : { object: "interview", thing, move: "correct", words };
  };
  asked(
    side,
    t("interview.correct_title"),
    t("interview.correct_text"),
    h("ol", { class: "lines transcript" }, ...lines.map(each => correctable(each, boxes))),
    missing.field,
    sending(side, t("interview.correct_yes"), answer),
  );
}

function today(): string {
  return serverTime().toISOString().slice(0, 10);
}

/** What can be answered now, by name. */
function answersTo({ state, holds }: Thing, invited: Step | undefined): readonly string[] {
  if (!holds) return [];
  if (state === "sent" || state === "corrected") return ["correct", "approve", "not_approve"];
  // Once its day is over it may be that nobody is told yet that it took place.
  const isPast = invited !== undefined && invited.when < today();
  if (state === "invited") return isPast ? ["decline"] : ["confirm", "postpone", "decline"];
  return state === "confirmed" && !isPast ? ["postpone", "decline"] : [];
}

function open(side: Side, thing: Thing, move: string): void {
  const invited = newest(thing, "invite");
  const sent = newest(thing, "send_transcript");
  if (move === "confirm" && invited) showConfirm(side, thing, invited);
  else if (move === "correct" && sent) showCorrect(side, thing, sent);
  else if (move === "approve" && sent) showApprove(side, thing, sent);
  else if (move === "not_approve" && sent) showPlain(side, thing, move, writtenDown(thing, sent));
  else showPlain(side, thing, move);
}

const MAIN: readonly string[] = ["confirm", "approve"];

function buttons(side: Side, thing: Thing, moves: readonly string[]): HTMLElement | false {
  if (moves.length === 0 || !side.mayAnswer) return false;
  const each = moves.map(move => {
    const press = button(
      t(`interview.${move}`),
      () => open(side, thing, move),
      MAIN.includes(move) ? "" : "quiet",
    );
    press.dataset["move"] = move;
    return press;
  });
  return h("div", { class: "row" }, ...each);
}

/** What the team wrote to it, where it is not the invitation or the transcript itself. */
function remarks(side: Side, { steps }: Thing): HTMLElement[] {
  const ours = steps.filter(
    ({ move, words }) => !["invite", "send_transcript", "correct"].includes(move) && words.text !== "",
  );
  return ours.map(({ actor, said, words }) =>
    h(
      "div",
      {},
      h("p", { class: "small" }, h("bdi", {}, side.nameOf(actor)), ` · ${said}`),
      ...paragraphs(words.text),
    ),
  );
}

function card(side: Side, thing: Thing): HTMLElement {
  const invited = newest(thing, "invite");
  const sent = newest(thing, "send_transcript");
  const head = h("h3", {}, invited?.when ? day(invited.when) : t("object.interview"));
  if (!thing.holds) return h("li", {}, head, h("p", { class: "flag" }, t("told.false")));
  const isOpen = thing.state === "sent" || thing.state === "corrected";
  return h(
    "li",
    {},
    head,
    h("p", {}, h("strong", {}, t(`interview_state.${thing.state}`))),
    isOpen &&
      sent !== undefined &&
      sent.until !== "" &&
      h("p", {}, t("interview.until", { when: newest(thing, "extend")?.until ?? sent.until })),
    sent ? writtenDown(thing, sent) : invited && invitation(invited),
    ...remarks(side, thing),
    buttons(side, thing, answersTo(thing, invited)),
  );
}

export function panel(things: readonly Thing[], side: Side): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("object.interview")),
    h("p", {}, t("interview.about")),
    h("ul", { class: "lines" }, ...[...things].reverse().map(each => card(side, each))),
  );
}
