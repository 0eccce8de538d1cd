/** Handing the case over to the police, a court or an authority: who is told first, on which ground, and the package. */

import { useState } from "preact/hooks";
import { every } from "../../../../lib/caseworkState.ts";
import { CODES } from "../../../../lib/caseworkTable.ts";
import { Select } from "../../../../ui/Field.tsx";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { desk } from "../../session.ts";
import { t } from "../../words.ts";
import { DeedOfTwo } from "../ByTwo.tsx";
import { Deed } from "../Deed.tsx";
import { numberOf } from "../exhibits/copies.ts";
import { Blocking } from "../law/Laws.tsx";
import type { CaseRecord } from "../model.ts";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { newest } from "../naming.ts";
import { countriesOf } from "../Place.tsx";
import { Past, RecordCard, Sealed, Told } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { codeWords } from "../words.ts";
import { chosenFor, unnoted } from "./exhibits.ts";
import { HandOver } from "./HandOver.tsx";

const done = (): string => t("handover.moved");

const FORMS = { announce: CODES["releasing"] ?? [], prepare: CODES["untelling"] ?? [] } as const;
type Form = keyof typeof FORMS;

function stepOf(move: Form, { code = "", to = "", text = "" }: Values, id: string): Step {
  if (to.trim() === "") missing(`${move}-to`, () => t("handover.to_missing"));
  if (text.trim() === "") missing(`${move}-text`, () => t("work.words_missing"));
  return { object: "package", id, move, code, words: { to: to.trim(), text: text.trim() } };
}

function Fields({ move, form }: { move: Form; form: FormNow }) {
  return (
    <>
      <Select
        id={form.idOf("code")}
        label={t("handover.ground")}
        value={form.values["code"] ?? ""}
        onValue={value => form.set("code", value)}
        options={FORMS[move].map(value => ({ value, label: codeWords(value) }))}
      />
      <LineOf form={form} control="to" label={t("handover.to")} />
      <Words form={form} control="text" label={t(`handover.${move}_words`)} rows={3} />
    </>
  );
}

function Begin({ move }: { move: Form }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(move);
  const code = FORMS[move][0] ?? "";
  if (!may(work, { object: "package", id: "new", move, code })) return null;
  return (
    <Opening label={t(`handover.${move}`)} isOpen={isOpen} open={open}>
      <MoveForm
        name={move}
        start={{ code, to: "", text: "" }}
        step={(values, id) => stepOf(move, values, id)}
        told={move === "announce" ? ["text"] : []}
        button={t(`handover.${move}`)}
        done={done}
        close={() => open(false)}
      >
        {form => (
          <>
            <p class="small">{t(`handover.${move}_hint`)}</p>
            <Fields move={move} form={form} />
          </>
        )}
      </MoveForm>
    </Opening>
  );
}

/** What would be in it as things stand, and what not. */
function Contents({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const { packed, left } = chosenFor(work, record);
  const names = packed.map(({ record: exhibit }) => numberOf(work, exhibit)).join(", ");
  return (
    <>
      <p class="small">{names === "" ? t("handover.no_exhibits") : t("handover.exhibits", { names })}</p>
      <ul class="small">
        {left.map(({ record: exhibit, why }) => (
          <li key={exhibit.id}>
            <bdi>{numberOf(work, exhibit)}</bdi>: {t(`handover_out.${why}`)}
          </li>
        ))}
        {unnoted(work).map(name => (
          <li key={name}>{t("handover.unnoted", { name })}</li>
        ))}
      </ul>
    </>
  );
}

const OPEN: readonly string[] = ["announced", "agreed", "declined", "taken_back", "prepared", "untold"];

function Deeds({ record }: { record: CaseRecord }) {
  return (
    <div class="row deeds">
      <HandOver record={record} />
      {record.state === "prepared" && record.code === "court_order" ? (
        <DeedOfTwo
          record={record}
          move="keep_untold"
          label={t("handover.keep_untold")}
          sign={t("handover.sign_untold")}
          words={t("handover.untold_words")}
          done={done}
        />
      ) : null}
      <Deed
        record={record}
        move="tell"
        label={t("handover.tell")}
        words={t("handover.tell_words")}
        isTold
        done={done}
      />
      <Deed
        record={record}
        move="drop"
        label={t("handover.drop")}
        words={t("handover.drop_words")}
        isTold
        done={done}
      />
    </div>
  );
}

function Package({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const { digest } = record;
  const to = newest(work, record, "to");
  const ground = codeWords(record.code);
  return (
    <RecordCard record={record} family="handover_state" title={<Name>{to === "" ? ground : to}</Name>}>
      <Facts
        pairs={[
          [t("handover.ground"), to === "" ? "" : ground],
          [
            t("handover.digest"),
            digest === "" ? (
              ""
            ) : (
              <code class="digest" dir="ltr">
                {digest}
              </code>
            ),
          ],
        ]}
      />
      <Told record={record} />
      {OPEN.includes(record.state) ? <Contents record={record} /> : null}
      <Deeds record={record} />
      <Past record={record} words={["to", "text", "how", "exhibits"]} />
    </RecordCard>
  );
}

export function PackagesPage() {
  const { work } = useWork();
  const [countries] = useState(() => [desk().site.country, ...countriesOf(work)]);
  return (
    <>
      <Sealed />
      <section aria-labelledby="packages-title">
        <h2 id="packages-title">{t("work_part.packages")}</h2>
        <p>{t("handover.about")}</p>
        <Notice kind="calm">
          <p>{t("handover.hers")}</p>
        </Notice>
        <Blocking countries={countries} />
        <ul class="plain records">
          {every(work.state, "package").map(each => (
            <Package key={each.id} record={each} />
          ))}
        </ul>
        <div class="row deeds">
          <Begin move="announce" />
          <Begin move="prepare" />
        </div>
      </section>
    </>
  );
}
