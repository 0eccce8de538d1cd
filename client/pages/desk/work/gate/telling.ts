/** What the reporter is asked about the gate, and what it is told once they agreed: that, and to those keepers alone. */

import { base64 } from "../../../../lib/bytes.ts";
import { keepersDigest } from "../../../../lib/gateAgreed.ts";
import { listingText, sealListing } from "../../../../lib/gateListing.ts";
import { sha256hex } from "../../../../lib/hash.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { type Service, servicesFor } from "../../../../lib/roster.ts";
import { desk } from "../../session.ts";
import { LocalizedError, t } from "../../words.ts";
import type { CaseRecord, Work } from "../model.ts";
import type { Step } from "../moving.ts";
import { said } from "../naming.ts";

/** Who keeps the gate by the signed roster, and by nothing that the server says besides. */
export function keepersNow(): readonly Service[] {
  const { roster } = desk();
  return roster ? servicesFor(roster, "gate") : [];
}

/** What a letter of the question says under this name: no later one changes it. */
export function askedIn(work: Work, { id }: Pick<CaseRecord, "id">, name: string): string {
  return said(movesOf(work.moves, "gate", id)[0], name);
}

/** The question. Raises LocalizedError where it names nobody. */
export async function asking(id: string, person: string, text: string): Promise<Step> {
  if (!isPerson(person)) throw new LocalizedError(() => t("gate_ask.nobody"));
  const keepers = await keepersDigest(keepersNow());
  return { object: "gate", id, move: "ask", words: { person: person.trim(), keepers, text } };
}

function isPerson(person: string): boolean {
  try {
    return listingText(desk().site.site, person).length > 0;
  } catch (error) {
    if ((error as Error).name === "BadListing") return false;
    throw error;
  }
}

/** Whether those who keep the gate now are those to whom the reporter was asked to agree. */
export async function areSame(work: Work, record: CaseRecord): Promise<boolean> {
  return (await keepersDigest(keepersNow())) === askedIn(work, record, "keepers");
}

/** What is told, sealed, with the letter by which it was agreed to. Raises LocalizedError where others keep the gate by now. */
export async function telling(work: Work, record: CaseRecord, text: string): Promise<Step> {
  if (!(await areSame(work, record))) throw new LocalizedError(() => t("gate_ask.others"));
  const content = listingText(desk().site.site, askedIn(work, record, "person"));
  const sealed = await sealListing(content, keepersNow());
  const agreed = movesOf(work.moves, "gate", record.id).findLast(({ moved }) => moved.move === "agree");
  return {
    ...{ object: "gate", id: record.id, move: "tell" },
    digest: work.letters.get(agreed?.view.letter ?? "")?.sha256 ?? "",
    listing: base64(sealed),
    words: { number: await sha256hex(sealed), text },
  };
}
