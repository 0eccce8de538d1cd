/**
 * Handing on what the file's older keys were stated under (docs/spec/sealing.md, 10), and saying of parties' keys that they hold, for those who joined the file since and cannot check it themselves
 * (docs/spec/channel.md, 5). Done by any reader's desk that could check, once for each file key.
 */

import { newId } from "../../../lib/bytes.ts";
import type { HandedOn } from "../../../lib/handedOn.ts";
import { handingOwed } from "../../../lib/handingOn.ts";
import { type Vouch, vouchFor } from "../../../lib/partyVouch.ts";
import { sealedLetter, vouchedFor } from "./file.ts";
import { api, type Work } from "./model.ts";
import { sealToFile } from "./sealed.ts";

/** Keys that hold, of which not everybody who reads the newest file key can know it. */
function enrolledBefore({ view, file }: Work) {
  const generation = file?.opened.generation ?? -1;
  return view.parties.filter((each, at) => {
    const judged = file?.parties[at];
    const invited = view.invitations.find(({ id }) => id === each.invitation)?.generation ?? generation;
    return judged?.fault === "" && !judged.replaced && invited < generation;
  });
}

/** What is to be said next to who joined since; null for nothing. */
export async function vouchOwed(work: Work): Promise<HandedOn | Vouch | null> {
  const { file, open } = work;
  if (!file?.opened.mayWrite) return null;
  const fetch = (letter: string) => sealedLetter(open.id, letter);
  const handing = await handingOwed(file.view, file.opened, fetch);
  if (handing) return handing;
  const { generation } = file.opened;
  return vouchFor(enrolledBefore(work), vouchedFor(file.view, file.opened, generation), file.opened);
}

/** Raises what the server says. */
export async function vouch(work: Work, said: HandedOn | Vouch): Promise<void> {
  const letter = await sealToFile(work, "note", { ...said });
  await api.writeFile(work.open.id, { id: newId(), kind: "note", party: "", letter });
}
