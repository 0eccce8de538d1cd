/** The opened case for the parts of its pages. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OpenCase } from "./model.ts";
import type { CaseStore } from "./store.ts";

export interface CaseNow {
  readonly open: OpenCase;
  readonly store: CaseStore;
}

export const CaseContext = createContext<CaseNow | null>(null);

export function useCase(): CaseNow {
  const now = useContext(CaseContext);
  if (!now) throw new Error("no case: this part stands outside of a CaseContext");
  return now;
}
