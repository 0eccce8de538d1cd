import type { ComponentChildren } from "preact";

/** One part of the kit, under its name in the code. */
export function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={`part-${name}`}>
      <h2 id={`part-${name}`} lang="en" dir="ltr">
        {name}
      </h2>
      {children}
    </section>
  );
}
