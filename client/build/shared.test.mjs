/** What a page shares with the server is written into it, and is no file of its own. */

import { expect, test } from "vitest";
import { withValues } from "./groups.mjs";
import { ROOT } from "./sources.mjs";

test("values stand where they are used", () => {
  const code =
    'import {\n  CODE_WORDS,\n  type REQUESTS_FLAGS,\n} from "../lib/shared.ts";\nuse(CODE_WORDS);\n';
  expect(withValues(ROOT, code)).toBe("const CODE_WORDS = 12;\nuse(CODE_WORDS);\n");
  expect(withValues(ROOT, 'import { a } from "./a.ts";\n')).toBe('import { a } from "./a.ts";\n');
});

test("a value that there is none of ends the build", () => {
  expect(() => withValues(ROOT, 'import { NO_SUCH } from "./shared.ts";\n')).toThrow(TypeError);
});
