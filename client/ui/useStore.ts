import { useLayoutEffect, useState } from "preact/hooks";
import type { Store } from "../lib/store.ts";

/** The store's value now; the component is drawn again whenever it is another. */
export function useStore<T>(store: Store<T>): T {
  const [, draw] = useState({});
  useLayoutEffect(() => store.subscribe(() => draw({})), [store]);
  return store.value;
}
