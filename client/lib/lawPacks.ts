/**
 * The laws that Heard has packs of (src/heard/rules/packs), as far as pages show which may bind a person who
 * works elsewhere than the organisation: the server's dates go by the organisation's country alone, since
 * where somebody works is sealed. Pure.
 */

import packs from "../../src/heard/rules/law.packs";

/** What one law asks for. `within`: as packs write it, "7 days"; "no number" where it sets none. */
export interface PackDuty {
  readonly id: string;
  readonly within: string;
  readonly article: string;
  readonly verified: boolean;
}

export interface LawPack {
  readonly title: string;
  readonly countries: readonly string[];
  /** The first day on which it binds; empty: it always has. */
  readonly since: string;
  /** It binds states: a national law stands in its place. */
  readonly fallback: boolean;
  readonly duties: readonly PackDuty[];
}

/** Countries (ISO 3166-1) that there is a pack for, sorted. */
export const PACK_COUNTRIES: readonly string[] = [
  ...new Set(packs.flatMap(({ countries }) => countries)),
].toSorted();

/** What binds in these countries on a day (`YYYY-MM-DD`), what binds states alone last. */
export function packsIn(countries: readonly string[], day: string): readonly LawPack[] {
  const binding = packs.filter(
    each => each.since <= day && each.countries.some(country => countries.includes(country)),
  );
  return binding.toSorted((a, b) => Number(a.fallback) - Number(b.fallback));
}
