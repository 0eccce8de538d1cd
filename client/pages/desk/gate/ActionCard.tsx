/** An action at the gate, as each of its sides sees it: against whom, what, and from when. */

import type { ComponentChildren } from "preact";
import { Name } from "../../../ui/Name.tsx";
import { day } from "../times.ts";
import { useWords } from "../useWords.ts";
import { type Kind, KINDS } from "./kinds.ts";

export interface ActionCardProps {
  readonly action: {
    readonly name: string;
    readonly person: string;
    readonly kind: Kind;
    readonly day: string;
  };
  readonly children: ComponentChildren;
}

export function ActionCard({ action, children }: ActionCardProps) {
  const { t } = useWords();
  return (
    <li class="card record">
      <h3>
        <Name>{action.name}</Name> ({action.person}): {t(KINDS[action.kind])}
      </h3>
      <p>{t("gate.effect", { day: day(action.day) })}</p>
      {children}
    </li>
  );
}

export interface ActionListProps {
  readonly id: string;
  readonly title: string;
  /** Each with a key. */
  readonly children: readonly ComponentChildren[];
}

/** Those of one kind, under their title. */
export function ActionList({ id, title, children }: ActionListProps) {
  const { t } = useWords();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children.length === 0 ? <p>{t("gate.none")}</p> : <ul class="plain records">{children}</ul>}
    </section>
  );
}
