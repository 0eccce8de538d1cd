/**
 * What a law has an organisation pass on to an authority (src/heard/rules/law/referrals.toml): the twin of
 * heard/rules/referrals.py. Whether it holds in a case counsel decides in writing. Pure.
 */

import law from "../../src/heard/rules/law/referrals.toml";

export interface MustReport {
  /** Names its words: `must.<id>`. */
  readonly id: string;
  readonly country: string;
  readonly title: string;
  /** Which authority, a code of `authority`. */
  readonly to: string;
  /** Of what: `always`, `crime`, `child`. */
  readonly when: string;
  /** What the same law leaves out. */
  readonly exceptions: readonly string[];
  readonly article: string;
  readonly verified: boolean;
}

/** Countries (ISO 3166-1) of which such a law is known here. */
export const REFERRAL_COUNTRIES: readonly string[] = [
  ...new Set(law.must_report.map(({ country }) => country)),
].toSorted();

/** What binds in these countries, in the order of the file. */
export function mustReportIn(countries: readonly string[]): readonly MustReport[] {
  return law.must_report.filter(({ country }) => countries.includes(country));
}
