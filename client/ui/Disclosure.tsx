import type { ComponentChildren } from "preact";

export interface DisclosureProps {
  readonly summary: ComponentChildren;
  readonly children: ComponentChildren;
  readonly open?: boolean;
  readonly class?: string;
}

/** What stands behind one line until somebody wants it. */
export function Disclosure({ summary, children, open, class: look }: DisclosureProps) {
  return (
    <details class={look} open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
