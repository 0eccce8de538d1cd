/** Filing what is planned against somebody: one at a time, or a file of them; and what was filed. */

import { useRef } from "preact/hooks";
import { ApiError } from "../../../lib/api.ts";
import { base64, newId } from "../../../lib/bytes.ts";
import { deskApi, type OwnAction } from "../../../lib/deskapi.ts";
import { Button } from "../../../ui/Button.tsx";
import { DayField, Field, Select, TextField } from "../../../ui/Field.tsx";
import { Live, Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { announce } from "../frameState.ts";
import { day } from "../times.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { useWords } from "../useWords.ts";
import { LocalizedError } from "../words.ts";
import { ActionCard, ActionList } from "./ActionCard.tsx";
import { type Kind, KINDS } from "./kinds.ts";

export interface FilingProps {
  readonly actions: readonly OwnAction[];
  readonly again: () => Promise<void>;
}

type Why = "day" | "kind" | "nobody" | "oneself" | "open" | "twice" | "unreadable";

interface Fault {
  readonly line: number;
  readonly why: Why;
}

/** What the server named, line by line; null where it refused for another reason. */
function faultsOf(error: unknown): readonly Fault[] | null {
  const faults = error instanceof ApiError ? error.data["faults"] : null;
  return Array.isArray(faults) ? (faults as readonly Fault[]) : null;
}

function Faults({ error }: { error: unknown }) {
  const { t } = useWords();
  const faults = faultsOf(error);
  if (!faults) return <Refusal error={error} />;
  return (
    <Live urgent>
      <Notice kind="warm">
        <p>{t("gate.nothing_filed")}</p>
        <ul>
          {faults.map(({ line, why }) => (
            <li key={`${line} ${why}`}>{t("gate.fault", { line, why: t(`gate.why.${why}`) })}</li>
          ))}
        </ul>
      </Notice>
    </Live>
  );
}

const START = { person: "", kind: "dismissal", day: "" };

/** The same for the same action, however often it is sent. */
function useId(): (content: string) => string {
  const known = useRef(new Map<string, string>());
  return content => {
    const id = known.current.get(content) ?? newId();
    known.current.set(content, id);
    return id;
  };
}

/** The three fields of an action that is being written. */
function Fields({ draft }: { draft: UnsentForm<keyof typeof START> }) {
  const { t } = useWords();
  const { values, set } = draft;
  const options = Object.entries(KINDS).map(([value, key]) => ({ value, label: t(key) }));
  return (
    <>
      <UnsentHint draft={draft} />
      <TextField
        label={t("gate.person")}
        value={values.person}
        onValue={value => set("person", value)}
        maxLength={200}
      />
      <Select
        label={t("gate.kind")}
        value={values.kind}
        onValue={value => set("kind", value)}
        options={options}
      />
      <DayField
        label={t("gate.day")}
        value={values.day}
        onValue={value => set("day", value)}
        class="narrow"
      />
    </>
  );
}

function One({ again }: Pick<FilingProps, "again">) {
  const { t } = useWords();
  const draft = useUnsent("gate/file", START);
  const idOf = useId();
  const filing = useAction(async () => {
    const { person, kind, day: effect } = draft.values;
    const action = { person: person.trim(), kind: kind as Kind, day: effect };
    if (action.person === "" || effect === "") throw new LocalizedError(() => t("gate.incomplete"));
    const { filed } = await deskApi().fileAction({ id: idOf(JSON.stringify(action)), ...action });
    draft.drop();
    announce(t(filed.some(({ late }) => late) ? "gate.filed_late" : "gate.filed"));
    await again();
  });
  return (
    <section aria-labelledby="gate-one">
      <h2 id="gate-one">{t("gate.file")}</h2>
      <Fields draft={draft} />
      <Faults error={filing.error} />
      <Button kind="main" onPress={filing.run}>
        {t("gate.send")}
      </Button>
    </section>
  );
}

function Several({ again }: Pick<FilingProps, "again">) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const idOf = useId();
  const filing = useAction(async () => {
    const file = input.current?.files?.[0];
    if (!file) return input.current?.focus();
    const csv = base64(new Uint8Array(await file.arrayBuffer()));
    await deskApi().fileActions({ id: idOf(csv), csv });
    if (input.current) input.current.value = "";
    announce(t("gate.filed"));
    return again();
  });
  return (
    <section aria-labelledby="gate-several">
      <h2 id="gate-several">{t("gate.several")}</h2>
      <Field label={t("gate.csv")} hint={t("gate.csv_hint")}>
        {attributes => <input {...attributes} ref={input} type="file" accept=".csv,text/csv" />}
      </Field>
      <Faults error={filing.error} />
      <Button onPress={filing.run}>{t("gate.send_all")}</Button>
    </section>
  );
}

const OPEN = new Set(["filed", "looking"]);

function Own({ action, again }: { action: OwnAction } & Pick<FilingProps, "again">) {
  const { t } = useWords();
  const back = useAction(async () => {
    await deskApi().withdrawAction(action.id);
    await again();
  });
  const open = OPEN.has(action.state);
  return (
    <ActionCard action={action}>
      <p>
        {t(`gate.state.${action.state}`)}
        {action.late ? ` · ${t("gate.late")}` : ""}
      </p>
      {action.state === "filed" ? <p>{t("gate.answer", { day: day(action.answer) })}</p> : null}
      {action.nobody ? <p class="flag">{t("gate.nobody")}</p> : null}
      {action.why === "" ? null : <p dir="auto">{action.why}</p>}
      {open ? <Button onPress={back.run}>{t("gate.withdraw")}</Button> : null}
      <Refusal error={back.error} />
    </ActionCard>
  );
}

/** The part of who files. */
export function Filing({ actions, again }: FilingProps) {
  const { t } = useWords();
  return (
    <>
      <One again={again} />
      <Several again={again} />
      <ActionList id="gate-own" title={t("gate.own")}>
        {actions.map(action => (
          <Own key={action.id} action={action} again={again} />
        ))}
      </ActionList>
    </>
  );
}
