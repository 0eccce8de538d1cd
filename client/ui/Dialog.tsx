import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

export interface DialogProps {
  readonly title: ComponentChildren;
  /** What it is about: read with the title. */
  readonly about?: ComponentChildren;
  /** Escape, or the browser's own way back. */
  readonly onClose: () => void;
  readonly class?: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** Over the page, which stays as it is; the focus goes back to where it was. */
export function Dialog({ title, about, onClose, class: look, id: given, children }: DialogProps) {
  const generated = useId();
  const id = given ?? generated;
  const frame = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = frame.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault(); // whoever shows it takes it away
    onClose();
  };
  return (
    <dialog
      ref={frame}
      class={look}
      aria-labelledby={`${id}-title`}
      aria-describedby={about ? `${id}-words` : undefined}
      onCancel={cancel}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {about ? <p id={`${id}-words`}>{about}</p> : null}
      {children}
    </dialog>
  );
}
