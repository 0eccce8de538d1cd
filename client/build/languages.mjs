/** The languages, as the package has them: src/heard/languages/languages.toml. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";

/** What lib/returncode.ts calls the lists of BIP 39. */
const LISTS = { english: "en", chinese_simplified: "zh-Hans" };

/** In their order; the first stands in for what another lacks. */
export function readLanguages(root) {
  const path = join(root, "src/heard/languages/languages.toml");
  return parse(readFileSync(path, "utf8")).language.map(each => ({ ...each, code: LISTS[each.code] }));
}

/** Where the pages of a language begin: "" for the first, "/tag" for the others. */
export function prefixOf(languages, tag) {
  return tag === languages[0].tag ? "" : `/${tag}`;
}
