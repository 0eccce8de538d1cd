import { expect, test } from "vitest";
import { Store } from "./store.ts";

test("listeners hear each change, once, and none after they left", () => {
  const store = new Store(1);
  const heard: number[] = [];
  const leave = store.subscribe(() => heard.push(store.value));
  store.set(2);
  store.set(2);
  store.update(value => value + 1);
  leave();
  store.set(4);
  expect(heard).toEqual([2, 3]);
  expect(store.value).toBe(4);
});
