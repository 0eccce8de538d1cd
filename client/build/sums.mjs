/** Hashes, the manifest, and the compressed copies that the server sends as they are. */

import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Subresource integrity. The same hash as in the manifest; a longer one makes each page 1 kB heavier. */
export function integrity(bytes) {
  return `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
}

/** For a Content-Security-Policy. */
export function cspHash(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** manifest.json: each file with its SHA-256 and size, one a line, sorted by path. */
export function summary(files) {
  const lines = [...files].map(([path, bytes]) => {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return `${JSON.stringify(path)}:${JSON.stringify({ sha256, size: bytes.length })}`;
  });
  return `{"v":1,"files":{\n${lines.join(",\n")}\n}}\n`;
}

const BROTLI = {
  [constants.BROTLI_PARAM_QUALITY]: 11,
  [constants.BROTLI_PARAM_LGWIN]: 22,
};

function gzip(bytes) {
  const packed = gzipSync(bytes, { level: 9 });
  // The byte that names the operating system (RFC 1952, 2.3.1): the same everywhere.
  packed[9] = 255;
  return packed;
}

const memo = new WeakMap();

function packBoth(bytes) {
  let both = memo.get(bytes);
  if (!both) {
    const params = { ...BROTLI, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    both = [gzip(bytes), brotliCompressSync(bytes, { params })];
    memo.set(bytes, both);
  }
  return both;
}

/** The files and, beside each, `.gz` and `.br`. */
export function siblings(files) {
  const all = new Map();
  for (const [path, bytes] of files) {
    all.set(path, bytes);
    if (/\.(png|ico|woff2)$/.test(path)) continue;
    const [gz, br] = packBoth(bytes);
    all.set(`${path}.gz`, gz).set(`${path}.br`, br);
  }
  return all;
}
