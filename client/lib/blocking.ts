/**
 * Laws that forbid to hand what is kept in a country to the authorities of another one without leave
 * (src/heard/rules/law/blocking.toml). Pages warn; counsel decides. Pure.
 */

import law from "../../src/heard/rules/law/blocking.toml";

export interface BlockingRule {
  /** Names its words in the desk's book: `blocking.<id>`. */
  readonly id: string;
  readonly country: string;
  readonly title: string;
  readonly article: string;
  readonly verified: boolean;
}

/** What is known of these countries (ISO 3166-1), in the order of the file. */
export function blockingIn(countries: readonly string[]): readonly BlockingRule[] {
  return law.rule.filter(({ country }) => countries.includes(country));
}
