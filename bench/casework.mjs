/**
 * A case of 2,000 records in the pages' own rules: what its fold costs, and what one question of it costs.
 *
 *     node bench/casework.mjs
 *
 * The same two shapes as bench/casework.py, which starts this, of the same story; the baseline is the same list,
 * only walked through. In Node, which has Chromium's engine.
 */

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { forEsbuild, ROOT } from "../client/build/sources.mjs";

const [RECORDS, RUNS, ENTRIES] = [2000, 21, 6];
const DIGEST = "e".repeat(64);

async function rules() {
  const outfile = join(ROOT, "node_modules/.cache/heard-bench-casework.mjs");
  const entryPoints = [join(ROOT, "client/lib/casework.ts")];
  await build({ entryPoints, outfile, bundle: true, format: "esm", plugins: [forEsbuild(ROOT)] });
  try {
    return await import(outfile);
  } finally {
    rmSync(outfile);
  }
}

/** From its note on, with so many entries of custody. */
function* exhibit(number, entries, at) {
  const said = { object: "exhibit", id: `x${number}`, actor: "ivo", at };
  yield { ...said, move: "note", version: 1, code: "ordinary", number };
  yield { ...said, move: "receive", version: 2, digest: DIGEST };
  for (let version = 3; version < entries + 3; version++)
    yield { ...said, move: "handle", version, code: "viewed", digest: DIGEST };
}

function* many(at) {
  for (let number = 2; number < RECORDS; number++) yield* exhibit(number, ENTRIES, at);
}

/** Median and worst of many runs, in milliseconds. */
function took(run) {
  const spent = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  }).sort((a, b) => a - b);
  const [median, worst] = [spent[RUNS >> 1], spent[RUNS - 1]].map(each => each.toFixed(3).padStart(9));
  return `${median} ms ${worst} ms worst`;
}

const { allowed, fold } = await rules();
const vectors = JSON.parse(readFileSync(join(ROOT, "vectors/casework.json"), "utf8"));
const base = vectors.stories.answered;
const { at } = base.at(-1);
const asking = { id: "ivo", standing: vectors.standing.ivo ?? [] };
for (const [name, more] of [
  ["many exhibits", many(at)],
  ["one exhibit", exhibit(2, RECORDS, at)],
]) {
  const moves = [...base, ...more].slice(0, RECORDS);
  const state = fold(moves);
  const [asked] = exhibit(10_000, 0, at);
  const print = (what, run) => console.log(`${name.padEnd(16)}${what.padEnd(16)}${took(run)}`);
  print("walked through", () => [...moves]);
  print("folded", () => fold(moves));
  print("one question", () => allowed(state, asking, asked));
}
