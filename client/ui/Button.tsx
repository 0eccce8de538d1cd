import type { ComponentChildren, Ref } from "preact";
import { useRef, useState } from "preact/hooks";

export interface ButtonProps {
  /** What it does; while a promise runs, the button is busy and takes no other press. */
  readonly onPress: () => unknown;
  readonly children: ComponentChildren;
  readonly kind?: "main" | "quiet" | "link";
  readonly id?: string | undefined;
  readonly class?: string;
  readonly disabled?: boolean;
  /** Busy by something else than its own press. */
  readonly busy?: boolean;
  /** Its name, where its words alone do not say what it is about. */
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  /** For a button that stays pressed. */
  readonly pressed?: boolean | undefined;
  readonly controls?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

const LOOK = { main: "button", quiet: "button quiet", link: "link" };

/** Whether the press is running, and how to press. */
function usePress(onPress: () => unknown): [boolean, () => Promise<void>] {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await onPress();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [busy, press];
}

/** A button that cannot be pressed twice while what it started is running. */
export function Button({ onPress, children, kind = "quiet", ...props }: ButtonProps) {
  const [pressed, press] = usePress(onPress);
  const busy = pressed || props.busy === true;
  const look = props.class ? `${LOOK[kind]} ${props.class}` : LOOK[kind];
  return (
    <button
      type="button"
      ref={props.buttonRef ?? null}
      id={props.id}
      class={look}
      disabled={props.disabled}
      // Not `disabled`: that would throw the keyboard's focus away.
      aria-disabled={busy ? "true" : undefined}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-pressed={props.pressed}
      aria-controls={props.controls}
      onClick={() => (busy ? undefined : void press())}
    >
      {children}
    </button>
  );
}
