/**
 * Modules that are loaded together. Left alone, esbuild makes a file of each set of modules that the
 * same pages and parts come to: many and small, and each costs its sum in the page, which nothing
 * compresses, and a dictionary of its own. Who imports one module of a group here imports all of it,
 * so that the same pages and parts come to the whole.
 */

import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * By door, what is loaded together. `trust`: to believe a site; `case`: to seal to one, and to read it; `told`: to
 * show what was moved in it; `words`: to show twelve words, and ask for them again.
 */
export const GROUPS = {
  kit: {},
  site: {
    page: ["pages/dom.ts", "pages/exit.ts", "pages/started.ts"],
    reporter: ["pages/errors.ts", "pages/reporter/report/draftKept.ts"],
    trust: [
      ...[
        "agefile",
        "ageheader",
        "api",
        "armor",
        "bech32",
        "bytes",
        "chacha",
        "crc32",
        "digest",
        "ed25519",
        "hash",
      ],
      ...["json", "kem", "matching", "newkeys", "note", "roster", "stream", "trusted", "x25519"],
    ].map(name => `lib/${name}.ts`),
    proof: ["checkpoint", "entry", "promiseOrProof", "merkle", "promise", "receipt"].map(
      name => `lib/${name}.ts`,
    ),
    case: [
      ...[
        "files",
        "verifyCase",
        "history",
        "letter",
        "signingKeys",
        "readers",
        "report",
        "returncode",
        "sealing",
        "letterAuthors",
      ],
      ...["wrap", "erased"],
    ]
      .map(name => `lib/${name}.ts`)
      .concat("pages/uploads.ts"),
    told: [
      ...["lib/answering.ts", "lib/shell.ts"],
      ...["pages/reporter/missing.ts", "pages/reporter/work/panels.ts", "pages/reporter/work/shown.ts"],
    ],
    words: ["pages/codeview.ts", "pages/reporter/report/words.ts"],
  },
  desk: {
    entrance: ["lib/holderkeys.ts", "pages/desk/frameState.ts", "pages/desk/errors.ts", "pages/started.ts"],
    inside: ["lib/ownkeys.ts", "pages/desk/Confirming.tsx", "pages/desk/opened.ts", "pages/desk/times.ts"],
  },
};

/** What a module of ours imports for more than its types, and before it runs. */
const IMPORTS = /^(?:import|export) (?!type\b)(?:[^;"]*\bfrom )?"(\.[^"]+\.tsx?)"/gm;

/** The modules that `code`, the source at `path`, imports so. */
export function importsOf(path, code) {
  return [...code.matchAll(IMPORTS)].map(([, name]) => resolve(dirname(path), name));
}

const SHARED =
  /^import \{([^}]*)\} from "[^"]*\/lib\/shared\.ts";$|^import \{([^}]*)\} from "\.\/shared\.ts";$/gm;

/**
 * The values of client/lib/shared.ts written where they are used: as a module of its own it is one more
 * file and sum for every page, to save a few numbers.
 */
export function withValues(root, code) {
  if (!code.includes("/shared.ts")) return code;
  const values = readFileSync(join(root, "client/lib/shared.ts"), "utf8");
  return code.replaceAll(SHARED, (_, above, beside) =>
    (above ?? beside)
      .split(",")
      .map(name => name.trim())
      .filter(name => name && !name.startsWith("type "))
      .map(name => new RegExp(`^export (const ${name}\\b[^;]*;)$`, "m").exec(values)[1])
      .join("\n"),
  );
}

const bring = path => `import ${JSON.stringify(path)};`;

/** For esbuild; `groups`: name to modules, by their places in client/. */
export function together(root, groups) {
  const named = Object.entries(groups).map(([name, paths]) => [
    name,
    paths.map(path => join(root, "client", path)),
  ]);
  const members = new Map(named);
  const groupOf = new Map(named.flatMap(([name, paths]) => paths.map(path => [path, name])));
  const asked = (path, code) => {
    const groups = importsOf(path, code).map(each => groupOf.get(each));
    return [...new Set(groups)].filter(name => name && name !== groupOf.get(path));
  };
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: /^group:/ }, ({ path }) => ({
      path: path.slice("group:".length),
      namespace: "group",
    }));
    onLoad({ filter: /./, namespace: "group" }, ({ path: name }) => ({
      contents: members.get(name).map(bring).join(""),
      resolveDir: root,
    }));
    // After its own imports: the order in which modules run stays that of the sources.
    onLoad({ filter: /\/client\/(?:lib|pages|ui)\/.*\.tsx?$/, namespace: "file" }, ({ path }) => {
      const code = withValues(root, readFileSync(path, "utf8"));
      return {
        contents:
          code +
          asked(path, code)
            .map(name => bring(`group:${name}`))
            .join(""),
        loader: path.endsWith("x") ? "tsx" : "ts",
      };
    });
  };
  return { name: "groups", setup };
}

/** Raises where a module stands between two of a group: it would be imported by what it imports. */
export function checkGroups({ inputs }) {
  for (const group of Object.keys(inputs).filter(path => path.startsWith("group:"))) {
    const seen = new Set();
    const visit = path => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const each of inputs[path]?.imports ?? []) {
        if (each.path === group)
          throw new Error(`${path} stands between modules of ${group}: it belongs to them`);
        if (each.kind === "import-statement") visit(each.path);
      }
    };
    visit(group);
  }
}
