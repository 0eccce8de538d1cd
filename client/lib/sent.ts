/**
 * A receipt against what was really sent. That the log's key signed something says nothing of *what*:
 * a receipt of another case, or under a key that the server made up, is as well signed. So the key
 * and the witnesses are those of the roster that the root key signed, and every field is compared.
 */

import type { Accepted, CaseView, ReportBody, Site, TimelineView } from "./api.ts";
import { type Bytes, hex, unbase64, utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { canonicalJson } from "./json.ts";
import { type Given, type GivenPolicy, verifyGiven } from "./given.ts";
import { BadRoster, type Roster } from "./roster.ts";

/** The receipt holds, but says something else than what was sent; `field` names where. */
export class NotAsSent extends Error {
  override name = "NotAsSent";
  readonly field: string;
  constructor(field: string) {
    super(`the receipt says another ${field}`);
    this.field = field;
  }
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const KEPT_WITHIN = 25 * HOUR;

/** Whose signatures count: those that the root key named. A first receipt needs no witness yet. */
export function policyOf(roster: Pick<Roster, "log" | "witnesses" | "promise">): GivenPolicy {
  const { log, witnesses, promise } = roster;
  return { log, witnesses, promise, quorum: 0 };
}

/** Raises BadRoster where site.json, which nobody signed, names another log or other witnesses. */
export function refuseOtherSite(site: Site, roster: Roster): void {
  const said = (one: Pick<Roster, "site" | "log" | "quorum" | "witnesses">, promise: string | null) =>
    canonicalJson([one.site, one.log, one.quorum, one.witnesses, promise]);
  if (said(site, site.promise) !== said(roster, roster.promise ?? null)) {
    throw new BadRoster("site.json names another log or other witnesses than the signed roster");
  }
}

function compare(verified: Given, leaf: string, said: ReadonlyMap<string, string>): void {
  for (const [name, value] of said) {
    if (verified.fields.get(name) !== value) throw new NotAsSent(name);
  }
  if (hex(verified.leaf) !== leaf) throw new NotAsSent("leaf");
}

/** What the log must say of her report: every field but the two times, which only it knows. */
async function ofReport(body: ReportBody): Promise<Map<string, string>> {
  const people = body.wraps.map(({ holder }) => holder).sort();
  return new Map([
    ["event", "report_received"],
    ["actor", "reporter"],
    ["case", body.case],
    ["letter", await sha256hex(unbase64(body.letter.sealed))],
    ["recipients", people.join()],
    ["roster", body.roster],
    ["case_recipient", await sha256hex(utf8(body.case_recipient))],
    ["reporter_key", body.reporter.signing],
    ["disclosed", body.disclosed ?? ""],
    ["prev", ""],
  ]);
}

/**
 * Checks the receipt that came with the answer to a report. `now`: by the server's clock. The time by
 * which a person must answer is the one that the page shows. Raises BadReceipt, NotAsSent.
 */
export async function checkSent(
  sent: { readonly body: ReportBody; readonly accepted: Accepted },
  roster: Roster,
  now: Date,
): Promise<Given> {
  const { body, accepted } = sent;
  const verified = await verifyGiven(accepted.receipt, policyOf(roster));
  const said = await ofReport(body);
  compare(verified, accepted.leaf, said);
  if (body.roster !== roster.sha256) throw new NotAsSent("roster");
  const owed = accepted.duties.filter(({ kind, state }) => kind === "acknowledge" && state === "open");
  const promised = verified.fields.get("acknowledge_by");
  if (!owed.some(({ due }) => due === promised)) throw new NotAsSent("acknowledge_by");
  const age = now.getTime() - Date.parse(verified.fields.get("at") ?? "");
  if (!(age >= -HOUR && age <= DAY)) throw new NotAsSent("at");
  const more = [...verified.fields.keys()].find(
    (name) => !said.has(name) && name !== "at" && name !== "acknowledge_by",
  );
  if (more !== undefined) throw new NotAsSent(more);
  checkBy(verified);
  return verified;
}

/** A promise is for 25 hours after the hour of the deed: one for the next year would be none. */
function checkBy({ promised, fields }: Given): void {
  if (promised === null) return;
  const at = Math.floor(Date.parse(fields.get("at") ?? "") / HOUR) * HOUR;
  if (promised.by.getTime() !== at + KEPT_WITHIN) throw new NotAsSent("by");
}

/** What a returning reporter has in hand: the view, her own key by the code, and the letters. */
export interface Shown {
  readonly view: CaseView;
  /** Her signing key, base64, made from the code. */
  readonly signing: string;
  readonly letter: (id: string) => Promise<Bytes>;
}

/** A letter that the log names must be the one that is served for this event, byte for byte. */
async function checkLetter(verified: Given, shown: Shown): Promise<void> {
  const logged = verified.fields.get("letter") ?? "";
  const listed = shown.view.letters.find(({ leaf }) => leaf === hex(verified.leaf));
  if (logged === "" && listed === undefined) return;
  const digest = listed === undefined ? "" : await sha256hex(await shown.letter(listed.id));
  if (digest !== logged) throw new NotAsSent("letter");
}

async function checkKeys({ fields }: Given, { view, signing }: Shown): Promise<void> {
  const logged = fields.get("case_recipient");
  if (logged !== undefined) {
    const generation = Number(fields.get("generation") ?? "0");
    const key = view.keys.find((each) => each.generation === generation)?.case_recipient ?? "";
    if ((await sha256hex(utf8(key))) !== logged) throw new NotAsSent("case_recipient");
  }
  const hers = fields.get("reporter_key");
  if (hers !== undefined && hers !== signing) throw new NotAsSent("reporter_key");
}

/** Nobody may read it whom the page does not list. */
function checkPeople({ fields }: Given, { view }: Shown): void {
  const people = fields.get("recipients") ?? "";
  const listed = new Set(view.holders.map(({ id }) => id));
  if (people !== "" && !people.split(",").every((id) => listed.has(id))) {
    throw new NotAsSent("recipients");
  }
}

/**
 * Checks the receipt of one event of her list, on the way back: event, case, who and when as the list
 * says, the letter as it is served, the keys that she opened, nobody who is not on the page. Raises
 * BadReceipt, NotAsSent, and what `letter` raises.
 */
export async function checkShown(
  receipt: string,
  event: TimelineView,
  shown: Shown,
  roster: Roster,
): Promise<Given> {
  const verified = await verifyGiven(receipt, policyOf(roster));
  checkBy(verified);
  const said = [
    ["event", event.event],
    ["case", shown.view.case],
    ["actor", event.actor],
    ["at", event.at],
  ] as const;
  compare(verified, event.leaf, new Map(said));
  const whole = ["letter", "recipients", "case_recipient", "reporter_key"];
  if (event.event === "report_received" && !whole.every((name) => verified.fields.get(name))) {
    throw new NotAsSent("letter");
  }
  await checkLetter(verified, shown);
  await checkKeys(verified, shown);
  checkPeople(verified, shown);
  return verified;
}
