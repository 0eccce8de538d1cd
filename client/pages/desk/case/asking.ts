/**
 * What the reporter is asked for. Evidence is the organisation's to gather: whoever asks her for it
 * gives a reason, she is told that she does not have to, oversight counts it, and nothing waits.
 */

import type { Asks } from "../../../lib/letter.ts";
import { ASKS, demandsProof } from "../../../lib/wordcheck.ts";
import { field, h, notice } from "../dom.ts";
import { t, term } from "../words.ts";
import { choices, type Option } from "./choices.ts";

const MAX_REASON = 2_000;

export interface Asking {
  readonly element: HTMLElement;
  /** What is asked for, null where it is a message. */
  readonly asks: () => Asks | null;
  readonly reason: () => string;
  /** Where the reason is written: she reads it too. */
  readonly box: HTMLTextAreaElement;
  /** What is still missing, in words; null where it can be sent. Moves the reader to it. */
  readonly missing: () => string | null;
}

function isAsks(value: string): value is Asks {
  return (ASKS as readonly string[]).includes(value);
}

function proofNotice(reason: HTMLElement): HTMLElement {
  return notice(
    "warm",
    h("h3", {}, t("ask.proof")),
    h(
      "ul",
      {},
      h("li", {}, t("ask.proof_told")),
      h("li", {}, t("ask.proof_counted")),
      h("li", {}, t("ask.proof_gates")),
      h("li", {}, t("ask.proof_clock")),
    ),
    reason,
  );
}

function options(): readonly Option[] {
  return ASKS.map(code => ({
    value: code,
    label: term("asks", code),
    hint: demandsProof(code) ? t("ask.not_theirs") : null,
  }));
}

/** The part of the composer that makes a message a request. */
export function askingPart(): Asking {
  const reason = h("textarea", { rows: 2, maxlength: MAX_REASON, dir: "auto", required: true });
  const proof = proofNotice(
    field({ id: "ask-reason", label: t("ask.reason"), hint: t("ask.reason_hint") }, reason),
  );
  proof.hidden = true;
  const what = choices({
    name: "asks",
    legend: t("ask.what"),
    options: options(),
    changed: value => {
      proof.hidden = !demandsProof(value);
    },
  });
  what.element.classList.add("pairs");
  const more = h("div", { hidden: true, "aria-live": "polite" }, what.element, proof);
  const kind = choices({
    name: "kind",
    legend: t("ask.kind"),
    start: "message",
    options: [
      { value: "message", label: t("ask.message"), hint: t("ask.message_hint") },
      { value: "request", label: t("ask.request"), hint: t("ask.request_hint") },
    ],
    changed: value => {
      more.hidden = value !== "request";
    },
  });
  kind.element.classList.add("pairs");
  const asks = (): Asks | null => {
    const value = what.value();
    return kind.value() === "request" && isAsks(value) ? value : null;
  };
  const missing = (): string | null => {
    if (kind.value() !== "request") return null;
    if (!asks()) {
      what.element.querySelector("input")?.focus();
      return t("ask.choose");
    }
    if (!demandsProof(what.value()) || reason.value.trim() !== "") return null;
    reason.focus();
    return t("ask.reason_missing");
  };
  return {
    element: h("div", { class: "asking" }, kind.element, more),
    asks,
    reason: () => (demandsProof(asks() ?? "") ? reason.value.trim() : ""),
    box: reason,
    missing,
  };
}
