import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkGroups, together } from "./groups.mjs";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "groups-"));
  mkdirSync(join(root, "client/lib"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

async function bundled(files, groups) {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(root, `client/lib/${name}.ts`), code);
  const entryPoints = Object.keys(files)
    .filter(name => name.startsWith("page"))
    .map(name => join(root, `client/lib/${name}.ts`));
  return build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    splitting: true,
    format: "esm",
    write: false,
    metafile: true,
    outdir: "out",
    logLevel: "silent",
    plugins: groups ? [together(root, groups)] : [],
  });
}

const logs = name => `console.log("${name} runs");`;
const PAGES = {
  a: `${logs("a")} export const a = 1;`,
  b: `import { a } from "./a.ts"; ${logs("b")} export const b = a + 1;`,
  page1: 'import { a } from "./a.ts"; console.log(a);',
  page2: 'import { b } from "./b.ts"; console.log(b);',
  page3: 'import { a } from "./a.ts"; import { b } from "./b.ts"; console.log(a, b);',
};

test("a group is one file for all who ask for one of it, and runs in the order of the sources", async () => {
  const alone = await bundled(PAGES);
  const grouped = await bundled(PAGES, { both: ["lib/b.ts", "lib/a.ts"] });
  expect([alone.outputFiles.length, grouped.outputFiles.length]).toEqual([5, 4]);
  const shared = grouped.outputFiles.find(({ text }) => text.includes("a runs")).text;
  expect(shared.indexOf("a runs")).toBeLessThan(shared.indexOf("b runs"));
  expect(() => checkGroups(grouped.metafile)).not.toThrow();
});

test("a module between two of a group is refused", async () => {
  const files = {
    ...PAGES,
    between: 'import { a } from "./a.ts"; export const between = a;',
    b: 'import { between } from "./between.ts"; export const b = between;',
  };
  const { metafile } = await bundled(files, { both: ["lib/a.ts", "lib/b.ts"] });
  expect(() => checkGroups(metafile)).toThrow("client/lib/between.ts stands between modules of group:both");
});

test("a group of what nobody has is refused", async () => {
  await expect(bundled(PAGES, { both: ["lib/a.ts", "lib/gone.ts"] })).rejects.toThrow("gone.ts");
});
