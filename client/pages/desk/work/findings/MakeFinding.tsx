/** What is found: the code, what it stands on, and the reasons that both sides read. */

import { CODES } from "../../../../lib/caseworkTable.ts";
import { RadioGroup } from "../../../../ui/Choices.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { t, term } from "../../words.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { type FormNow, missing, type Values, Words } from "../MoveForm.tsx";
import type { Step } from "../moving.ts";
import { said } from "../naming.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { stops } from "./signatures.ts";
import { SignedDeed } from "./SignedDeed.tsx";

const FOUND = CODES["finding"] ?? [];
const BASES = ["evidence", "admission"] as const;
/** Whose letters say besides what it does not mean. */
const POSITIVE: readonly string[] = ["substantiated", "partly"];

type Move = "make" | "vary";

/** Why it cannot be found as this; empty where it can. */
function hindrance(work: Work, { id }: CaseRecord, move: Move, said: Partial<Step>): string {
  return stops(work, { object: "finding", id, move, ...said });
}

/** The codes that whoever decides may choose now. */
export function choices(work: Work, finding: CaseRecord, move: Move): readonly string[] {
  return FOUND.filter(code => hindrance(work, finding, move, { code, basis: "evidence" }) === "");
}

/** Why no weighed finding can be made yet; empty where one can, and for who does not decide. */
export function waiting(work: Work, finding: CaseRecord): string {
  const reason = hindrance(work, finding, "make", { code: "substantiated", basis: "evidence" });
  return ["not_yours", "not_from_here"].includes(reason) ? "" : reason;
}

interface Choosing {
  readonly form: FormNow;
  readonly finding: CaseRecord;
  readonly move: Move;
  readonly isSigning: boolean;
}

function Code({ form, finding, move, isSigning }: Choosing) {
  const { work } = useWork();
  const options = FOUND.map(value => {
    const why = isSigning ? "" : hindrance(work, finding, move, { code: value, basis: "evidence" });
    const hint = why === "" ? term("finding_means", value) : term("unmet", why);
    return { value, label: codeWords(value), hint, disabled: why !== "" };
  });
  return (
    <RadioGroup
      name={form.idOf("code")}
      legend={t("finding.code")}
      options={options}
      value={form.values["code"] ?? ""}
      onValue={value => form.set("code", value)}
    />
  );
}

function Basis({ form, finding, move, isSigning }: Choosing) {
  const { work } = useWork();
  const code = form.values["code"] ?? "";
  const options = BASES.map(value => {
    const why =
      isSigning || value === "evidence" ? "" : hindrance(work, finding, move, { code, basis: value });
    const isStopped = why === "admission_stands";
    const hint = isStopped ? term("unmet", why) : undefined;
    return { value, label: term("basis", value), hint, disabled: isStopped };
  });
  return (
    <RadioGroup
      name={form.idOf("basis")}
      legend={t("finding.basis")}
      options={options}
      value={form.values["basis"] ?? ""}
      onValue={value => form.set("basis", value)}
    />
  );
}

/** What is missing, and who lost it or never kept it. */
function Inconclusive({ form }: { form: FormNow }) {
  if (form.values["code"] !== "inconclusive") return null;
  return (
    <>
      <Words form={form} control="missing" label={t("finding.missing")} rows={2} />
      <Words form={form} control="lost_by" label={t("finding.lost_by")} rows={2} />
    </>
  );
}

function Fields(choosing: Choosing) {
  const { form, isSigning } = choosing;
  const code = form.values["code"] ?? "";
  return (
    <>
      <p class="small">{t("finding.standard")}</p>
      <Code {...choosing} />
      {code !== "" && !POSITIVE.includes(code) ? (
        <Notice kind="calm">
          <p>{t("finding.not_positive")}</p>
        </Notice>
      ) : null}
      <Basis {...choosing} />
      <Inconclusive form={form} />
      <Words
        form={form}
        control="text"
        label={t(isSigning ? "finding.why_signed" : "finding.reasons")}
        hint={isSigning ? undefined : t("finding.reasons_hint")}
        rows={4}
      />
    </>
  );
}

/** Raises LocalizedError where something is missing. */
function found(values: Values, name: string, { id }: CaseRecord, move: Move): Step {
  const { code = "", basis = "" } = values;
  const text = (values["text"] ?? "").trim();
  const [lost, by] = [(values["missing"] ?? "").trim(), (values["lost_by"] ?? "").trim()];
  if (!FOUND.includes(code)) missing(`${name}-code-${FOUND[0] ?? ""}`, () => t("finding.choose"));
  const isInconclusive = code === "inconclusive";
  if (isInconclusive && lost === "") missing(`${name}-missing`, () => t("finding.say_missing"));
  if (isInconclusive && by === "") missing(`${name}-lost_by`, () => t("finding.say_lost_by"));
  if (text === "") missing(`${name}-text`, () => t("finding.say_why"));
  const names = isInconclusive ? { missing: lost, lost_by: by } : {};
  return { object: "finding", id, move, code, basis, words: { text, ...names } };
}

export function MakeFinding({ finding, move }: { readonly finding: CaseRecord; readonly move: Move }) {
  const { work } = useWork();
  const [first = "substantiated"] = choices(work, finding, move);
  return (
    <SignedDeed
      record={finding}
      move={move}
      label={t(move === "make" ? "finding.make" : "finding.vary")}
      sign={t("finding.sign")}
      done={() => t("finding.made")}
      clear={{ code: first, basis: "evidence" }}
      start={{ code: "", basis: "evidence", text: "", missing: "", lost_by: "" }}
      step={(values, name) => found(values, name, finding, move)}
      told={["text", "missing", "lost_by"]}
    >
      {(form, isSigning) => <Fields form={form} finding={finding} move={move} isSigning={isSigning} />}
    </SignedDeed>
  );
}

/** What was found, and why. */
export function Found({ made }: { readonly made: JudgedMove }) {
  const { code = "", basis = "" } = made.moved;
  const named = [
    [t("finding.missing"), said(made, "missing")],
    [t("finding.lost_by"), said(made, "lost_by")],
  ] as const;
  return (
    <Notice kind="calm">
      <p>
        <b>{codeWords(code)}</b> · {term("basis", basis)}
      </p>
      <Paragraphs words={said(made, "text")} />
      {named.map(([label, words]) =>
        words === "" ? null : (
          <div key={label}>
            <p class="small">{label}</p>
            <Paragraphs words={words} />
          </div>
        ),
      )}
    </Notice>
  );
}
