/** What is filed, in words. */

import type { FileAction } from "../../../lib/deskapi.ts";

export type Kind = FileAction["kind"];

export const KINDS = {
  dismissal: "said.kind.dismissal",
  demotion: "said.kind.demotion",
  pay_cut: "said.kind.pay_cut",
  non_renewal: "said.kind.non_renewal",
  forced_transfer: "said.kind.forced_transfer",
  lowered_appraisal: "said.kind.lowered_appraisal",
  disciplinary_step: "said.kind.disciplinary_step",
} as const satisfies Record<Kind, string>;
