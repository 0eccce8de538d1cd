/**
 * In which order modules are loaded. WebKit lets a module under `Integrity-Policy` pass only by a
 * sum of its own: that of its element, or of the import map where a script asks by `import()`. To
 * what a module then imports statically it gives none, and refuses it (seen in WebKitGTK 2.50). So
 * nothing is ever first asked for by a static import: whatever others import is loaded before.
 */

function staticOf(metafile, path) {
  return metafile.outputs[path].imports
    .filter(({ kind, external }) => kind === "import-statement" && !external)
    .map(each => each.path);
}

/** `output` and all that it imports, what others import first and itself last. */
export function importedFirst(metafile, output) {
  const seen = new Set();
  const visit = path => {
    if (seen.has(path)) return [];
    seen.add(path);
    return [...staticOf(metafile, path).flatMap(visit), path];
  };
  return visit(output);
}

/**
 * What `output` imports and `had` lacks, in rounds: each imports only from rounds before it, so one is
 * fetched at once.
 */
function rounds(metafile, output, had) {
  const round = new Map();
  const lacking = path => !had.has(path);
  for (const path of importedFirst(metafile, output).filter(lacking)) {
    const before = staticOf(metafile, path)
      .filter(lacking)
      .map(each => {
        if (!round.has(each)) throw new Error(`${path} and ${each} import each other`);
        return round.get(each);
      });
    round.set(path, Math.max(-1, ...before) + 1);
  }
  round.delete(output);
  const count = Math.max(-1, ...round.values()) + 1;
  return Array.from({ length: count }, (_, at) => [...round.keys()].filter(path => round.get(path) === at));
}

const name = path => `./${path.slice(path.lastIndexOf("/") + 1)}`;
const call = path => `import("${name(path)}")`;
const together = paths =>
  paths.length === 1 ? call(paths[0]) : `Promise.all([${paths.map(call).join(",")}])`;

/** `import("./page.js")` with what it needs before it. A file's name still tells its bytes: it is
 * made from theirs before this, and they name every module that is put in here. */
function inRounds(metafile, output, had) {
  const steps = [...rounds(metafile, output, had).map(together), call(output)];
  return steps.join(".then(()=>") + ")".repeat(steps.length - 1);
}

/** The bytes of `path` with each `import()` of ours in rounds. Raises where one is not found. */
export function loadInRounds(metafile, path, bytes) {
  const lazy = metafile.outputs[path]?.imports.filter(
    ({ kind, external }) => kind === "dynamic-import" && !external,
  );
  if (!lazy?.length) return bytes;
  // What the file itself imports is there before it runs.
  const had = new Set(importedFirst(metafile, path));
  let code = bytes.toString("utf8");
  for (const target of new Set(lazy.map(each => each.path))) {
    const parts = code.split(call(target));
    if (parts.length === 1) throw new Error(`${path}: ${call(target)} is not written like this`);
    code = parts.join(inRounds(metafile, target, had));
  }
  return Buffer.from(code);
}
