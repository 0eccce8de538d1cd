import { expect, test } from "vitest";
import { changed, randomOf } from "./mutate.mjs";
import { OWN } from "./own.ts";
import { seedsOf } from "./seeds.mjs";
import { readJson } from "../lib/json.ts";

/** The same inputs every time; millions by chance are for script/fuzz. */
const CHANGED = 150;
const MOST_SEEDS = 40;

test.each(Object.keys(OWN))("%s: nothing but what is documented leaves it", async name => {
  const seeds = seedsOf(name);
  const random = randomOf(1);
  for (const data of seeds.slice(0, MOST_SEEDS)) await OWN[name].read(Uint8Array.from(data));
  for (let n = 0; n < CHANGED; n++) await OWN[name].read(changed(seeds, random, 20_000));
  expect(seeds.length).toBeGreaterThan(0);
});

test.each(['{"a":1,"a":1}', '{"a":{"b":[{"c":1,"c":2}]}}', '["\\ud800"]', '{"\\udfff":1}', "{", ""])(
  "JSON that two readers could read as two things is refused: %s",
  json => expect(() => readJson(json)).toThrow(),
);

test.each(['{"a:":":","b":{"a":"\\\\\\":"}}', '[{"a":1},{"a":1}]', '"\\ud83d\\ude00"', "null"])(
  "JSON that means one thing is read: %s",
  json => expect(readJson(json)).toEqual(JSON.parse(json)),
);
