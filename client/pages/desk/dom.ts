/**
 * The few things the desk does to the document. Text always enters as text nodes: what a
 * reporter wrote is never parsed as markup, and Trusted Types would refuse it if it were.
 */

import { languageOf } from "../../lib/textLanguage.ts";

export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Listener = (event: never) => unknown;
export interface Props {
  /** Event listeners by name. */
  readonly on?: Readonly<Record<string, Listener>>;
  /** Attributes; `true` writes an empty one, `false` and `undefined` none. */
  readonly [attribute: string]: string | number | boolean | undefined | Readonly<Record<string, Listener>>;
}

export function append(parent: Node, ...children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, ...(child as readonly Child[]));
    else parent.appendChild(child instanceof Node ? child : new Text(child as string));
  }
}

/** An element with attributes, listeners and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "object") {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener as EventListener);
      }
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, ...children);
  return element;
}

export function replace(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, ...children);
}

/** The element with this id; the shells are ours, so its absence is a fault of the build. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks #${id}.`);
  return element;
}

/**
 * A name, a role, a reference: it runs its own way and takes nothing beside it along (Unicode,
 * UAX 9). In which language it is, nobody knows.
 */
export function bdi(value: string, dir?: "ltr"): HTMLElement {
  return h("bdi", { lang: "", dir }, value);
}

/** What somebody has written in one line: in its own direction and language. */
export function line(words: string, language = ""): HTMLElement {
  return h("span", { dir: "auto", lang: languageOf(words, language) }, words);
}

/**
 * Words in paragraphs as they were written: one `<p>` for each blank-line block. `language`: in
 * which they are likely to be; empty where nobody knows.
 */
export function paragraphs(words: string, language = ""): HTMLElement[] {
  const lang = languageOf(words, language);
  const blocks = words.replaceAll("\r\n", "\n").split(/\n{2,}/);
  return (
    blocks
      .filter(block => block.trim() !== "")
      // `auto`: a report in Arabic on an English desk runs its own way.
      .map(block => h("p", { class: "words", dir: "auto", lang }, block))
  );
}

export interface ButtonProps {
  readonly label: string;
  readonly kind?: "main" | "quiet" | "link";
  readonly act: () => unknown;
  readonly disabled?: boolean;
  readonly describedBy?: string;
}

/** A button that cannot be pressed twice while what it started is running. */
export function button(props: ButtonProps): HTMLButtonElement {
  const look = { main: "button", quiet: "button quiet", link: "link" }[props.kind ?? "quiet"];
  const element = h(
    "button",
    {
      type: "button",
      class: look,
      disabled: props.disabled ?? false,
      "aria-describedby": props.describedBy,
    },
    props.label,
  );
  element.addEventListener("click", () => void once(element, props.act));
  return element;
}

/** Runs `act` while the button shows that it is busy. */
export async function once(element: HTMLButtonElement, act: () => unknown): Promise<void> {
  if (element.getAttribute("aria-disabled") === "true") return;
  // Not `disabled`: that would throw the keyboard's focus away.
  element.setAttribute("aria-disabled", "true");
  try {
    await act();
  } finally {
    element.removeAttribute("aria-disabled");
  }
}

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** A labelled control with its hint. */
export function field(props: FieldProps, control: HTMLElement): HTMLElement {
  control.id = props.id;
  if (props.hint) control.setAttribute("aria-describedby", `${props.id}-hint`);
  return h(
    "div",
    { class: "field" },
    h("label", { for: props.id }, props.label),
    props.hint ? h("p", { class: "hint", id: `${props.id}-hint` }, props.hint) : null,
    control,
  );
}

/** Something to be noticed. `grave` is spoken at once, the others politely. */
export function notice(kind: "calm" | "warm" | "grave", ...children: readonly Child[]): HTMLElement {
  const role = kind === "grave" ? "alert" : "note";
  return h("div", { class: `notice ${kind}`, role }, ...children);
}

/** A list of terms and what stands for each; pairs without a value are left out. */
export function facts(pairs: readonly (readonly [string, Child])[], name = "facts"): HTMLElement {
  const shown = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return h(
    "dl",
    { class: name },
    ...shown.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
  );
}
