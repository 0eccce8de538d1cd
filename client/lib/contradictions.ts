/**
 * Laws that contradict each other where a case touches several countries: both are shown, and counsel
 * chooses in writing (src/heard/rules/law/contradictions.toml says which, and where it was read). Pure.
 */

import law from "../../src/heard/rules/law/contradictions.toml";

/** What one law says of a subject. `side`: what it asks for, as a code. */
export interface LawSays {
  readonly subject: string;
  readonly side: string;
  readonly law: string;
  readonly title: string;
  readonly countries: readonly string[];
  readonly article: string;
  readonly source: string;
  readonly verified: boolean;
  /** How long something is kept, where that is the subject: "2 years". */
  readonly most?: string;
  readonly least?: string;
}

/** One subject of which laws of the countries say what cannot both be done. */
export interface Contradiction {
  readonly subject: string;
  readonly says: readonly LawSays[];
}

/** Countries (ISO 3166-1) of whose laws something is known here. */
export const LAW_COUNTRIES: readonly string[] = [
  ...new Set(law.says.flatMap(({ countries }) => countries)),
].toSorted();

/** What contradicts itself between the laws of these countries, in the order of the file. */
export function contradictionsBetween(countries: readonly string[]): readonly Contradiction[] {
  const binding = law.says.filter(each => countries.some(country => each.countries.includes(country)));
  const subjects = [...new Set(binding.map(({ subject }) => subject))];
  return subjects
    .map(subject => ({ subject, says: binding.filter(each => each.subject === subject) }))
    .filter(({ says }) => new Set(says.map(({ side }) => side)).size > 1);
}
