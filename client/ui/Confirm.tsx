import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button, type ButtonProps } from "./Button.tsx";
import { useFocus } from "./useFocus.ts";

export interface ConfirmProps {
  /** The words of the button that asks. */
  readonly children: ComponentChildren;
  readonly kind?: ButtonProps["kind"];
  readonly label?: string | undefined;
  /** What is about to be done, as a question. */
  readonly question: ComponentChildren;
  readonly yes: string;
  readonly no: string;
  readonly onConfirm: () => unknown;
}

interface QuestionProps extends Pick<ConfirmProps, "question" | "yes" | "no" | "onConfirm"> {
  readonly onCancel: () => void;
}

function Question({ question, yes, no, onConfirm, onCancel }: QuestionProps) {
  const first = useFocus<HTMLButtonElement>();
  const leave = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onCancel();
  };
  return (
    <fieldset class="confirming" onKeyDown={leave}>
      <legend>{question}</legend>
      <div class="row">
        <Button kind="main" onPress={onConfirm} buttonRef={first}>
          {yes}
        </Button>
        <Button onPress={onCancel}>{no}</Button>
      </div>
    </fieldset>
  );
}

/** A button that asks once more, in its own place, before it does what a click could not take back. */
export function Confirm({ children, question, yes, no, onConfirm, kind, label }: ConfirmProps) {
  const [asking, setAsking] = useState(false);
  const asked = useRef(false);
  const button = useFocus<HTMLButtonElement>(asked.current && !asking);
  if (!asking) {
    const ask = (): void => {
      asked.current = true;
      setAsking(true);
    };
    return (
      <Button key="ask" kind={kind ?? "quiet"} label={label} onPress={ask} buttonRef={button}>
        {children}
      </Button>
    );
  }
  const confirm = async (): Promise<void> => {
    await onConfirm();
    setAsking(false);
  };
  const cancel = (): void => setAsking(false);
  return <Question key="question" {...{ question, yes, no }} onConfirm={confirm} onCancel={cancel} />;
}
