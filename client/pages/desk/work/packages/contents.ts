/** What goes into a package of the desk, and what is left out and why (docs/spec/package.md). */

import { index, item } from "../../../../lib/package/items.ts";
import type { About, Item } from "../../../../lib/package/making.ts";
import { indexPage } from "../../../../lib/package/page.ts";
import { directionOf } from "../../../../lib/languages.ts";
import { language, t } from "../../words.ts";
import { numberOf } from "../exhibits/copies.ts";
import type { Work } from "../model.ts";
import { type Chosen, unnoted } from "./exhibits.ts";
import { proofItems } from "./proofs.ts";
import { custodyItems, tableItems } from "./tables.ts";
import { letterItems, statementItems } from "./words.ts";

/** Nothing of what it says tells what an exhibit shows: who is told that there is one, is told why it stays. */
function withheld(work: Work, { left }: Chosen): string[] {
  const doubtful = work.open.letters.filter(({ content, faults }) => content === null || faults.length > 0);
  return [
    t("handover.withheld"),
    ...left.map(({ record, why }) => `${numberOf(work, record)}: ${t(`handover_out.${why}`)}`),
    ...unnoted(work).map(name => t("handover.unnoted", { name })),
    ...doubtful.map(({ id }) => t("package.withheld_letter", { id })),
  ];
}

/** The same as a table and as a page. */
function indexes(work: Work, chosen: Chosen, about: About): Item[] {
  const left = withheld(work, chosen);
  const head = (["path", "name", "size", "sha256", "digest"] as const).map(name =>
    t(`package.column_${name}`),
  );
  const page = {
    ...{ lang: language(), dir: directionOf(language()), title: t("package.index"), about, head },
    ...{ made: t("handover.readme"), withheld: left, check: t("package.readme_check") },
  };
  return [
    item("99-withheld.txt", `${left.join("\n")}\n`),
    indexPage(page, chosen.packed),
    index(head, chosen.packed),
  ];
}

/** All of it, what is largest first: what fails, fails soon. */
export async function* itemsOf(work: Work, chosen: Chosen, about: About): AsyncGenerator<Item> {
  const { packed } = chosen;
  for (const { path, stream } of packed) yield { path, content: stream };
  yield* [...letterItems(work), ...custodyItems(work, packed), ...tableItems(work), ...statementItems(work)];
  yield* proofItems(work, packed);
  yield* indexes(work, chosen, about);
}
