/** A move with words that others may have to sign: the same form for who signs it and for who makes it. */

import type { ComponentChildren } from "preact";
import { rowOf } from "../../../../lib/caseworkState.ts";
import { Name } from "../../../../ui/Name.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { t, term } from "../../words.ts";
import type { CaseRecord } from "../model.ts";
import { type FormNow, MoveForm, Opening, type Values } from "../MoveForm.tsx";
import { maySecond, type Step } from "../moving.ts";
import { actorName } from "../naming.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { type Signature, stops, useSignatures, withSignatures } from "./signatures.ts";

export interface SignedDeedProps {
  readonly record: CaseRecord;
  readonly move: string;
  readonly label: string;
  /** What who signs it beside presses. */
  readonly sign: string;
  readonly done: () => string;
  /** What whoever looks would have to say for it to be theirs to make: a code, where it has one. */
  readonly clear?: Partial<Step>;
  readonly start: Values;
  /** What is moved, by the words of its form; `name`: the beginning of its controls' ids. */
  readonly step: (values: Values, name: string) => Step;
  readonly told?: readonly string[];
  readonly children: (form: FormNow, isSigning: boolean) => ComponentChildren;
}

/** As what it was signed: a code, and what it stands on. */
function signedAs({ shell: { code, basis, holder } }: Signature, nameOf: (id: string) => string): string {
  const said = [
    code === "" ? "" : codeWords(code),
    basis === "" ? "" : term("basis", basis),
    holder === "" ? "" : nameOf(holder),
  ];
  return said.filter(each => each !== "").join(" · ");
}

function Signatures({ signed }: { signed: readonly Signature[] }) {
  const { work } = useWork();
  if (signed.length === 0) return null;
  return (
    <ul class="plain signed">
      {signed.map(each => (
        <li key={each.holder} class="small">
          <b>
            {t("signing.by")} <Name>{actorName(work, each.holder)}</Name>
          </b>{" "}
          <bdi>{signedAs(each, id => actorName(work, id))}</bdi>
          {each.text === "" ? null : <Paragraphs words={each.text} />}
        </li>
      ))}
    </ul>
  );
}

/** What was signed last is what the form says at first: another would be signed by nobody. */
function started({ start }: SignedDeedProps, signed: readonly Signature[]): Values {
  const shell = signed.at(-1)?.shell;
  if (!shell) return start;
  const said = { code: shell.code, basis: shell.basis, holder: shell.holder };
  const own = Object.entries(said).filter(([name, value]) => name in start && value !== "");
  return { ...start, ...Object.fromEntries(own) };
}

function Making({ deed, signed }: { deed: SignedDeedProps; signed: readonly Signature[] }) {
  const { work } = useWork();
  const { record, move, label, done, step, told = [], children } = deed;
  const name = `${move}-${record.id}`;
  const [isOpen, open] = useOpening(name);
  return (
    <Opening label={label} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
      <MoveForm
        name={name}
        start={started(deed, signed)}
        step={values => withSignatures(work, step(values, name))}
        told={told}
        button={label}
        done={done}
        close={() => open(false)}
      >
        {form => children(form, false)}
      </MoveForm>
    </Opening>
  );
}

function Signing({ deed }: { deed: SignedDeedProps }) {
  const { record, move, sign, start, step, children } = deed;
  const name = `sign-${move}-${record.id}`;
  const [isOpen, open] = useOpening(name);
  return (
    <Opening label={sign} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
      <MoveForm
        name={name}
        start={start}
        step={values => step(values, name)}
        asAssent
        button={sign}
        done={() => t("work.signed")}
        close={() => open(false)}
      >
        {form => children(form, true)}
      </MoveForm>
    </Opening>
  );
}

function isFromHere({ object, id, state }: CaseRecord, move: string): boolean {
  return rowOf({ object, id, move, actor: "", at: "", version: 0 }).before.includes(state);
}

/** Nothing where whoever looks may neither make it nor sign it. */
export function SignedDeed(deed: SignedDeedProps) {
  const { work } = useWork();
  const { record, move, clear = {} } = deed;
  const signed = useSignatures(work, record, move);
  if (signed === null) return null;
  const base = { object: record.object, id: record.id, move };
  const mine = stops(work, { ...base, ...clear }) === "";
  const mayBeside = isFromHere(record, move) && maySecond(work, base);
  const isSigned = signed.some(({ holder }) => holder === work.me.id);
  return (
    <>
      <Signatures signed={signed} />
      {mine ? <Making deed={deed} signed={signed} /> : null}
      {mayBeside && !isSigned ? <Signing deed={deed} /> : null}
    </>
  );
}
