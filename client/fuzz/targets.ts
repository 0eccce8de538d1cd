/** Every target of TypeScript, by its name. */

import { OWN } from "./own.ts";
import { SHARED_BAG } from "./sharedbag.ts";
import { SHARED_FILE } from "./sharedfile.ts";
import { SHARED_TEXT } from "./shared.ts";
import { SHARED_INVITE } from "./sharedinvite.ts";
import { SHARED_LOG } from "./sharedlog.ts";
import type { Target } from "./target.ts";

export const TARGETS: Readonly<Record<string, Target>> = {
  ...SHARED_TEXT,
  ...SHARED_LOG,
  ...SHARED_FILE,
  ...SHARED_INVITE,
  ...SHARED_BAG,
  ...OWN,
};
