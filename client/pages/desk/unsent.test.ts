import { beforeEach, expect, test, vi } from "vitest";

import { generateIdentity } from "../../lib/agefile.ts";
import { closeUnsent, dropUnsent, hasUnsent, keepUnsent, openUnsent, sealUnsent, unsent } from "./unsent.ts";

/** What of `sessionStorage` is used, and all that was ever put there. */
const tab = new Map<string, string>();
const everPut: string[] = [];
const storage = {
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
