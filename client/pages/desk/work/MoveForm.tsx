/** A form that moves something: what is typed is kept, what the reporter would read is looked at, once sent. */

import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { newId } from "../../../lib/bytes.ts";
import { check } from "../../../lib/wordcheck.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea, TextField } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { type Found, Warning } from "../case/Warned.tsx";
import { announce } from "../frameState.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { count, LocalizedError, t } from "../words.ts";
import { Moving, type Step } from "./moving.ts";
import { useWork } from "./useWork.ts";

export const MAX_TEXT = 20_000;
export const MAX_LINE = 400;

export type Values = Readonly<Record<string, string>>;

export interface MoveFormProps {
  /** Of what is kept, within the case; and the beginning of each control's id. */
  readonly name: string;
  /** What its controls say before anybody writes, by their ids without `name`. */
  readonly start: Values;
  /** What is to be moved; `id`: for something new. Raises LocalizedError where something is missing. */
  readonly step: (values: Values, id: string) => Step | Promise<Step>;
  /** Controls whose words the reporter will read. */
  readonly told?: readonly string[];
  /** Signed beside a move that somebody else makes then. */
  readonly asAssent?: boolean;
  readonly button: string;
  readonly done: () => string;
  /** Closes it; without it there is no way to. */
  readonly close?: () => void;
  readonly children: (form: FormNow) => ComponentChildren;
}

/** What its controls are made of. */
export interface FormNow {
  readonly values: Values;
  readonly set: (control: string, value: string) => void;
  readonly idOf: (control: string) => string;
}

interface Sending {
  readonly form: FormNow;
  readonly draft: UnsentForm<string>;
  readonly flags: readonly Found[];
  readonly sending: Action<[boolean]>;
  readonly edit: () => void;
}

/** Raises LocalizedError, and moves the writer to the control. */
export function missing(id: string, words: () => string): never {
  document.getElementById(id)?.focus();
  throw new LocalizedError(words);
}

function select(id: string, start: number, end: number): void {
  const box = document.getElementById(id);
  box?.focus();
  if (box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement)
    box.setSelectionRange(start, end);
}

function flaggedIn({ values, idOf }: FormNow, told: readonly string[]): Found[] {
  return told.flatMap(control => {
    const text = values[control] ?? "";
    const shown = (start: number, end: number): void => select(idOf(control), start, end);
    return check(text).map(finding => ({ ...finding, text, select: shown }));
  });
}

function useSending({ name, start, step, told = [], asAssent, done, close }: MoveFormProps): Sending {
  const { work, store } = useWork();
  const kept = `${work.open.id}/work/${name}`;
  const draft = useUnsent<string>(kept, start);
  const [flags, setFlags] = useState<readonly Found[]>([]);
  const moving = useRef<Moving | null>(null);
  const id = useRef(newId());
  const set = (control: string, value: string): void => {
    setFlags([]); // what was warned of, or was missing, may be gone
    sending.clear();
    draft.set(control, value);
  };
  const form: FormNow = { values: draft.values, set, idOf: control => `${name}-${control}` };
  const sending = useAction(async (anyway: boolean) => {
    setFlags([]);
    const given = await step(draft.values, id.current);
    const found = anyway ? [] : flaggedIn(form, told);
    if (found.length > 0) {
      setFlags(found);
      announce(count("warned.title", found.length));
      return;
    }
    await store.act(
      async now => {
        if (!moving.current?.isOf(now, given)) moving.current = new Moving(now, given, asAssent);
        await moving.current.send();
      },
      { message: done, form: kept },
    );
    id.current = newId();
    close?.();
  });
  const edit = (): void => {
    setFlags([]);
    const [first] = flags;
    first?.select(first.start, first.end);
  };
  return { form, draft, flags, sending, edit };
}

export function MoveForm(props: MoveFormProps) {
  const { form, draft, flags, sending, edit } = useSending(props);
  return (
    <form class="moving" onSubmit={event => event.preventDefault()}>
      <UnsentHint draft={draft} />
      {props.children(form)}
      {flags.length > 0 ? (
        <Warning
          flags={flags}
          lead={t("decide.warned")}
          edit={edit}
          onward={() => void sending.run(true)}
          anyway={t("decide.anyway")}
          level="h3"
        />
      ) : null}
      <Refusal error={sending.error} />
      <div class="row">
        <Button kind="main" onPress={() => sending.run(false)}>
          {props.button}
        </Button>
        {props.close ? <Button onPress={props.close}>{t("confirm.not_now")}</Button> : null}
      </div>
    </form>
  );
}

interface ControlProps {
  readonly form: FormNow;
  readonly control: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly rows?: number;
}

/** Several lines. */
export function Words({ form: { values, set, idOf }, control, label, hint, rows = 4 }: ControlProps) {
  return (
    <TextArea
      id={idOf(control)}
      label={label}
      hint={hint}
      rows={rows}
      maxLength={MAX_TEXT}
      value={values[control] ?? ""}
      onValue={value => set(control, value)}
    />
  );
}

/** One line. */
export function LineOf({ form: { values, set, idOf }, control, label, hint }: ControlProps) {
  return (
    <TextField
      id={idOf(control)}
      label={label}
      hint={hint}
      maxLength={MAX_LINE}
      value={values[control] ?? ""}
      onValue={value => set(control, value)}
    />
  );
}

interface OpenedProps {
  readonly label: string;
  /** Of which of several it is. */
  readonly describedBy: string | undefined;
  /** Whether it was opened by a press: then the reader is moved to its heading. */
  readonly pressed: boolean;
  readonly children: ComponentChildren;
}

/** A group and no landmark: of one kind, several can be open at once. */
function Opened({ label, describedBy, pressed, children }: OpenedProps) {
  const heading = useFocus<HTMLHeadingElement>(pressed);
  const id = useId();
  return (
    <div class="card opened" role="group" aria-labelledby={[id, describedBy].filter(Boolean).join(" ")}>
      <h3 id={id} tabIndex={-1} ref={heading}>
        {label}
      </h3>
      {children}
    </div>
  );
}

/** A button, in whose place the form stands once it was pressed, or while something is half written in it. */
export function Opening({
  label,
  describedBy,
  isOpen,
  open,
  children,
}: {
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly isOpen: boolean;
  readonly open: (isOpen: boolean) => void;
  readonly children: ComponentChildren;
}) {
  const was = useRef(false);
  const pressed = useRef(false);
  const button = useFocus<HTMLButtonElement>(was.current && !isOpen);
  if (isOpen) {
    was.current = true;
    return (
      <Opened label={label} describedBy={describedBy} pressed={pressed.current}>
        {children}
      </Opened>
    );
  }
  const press = (): void => {
    pressed.current = true;
    open(true);
  };
  return (
    <Button onPress={press} describedBy={describedBy} buttonRef={button}>
      {label}
    </Button>
  );
}
