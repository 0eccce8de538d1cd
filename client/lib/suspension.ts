/** For which reasons a clock may stand still, and how long (src/heard/rules/law/suspension.toml). */

import law from "../../src/heard/rules/law/suspension.toml";

/** The reasons for which a kind of duty may stand still, in the order in which they are offered. */
export function reasonsFor(duty: string): readonly string[] {
  return law.reason.filter(({ duties }) => duties.includes(duty)).map(({ code }) => code);
}

/** For how many days in all a duty of a case may stand still for a reason; 0 where it may not. */
export function longestFor(duty: string, reason: string): number {
  return law.reason.find(({ code, duties }) => code === reason && duties.includes(duty))?.days ?? 0;
}
