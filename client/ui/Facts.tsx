import type { ComponentChildren } from "preact";

/** A list of terms and what stands for each; pairs without a value are left out. */
export function Facts({
  pairs,
  class: look = "facts",
}: {
  pairs: readonly (readonly [string, ComponentChildren])[];
  class?: string;
}) {
  const shown = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return (
    <dl class={look}>
      {shown.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
