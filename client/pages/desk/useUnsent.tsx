import { useState } from "preact/hooks";
import { useStore } from "../../ui/useStore.ts";
import { dropUnsent, keepUnsent, unsent } from "./unsent.ts";
import { useWords } from "./useWords.ts";

export interface UnsentForm<Id extends string> {
  /** What each control says, by its id; "on" or "" for what is ticked. */
  readonly values: Readonly<Record<Id, string>>;
  readonly set: (id: Id, value: string) => void;
  /** Whether it was found half written when the form came onto the page. */
  readonly restored: boolean;
  /** It was sent, or thrown away on purpose: the form says what it says at first. */
  readonly drop: () => void;
}

/**
 * What is half written in a form, kept under a name: over a change of page, and sealed over a lock or
 * a reload (unsent.ts). `start`: what its controls say before anybody writes. Never for secrets. A
 * component that comes to another form is given another `key`.
 */
export function useUnsent<Id extends string>(
  name: string,
  start: Readonly<Record<Id, string>>,
): UnsentForm<Id> {
  const kept = useStore(unsent).get(name);
  const [restored, setRestored] = useState(kept !== undefined);
  const set = (id: Id, value: string): void => {
    const values = { ...unsent.value.get(name), [id]: value };
    const changed = Object.entries(values).filter(([each, value]) => value !== (start[each as Id] ?? ""));
    keepUnsent(name, Object.fromEntries(changed));
  };
  const drop = (): void => {
    dropUnsent(name);
    setRestored(false);
  };
  return { values: { ...start, ...kept }, set, restored: restored && kept !== undefined, drop };
}

/** That the form was found half written; stands over its first field. */
export function UnsentHint({ draft }: { draft: { readonly restored: boolean } }) {
  const { t } = useWords();
  return draft.restored ? <p class="hint unsent">{t("draft.kept")}</p> : null;
}
