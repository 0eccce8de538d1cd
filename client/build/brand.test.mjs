/** The mark of Heard stands once, in a template; the desk's component draws the same. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = path => readFileSync(`${root}/${path}`, "utf8");
const TEMPLATE = read("src/heard/doors/reporter/plain/templates/plain/brand.html");
const COMPONENT = read("client/pages/desk/Brand.tsx");

/** Elements and attributes of the drawing, in their order. */
const drawn = source => source.match(/<svg[^]*<\/svg>/)[0].match(/<[a-z]+|[a-zA-Z-]+="[^"]*"/g);

test("the component draws what the template draws", () => {
  expect(drawn(TEMPLATE).length).toBeGreaterThan(10);
  expect(drawn(COMPONENT)).toEqual(drawn(TEMPLATE));
  expect(drawn(COMPONENT.replace("11.4", "11.5"))).not.toEqual(drawn(TEMPLATE));
});

test("no other page, part or layout draws one", () => {
  const others = [
    "layouts/desk.html",
    "layouts/page.html",
    "layouts/alone.html",
    "parts/top.html",
    "parts/head.html",
  ];
  expect(others.filter(name => read(`client/pages/${name}`).includes("<svg"))).toEqual([]);
  expect(read("src/heard/doors/reporter/plain/templates/plain/base.html")).not.toContain("<svg");
});
