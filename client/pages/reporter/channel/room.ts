/** A party's own room: who reads it, what was written, and a box to write in. */

import { type ApiError, publicApi } from "../../../lib/api.ts";
import { serverTime } from "../../../lib/clock.ts";
import type { WordsContent } from "../../../lib/letter.ts";
import { channelApi } from "../../../lib/partyApi.ts";
import {
  withoutBytes,
  openRoom,
  type PartyLetterShown,
  type PartyRoom,
  sealWords,
} from "../../../lib/partyRoom.ts";
import { type CodeKeys, deriveKeys, readCode } from "../../../lib/returncode.ts";
import { toldParty } from "../../../lib/toldParty.ts";
import type { NewPartyLetter } from "../../../lib/wire.ts";
import { button, byId, day, h, learnWords, listed, paragraphs, show, t, term } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { person } from "../../readers.ts";
import { askProtection, askToLeave, fetchPanels, isShown, needsLink, workPanels } from "../work/panels.ts";
import type { Side } from "../work/side.ts";
import { NoKey } from "./moving.ts";
import { hasLeft, isLeaving, nameIn, sideOf, thingsOf, type Told } from "./side.ts";

/** What the page says beside what it shows. */
type Said = "" | "room.welcome" | "return.sent";

/** Takes what is shown off the page. */
export function leaveRoom(): void {
  byId("room").replaceChildren();
}

async function roomOf(keys: CodeKeys): Promise<PartyRoom> {
  const api = channelApi(keys.login);
  const channel = await api.channel();
  const [{ root }, roster] = await Promise.all([publicApi().site(), publicApi().roster()]);
  return openRoom({ channel, root, roster, letter: id => api.letter(id) }, keys);
}

/** The room, and what is told in it; where its panels do not come, the page says so in their place. */
async function openedOf(keys: CodeKeys): Promise<Told> {
  const room = await roomOf(keys);
  const opened = { room, told: await toldParty(room) };
  await fetchPanels(thingsOf(opened)).catch(() => undefined);
  if (room.channel.earlier.length > 0) await learnWords("work").catch(() => undefined);
  return opened;
}

/**
 * Opens the room of twelve words; what it returns shows it. Raises ApiError (404: there is none),
 * Unreachable; what the server withholds or forges is said in the room's place.
 */
export async function enterRoom(keys: CodeKeys, isNew = false): Promise<() => void> {
  try {
    const opened = await openedOf(keys);
    return () => put(...drawn(opened, isNew ? "room.welcome" : ""));
  } catch (error) {
    if (!(error instanceof Error) || !DISTRUSTED.includes(error.name)) throw error;
    return () => put(...withheld());
  }
}

/** The same by the words as they were typed. Raises BadCode too. */
export async function comeBack(typed: string): Promise<() => void> {
  const [entropy, { site }] = await Promise.all([readCode(typed), publicApi().site()]);
  return enterRoom(await deriveKeys(entropy, site));
}

const DISTRUSTED: readonly string[] = ["BadInvitation", "AgeError", "BadRoster", "BadNote", "WeakKey"];

/** As on the report's page, the heading in focus. */
function put(...content: readonly Node[]): void {
  const place = byId("room");
  place.replaceChildren(...content);
  show(place);
  scrollTo(0, 0);
  place.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

function lock(): void {
  leaveRoom();
  location.reload();
}

function withheld(): HTMLElement[] {
  return [
    h("h1", { tabindex: -1 }, t("room.title")),
    h("div", { class: "notice warm" }, h("p", {}, t("room.withheld"))),
    button(t("return.lock"), lock),
  ];
}

/** The ways from a panel: back to the room as it stands then, and to a page of its own. */
function sideIn(opened: Told): Side {
  return sideOf(opened, {
    home: async () => put(...drawn(await openedOf(opened.room.keys), "")),
    subpage: (...content) => put(h("div", { class: "prose" }, ...content)),
  });
}

/** What is kept from whoever looks, by what the letters say that were told: said before any of it is read. */
function doubted(room: PartyRoom): string {
  const { sawMore, channel } = room;
  if (sawMore.includes(channel.party)) return t("room.hidden");
  if (sawMore.length === 0) return "";
  return t("room.unseen", { names: listed(sawMore.map(id => nameIn(room, id))) });
}

function drawn(opened: Told, said: Said): HTMLElement[] {
  const { room } = opened;
  const doubt = doubted(room);
  const welcome = said === "room.welcome" && h("div", { class: "notice" }, h("p", {}, t(said)));
  const head = h(
    "div",
    {},
    h("h1", { tabindex: -1 }, t("room.title")),
    h("p", { class: "lead" }, t("room.lead")),
    h("div", { class: "row" }, button(t("return.lock"), lock)),
    doubt && h("div", { class: "notice warm" }, h("p", {}, doubt)),
    welcome,
    hasLeft(opened) && h("div", { class: "notice" }, h("p", {}, t("room.left"))),
  );
  const side = sideIn(opened);
  const main = h(
    "div",
    { class: "stack" },
    workPanels(side),
    earlier(room),
    messages(opened, said),
    protection(side),
    needsLink(side),
  );
  return [head, h("div", { class: "inbox" }, main, who(room, side))];
}

/** What the words that were lost could open: by the server's word alone, and to be had from the team again. */
function earlier({ channel, file }: PartyRoom): HTMLElement | false {
  if (channel.earlier.length === 0) return false;
  const rows = channel.earlier.map(({ object, move, on }) =>
    h("li", {}, `${t("told.moved", { what: term("object", object), how: term("move", move) })} · ${day(on)}`),
  );
  const ask = button(t("room.earlier_ask"), () => {
    const words = byId<HTMLTextAreaElement>("write");
    if (words.value.trim() === "") words.value = t("room.earlier_words");
    words.focus();
  });
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("room.earlier")),
    h("p", {}, t("room.earlier_text")),
    h("ul", { class: "lines" }, ...rows),
    file !== null && ask,
  );
}

/** Anybody who is heard may ask for it, too. */
function protection(side: Side): HTMLElement | false {
  if (!side.mayProtect) return false;
  const ask = button(t("protect.ask"), () => askProtection(side), "link");
  ask.dataset["move"] = "request";
  return h("section", { class: "card" }, h("h2", {}, t("protect.title")), h("p", {}, t("room.protect")), ask);
}

/** What a panel shows stands there and not among the messages; that they left, at the head of the room. */
function shownElsewhere(opened: Told): ReadonlySet<string> {
  const records = opened.told.records.filter(
    each =>
      isLeaving(opened, each) ||
      isShown(
        each.object,
        each.moves.map(({ view }) => view.move),
      ),
  );
  return new Set(records.flatMap(({ moves }) => moves.map(({ view }) => view.letter)));
}

function messages(opened: Told, said: Said): HTMLElement {
  const { room } = opened;
  const elsewhere = shownElsewhere(opened);
  const isOver = hasLeft(opened);
  const rows = room.letters.filter(({ view }) => !elsewhere.has(view.id)).map(each => message(room, each));
  const list =
    rows.length > 0 ? h("ol", { class: "msgs" }, ...rows) : h("p", { class: "hint" }, t("room.none"));
  return h(
    "section",
    { class: "card" },
    h("h2", {}, t("part.messages")),
    list,
    !isOver && writing(room, said),
  );
}

/** In the place of words that are not there. */
function unread({ view, erased }: PartyLetterShown): HTMLElement {
  if (!withoutBytes(view)) return h("p", { class: "flag" }, t("room.unreadable"));
  if (!erased) return h("p", { class: "hint" }, t("room.missing"));
  const { at, ground } = erased;
  return h("p", { class: "hint" }, t("room.erased", { day: day(at.slice(0, 10)), ground }));
}

function message(room: PartyRoom, shown: PartyLetterShown): HTMLElement {
  const { view, letter, doubts, late } = shown;
  const own = view.author === room.channel.party;
  const head = h(
    "span",
    { class: "who" },
    h("b", {}, h("bdi", {}, nameIn(room, view.author))),
    ` · ${day(view.on)}`,
  );
  if (!letter) return h("li", { class: own && "mine" }, head, unread(shown));
  const content = letter.body.content as Partial<WordsContent> & { readonly text?: string };
  const words = [content.words, content.text].find(each => typeof each === "string") ?? "";
  return h(
    "li",
    { class: own && "mine" },
    head,
    doubts.length > 0 && h("p", { class: "flag" }, t("room.doubt")),
    late && doubts.length === 0 && h("p", { class: "small" }, t("room.late")),
    ...paragraphs(words),
  );
}

/** Not for who is accused: they are told so by nothing but that it is not here. */
function leaving(side: Side): HTMLElement {
  const leave = button(t("room.leave"), () => askToLeave(side), "link");
  leave.dataset["move"] = "leave";
  return h("p", {}, leave);
}

function who({ roster, team: readers, channel }: PartyRoom, side: Side): HTMLElement {
  const team = [...readers].flatMap(([id, signing]) =>
    roster.entries.filter(entry => entry.id === id && entry.signing === signing),
  );
  return h(
    "div",
    { class: "stack" },
    h(
      "section",
      { class: "card" },
      h("h2", {}, t("room.who")),
      h("p", { class: "hint" }, t("room.who_text")),
      h("ul", { class: "people" }, ...team.map(each => person(each))),
    ),
    channel.may_leave && side.mayAnswer && leaving(side),
  );
}

/** Kept until it has arrived: a second try is the same letter. */
let unsent: { readonly letter: NewPartyLetter; readonly madeOf: string } | undefined;

async function send(room: PartyRoom, words: string): Promise<void> {
  const madeOf = `${room.file?.generation} ${room.nextSeq} ${words}`;
  if (unsent?.madeOf !== madeOf) unsent = { letter: await sealWords(room, words, serverTime()), madeOf };
  await channelApi(room.keys.login).send(unsent.letter);
  unsent = undefined;
}

/** Once more where something else came first: with the next number, to the key that holds now. */
async function sendAnyhow(room: PartyRoom, words: string): Promise<void> {
  try {
    await send(room, words);
  } catch (error) {
    const { code, data } = error as Partial<ApiError>;
    if (code !== "conflict") throw error;
    const now = await roomOf(room.keys);
    if (!now.file) throw new NoKey();
    // Letters from before these words have numbers, too, which this page is not told.
    const next = data?.["following"];
    const nextSeq = typeof next === "number" ? next : now.nextSeq;
    await send({ ...now, nextSeq }, words);
  }
}

function writing(room: PartyRoom, said: Said): HTMLElement {
  if (room.sawMore.includes(room.channel.party)) return h("div", {}); // the page says why, above
  if (room.channel.letters.some(withoutBytes))
    return h("div", { class: "notice" }, h("p", {}, t("room.ended")));
  if (!room.file) return h("div", { class: "notice warm" }, h("p", {}, t("room.renewed")));
  const words = h("textarea", { id: "write", rows: 5, dir: "auto", "aria-describedby": "write-hint" });
  const says = h("p", { role: "status", class: "small", id: "write-says" });
  if (said === "return.sent") says.textContent = t(said);
  const write = async () => {
    if (words.value.trim() === "") {
      says.textContent = t("return.empty");
      return words.focus();
    }
    try {
      await sendAnyhow(room, words.value.trim());
      put(...drawn(await openedOf(room.keys), "return.sent"));
    } catch (error) {
      says.textContent = error instanceof NoKey ? t("room.renewed") : `${explain(error)} ${t("send.kept")}`;
    }
  };
  return h(
    "div",
    {},
    h(
      "div",
      { class: "field" },
      h("label", { for: words.id }, t("thread.write")),
      h("p", { class: "hint", id: "write-hint" }, t("room.write_hint")),
      words,
    ),
    button(t("thread.send"), write, ""),
    says,
  );
}
