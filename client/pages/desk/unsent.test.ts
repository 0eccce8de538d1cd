import { beforeEach, expect, test, vi } from "vitest";

import { generateIdentity } from "../../lib/agefile.ts";
import {
  closeUnsent,
  dropUnsent,
  hasUnsent,
  keepUnsent,
  openUnsent,
  sealUnsent,
  sendUnsent,
  unsent,
} from "./unsent.ts";

/** What of `sessionStorage` is used, and all that was ever put there. */
const tab = new Map<string, string>();
const everPut: string[] = [];
const storage = {
  get length() {
    return tab.size;
  },
  key: (place: number) => [...tab.keys()][place] ?? null,
  getItem: (name: string) => tab.get(name) ?? null,
  removeItem: (name: string) => void tab.delete(name),
  setItem: (name: string, value: string) => {
    everPut.push(name, value);
    tab.set(name, value);
  },
};
vi.stubGlobal("sessionStorage", storage);

const WORDS = { "write-note": "half a sentence" };
const amara = { id: "a".repeat(32), identities: [generateIdentity()] as [string] };
const xu = { id: "b".repeat(32), identities: [generateIdentity()] as [string] };

beforeEach(async () => {
  await closeUnsent();
  tab.clear();
  everPut.length = 0;
  vi.stubGlobal("sessionStorage", storage);
});

test("a lock forgets what was written, seals it, and gives it to its writer alone", async () => {
  await openUnsent(amara);
  keepUnsent("case/note", WORDS);
  const sealed = closeUnsent();
  expect(unsent.value.size).toBe(0);
  await sealed;
  expect(everPut.join("\n")).not.toContain("half");
  await openUnsent(xu);
  expect(unsent.value.size).toBe(0);
  await closeUnsent();
  await openUnsent(amara);
  expect(unsent.value).toEqual(new Map([["case/note", WORDS]]));
});

test("what is sealed to one is not opened under another's name", async () => {
  await openUnsent(amara);
  keepUnsent("case/note", WORDS);
  await closeUnsent();
  const [name, sealed] = [...tab][0] ?? ["", ""];
  tab.set(name.replace(amara.id, xu.id), sealed);
  await openUnsent(xu);
  expect(unsent.value.size).toBe(0);
});

test("nothing is kept while nobody has unlocked", async () => {
  keepUnsent("case/note", WORDS);
  await sealUnsent();
  expect(unsent.value.size).toBe(0);
  expect(everPut).toEqual([]);
});

test("what is sent or thrown away is forgotten, with all that begins so, in the tab too", async () => {
  await openUnsent(amara);
  for (const form of ["case/note", "case/leave", "cases/note"]) keepUnsent(form, WORDS);
  dropUnsent("case");
  expect([...unsent.value.keys()]).toEqual(["cases/note"]);
  expect(hasUnsent("case")).toBe(false);
  dropUnsent("cases/note");
  await sealUnsent();
  expect([...tab.keys()]).toEqual([]);
});

test("it is sealed soon after the last key, without a lock", async () => {
  await openUnsent(amara);
  keepUnsent("case/note", WORDS);
  await vi.waitFor(() => expect(tab.size).toBe(1), { timeout: 5000 });
});

test("where the browser refuses storage it lasts as long as the page", async () => {
  const refuse = (): never => {
    throw new Error("refused");
  };
  vi.stubGlobal("sessionStorage", { getItem: refuse, removeItem: refuse, setItem: refuse });
  await openUnsent(amara);
  keepUnsent("case/note", WORDS);
  await closeUnsent();
  await openUnsent(amara);
  expect(unsent.value).toEqual(new Map([["case/note", WORDS]]));
});

/** A form that is being sent, and how that ends. */
function onItsWay(form: string) {
  let arrive = (): void => undefined;
  let fail = arrive;
  const answer = new Promise<void>((resolve, reject) => {
    arrive = resolve;
    fail = () => reject(new Error("not taken"));
  });
  const sent = sendUnsent(form, () => answer).catch(() => undefined);
  return { sent, arrive: () => arrive(), fail: () => fail() };
}

const OTHER = { "write-message": "another one" };

async function locked(ended: "arrive" | "fail"): Promise<void> {
  await openUnsent(amara);
  keepUnsent("case/note", WORDS);
  keepUnsent("case/message", OTHER);
  await sealUnsent();
  const flight = onItsWay("case/note");
  const sealed = closeUnsent();
  flight[ended]();
  await flight.sent;
  await sealed;
}

test("what arrives while the tab is locked does not come back, and all else does", async () => {
  await locked("arrive");
  await openUnsent(amara);
  expect(unsent.value).toEqual(new Map([["case/message", OTHER]]));
  await sealUnsent();
  expect(tab.size).toBe(1);
});

test("what does not arrive while the tab is locked comes back", async () => {
  await locked("fail");
  await openUnsent(amara);
  expect(unsent.value.get("case/note")).toEqual(WORDS);
  expect(unsent.value.get("case/message")).toEqual(OTHER);
  await sealUnsent();
  await closeUnsent();
  expect(tab.size).toBe(1);
});

test("what arrives after the tab was unlocked again is dropped, unless more was written since", async () => {
  for (const [since, left] of [
    [WORDS, undefined],
    [OTHER, OTHER],
  ] as const) {
    await openUnsent(amara);
    keepUnsent("case/note", WORDS);
    const flight = onItsWay("case/note");
    await closeUnsent();
    await openUnsent(amara);
    keepUnsent("case/note", since);
    flight.arrive();
    await flight.sent;
    expect(unsent.value.get("case/note")).toEqual(left);
    await closeUnsent();
  }
});

test("what arrives while somebody else has the tab takes nothing of theirs", async () => {
  await openUnsent(amara);
  keepUnsent("case/note", WORDS);
  const flight = onItsWay("case/note");
  await closeUnsent();
  await openUnsent(xu);
  keepUnsent("case/note", WORDS);
  flight.arrive();
  await flight.sent;
  expect(unsent.value.get("case/note")).toEqual(WORDS);
  await closeUnsent();
  await openUnsent(amara);
  expect(unsent.value.size).toBe(0);
});
