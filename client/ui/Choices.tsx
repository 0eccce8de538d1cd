/** Boxes to tick, and groups of which one is chosen. */

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface CheckboxProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
  readonly id?: string;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
}

/** One box with its words beside it. */
export function Checkbox({ label, checked, onChecked, id: given, hint, disabled }: CheckboxProps) {
  const generated = useId();
  const id = given ?? generated;
  return (
    <div class="choice">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        onChange={event => onChecked(event.currentTarget.checked)}
      />
      <label for={id}>
        {label}
        {hint ? <span class="hint">{hint}</span> : null}
      </label>
    </div>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
}

export interface RadioGroupProps {
  /** Of the group; each button's id is `name-value`. */
  readonly name: string;
  readonly legend: ComponentChildren;
  readonly options: readonly Choice[];
  /** Empty: none is chosen. */
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly class?: string;
  /** Each set as a card, for what is chosen with care. */
  readonly big?: boolean;
}

/** A group of radio buttons with its legend. */
export function RadioGroup({ name, legend, options, value, onValue, ...props }: RadioGroupProps) {
  return (
    <fieldset class={props.class ? `choices ${props.class}` : "choices"}>
      <legend>{legend}</legend>
      {options.map(option => (
        <div class={props.big ? "choice big" : "choice"} key={option.value}>
          <input
            type="radio"
            name={name}
            id={`${name}-${option.value}`}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onValue(option.value)}
          />
          <label for={`${name}-${option.value}`}>
            {option.label}
            {option.hint ? <span class="hint">{option.hint}</span> : null}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
