/** What is behind the sign-in and is not the queue, in parts that are fetched after it. */

import { Unreachable } from "../../lib/api.ts";
import { learn, type Part } from "./words.ts";

/**
 * A page with what it says (client/build/words.mjs). What could not be fetched is said as any other
 * request that got no answer.
 */
function part<T>(load: () => Promise<T>, ...words: readonly Part[]): () => Promise<T> {
  return async () => {
    try {
      const [page] = await Promise.all([load(), learn(...words)]);
      return page;
    } catch (error) {
      throw new Unreachable("a part of the desk did not load", { cause: error });
    }
  };
}

export const parts = {
  account: part(() => import("./AccountPage.tsx"), "inside"),
  case: part(() => import("./case/CasePage.tsx"), "inside"),
  work: part(() => import("./work/WorkPage.tsx"), "inside", "work"),
  oversight: part(() => import("./oversight/OversightPage.tsx"), "inside", "work"),
  gate: part(() => import("./gate/GatePage.tsx"), "inside", "work"),
};

/**
 * All of them, once somebody has signed in: while the queue is read they arrive, and a desk that is
 * open does not ask for files that an upgrade took away meanwhile.
 */
export function fetchParts(): void {
  void Promise.allSettled(Object.values(parts).map(load => load()));
}
