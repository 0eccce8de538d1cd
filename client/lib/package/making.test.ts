import * as typage from "age-encryption";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";

import { start } from "../agefile.ts";
import { type Bytes, text, utf8 } from "../bytes.ts";
import { sha256hex } from "../hash.ts";
import { readInfo, readManifest } from "./bag.ts";
import { type Item, make, type Package } from "./making.ts";
import { newPassphrase, startWithPassphrase, WORDS } from "./passphrase.ts";

const about = {
  organisation: "Meridian Group",
  case: "ab".repeat(16),
  day: "2026-11-30",
  maker: "reporter",
  ground: "own",
  salt: "5e".repeat(32),
};
const film = (pieces: number, failsAt = Infinity): ReadableStream<Bytes> => {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= failsAt) return controller.error(new Error("not the film"));
      if (at++ >= pieces) return controller.close();
      controller.enqueue(new Uint8Array(100_000).fill(at));
    },
  });
};
const items: readonly Item[] = [
  { path: "data/30-exhibits/E001/E001.mp4", content: () => film(7) },
  { path: "data/empty.txt", content: () => utf8("") },
  {
    path: "data/00-index.csv",
    content: before => utf8([...before].map(([path, { size }]) => `${path} ${size}\n`).join("")),
  },
];

async function all({ sealed }: Package): Promise<Bytes> {
  return new Uint8Array(await new Response(sealed).arrayBuffer());
}

async function opened(file: Bytes, identity: string): Promise<string> {
  const decrypter = new typage.Decrypter();
  decrypter.addIdentity(identity);
  const folder = mkdtempSync(`${tmpdir()}/package-`);
  writeFileSync(`${folder}/p.zip`, await decrypter.decrypt(file));
  execFileSync("unzip", ["-q", `${folder}/p.zip`, "-d", folder]);
  return `${folder}/heard-package`;
}

/** What sha256sum says of a list, where something is wrong. */
function wrong(folder: string, list: string): string {
  const check = 'cd "$1" && sha256sum --quiet -c "$2" 2>/dev/null || true';
  return execFileSync("sh", ["-c", check, "", folder, list]).toString();
}

const read = (folder: string, name: string): Bytes => Uint8Array.from(readFileSync(`${folder}/${name}`));

test("unzip and sha256sum find it whole, and one altered byte by its name", async () => {
  const identity = await typage.generateX25519Identity();
  const seen: number[] = [];
  const started = await start([await typage.identityToRecipient(identity)]);
  const made = make({ items, about, started, progress: done => void seen.push(done) });
  const folder = await opened(await all(made), identity);
  expect(wrong(folder, "manifest-sha256.txt") + wrong(folder, "tagmanifest-sha256.txt")).toBe("");
  expect([...readManifest(read(folder, "manifest-sha256.txt")).keys()]).toEqual(
    items.map(({ path }) => path).sort(),
  );
  expect(text(read(folder, "data/00-index.csv"))).toBe(
    "data/30-exhibits/E001/E001.mp4 700000\ndata/empty.txt 0\n",
  );
  const index = read(folder, "data/00-index.csv");
  expect(readInfo(read(folder, "bag-info.txt"))).toEqual({
    ...about,
    octets: 700_000 + index.length,
    files: 3,
  });
  expect(await sha256hex(read(folder, "tagmanifest-sha256.txt"))).toBe(made.digest());
  expect(seen.at(-1)).toBe(700_000 + index.length);
  index[3] = (index[3] ?? 0) ^ 1;
  writeFileSync(`${folder}/data/00-index.csv`, index);
  expect(wrong(folder, "manifest-sha256.txt")).toBe("data/00-index.csv: FAILED\n");
});

test("a file that fails leaves no end of a package, and no digest", async () => {
  const identity = await typage.generateX25519Identity();
  const started = await start([await typage.identityToRecipient(identity)]);
  const failing = { path: "data/a.mp4", content: () => film(7, 5) };
  const made = make({ items: [failing, ...items], about, started });
  await expect(all(made)).rejects.toThrow("not the film");
  expect(made.digest()).toBe("");
});

test("nothing is asked of a file before its turn, nor after nobody reads any more", async () => {
  const asked: string[] = [];
  let given = 0;
  const endless = new ReadableStream<Bytes>({
    pull(controller) {
      given++;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const items = [
    { path: "data/a", content: () => (asked.push("a"), endless) },
    { path: "data/b", content: () => (asked.push("b"), utf8("b")) },
  ];
  const started = await start([await typage.identityToRecipient(await typage.generateX25519Identity())]);
  const reader = make({ items, about, started }).sealed.getReader();
  for (let i = 0; i < 8; i++) await reader.read();
  await reader.cancel();
  const before = given;
  await new Promise(resolve => setTimeout(resolve, 20));
  expect([asked, given - before]).toEqual([["a"], 0]);
  expect(given).toBeLessThan(20);
});

test.each([["data/../a"], ["data/30-exhibits/E001/E001.mp4"]])("refuses the name %s", async path => {
  const started = await startWithPassphrase("a");
  const twice = [...items, { path, content: () => utf8("a") }];
  await expect(all(make({ items: twice, about, started }))).rejects.toThrow("no name for a file");
});

test("age opens it with seven words", async () => {
  const words = await newPassphrase();
  expect(words.split("-")).toHaveLength(WORDS);
  const file = await all(make({ items, about, started: await startWithPassphrase(words) }));
  const decrypter = new typage.Decrypter();
  decrypter.addPassphrase(words);
  const zip = await decrypter.decrypt(file);
  expect(text(zip.slice(0, 2))).toBe("PK");
});
