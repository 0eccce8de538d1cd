/**
 * Laws by which what an agreement says against speaking, or against a right of who reports, does not count
 * (src/heard/rules/law/secrecy.toml). Pages say so where a settlement is offered. Pure.
 */

import law from "../../src/heard/rules/law/secrecy.toml";

export interface SecrecyRule {
  readonly id: string;
  readonly countries: readonly string[];
  /** Names its words in the desk's book: `void.<kind>`. */
  readonly kind: string;
  readonly title: string;
  readonly article: string;
  readonly verified: boolean;
}

/** What is known of these countries (ISO 3166-1), in the order of the file. */
export function voidIn(countries: readonly string[]): readonly SecrecyRule[] {
  return law.rule.filter(rule => rule.countries.some(each => countries.includes(each)));
}
