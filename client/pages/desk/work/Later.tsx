/** Parts of a long list that can wait, so that the whole list is there to be read first. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Turns } from "./turns.ts";

const turns = new Turns(10);

export interface LaterProps {
  /** Whether it cannot wait: what the reader sees first. */
  readonly now: boolean;
  readonly children: () => ComponentChildren;
}

/** Its children, at once or in their turn; what has been drawn stays. */
export function Later({ now, children }: LaterProps) {
  const [isDrawn, draw] = useState(now);
  useEffect(() => {
    if (isDrawn) return undefined;
    return turns.wait(() => draw(true));
  }, [isDrawn]);
  return isDrawn || now ? <>{children()}</> : null;
}
