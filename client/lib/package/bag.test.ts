import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { base64, utf8, text } from "../bytes.ts";
import {
  BAG,
  type BagInfo,
  bagInfo,
  BadBag,
  digestOf,
  exhibitPath,
  isPath,
  manifest,
  readInfo,
  readManifest,
  tagManifest,
} from "./bag.ts";
import { sheet } from "./sheet.ts";

interface Vectors {
  readonly constants: typeof BAG;
  readonly paths: readonly { path: string; fits: boolean }[];
  readonly exhibits: readonly { number: number; name: string; path: string | null }[];
  readonly manifests: readonly { text: string; digests: Record<string, string> | null }[];
  readonly infos: readonly { info: BagInfo; text: string | null }[];
  readonly read_infos: readonly { text: string; info: BagInfo | null }[];
  readonly whole: {
    info: BagInfo;
    files: Record<string, string>;
    bag_info: string;
    manifest: string;
    tag_manifest: string;
    digest: string;
  };
  readonly sheet: { rows: (string | number | null)[][]; bytes: string };
}

const vectors = JSON.parse(readFileSync("vectors/bag.json", "utf8")) as Vectors;

/** What `work` gives; null where it refuses. */
function outcome<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof BadBag) return null;
    throw error;
  }
}

test("both sides go by the same numbers and words", () => {
  expect(BAG).toEqual(vectors.constants);
});

describe("as Python has it", () => {
  test.each(vectors.paths)("the name '$path'", ({ path, fits }) => {
    expect(isPath(path)).toBe(fits);
  });

  test.each(vectors.exhibits)("exhibit $number, '$name'", ({ number, name, path }) => {
    expect(outcome(() => exhibitPath(number, name))).toBe(path);
  });

  test.each(vectors.manifests)("the manifest '$text'", ({ text: written, digests }) => {
    const found = outcome(() => readManifest(utf8(written)));
    expect(found && Object.fromEntries(found)).toEqual(digests);
  });

  test.each(vectors.infos)("what is written of '$info'", ({ info, text: written }) => {
    expect(outcome(() => text(bagInfo(info)))).toBe(written);
  });

  test.each(vectors.read_infos)("what is read of '$text'", ({ text: written, info }) => {
    expect(outcome(() => readInfo(utf8(written)))).toEqual(info);
  });

  test("a package from its things to its digest", async () => {
    const { info, files, ...wanted } = vectors.whole;
    const [about, list] = [bagInfo(info), manifest(new Map(Object.entries(files)))];
    const tags = await tagManifest(
      new Map([["manifest-sha256.txt", list] as const, ["bag-info.txt", about]]),
    );
    expect({
      bag_info: text(about),
      manifest: text(list),
      tag_manifest: text(tags),
      digest: await digestOf(tags),
    }).toEqual(wanted);
  });

  test("a table", () => {
    expect(base64(sheet(vectors.sheet.rows))).toBe(vectors.sheet.bytes);
  });
});
