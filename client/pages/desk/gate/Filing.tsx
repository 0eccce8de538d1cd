/** Filing what is planned against somebody: one at a time, or a file of them; and what was filed. */

import { useRef, useState } from "preact/hooks";
import { ApiError } from "../../../lib/api.ts";
import { base64, newId } from "../../../lib/bytes.ts";
import { deskApi, type OwnAction } from "../../../lib/deskapi.ts";
import { Button } from "../../../ui/Button.tsx";
import { DayField, Field, Select, TextField } from "../../../ui/Field.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Live, Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { announce } from "../frameState.ts";
import { day } from "../times.ts";
import { useWords } from "../useWords.ts";
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

function One({ again }: Pick<FilingProps, "again">) {
  const { t } = useWords();
  const [person, setPerson] = useState("");
  const [kind, setKind] = useState<Kind>("dismissal");
  const [effect, setEffect] = useState("");
  const filing = useAction(async () => {
    const { filed } = await deskApi().fileAction({ id: newId(), person, kind, day: effect });
    setPerson("");
    announce(t(filed.some(({ late }) => late) ? "gate.filed_late" : "gate.filed"));
    await again();
  });
  const options = Object.entries(KINDS).map(([value, key]) => ({ value, label: t(key) }));
  return (
    <section aria-labelledby="gate-one">
      <h2 id="gate-one">{t("gate.file")}</h2>
      <TextField label={t("gate.person")} value={person} onValue={setPerson} maxLength={200} />
      <Select
        label={t("gate.kind")}
        value={kind}
        onValue={value => setKind(value as Kind)}
        options={options}
      />
      <DayField label={t("gate.day")} value={effect} onValue={setEffect} class="narrow" />
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
  const filing = useAction(async () => {
    const file = input.current?.files?.[0];
    if (!file) return input.current?.focus();
    const csv = base64(new Uint8Array(await file.arrayBuffer()));
    await deskApi().fileActions({ id: newId(), csv });
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
    <li class="card">
      <h3>
        <Name>{action.name}</Name> ({action.person}): {t(KINDS[action.kind])}
      </h3>
      <p>{t("gate.effect", { day: day(action.day) })}</p>
      <p>
        {t(`gate.state.${action.state}`)}
        {action.late ? ` · ${t("gate.late")}` : ""}
      </p>
      {action.state === "filed" ? <p>{t("gate.answer", { day: day(action.answer) })}</p> : null}
      {action.nobody ? <p class="flag">{t("gate.nobody")}</p> : null}
      {action.why === "" ? null : <p dir="auto">{action.why}</p>}
      {open ? <Button onPress={back.run}>{t("gate.withdraw")}</Button> : null}
      <Refusal error={back.error} />
    </li>
  );
}

/** The part of who files. */
export function Filing({ actions, again }: FilingProps) {
  const { t } = useWords();
  return (
    <>
      <One again={again} />
      <Several again={again} />
      <section aria-labelledby="gate-own">
        <h2 id="gate-own">{t("gate.own")}</h2>
        {actions.length === 0 ? <p>{t("gate.none")}</p> : null}
        <ul class="plain">
          {actions.map(action => (
            <Own key={action.id} action={action} again={again} />
          ))}
        </ul>
      </section>
    </>
  );
}
