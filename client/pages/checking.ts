/** The checking of a receipt, the same on the site and in the file that works from a disk. */

import { byId, day, h, listed, moment, once, t, term } from "./dom.ts";
import { whyBad } from "./receipts.ts";
import type { Given, GivenPolicy } from "../lib/promiseOrProof.ts";
import type { Promised } from "../lib/promise.ts";
import type { BadReceipt, Verified } from "../lib/receipt.ts";
import { RECEIPT_MAX } from "../lib/shared.ts";

function say(...children: readonly (HTMLElement | string)[]): void {
  const result = byId("result");
  result.replaceChildren(...children);
  result.focus();
}

/** What must hold before anything is checked, in plain words. */
export class NotReady extends Error {
  override name = "NotReady";
}

/** Told by its name, so that the page does not load the checking before there is something to check. */
function isBad(error: unknown): error is BadReceipt {
  return error instanceof Error && ["BadReceipt", "BadPromise"].includes(error.name);
}

function bad(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof NotReady) return say(h("p", { class: "flag" }, reason));
  const failed = whyBad(error) ?? reason;
  say(
    h(
      "div",
      { class: "notice warm" },
      h("h2", {}, t("verify.bad")),
      h("p", {}, t("verify.bad_text", { reason: failed })),
      // For whoever she shows it to: what exactly does not hold, as the specification names it.
      h("p", { class: "small mono", lang: "en", dir: "ltr" }, isBad(error) && `${error.step}: ${reason}`),
      h("p", {}, t("verify.bad_next")),
    ),
  );
}

/** Pasting brings other line ends, and loses the last one; a receipt has exactly one form. */
function tidy(text: string): string {
  return `${text.replaceAll("\r\n", "\n").trim()}\n`;
}

/** Fields whose values are codes of the log; `actor` may be somebody's id instead (heard/rules/codes). */
const CODES = new Set([
  "event",
  "duty",
  "duties",
  "kind",
  "tier",
  "reason",
  "asks",
  "flags",
  "list",
  "may",
  "change",
  "route",
  "object",
  "move",
  "code",
  "replaces",
  "what",
  "decision",
  "late",
  "seat",
]);
/** Words of a field's codes that other pages say as well. */
const SHARED: Readonly<Record<string, string>> = {
  event: "event",
  actor: "actor",
  duty: "duty",
  duties: "duty",
  kind: "evidence_kind",
  tier: "tier",
  reason: "suspension",
  asks: "asks",
  flags: "flag",
  may: "answer",
  object: "object",
  move: "move",
  code: "worked",
  replaces: "answer",
  what: "retained",
  late: "answer",
};
const LISTS = new Set(["duties", "flags", "since"]);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** One value in words; null where there are none. */
function worded(name: string, value: string): string | null {
  if (DAY.test(value)) return day(value);
  if (TIME.test(value)) return Number.isNaN(Date.parse(value)) ? null : moment(value);
  const shared = SHARED[name];
  const code = value.replaceAll("-", "_"); // as keys of books are written
  return term(`said.${name}`, code, "") || (shared && term(shared, code, "")) || null;
}

function plain(value: string): HTMLElement {
  return h("span", { class: "mono", dir: "ltr" }, value);
}

/** Several a line each, in their order. A receipt shows all that it binds: a code without words stays, and is said to be one. */
function shown(name: string, value: string | null): readonly (HTMLElement | string)[] {
  if (value === null) return [t("field.erased")];
  const values = LISTS.has(name) ? value.split(",") : [value];
  const words = values.map(each => worded(name, each));
  if (words.every(each => each !== null)) return [words.join("\n")];
  return CODES.has(name) ? [plain(value), " ", t("said.code")] : [plain(value)];
}

/** What the receipt opens, as terms and values; empty values are left out. */
function fieldsOf(verified: Pick<Given, "fields">): HTMLElement {
  const first = ["event", "at", "actor", "object", "move", "code", "tier", "reason", "kind", "asks", "flags"];
  const order = [
    ...first,
    "change",
    "route",
    "duty",
    "duties",
    "due",
    "since",
    "until",
    "acknowledge_by",
    "disclosed",
    "case",
  ];
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const rows = [...verified.fields]
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
  return h(
    "dl",
    { class: "answers" },
    ...rows.map(([name, value]) =>
      h(
        "div",
        {},
        h("dt", {}, term("field", name, name.replaceAll("_", " "))),
        h("dd", {}, ...shown(name, value)),
      ),
    ),
  );
}

type Policy = () => Promise<{ policy: GivenPolicy; quorum: number }>;

function promise(given: Given, { origin, by }: Promised): void {
  const when = moment(by.toISOString());
  say(
    h(
      "div",
      { class: "notice" },
      h("h2", {}, t("verify.good")),
      h("p", {}, t("verify.promise_text", { origin, when })),
    ),
    h("h2", {}, t("verify.says")),
    fieldsOf(given),
  );
}

async function check(text: string, readPolicy: Policy): Promise<void> {
  try {
    if (text.trim() === "") throw new NotReady(t("verify.empty"));
    say(h("p", { class: "busy" }, t("verify.busy")));
    const { policy, quorum } = await readPolicy();
    const { isPromise, verifyGiven } = await import("./proving.ts").catch(() => {
      throw new NotReady(t("verify.site"));
    });
    if (isPromise(tidy(text)) && policy.promise === undefined) {
      throw new NotReady(t("offline.no_promise"));
    }
    const given = await verifyGiven(tidy(text), policy);
    if (given.promised !== null) return promise(given, given.promised);
    const verified = given.proof as Verified;
    const { index, size, operators } = verified;
    const witnessed = operators.length >= Math.max(1, quorum);
    const origin = policy.origin ?? policy.log.split("+", 1)[0] ?? "";
    say(
      h(
        "div",
        { class: "notice" },
        h("h2", {}, t("verify.good")),
        h("p", {}, t("verify.good_text", { index, size, origin })),
        h("p", {}, witnessed ? t("verify.witnessed", { names: listed(operators) }) : t("verify.first")),
        verified.version === 1 ? h("p", {}, t("verify.older")) : "",
      ),
      h("h2", {}, t("verify.says")),
      fieldsOf(verified),
    );
  } catch (error) {
    bad(error);
  }
}

/** Arms the form: choose, drop or paste. Nothing of it is sent anywhere. */
export function armChecking(readPolicy: Policy): void {
  const form = byId<HTMLFormElement>("verify-form");
  const file = byId<HTMLInputElement>("file");
  const text = byId<HTMLTextAreaElement>("receipt");
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > RECEIPT_MAX) return bad(new NotReady(t("verify.large")));
    text.value = await chosen.text();
    await check(text.value, readPolicy);
  };
  form.addEventListener("submit", event => {
    event.preventDefault();
    void once(form, () => check(text.value, readPolicy));
  });
  file.addEventListener("change", () => void once(form, () => take(file.files?.[0])));
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, event => event.preventDefault());
  }
  byId("drop").addEventListener("drop", event => {
    void once(form, () => take(event.dataTransfer?.files[0]));
  });
}
