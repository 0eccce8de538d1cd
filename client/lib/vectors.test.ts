import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isVector, runVectors } from "./vectors.ts";

const folder = new URL("../../vectors/", import.meta.url);
const read = async (path: string) => Uint8Array.from(readFileSync(new URL(path, folder)));
const paths = readdirSync(folder, { recursive: true }).filter(isVector);

test("every kind of vector is there", () => {
  const kinds = new Set(paths.map(path => path.replace(/\/.*/s, "")));
  expect([...kinds].sort()).toEqual([
    "age",
    "carried.json",
    "casekey.json",
    "channel.json",
    "checkpoint.json",
    "conflicts.json",
    "consistency.json",
    "entry.json",
    "filekey.json",
    "filereaders.json",
    "handedon.json",
    "history.json",
    "keys.json",
    "letter.json",
    "matters.json",
    "merkle",
    "note",
    "partyletter.json",
    "partyroom.json",
    "promise.json",
    "readers.json",
    "receipt.json",
    "returncode.json",
    "roster.json",
    "shell.json",
  ]);
});

describe.each(paths)("%s", path => {
  test("all its cases end as they say", async () => {
    const outcomes = await runVectors(path, read);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ failure }) => failure !== null)).toEqual([]);
  });
});
