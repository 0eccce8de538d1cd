import { expect, test } from "vitest";

import { AMARA, chain, JONAS, worked } from "../work.world.ts";
import { gateNext } from "./next.ts";

const ID = "9".repeat(32);
const REPORTERS = ["agree", "decline", "take_back", "revoke"];

function after(moves: readonly string[], me = AMARA, standing: readonly string[] = ["lead", "tier1"]) {
  const made = chain("gate", ID, moves).map(each => ({
    ...each,
    ...(each.move === "tell" ? { digest: "d".repeat(64) } : {}),
    actor: REPORTERS.includes(each.move) ? "reporter" : AMARA,
  }));
  return gateNext(worked(made, me, standing)).map(({ what, mine }) => [what, mine]);
}

test("a yes waits for who leads, a question for the reporter, and nothing else for anybody", () => {
  expect(after(["ask"])).toEqual([["say if the gate may be told who they are.", false]]);
  const told = "tell the gate who the reporter is: they agreed.";
  expect(after(["ask", "agree"])).toEqual([[told, true]]);
  expect(after(["ask", "decline", "agree"], JONAS, ["tier1"])).toEqual([[told, false]]);
  for (const over of [
    ["decline"],
    ["agree", "take_back"],
    ["agree", "tell"],
    ["agree", "tell", "revoke"],
    ["drop"],
  ])
    expect(after(["ask", ...over])).toEqual([]);
});
