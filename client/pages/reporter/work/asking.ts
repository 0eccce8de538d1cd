/** What a party asks for to protect them: of a kind, or in their own words alone. */

import type { ApiError } from "../../../lib/api.ts";
import { h, t, term } from "../../dom.ts";
import { choices, sending, wordsField } from "./forms.ts";
import type { Answer, Side } from "./side.ts";

/** What changes something for whoever asks: it is offered to them, if it is agreed to. */
const OWN = [
  ...["other_workplace", "other_shift", "remote_work", "paid_leave"],
  ...["safe_travel", "counselling", "companion"],
];
/** What the organisation has to arrange. */
const ARRANGED = ["no_contact", "blocked"];

function reasonOf(error: unknown): unknown {
  return (error as Partial<ApiError>).data?.["reason"];
}

/** No page tells a party as what they are in the case: whose burden it is called, the rules answer. */
async function sent(side: Side, answer: Answer): Promise<void> {
  try {
    await side.send(answer);
  } catch (error) {
    if (reasonOf(error) !== "burden_of_party" || answer.code !== "other") throw error;
    await side.send({ ...answer, code: "respondent" });
  }
}

export function showRequest(side: Side): void {
  const kinds = [...ARRANGED, ...OWN, "other"].map(each => [each, term("protection", each)] as const);
  const kind = choices("ask-what", t("room.protect_what"), kinds);
  const { field, words } = wordsField("ask-words", t("protect.ask_words"), t("protect.ask_words_hint"));
  const answer = () => {
    const [what, text] = [kind.value(), words.value.trim()];
    if (what === "" && text === "") return t("protect.empty");
    const burden = OWN.includes(what) ? { code: "other", party: side.me } : { code: "employer" };
    return {
      ...{ object: "measure", thing: null, move: "request", ...burden },
      words: { text, what: what || "other", reason: "" },
    };
  };
  side.subpage(
    h("h1", { tabindex: -1 }, t("protect.ask")),
    h("p", {}, t("room.protect")),
    kind.field,
    field,
    sending({ ...side, send: each => sent(side, each) }, t("protect.ask_send"), answer),
  );
}
