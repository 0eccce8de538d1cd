/**
 * What is said before a message goes out with a question that hurts. It is a warning: whoever
 * writes may change the words, or send them with a reason that is counted.
 */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { type Finding, type Override, OVERRIDES } from "../../../lib/wordcheck.ts";
import { Button } from "../../../ui/Button.tsx";
import { RadioGroup } from "../../../ui/Choices.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { count, t, term, LocalizedError } from "../words.ts";

/** A wording, the words in which it stands, and how the writer is put there. */
export interface Found extends Finding {
  readonly text: string;
  readonly select: (start: number, end: number) => void;
}

interface WarningProps {
  readonly flags: readonly Found[];
  /** What can be done now. */
  readonly lead: string;
  /** Puts the warning away, to change the words. */
  readonly edit: () => void;
  /** Goes on with the words as they are, and what that is called. */
  readonly onward: () => void;
  readonly anyway: string;
  /** Of its heading: one below what it stands under. */
  readonly level: "h2" | "h3";
  readonly children?: ComponentChildren;
}

export interface WarnedProps extends Pick<WarningProps, "flags" | "edit"> {
  /** Sends with the reason; what goes wrong is shown by whoever gave it. */
  readonly send: (override: Override) => Promise<unknown>;
}

function Phrase({ flag }: { flag: Found }) {
  const phrase = flag.text.slice(flag.start, flag.end);
  return (
    <li>
      <p>
        <q dir="auto">{phrase}</q>{" "}
        <Button
          kind="link"
          label={t("warned.show_of", { phrase })}
          onPress={() => flag.select(flag.start, flag.end)}
        >
          {t("warned.show")}
        </Button>
      </p>
      <p>{term("flag_why", flag.flag)}</p>
      <p class="better">
        <b>{t("warned.better")}</b> {term("flag_better", flag.flag)}
      </p>
    </li>
  );
}

function Overriding({ send }: Pick<WarnedProps, "send">) {
  const [reason, setReason] = useState("");
  useLayoutEffect(() => document.getElementById(`override-${OVERRIDES[0] ?? ""}`)?.focus(), []);
  const sending = useAction(async () => {
    const chosen = OVERRIDES.find(code => code === reason);
    if (!chosen) throw new LocalizedError(() => t("form.choose_reason"));
    await send(chosen);
  });
  const options = OVERRIDES.map(code => ({ value: code, label: term("override", code) }));
  return (
    <>
      <p class="small">{t("warned.counted")}</p>
      <RadioGroup
        name="override"
        legend={t("warned.why")}
        options={options}
        value={reason}
        onValue={setReason}
      />
      <Refusal error={sending.error} />
      <Button onPress={sending.run}>{t("warned.send")}</Button>
    </>
  );
}

/** The warning; the reader is moved to its heading. */
export function Warning({ flags, lead, edit, onward, anyway, level: Heading, children }: WarningProps) {
  const heading = useFocus<HTMLHeadingElement>(flags);
  return (
    <div class="notice warm warned" role="group" aria-labelledby="warned-title">
      <Heading id="warned-title" tabIndex={-1} ref={heading}>
        {count("warned.title", flags.length)}
      </Heading>
      <p>{lead}</p>
      <ul class="plain">
        {flags.map(each => (
          <Phrase key={`${each.text.length} ${each.start} ${each.flag}`} flag={each} />
        ))}
      </ul>
      <div class="row">
        <Button kind="main" onPress={edit}>
          {t("warned.edit")}
        </Button>
        <Button kind="link" onPress={onward}>
          {anyway}
        </Button>
      </div>
      {children}
    </div>
  );
}

/** The warning before a letter that can be sent all the same, with a reason that is counted. */
export function Warned({ flags, send, edit }: WarnedProps) {
  const [anyway, setAnyway] = useState(false);
  return (
    <Warning
      flags={flags}
      lead={t("warned.lead")}
      edit={edit}
      onward={() => setAnyway(true)}
      anyway={t("warned.anyway")}
      level="h3"
    >
      <div>{anyway ? <Overriding send={send} /> : null}</div>
    </Warning>
  );
}
