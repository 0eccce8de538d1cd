/**
 * What a law has the organisation pass on to an authority: shown by country, decided in writing by counsel,
 * told to the reporter, and only then passed on.
 */

import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { type MustReport, mustReportIn } from "../../../../lib/referrals.ts";
import { Select } from "../../../../ui/Field.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { desk } from "../../session.ts";
import { t, term } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord } from "../model.ts";
import { Blocking } from "./Laws.tsx";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { newest } from "../naming.ts";
import { Past, RecordCard, Told } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";

const FORM = "referral";
const AUTHORITIES = CODES["authority"] ?? [];

/** Law, article, and what it asks for; whether anybody compared it with the text. */
function lawWords({ id, title, article, verified }: MustReport): string {
  const asks = term("must", id);
  const words = `${title}, ${article}: ${asks}`;
  return verified ? words : `${words} ${t("lawful.unverified")}`;
}

function raised({ code = "", laws = "" }: Values, id: string, name: string): Step {
  if (laws.trim() === "") missing(`${name}-laws`, () => t("lawful.laws_missing"));
  return { object: "referral", id, move: "raise", code, words: { laws: laws.trim(), text: "" } };
}

function Fields({ form }: { form: FormNow }) {
  return (
    <>
      <Select
        id={form.idOf("code")}
        label={t("referrals.to")}
        value={form.values["code"] ?? ""}
        onValue={value => form.set("code", value)}
        options={AUTHORITIES.map(value => ({ value, label: codeWords(value) }))}
      />
      <Words form={form} control="laws" label={t("referrals.law")} rows={4} />
    </>
  );
}

function Raise({ laws, to }: { laws: readonly string[]; to: string }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  if (!may(work, { object: "referral", id: "new", move: "raise", code: to })) return null;
  return (
    <Opening label={t("referrals.raise")} isOpen={isOpen} open={open}>
      <MoveForm
        name={FORM}
        start={{ code: to, laws: laws.join("\n") }}
        step={(values, id) => raised(values, id, FORM)}
        button={t("lawful.raise")}
        done={() => t("lawful.raised")}
        close={() => open(false)}
      >
        {form => <Fields form={form} />}
      </MoveForm>
    </Opening>
  );
}

function Deeds({ record }: { record: CaseRecord }) {
  const done = (): string => t("lawful.moved");
  return (
    <div class="row deeds">
      <Deed
        record={record}
        move="choose"
        label={t("referrals.choose")}
        legend={t("referrals.choosing")}
        codes={CODES["referring"]}
        words={t("referrals.choose_words")}
        done={done}
      />
      <Deed
        record={record}
        move="tell_first"
        label={t("referrals.tell")}
        words={t("referrals.tell_words")}
        isTold
        done={done}
      />
      <Deed
        record={record}
        move="refer"
        label={t("referrals.refer")}
        words={t("referrals.pass_words")}
        isTold
        done={done}
      />
      <Deed
        record={record}
        move="ask_again"
        label={t("lawful.again")}
        words={t("lawful.again_words")}
        done={done}
      />
    </div>
  );
}

function Referral({ record }: { record: CaseRecord }) {
  const chosen = record.past.findLast(({ move }) => move === "choose")?.code ?? "";
  return (
    <RecordCard record={record} family="referral_state" title={codeWords(record.code)}>
      <Paragraphs words={newest(useWork().work, record, "laws")} />
      {chosen !== "" && record.state !== "open" ? <p>{codeWords(chosen)}</p> : null}
      <Told record={record} />
      {record.state === "open" ? <p class="waits">{t("lawful.waits")}</p> : null}
      <Deeds record={record} />
      <Past record={record} />
    </RecordCard>
  );
}

/** `countries`: those that a handler named; that of the organisation always counts. */
export function Referrals({ countries }: { countries: readonly string[] }) {
  const { work } = useWork();
  const all = [desk().site.country, ...countries];
  const binding = mustReportIn(all);
  const laws = binding.map(lawWords);
  return (
    <section aria-labelledby="referrals-title">
      <h2 id="referrals-title">{t("referrals.title")}</h2>
      <p>{t("referrals.about")}</p>
      {laws.length === 0 ? (
        <p class="small">{t("referrals.unknown")}</p>
      ) : (
        <Notice kind="warm">
          <ul>
            {laws.map(each => (
              <li key={each}>
                <Name>{each}</Name>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Blocking countries={all} />
      <ul class="plain records">
        {every(work.state, "referral").map(each => (
          <Referral key={each.id} record={each} />
        ))}
      </ul>
      <Raise laws={laws} to={binding[0]?.to ?? AUTHORITIES[0] ?? ""} />
    </section>
  );
}
