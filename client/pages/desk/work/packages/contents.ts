/** What goes into a package of the desk, and what is left out and why (docs/spec/package.md). */

import { index, item } from "../../../../lib/package/items.ts";
import type { Item } from "../../../../lib/package/making.ts";
import { t } from "../../words.ts";
import { numberOf } from "../exhibits/copies.ts";
import type { Work } from "../model.ts";
import { type Chosen, unnoted } from "./exhibits.ts";
import { proofItems } from "./proofs.ts";
import { custodyItems, tableItems } from "./tables.ts";
import { letterItems, statementItems } from "./words.ts";

/** Nothing of what it says tells what an exhibit shows: who is told that there is one, is told why it stays. */
function withheld(work: Work, { left }: Chosen): Item {
  const doubtful = work.open.letters.filter(({ content, faults }) => content === null || faults.length > 0);
  const lines = [
    t("handover.withheld"),
    ...left.map(({ record, why }) => `${numberOf(work, record)}: ${t(`handover_out.${why}`)}`),
    ...unnoted(work).map(name => t("handover.unnoted", { name })),
    ...doubtful.map(({ id }) => t("package.withheld_letter", { id })),
  ];
  return item("99-withheld.txt", `${lines.join("\n")}\n`);
}

/** All of it, what is largest first: what fails, fails soon. */
export async function* itemsOf(work: Work, chosen: Chosen): AsyncGenerator<Item> {
  const { packed } = chosen;
  for (const { path, stream } of packed) yield { path, content: stream };
  yield* [...letterItems(work), ...custodyItems(work, packed), ...tableItems(work), ...statementItems(work)];
  yield* proofItems(work, packed);
  const head = (["path", "name", "size", "sha256", "digest"] as const).map(name =>
    t(`package.column_${name}`),
  );
  yield* [withheld(work, chosen), index(head, packed)];
}
