/** For which of two cases an account is lent, said in both without the id of either (docs/spec/casework.md, "Another's account"). */

import { utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";

/** `lender`: the case whose account it is; `user`: the one in which it is used; by their ids. */
export function lendingDigest(lender: string, user: string): Promise<string> {
  return sha256hex(utf8(["heard/lending/v1", lender, user, ""].join("\n")));
}
