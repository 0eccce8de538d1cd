/** Tests run in Node; the same vectors run in Chromium by tests/browser/test_vectors.py. */
export default { test: { include: ["client/**/*.test.ts"], testTimeout: 20_000 } };
