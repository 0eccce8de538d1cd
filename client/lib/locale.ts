/** How dates are written where the reader is, in the language of the page. */

/**
 * English is written in many ways: the first region of it that the browser wishes for. Chinese and
 * Arabic stay as their pages are: a region would change their digits or their calendar.
 */
export function regional(language: string, wishes: readonly string[]): string {
  if (language !== "en") return language;
  return wishes.find(wish => /^en-[A-Z]{2}$/i.test(wish)) ?? "en";
}
