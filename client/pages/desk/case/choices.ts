/** A group of radio buttons with its legend, and what is chosen in it. */

import { type Child, h } from "../dom.ts";

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: Child;
  readonly disabled?: boolean;
}

export interface ChoiceProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly Option[];
  /** The value that is chosen at first; none where it is left out. */
  readonly start?: string;
  readonly changed?: (value: string) => void;
}

export interface Choices {
  readonly element: HTMLElement;
  /** The value that is chosen, empty for none. */
  readonly value: () => string;
}

function choice(props: ChoiceProps, option: Option): HTMLElement {
  const id = `${props.name}-${option.value}`;
  return h(
    "div",
    { class: "choice" },
    h("input", {
      type: "radio",
      name: props.name,
      id,
      value: option.value,
      checked: option.value === props.start,
      disabled: option.disabled ?? false,
    }),
    h("label", { for: id }, option.label, option.hint ? h("span", { class: "hint" }, option.hint) : null),
  );
}

export function choices(props: ChoiceProps): Choices {
  const element = h(
    "fieldset",
    { class: "choices" },
    h("legend", {}, props.legend),
    ...props.options.map(option => choice(props, option)),
  );
  const value = (): string => element.querySelector<HTMLInputElement>("input:checked")?.value ?? "";
  element.addEventListener("change", () => props.changed?.(value()));
  return { element, value };
}
