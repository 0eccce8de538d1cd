import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * A ref whose element takes the focus when it comes onto the page, and each time that `when` is
 * another and not false. A keyboard or screen reader would be nowhere after what it stood on is gone.
 */
export function useFocus<T extends HTMLElement>(when: unknown = true): RefObject<T | null> {
  const ref = useRef<T>(null);
  useLayoutEffect(() => {
    if (when !== false) ref.current?.focus({ preventScroll: true });
  }, [when]);
  return ref;
}
