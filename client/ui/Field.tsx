/** Controls with their label, hint and fault. What is typed belongs to the page: `value`, `onValue`. */

import type { ComponentChildren, Ref } from "preact";
import { useId } from "preact/hooks";

interface Labelled {
  readonly label: ComponentChildren;
  readonly id?: string;
  readonly hint?: ComponentChildren;
  /** What is wrong with it; read with the control, and marked on it. */
  readonly error?: string | undefined;
}

interface FieldProps extends Labelled {
  readonly children: (attributes: ControlAttributes) => ComponentChildren;
}

interface ControlAttributes {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
}

/** The frame of one control, which `children` makes of the attributes that tie it to its label. */
export function Field({ label, id: given, hint, error, children }: FieldProps) {
  const generated = useId();
  const id = given ?? generated;
  const about = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(each => each !== "");
  const attributes: ControlAttributes = {
    id,
    "aria-describedby": about.length > 0 ? about.join(" ") : undefined,
    "aria-invalid": error ? "true" : undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {children(attributes)}
      {error ? (
        <p class="flag" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

interface TypedProps extends Labelled {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly maxLength?: number;
  readonly required?: boolean;
  /** Left out: as the words that are typed. */
  readonly dir?: "ltr" | "auto";
}

export interface TextFieldProps extends TypedProps {
  readonly autocomplete?: string;
  readonly spellcheck?: boolean;
  /** Marked as wrong where `error` says nothing of its own. */
  readonly invalid?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line. */
export function TextField({ value, onValue, dir = "auto", ...props }: TextFieldProps) {
  return (
    <Field {...props}>
      {attributes => (
        <input
          {...attributes}
          aria-invalid={props.invalid === true ? "true" : attributes["aria-invalid"]}
          ref={props.inputRef ?? null}
          type="text"
          dir={dir}
          value={value}
          maxLength={props.maxLength}
          required={props.required}
          autocomplete={props.autocomplete ?? "off"}
          spellcheck={props.spellcheck}
          onInput={event => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface DayFieldProps extends Labelled {
  /** `YYYY-MM-DD`, or empty. */
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly required?: boolean;
  /** Marked as wrong where `error` says nothing of its own. */
  readonly invalid?: boolean;
  readonly class?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A day, by what the browser has for it. */
export function DayField({ value, onValue, ...props }: DayFieldProps) {
  return (
    <Field {...props}>
      {attributes => (
        <input
          {...attributes}
          aria-invalid={props.invalid === true ? "true" : attributes["aria-invalid"]}
          ref={props.inputRef ?? null}
          class={props.class}
          type="date"
          value={value}
          min={props.min}
          max={props.max}
          required={props.required}
          onInput={event => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface TextAreaProps extends TypedProps {
  readonly rows?: number;
  readonly autocapitalize?: "none" | "sentences";
  readonly autocomplete?: "off";
  readonly spellcheck?: boolean;
  readonly areaRef?: Ref<HTMLTextAreaElement>;
}

/** Several lines. */
export function TextArea({ value, onValue, dir = "auto", ...props }: TextAreaProps) {
  return (
    <Field {...props}>
      {attributes => (
        <textarea
          {...attributes}
          ref={props.areaRef ?? null}
          dir={dir}
          rows={props.rows}
          value={value}
          maxLength={props.maxLength}
          required={props.required}
          autocapitalize={props.autocapitalize}
          autocomplete={props.autocomplete}
          spellcheck={props.spellcheck}
          onInput={event => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly lang?: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends Labelled {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly Option[];
}

/** One of a few. */
export function Select({ value, onValue, options, ...props }: SelectProps) {
  return (
    <Field {...props}>
      {attributes => (
        <select {...attributes} value={value} onChange={event => onValue(event.currentTarget.value)}>
          {options.map(option => (
            <option
              key={option.value}
              value={option.value}
              lang={option.lang}
              disabled={option.disabled}
              selected={option.value === value}
            >
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
