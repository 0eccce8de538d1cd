import { expect, test } from "vitest";

import type { Moved } from "../../../../lib/casework.ts";
import { AMARA, chain, JONAS, worked } from "../work.world.ts";
import { packagesNext } from "./next.ts";

const PACKAGE = "9".repeat(32);
const DIGEST = "d".repeat(64);

function handed(code: string, ...moves: readonly string[]): Moved[] {
  const all = chain("package", PACKAGE, moves);
  return all.map(each => ({
    ...each,
    ...(each.version === 1 ? { code } : {}),
    ...(each.move.startsWith("hand_over") ? { digest: DIGEST } : {}),
    actor: each.move === "grant" ? "reporter" : AMARA,
  }));
}

const nextIn = (moves: readonly Moved[], me = AMARA, standing: readonly string[] = ["lead", "tier1"]) =>
  packagesNext(worked(moves, me, standing)).map(({ what, mine }) => [what, mine]);

test("an agreed package waits for who leads, and one that was only announced for nobody", () => {
  expect(nextIn(handed("consent", "announce"))).toEqual([]);
  const agreed = handed("consent", "announce", "grant");
  expect(nextIn(agreed)).toEqual([["make the package and hand it over.", true]]);
  expect(nextIn(agreed, JONAS, ["tier1"])).toEqual([["make the package and hand it over.", false]]);
  expect(nextIn(handed("consent", "announce", "grant", "hand_over"))).toEqual([]);
});

test("a reporter who was not told waits to be told", () => {
  const untold = ["prepare", "keep_untold", "hand_over_untold"] as const;
  const told = [["tell the reporter that the case was handed over.", true]];
  expect(nextIn(handed("court_order", ...untold))).toEqual(told);
  expect(nextIn(handed("court_order", ...untold, "tell"))).toEqual([]);
});
