/** The worksheet of a finding: written, and as it is read. */

import type { ComponentChildren } from "preact";
import { one } from "../../../../lib/caseworkState.ts";
import { Checkbox } from "../../../../ui/Choices.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { t, term } from "../../words.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { type FormNow, missing, MoveForm, type Values, Words } from "../MoveForm.tsx";
import type { Step } from "../moving.ts";
import { newest, partyName, said } from "../naming.ts";
import { useWork } from "../useWork.ts";
import {
  citable,
  cite,
  citedIn,
  exhibitName,
  lopsided,
  MEMBERS,
  memberOf,
  type Side,
  SIDES,
  WEIGHED,
  type Weighed,
  wordsOf,
} from "./sheet.ts";

/** How each side is called in the finding of this allegation. */
function sideName(work: Work, allegation: string, side: Side): string {
  const accused = one(work.state, "allegation", allegation)?.party ?? "";
  return partyName(work, side === "reporter" ? "reporter" : accused);
}

function BothSides({ children }: { children: (side: Side) => ComponentChildren }) {
  return (
    <div class="sides">
      {SIDES.map(side => (
        <div key={side}>{children(side)}</div>
      ))}
    </div>
  );
}

interface Filling {
  readonly form: FormNow;
  readonly allegation: string;
}

function Weighing({ form, allegation, weighed }: Filling & { readonly weighed: Weighed }) {
  const { work } = useWork();
  return (
    <fieldset class="choices">
      <legend>{term("weighed", weighed)}</legend>
      <p class="hint">{term("weighed_means", weighed)}</p>
      <BothSides>
        {side => (
          <Words
            form={form}
            control={memberOf(weighed, side)}
            label={sideName(work, allegation, side)}
            rows={2}
          />
        )}
      </BothSides>
    </fieldset>
  );
}

/** Neutral: no words beside it, and of either side alone. */
function Gaps({ form, allegation }: Filling) {
  const { work } = useWork();
  return (
    <fieldset class="choices">
      <legend>{t("sheet.gap")}</legend>
      <p class="hint">{t("sheet.gap_hint")}</p>
      {SIDES.map(side => {
        const control = memberOf("gap", side);
        return (
          <Checkbox
            key={side}
            id={form.idOf(control)}
            label={sideName(work, allegation, side)}
            checked={form.values[control] === "yes"}
            onChecked={checked => form.set(control, checked ? "yes" : "")}
          />
        );
      })}
    </fieldset>
  );
}

function exhibitWords(work: Work, exhibit: CaseRecord): string {
  const text = newest(work, exhibit, "text");
  return [exhibitName(exhibit.number), text.length > 60 ? `${text.slice(0, 60)}…` : text]
    .filter(each => each !== "")
    .join(" · ");
}

function Cited({ form }: Pick<Filling, "form">) {
  const { work } = useWork();
  const exhibits = citable(work);
  if (exhibits.length === 0) return <p class="small">{t("sheet.no_exhibits")}</p>;
  const now = form.values["exhibits"] ?? "";
  return (
    <fieldset class="choices">
      <legend>{t("sheet.exhibits")}</legend>
      {exhibits.map(each => (
        <Checkbox
          key={each.id}
          id={form.idOf(`exhibit-${each.number}`)}
          label={<bdi>{exhibitWords(work, each)}</bdi>}
          checked={citedIn(now).includes(each.number)}
          onChecked={checked => form.set("exhibits", cite(now, each.number, checked))}
        />
      ))}
    </fieldset>
  );
}

/** Raises LocalizedError, and moves the writer there, where one side alone was weighed or nothing is said. */
function written(values: Values, name: string): Record<string, string> {
  const words = Object.fromEntries(MEMBERS.map(each => [each, (values[each] ?? "").trim()]));
  const other = lopsided(words);
  if (other !== undefined) missing(`${name}-${other}`, () => t("sheet.lopsided"));
  if (words["text"] === "") missing(`${name}-text`, () => t("sheet.empty"));
  return words;
}

interface SheetFormProps {
  readonly name: string;
  readonly allegation: string;
  /** Undefined: there is none yet. */
  readonly finding: CaseRecord | undefined;
  readonly before: JudgedMove | undefined;
  readonly close: () => void;
}

export function SheetForm({ name, allegation, finding, before, close }: SheetFormProps) {
  const step = (values: Values, id: string): Step => {
    const words = written(values, name);
    return finding
      ? { object: "finding", id: finding.id, move: "revise", words }
      : { object: "finding", id, move: "draft", about: [allegation], words };
  };
  return (
    <MoveForm
      name={name}
      start={wordsOf(before)}
      step={step}
      button={t("sheet.save")}
      done={() => t("sheet.saved")}
      close={close}
    >
      {form => (
        <>
          <p class="small">{t("sheet.lead")}</p>
          {WEIGHED.map(weighed => (
            <Weighing key={weighed} form={form} allegation={allegation} weighed={weighed} />
          ))}
          <Gaps form={form} allegation={allegation} />
          <Cited form={form} />
          <Words form={form} control="text" label={t("sheet.text")} hint={t("sheet.text_hint")} rows={5} />
        </>
      )}
    </MoveForm>
  );
}

function Weight({ sheet, allegation, weighed }: Shown & { readonly weighed: Weighed }) {
  const { work } = useWork();
  if (SIDES.every(side => said(sheet, memberOf(weighed, side)) === "")) return null;
  return (
    <>
      <h4>{term("weighed", weighed)}</h4>
      <BothSides>
        {side => (
          <>
            <p class="small">
              <Name>{sideName(work, allegation, side)}</Name>
            </p>
            <Paragraphs words={said(sheet, memberOf(weighed, side))} />
          </>
        )}
      </BothSides>
    </>
  );
}

interface Shown {
  readonly sheet: JudgedMove;
  readonly allegation: string;
}

function Neutral({ sheet, allegation }: Shown) {
  const { work } = useWork();
  const gaps = SIDES.filter(side => said(sheet, memberOf("gap", side)) === "yes");
  if (gaps.length === 0) return null;
  return (
    <p class="small">
      {t("sheet.gap_of")}{" "}
      {gaps.map((side, at) => (
        <span key={side}>
          {at > 0 ? ", " : ""}
          <Name>{sideName(work, allegation, side)}</Name>
        </span>
      ))}
      {". "}
      {t("sheet.gap_neutral")}
    </p>
  );
}

/** As it was written; nothing under what is empty on both sides. */
export function SheetShown({ sheet, allegation }: Shown) {
  const cited = citedIn(said(sheet, "exhibits")).map(exhibitName).join(", ");
  const text = said(sheet, "text");
  return (
    <div class="sheet">
      {text === "" ? null : (
        <>
          <h4>{t("sheet.text")}</h4>
          <Paragraphs words={text} />
        </>
      )}
      {WEIGHED.map(weighed => (
        <Weight key={weighed} sheet={sheet} allegation={allegation} weighed={weighed} />
      ))}
      <Neutral sheet={sheet} allegation={allegation} />
      {cited === "" ? null : (
        <p class="small">
          {t("sheet.exhibits")}: <bdi>{cited}</bdi>
        </p>
      )}
    </div>
  );
}
