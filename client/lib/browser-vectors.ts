/**
 * Runs all vectors in a browser; only tests build it (tests/browser/test_vectors.py). `/paths.json`
 * lists the files of `/vectors/`; the outcome is left in `window.heardVectors`.
 */

import { generateIdentity, recipientOf, seal } from "./agefile.ts";
import { isNative } from "./chacha.ts";
import { uploadFile } from "./upload.ts";
import { runVectors } from "./vectors.ts";

interface Result {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly native: boolean;
  /** Sealing a file as it is uploaded, megabytes a second, the network left out. */
  readonly speed: number;
}

const read = async (path: string) =>
  new Uint8Array(await (await fetch(`/vectors/${path}`)).arrayBuffer());

const SPEED_BYTES = 128 * 1024 * 1024;

async function speed(): Promise<number> {
  const recipient = await recipientOf(generateIdentity());
  await seal(new Uint8Array(1), [recipient]);
  const blob = new Blob([new Uint8Array(SPEED_BYTES)]);
  const from = performance.now();
  await uploadFile({ file: "0".repeat(32), blob, recipient, put: async () => undefined });
  return SPEED_BYTES / 1000 / (performance.now() - from);
}

async function run(): Promise<Result> {
  const paths = (await (await fetch("/paths.json")).json()) as string[];
  const outcomes = [];
  for (const path of paths) outcomes.push(...(await runVectors(path, read)));
  const failed = outcomes.filter(({ failure }) => failure !== null);
  return {
    passed: outcomes.length - failed.length,
    failed: failed.map(({ path, failure }) => `${path}: ${failure}`),
    native: await isNative(),
    speed: await speed(),
  };
}

(globalThis as { heardVectors?: Promise<Result> }).heardVectors = run();
