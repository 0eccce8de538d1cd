import type { Tab } from "./store.ts";
import { useCase } from "./useCase.ts";

/** Picks a tab of the case from elsewhere, and moves the reader to it. */
export function useGo(): (tab: Tab) => void {
  const { store } = useCase();
  return tab => {
    store.pick(tab);
    document.getElementById(`tab-${tab}`)?.focus();
  };
}
