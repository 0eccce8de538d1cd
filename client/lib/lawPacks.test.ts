import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blockingIn } from "./blocking.ts";
import { PACK_COUNTRIES, packsIn } from "./lawPacks.ts";

const titles = (day: string, ...countries: string[]) => packsIn(countries, day).map(({ title }) => title);

test("each pack of a country is there, and what is for everywhere is in none", () => {
  const folder = "src/heard/rules/packs";
  const own = readdirSync(folder).filter(
    name => !readFileSync(`${folder}/${name}`, "utf8").includes('countries = ["everywhere"]'),
  );
  expect(packsIn(PACK_COUNTRIES, "9999-12-31")).toHaveLength(own.length);
});

test("a person's country says which laws may bind, what binds states alone last", () => {
  const spain = titles("2026-11-30", "ES");
  expect(spain[0]).toBe("Ley 2/2023 (Spain)");
  expect(spain.at(-1)).toContain("Directive");
  expect(titles("2026-11-30", "XX")).toEqual([]);
});

test("a law that does not bind yet is not shown", () => {
  const later = packsIn(PACK_COUNTRIES, "9999-12-31").find(({ since }) => since !== "");
  const [country = ""] = later?.countries ?? [];
  expect(titles("2000-01-01", country)).not.toContain(later?.title);
  expect(titles(later?.since ?? "", country)).toContain(later?.title);
});

test("what may not be handed to another country is known for some", () => {
  expect(blockingIn(["CN", "DE"]).map(({ id }) => id)).toEqual(["cn_data", "cn_personal"]);
  expect(blockingIn(["DE"])).toEqual([]);
});
