import type { ComponentChildren } from "preact";
import { useWords } from "./useWords.ts";

export interface NoticeProps {
  readonly kind: "calm" | "warm" | "grave";
  readonly children: ComponentChildren;
}

/** Something to be noticed. `grave` is spoken at once; the others are read where they stand. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === "grave" ? "alert" : "note"}>
      {children}
    </div>
  );
}

/**
 * A place whose words are spoken when they come or change. It must stand on the page before they do:
 * what is put in together with its words is not heard. `urgent`: at once, over what is being read.
 */
export function Live({ urgent, children }: { urgent?: boolean; children?: ComponentChildren }) {
  return <div role={urgent ? "alert" : "status"}>{children}</div>;
}

/** Where it is said why something was not done, beside what was pressed; null: nothing is said. */
export function Refusal({ error, children }: { error: unknown; children?: ComponentChildren }) {
  const { explain } = useWords();
  return (
    <Live urgent>
      {error === null || error === undefined ? null : (
        <Notice kind="warm">
          {children ? <p>{explain(error)}</p> : explain(error)}
          {children}
        </Notice>
      )}
    </Live>
  );
}
