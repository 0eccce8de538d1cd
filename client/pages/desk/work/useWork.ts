/** The worked case for the parts of its pages. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Work } from "./model.ts";
import type { WorkStore } from "./store.ts";

export interface WorkNow {
  readonly work: Work;
  readonly store: WorkStore;
}

export const WorkContext = createContext<WorkNow | null>(null);

export function useWork(): WorkNow {
  const now = useContext(WorkContext);
  if (!now) throw new Error("no case: this part stands outside of a WorkContext");
  return now;
}
