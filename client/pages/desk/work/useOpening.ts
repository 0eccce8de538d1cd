import { useState } from "preact/hooks";
import { hasUnsent } from "../unsent.ts";
import { useWork } from "./useWork.ts";

/** Whether the form of this name is open: it is at first where something is half written in it. */
export function useOpening(name: string): readonly [boolean, (isOpen: boolean) => void] {
  const { work } = useWork();
  return useState(() => hasUnsent(`${work.open.id}/work/${name}`));
}
