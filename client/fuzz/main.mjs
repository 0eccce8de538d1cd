/**
 * node client/fuzz/main.mjs differ
 *   reads frames (name, length, bytes) from standard input and answers each with its verdict;
 *   tests/support/fuzzing compares them with those of the Python twins
 * node client/fuzz/main.mjs explore --seconds N [--seed N] [--runs N] [--target NAME] [--crashes DIR]
 *   changes what the vectors and pictures hold by chance, keeps what reaches code that nothing has
 *   reached yet, and says how many inputs were tried
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { forEsbuild, ROOT } from "../build/sources.mjs";
import { answer } from "./differ.mjs";
import { explore } from "./explore.mjs";

/** The targets with all of client/lib that they use, as one script: one name in the coverage. */
async function bundled() {
  const folder = mkdtempSync(join(tmpdir(), "heard-fuzz-"));
  const { outputFiles } = await build({
    plugins: [forEsbuild(ROOT)],
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, "client/fuzz/targets.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node24",
    logLevel: "error",
  });
  const path = join(folder, "targets.mjs");
  writeFileSync(path, outputFiles[0].contents);
  try {
    return { ...(await import(path)), script: `file://${path}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "10" },
    runs: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    target: { type: "string", multiple: true, default: [] },
    crashes: { type: "string", default: "" },
  },
});
const known = await bundled();
if (positionals[0] === "differ") await answer(known.TARGETS);
else process.exitCode = await explore(known, values);
