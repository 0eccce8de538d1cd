/** From an invitation that was checked to a room: who invites, twelve words, and typing them back. */

import type { Bytes } from "../../../lib/bytes.ts";
import {
  type Invited,
  openInvited,
  type ReadyAnswer,
  readyAnswer,
  refusalOf,
  sendAnswer,
} from "../../../lib/enrolling.ts";
import { all, byId, day, h, listed, moment, onClick, once, show, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { onLeaving } from "../../exit.ts";
import { person } from "../../readers.ts";
import { showWords, typedBack } from "../report/words.ts";
import { enterRoom, leaveRoom } from "./room.ts";

function turn(name: string): void {
  for (const section of all("[data-step]")) show(section, section.dataset["step"] === name);
  scrollTo(0, 0);
  all(`[data-step="${name}"] h1`)[0]?.focus({ preventScroll: true });
}

/** What the shape of a code's fault says where it is nine words that are asked for. */
function ofNine(error: unknown): string {
  const { name, fault, count } = error as { name?: string; fault?: string; count?: number };
  if (name !== "BadCode" || (fault !== "words" && fault !== "glued")) return "";
  return t(count === 12 ? "invited.twelve" : "invited.words", { count: count ?? 0 });
}

/** One or two plain sentences, with the next step. */
export function why(error: unknown): string {
  const refusal = refusalOf(error);
  const on = (error as { data?: { day?: unknown } }).data?.day;
  if (refusal !== "") return t(`invited.${refusal}`, { day: typeof on === "string" ? day(on) : "" });
  return ofNine(error) || explain(error);
}

let invited: Invited | undefined;
let entropy: Bytes | undefined;
let ready: ReadyAnswer | undefined;

/** Opens what nine words open, and shows who invites. Raises as `openInvited`. */
export async function enrol(typed: string): Promise<void> {
  invited = await openInvited(typed);
  ready = undefined;
  byId("invited-who").replaceChildren(...whoInvites(invited));
  arm();
  turn("invited");
}

function whoInvites({ invitation, roster, team, gone }: Invited): HTMLElement[] {
  const by = team.find(({ id }) => id === invitation.by);
  const { organisation } = roster;
  const from = by
    ? t("invited.from", { name: by.name, role: by.role, organisation })
    : t("invited.from_gone");
  return [
    h("p", { class: "lead" }, from),
    h("h2", {}, t("invited.team")),
    h("p", { class: "hint" }, t("invited.team_text")),
    h("ul", { class: "people" }, ...team.map(each => person(each))),
    ...(gone.length > 0
      ? [h("div", { class: "notice" }, h("p", {}, t("invited.gone", { names: listed(gone) })))]
      : []),
    h("p", { class: "small" }, t("invited.until", { when: moment(invitation.expires) })),
  ];
}

let armed = false;

function arm(): void {
  if (armed) return;
  armed = true;
  onLeaving(leaveRoom);
  addEventListener("pagehide", leaveRoom);
  const sending = byId<HTMLFormElement>("confirm-form");
  onClick("invited-next", toWords);
  onClick("invited-not", () => turn("enter"));
  onClick("code-next", () => turn("confirm"));
  onClick("confirm-back", () => turn("code"));
  onClick("confirm-skip", () => once(sending, send));
  sending.addEventListener("submit", event => {
    event.preventDefault();
    void once(sending, async () => {
      if (await typedBack()) await send();
    });
  });
}

async function toWords(): Promise<void> {
  const error = byId("invited-error");
  show(error, false);
  try {
    entropy = await showWords(null);
    turn("code");
  } catch (reason) {
    error.textContent = why(reason);
    show(error);
  }
}

/** An answer that was lost goes out again as the same bytes: the words that were shown stay the words. */
async function send(): Promise<void> {
  const error = byId("send-error");
  show(error, false);
  show(byId("send-busy"));
  try {
    if (!invited || !entropy) return;
    ready ??= await readyAnswer(invited, entropy);
    await sendAnswer(invited, ready);
    const home = await enterRoom(ready.own, true);
    for (const section of all("[data-step]")) show(section, false);
    home();
  } catch (reason) {
    const taken = (reason as { code?: string }).code === "conflict";
    error.textContent = taken ? t("invited.taken") : why(reason);
    show(error);
  }
  show(byId("send-busy"), false);
}
