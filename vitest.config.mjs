/** Tests run in Node; the same vectors run in Chromium by tests/browser/test_vectors.py. */

import { forVite, ROOT } from "./client/build/sources.mjs";

export default {
  plugins: [forVite(ROOT)],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: { include: ["client/**/*.test.{ts,tsx,mjs}"], testTimeout: 20_000 },
};
