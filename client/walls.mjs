/**
 * Which rooms of client/ may import which, and that no module imports itself by way of others:
 * node client/walls.mjs (npm run check). Imports are the compiler's own: those of types count, and
 * those by `import()`. Tested in tests/house/test_walls.py.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/**
 * By room, what it may import beside itself. The desk and the reporter's pages share no file (ADR 0038);
 * Preact, and what is made with it, is for staff alone (ADR 0047): the reporter's pages are vanilla.
 */
const ROOMS = {
  client: ["client/build"],
  "client/build": ["client/lib"],
  "client/fuzz": ["client/build", "client/lib"],
  "client/lib": [],
  "client/locales": [],
  "client/pages": ["client/lib"],
  "client/pages/desk": ["client/lib", "client/locales", "client/pages", "client/ui", "preact"],
  "client/pages/public": ["client/lib", "client/pages"],
  "client/pages/reporter": ["client/lib", "client/pages"],
  "client/pages/ui": ["client/lib", "client/pages", "client/pages/desk", "client/ui", "preact"],
  "client/ui": ["client/lib", "preact"],
};

/** What counts as imported: our own modules, and the one library that not every room may use. */
const IMPORTED = /^client\/|(?:^|\/)node_modules\/preact\//;

/** Each file that the compiler reads, and under it why: who imports it. Raises where it cannot. */
function told(root) {
  const command = ["--noEmit", "--noCheck", "--explainFiles", "--pretty", "false"];
  const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 };
  const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), command, options);
  if (status !== 0) throw new Error(`tsc ended with ${status}: ${stdout}`);
  return stdout;
}

/** From what the compiler tells: by module of client/, the modules of client/ that it imports. */
function importsIn(text) {
  const imports = new Map();
  const of = file => imports.get(file) ?? imports.set(file, new Set()).get(file);
  let file = "";
  for (const line of text.split("\n")) {
    if (!line.startsWith(" ")) file = line;
    const [, importer] = /^ +Imported via .* from file '(client\/[^']+)'/.exec(line) ?? [];
    if (importer && IMPORTED.test(file)) of(importer).add(file);
  }
  if (imports.size === 0) throw new Error("tsc told of no import in client/");
  return imports;
}

function roomOf(file) {
  if (file.includes("node_modules/")) return "preact";
  const folders = file.split("/").slice(0, -1);
  return folders.slice(0, folders[1] === "pages" ? 3 : 2).join("/");
}

function overWalls(imports) {
  return [...imports].flatMap(([file, imported]) => {
    const room = roomOf(file);
    if (!(room in ROOMS)) return [`${file}: ${room} is no room of client/walls.mjs`];
    const may = [room, ...ROOMS[room]];
    const wrong = [...imported].filter(each => !may.includes(roomOf(each)));
    return wrong.map(each => `${file} imports ${each}: ${room} may not know ${roomOf(each)}`);
  });
}

/** One circle, where there is any: in a list, as other faults are. */
function circleIn(imports) {
  const left = new Map(imports);
  const next = file => [...left.get(file)].find(each => left.has(each));
  // What imports nothing that is left stands in no circle.
  for (let before = 0; before !== left.size;) {
    before = left.size;
    for (const file of [...left.keys()]) if (!next(file)) left.delete(file);
  }
  if (left.size === 0) return [];
  // The others lead on and on, and so round.
  const path = [left.keys().next().value];
  while (!path.includes(next(path.at(-1)))) path.push(next(path.at(-1)));
  const again = next(path.at(-1));
  return [`a circle: ${[...path.slice(path.indexOf(again)), again].join(" imports ")}`];
}

const imports = importsIn(told(ROOT));
const faults = [...overWalls(imports), ...circleIn(imports)];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
