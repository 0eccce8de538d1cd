/** What is behind the sign-in and is not the queue, in parts that are fetched after it. */

import { Unreachable } from "../../lib/api.ts";
import { learnWork } from "./words.ts";

/** What could not be fetched is said as any other request that got no answer. */
function part<T>(load: () => Promise<T>): () => Promise<T> {
  return () =>
    load().catch((error: unknown) => {
      throw new Unreachable("a part of the desk did not load", { cause: error });
    });
}

/** What these pages alone say comes with them (client/build/words.mjs). */
async function withWords<T>(page: Promise<T>): Promise<T> {
  const [found] = await Promise.all([page, learnWork()]);
  return found;
}

export const parts = {
  account: part(() => import("./AccountPage.tsx")),
  case: part(() => import("./case/CasePage.tsx")),
  work: part(() => withWords(import("./work/WorkPage.tsx"))),
  oversight: part(() => withWords(import("./oversight/OversightPage.tsx"))),
};

/**
 * All of them, once somebody has signed in: while the queue is read they arrive, and a desk that is
 * open does not ask for files that an upgrade took away meanwhile.
 */
export function fetchParts(): void {
  void Promise.allSettled(Object.values(parts).map(load => load()));
}
