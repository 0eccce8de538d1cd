/**
 * Runs all vectors in a browser; only tests build it (tests/browser/test_vectors.py). `/paths.json`
 * lists the files of `/vectors/`; the outcome is written on the page.
 */

import { isNative } from "./chacha.ts";
import { runVectors } from "./vectors.ts";

interface Result {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly native: boolean;
}

const read = async (path: string) => new Uint8Array(await (await fetch(`/vectors/${path}`)).arrayBuffer());

async function run(): Promise<Result> {
  const paths = (await (await fetch("/paths.json")).json()) as string[];
  const outcomes = [];
  for (const path of paths) outcomes.push(...(await runVectors(path, read)));
  const failed = outcomes.filter(({ failure }) => failure !== null);
  return {
    passed: outcomes.length - failed.length,
    failed: failed.map(({ path, failure }) => `${path}: ${failure}`),
    native: await isNative(),
  };
}

const shown = document.createElement("pre");
shown.textContent = JSON.stringify(await run().catch((error: unknown) => ({ failed: [String(error)] })));
document.body.append(shown);
