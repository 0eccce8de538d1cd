/**
 * Saying of parties' keys that they hold, for those who joined the file since and cannot check it themselves
 * (docs/spec/channel.md, 5). Done by any reader's desk that could check, once for each file key.
 */

import { newId } from "../../../lib/bytes.ts";
import { type Vouch, vouchFor } from "../../../lib/partyVouch.ts";
import { vouchedFor } from "./file.ts";
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

/** What is to be said; null for nothing. */
export async function vouchOwed(work: Work): Promise<Vouch | null> {
  const { file } = work;
  if (!file?.opened.mayWrite) return null;
  const { generation } = file.opened;
  return vouchFor(enrolledBefore(work), vouchedFor(file.view, file.opened, generation), file.opened);
}

/** Raises what the server says. */
export async function vouch(work: Work, said: Vouch): Promise<void> {
  const letter = await sealToFile(work, "note", { ...said });
  await api.writeFile(work.open.id, { id: newId(), kind: "note", party: "", letter });
}
