import { expect, test } from "vitest";

import { emptyRecord } from "../../../../lib/caseworkState.ts";
import { serverTime } from "../../../../lib/clock.ts";
import type { JudgedMove, Work } from "../model.ts";
import { isNotedAsCopied, isOpenedByTwo } from "./together.ts";

const [EXHIBIT, AMARA, RUTH, JONAS] = [..."abcd"].map(each => each.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const MINUTE = 60_000;

interface Deed {
  readonly code?: string;
  readonly agreed?: readonly string[];
  readonly minutes?: number;
  readonly faults?: readonly string[];
}

/** Amara looked at it, with Ruth where nothing else is said, so many minutes ago. */
function looked({ code = "viewed", agreed = [RUTH], minutes = 5, faults = [] }: Deed = {}): JudgedMove {
  const at = new Date(serverTime().getTime() - minutes * MINUTE).toISOString();
  const moved = {
    object: "exhibit",
    id: EXHIBIT,
    move: "handle",
    actor: AMARA,
    at,
    version: 3,
    code,
    agreed,
  };
  return { moved, faults, content: null } as unknown as JudgedMove;
}

function worked(who: string, moves: readonly JudgedMove[]): Work {
  return { moves, me: { id: who, standing: [] } } as unknown as Work;
}

function sees(who: string, ...moves: readonly JudgedMove[]): boolean {
  return isOpenedByTwo(worked(who, moves), emptyRecord("exhibit", EXHIBIT));
}

function saves(who: string, ...moves: readonly JudgedMove[]): boolean {
  return isNotedAsCopied(worked(who, moves), emptyRecord("exhibit", EXHIBIT));
}

test("what is intimate, both see who signed that they look at it, and nobody else", () => {
  expect([AMARA, RUTH, JONAS].map(who => sees(who, looked()))).toEqual([true, true, false]);
  expect(sees(AMARA)).toBe(false);
});

test("not for longer than they look at it, nor by one alone, nor by a signature that does not hold", () => {
  expect(sees(AMARA, looked({ minutes: 59 }))).toBe(true);
  const others = [{ minutes: 61 }, { agreed: [] }, { faults: ["signature"] }, { code: "sealed" }];
  expect(others.map(each => sees(AMARA, looked(each)))).toEqual([false, false, false, false]);
  expect(sees(AMARA, looked(), looked({ agreed: [JONAS], faults: ["signature"] }))).toBe(false);
});

test("a copy is saved by who has just noted that they copy it, and by nobody without", () => {
  const copied = { code: "copied", agreed: [] };
  expect([AMARA, RUTH].map(who => saves(who, looked(copied)))).toEqual([true, false]);
  expect([AMARA, RUTH].map(who => saves(who, looked({ code: "copied" })))).toEqual([true, true]);
  const others = [{}, { ...copied, minutes: 61 }, { ...copied, faults: ["signature"] }];
  expect(others.map(each => saves(AMARA, looked(each)))).toEqual([false, false, false]);
});
