import { useLayoutEffect, useRef } from "preact/hooks";

/** A page that was made of elements, among those that are made of components. */
export function Vanilla({ element }: { element: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(element), [element]);
  return <div class="vanilla" ref={place} />;
}
