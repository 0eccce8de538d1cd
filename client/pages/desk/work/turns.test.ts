import { expect, test, vi } from "vitest";
import { Turns } from "./turns.ts";

test("all that waits is done, some at a time and in its order, but for what nobody wants any more", () => {
  vi.useFakeTimers();
  const done: number[] = [];
  const turns = new Turns(2);
  const [, third] = [1, 3, 5, 7, 9].map(each => turns.wait(() => done.push(each)));
  third?.();
  const after: number[][] = [];
  for (let turn = 0; turn < 3; turn++) {
    vi.advanceTimersToNextTimer();
    after.push([...done]);
  }
  expect(after).toEqual([
    [1, 5],
    [1, 5, 7, 9],
    [1, 5, 7, 9],
  ]);
  vi.useRealTimers();
});
