/** Tries inputs by chance, and keeps those that reach code which nothing has reached before. */

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import { changed, randomOf } from "./mutate.mjs";
import { seedsOf } from "./seeds.mjs";

const BATCH = 64; // inputs between two looks at what was reached
const MOST_KEPT = 4000;
const LONGEST = 40_000;

/** Says whether code of `script` was reached that had not been: V8 tells of each block once. */
function coverageOf(script) {
  const session = new Session();
  session.connect();
  const post = (method, given) => {
    let said;
    session.post(method, given, (error, result) => {
      if (error) throw error;
      said = result;
    });
    return said;
  };
  post("Profiler.enable");
  post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  return () => post("Profiler.takePreciseCoverage").result.some(({ url }) => url === script);
}

async function tried(name, target, data, crashes) {
  try {
    await target.read(data);
    return null;
  } catch (error) {
    const of = createHash("sha256").update(data).digest("hex").slice(0, 16);
    if (crashes !== "") {
      mkdirSync(join(crashes, name), { recursive: true });
      writeFileSync(join(crashes, name, of), data);
    }
    return `${name} ${of} (${data.length} bytes): ${error?.stack ?? error}`;
  }
}

/** One target until its time or number is up; gives the number of inputs and the first failure. */
async function one(name, target, { until, runs, random, isNew, crashes }) {
  const seeds = seedsOf(name);
  let count = 0;
  for (const data of seeds) {
    count += 1;
    const failed = await tried(name, target, Uint8Array.from(data), crashes);
    if (failed) return { count, failed };
  }
  isNew();
  const more = () => (runs > 0 ? count < runs : Date.now() < until);
  while (more()) {
    const batch = [];
    for (let n = 0; n < BATCH; n++) {
      const data = changed(seeds, random, LONGEST);
      batch.push(data);
      count += 1;
      const failed = await tried(name, target, data, crashes);
      if (failed) return { count, failed };
    }
    if (isNew() && seeds.length < MOST_KEPT) seeds.push(...batch.map(each => Buffer.from(each)));
  }
  return { count, failed: null };
}

/** Gives the exit code. Every target has the same share of the time. */
export async function explore({ TARGETS, script }, options) {
  const wanted = options.target.length > 0 ? options.target : Object.keys(TARGETS);
  const share = (Number(options.seconds) * 1000) / wanted.length;
  const isNew = coverageOf(script);
  let total = 0;
  let broken = 0;
  for (const [place, name] of wanted.entries()) {
    const random = randomOf(Number(options.seed) * 1000 + place);
    const limits = { until: Date.now() + share, runs: Number(options.runs), random, isNew };
    const { count, failed } = await one(name, TARGETS[name], { ...limits, crashes: options.crashes });
    total += count;
    if (failed) {
      broken += 1;
      console.error(`✗ ${failed}`);
    }
  }
  console.log(JSON.stringify({ inputs: total, targets: wanted.length, broken }));
  return broken > 0 ? 1 : 0;
}
