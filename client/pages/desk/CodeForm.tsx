/** A box for twelve words. What is typed is a secret: it stays in the box and is kept nowhere. */

import { useRef, useState } from "preact/hooks";
import type { Bytes } from "../../lib/bytes.ts";
import { BadCode, readCode } from "../../lib/returncode.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { useWords } from "./useWords.ts";
import { list, t, LocalizedError } from "./words.ts";

export interface CodeFormProps {
  readonly label: string;
  readonly send: string;
  readonly hint?: string;
  /** Of the box, where another one may be on the page. */
  readonly id?: string;
  /** What becomes of the typed words before `take`; `readCode` where nothing is said. */
  readonly read?: (typed: string) => Promise<Bytes>;
  /** What it throws is shown under the box. */
  readonly take: (entropy: Bytes) => Promise<void>;
}

function inWords(error: unknown): unknown {
  if (!(error instanceof BadCode)) return error;
  const words = error.wrong.map(({ word, number }) => t("code_fault.word_at", { word, number }));
  return new LocalizedError(() => t(`code_fault.${error.fault}`, { count: error.count, words: list(words) }));
}

export function CodeForm({ label, send, hint, id = "code-words", read = readCode, take }: CodeFormProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const sending = useAction(async () => {
    try {
      await take(await read(typed));
      setTyped("");
    } catch (error) {
      box.current?.focus();
      throw inWords(error);
    }
  });
  return (
    <form onSubmit={event => event.preventDefault()}>
      <TextArea
        id={id}
        label={label}
        hint={hint ?? t("recovery.hint")}
        rows={3}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        required
        value={typed}
        onValue={setTyped}
        areaRef={box}
      />
      <Refusal error={sending.error} />
      <Button kind="main" onPress={sending.run}>
        {send}
      </Button>
    </form>
  );
}
