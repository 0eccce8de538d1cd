/** Which law a person works under, where the act was, who employs them: sealed to the file, as all that tells who they are. */

import { LAW_COUNTRIES } from "../../../lib/contradictions.ts";
import { every } from "../../../lib/caseworkState.ts";
import { PACK_COUNTRIES } from "../../../lib/lawPacks.ts";
import { REFERRAL_COUNTRIES } from "../../../lib/referrals.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { Select } from "../../../ui/Field.tsx";
import { language, t } from "../words.ts";
import type { CaseRecord, Work } from "./model.ts";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { newest } from "./naming.ts";
import { fact } from "./records.tsx";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";

const COUNTRIES = ["law_of_work", "place_of_act"] as const;

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Countries of whose laws anything is known here, by their names. */
export function countryChoices(): readonly Choice[] {
  const names = new Intl.DisplayNames([language()], { type: "region" });
  const known = [...new Set([...PACK_COUNTRIES, ...LAW_COUNTRIES, ...REFERRAL_COUNTRIES])];
  const all = known.map(value => ({ value, label: names.of(value) ?? value }));
  return all.toSorted((a, b) => a.label.localeCompare(b.label, language()));
}

function countryName(code: string): string {
  return countryChoices().find(({ value }) => value === code)?.label ?? "";
}

/** What was noted of all the people of a case, each country once. */
export function countriesOf(work: Work): readonly string[] {
  const noted = every(work.state, "party").flatMap(party => COUNTRIES.map(name => newest(work, party, name)));
  return [...new Set(noted.filter(code => countryName(code) !== ""))];
}

/** Nothing where nothing was noted. */
export function PlaceFacts({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  return (
    <Facts
      pairs={[
        [t("place.law"), fact(countryName(newest(work, party, "law_of_work")))],
        [t("place.act"), fact(countryName(newest(work, party, "place_of_act")))],
        [t("place.employer"), fact(newest(work, party, "employer"))],
      ]}
    />
  );
}

function placed(values: Values, party: string, name: string): Step {
  const { law_of_work = "", place_of_act = "", employer = "", text = "" } = values;
  const words = { law_of_work, place_of_act, employer: employer.trim(), text: text.trim() };
  if (law_of_work + place_of_act + words.employer === "")
    missing(`${name}-law_of_work`, () => t("place.missing"));
  return { object: "party", id: party, move: "place", words };
}

function Fields({ form }: { form: FormNow }) {
  const options = [{ value: "", label: t("place.none") }, ...countryChoices()];
  const labels = { law_of_work: t("place.law"), place_of_act: t("place.act") };
  return (
    <>
      {COUNTRIES.map(name => (
        <Select
          key={name}
          id={form.idOf(name)}
          label={labels[name]}
          value={form.values[name] ?? ""}
          onValue={value => form.set(name, value)}
          options={options}
        />
      ))}
      <LineOf form={form} control="employer" label={t("place.employer")} />
      <Words form={form} control="text" label={t("place.text")} rows={2} />
    </>
  );
}

/** Nothing where whoever looks may not note it. */
export function Place({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const name = `place-${party.id}`;
  const [isOpen, open] = useOpening(name);
  if (!may(work, { object: "party", id: party.id, move: "place" })) return null;
  const [law_of_work = "", place_of_act = "", employer = ""] = [...COUNTRIES, "employer"].map(each =>
    newest(work, party, each),
  );
  return (
    <Opening label={t("place.open")} isOpen={isOpen} open={open} describedBy={`title-${party.id}`}>
      <MoveForm
        name={name}
        start={{ law_of_work, place_of_act, employer, text: "" }}
        step={values => placed(values, party.id, name)}
        button={t("place.save")}
        done={() => t("place.done")}
        close={() => open(false)}
      >
        {form => <Fields form={form} />}
      </MoveForm>
    </Opening>
  );
}
