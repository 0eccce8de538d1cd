import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useWords } from "./useWords.ts";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: ComponentChildren;
  /** Shown beside the label where it is over zero. */
  readonly count?: number;
  readonly panel: ComponentChildren;
  /** Of its panel. */
  readonly class?: string;
}

export interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly selected: Name;
  readonly onSelect: (name: Name) => void;
  readonly class?: string;
  /** Stands after the panels, whichever is shown. */
  readonly children?: ComponentChildren;
}

const MOVES: Readonly<Record<string, (at: number, of: number) => number>> = {
  ArrowRight: (at, of) => (at + 1) % of,
  ArrowLeft: (at, of) => (at - 1 + of) % of,
  Home: () => 0,
  End: (_, of) => of - 1,
};
const MIRRORED: Readonly<Record<string, string>> = { ArrowRight: "ArrowLeft", ArrowLeft: "ArrowRight" };

function walk(row: HTMLElement, event: KeyboardEvent, direction: string): void {
  const shown = [...row.querySelectorAll<HTMLElement>("[role=tab]")].filter(tab => tab.offsetParent !== null);
  const at = shown.indexOf(document.activeElement as HTMLElement);
  const move = MOVES[direction === "rtl" ? (MIRRORED[event.key] ?? event.key) : event.key];
  if (at < 0 || !move) return;
  event.preventDefault();
  shown[move(at, shown.length)]?.focus();
}

/**
 * Tabs (ARIA authoring practices, "tabs with manual activation"). Every panel stays on the page: what
 * is half written in one outlives a look at another.
 */
export function Tabs<Name extends string>({ label, tabs, selected, onSelect, ...props }: TabsProps<Name>) {
  const { direction } = useWords();
  const row = useRef<HTMLDivElement>(null);
  const keyed = (event: KeyboardEvent): void => {
    if (row.current) walk(row.current, event, direction);
  };
  return (
    <div class={props.class}>
      <div ref={row} role="tablist" tabIndex={-1} class="tabs" aria-label={label} onKeyDown={keyed}>
        {tabs.map(tab => (
          <TabButton key={tab.name} {...tab} on={tab.name === selected} onSelect={onSelect} />
        ))}
      </div>
      {tabs.map(({ name, panel, class: look = "" }) => (
        <div
          key={name}
          role="tabpanel"
          id={`panel-${name}`}
          aria-labelledby={`tab-${name}`}
          tabIndex={0}
          class={`${look} panel ${name === selected ? "" : "off"}`.trim()}
        >
          {panel}
        </div>
      ))}
      {props.children}
    </div>
  );
}

interface TabButtonProps<Name extends string> extends Tab<Name> {
  readonly on: boolean;
  readonly onSelect: (name: Name) => void;
}

function TabButton<Name extends string>({ name, label, count = 0, on, onSelect }: TabButtonProps<Name>) {
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${name}`}
      aria-controls={`panel-${name}`}
      aria-selected={on}
      tabIndex={on ? 0 : -1}
      class={name}
      onClick={() => onSelect(name)}
    >
      {label}
      {count > 0 ? <span class="count"> {count}</span> : null}
    </button>
  );
}
