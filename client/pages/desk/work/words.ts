/** What is moved in a case, how, and as what: the words that receipts and the reporter's pages say, too. */

import { term } from "../words.ts";

/** A kind of thing: `plan`, `task`. */
export function objectWords(object: string): string {
  return term("object", object);
}

/** What was done with it: `offer`, `approve`. */
export function moveWords(move: string): string {
  return term("move", move);
}

/** As what: a part, a role, whose burden, a reason. */
export function codeWords(code: string): string {
  return term("worked", code);
}

/** Which kind of protection: what a letter of a measure says as `what`. */
export function protectionWords(what: string): string {
  return term("protection", what);
}
