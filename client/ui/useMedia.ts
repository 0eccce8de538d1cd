import { useLayoutEffect, useState } from "preact/hooks";

/** Whether the window is as `query` says; the component is drawn again when that changes. */
export function useMedia(query: string): boolean {
  const [, draw] = useState({});
  useLayoutEffect(() => {
    const media = matchMedia(query);
    const changed = (): void => draw({});
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return matchMedia(query).matches;
}
