/** Protection by the gate: the reporter is asked, and the gate is told who they are once they agreed. */

import { every } from "../../../../lib/caseworkState.ts";
import { holds } from "../../../../lib/moves.ts";
import { Facts } from "../../../../ui/Facts.tsx";
import { Name } from "../../../../ui/Name.tsx";
import { t } from "../../words.ts";
import { Deed } from "../Deed.tsx";
import type { CaseRecord } from "../model.ts";
import { LineOf, missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { newest } from "../naming.ts";
import { fact, Past, RecordCard, Told } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { askedIn, asking, keepersNow, telling } from "./telling.ts";

const ASK = "gate-ask";

function Ask() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(ASK);
  if (keepersNow().length === 0 || !may(work, { object: "gate", id: "new", move: "ask" })) return null;
  const step = ({ person = "", text = "" }: Values, id: string) => {
    if (text.trim() === "") missing(`${ASK}-text`, () => t("work.words_missing"));
    return asking(id, person, text.trim());
  };
  return (
    <Opening label={t("gate_ask.ask")} isOpen={isOpen} open={open}>
      <p>{t("gate_ask.free")}</p>
      <MoveForm
        name={ASK}
        start={{ person: "", text: "" }}
        step={step}
        told={["text"]}
        button={t("gate_ask.ask")}
        done={() => t("gate_ask.asked")}
        close={() => open(false)}
      >
        {form => (
          <>
            <LineOf form={form} control="person" label={t("gate.person")} hint={t("gate_ask.person_hint")} />
            <Words form={form} control="text" label={t("gate_ask.words")} rows={3} />
          </>
        )}
      </MoveForm>
    </Opening>
  );
}

/** Nothing where whoever looks may not, or the reporter's yes cannot be relied on. */
function Tell({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const name = `gate-tell-${record.id}`;
  const [isOpen, open] = useOpening(name);
  const mayNow = holds(work.moves, record) && may(work, { object: "gate", id: record.id, move: "tell" });
  if (!mayNow) return null;
  return (
    <Opening label={t("gate_ask.tell")} isOpen={isOpen} open={open} describedBy={`title-${record.id}`}>
      <p>{t("gate_ask.tell_hint")}</p>
      <MoveForm
        name={name}
        start={{ text: "" }}
        step={({ text = "" }) => telling(work, record, text.trim())}
        told={["text"]}
        button={t("gate_ask.tell")}
        done={() => t("gate_ask.told")}
        close={() => open(false)}
      >
        {form => <Words form={form} control="text" label={t("gate_ask.tell_words")} rows={2} />}
      </MoveForm>
    </Opening>
  );
}

function Question({ record }: { record: CaseRecord }) {
  const { work } = useWork();
  const number = newest(work, record, "number");
  return (
    <RecordCard record={record} family="gate_ask_state" title={t("gate_ask.question")}>
      <Facts
        pairs={[
          [t("gate_ask.person"), fact(askedIn(work, record, "person"))],
          [
            t("gate_ask.number"),
            number === "" ? (
              ""
            ) : (
              <code class="digest" dir="ltr">
                {number}
              </code>
            ),
          ],
        ]}
      />
      <Told record={record} />
      <div class="row deeds">
        <Tell record={record} />
        <Deed
          record={record}
          move="drop"
          label={t("gate_ask.drop")}
          words={t("gate_ask.drop_words")}
          isTold
          done={() => t("gate_ask.dropped")}
        />
      </div>
      <Past record={record} words={["text"]} />
    </RecordCard>
  );
}

/** Nothing in an organisation without a gate, where nobody was ever asked. */
export function GateAsking() {
  const { work } = useWork();
  const [records, keepers] = [every(work.state, "gate"), keepersNow()];
  if (records.length === 0 && keepers.length === 0) return null;
  return (
    <section aria-labelledby="gate-asking">
      <h2 id="gate-asking">{t("gate.title")}</h2>
      <p>{t("gate_ask.about")}</p>
      <p>{t("gate_ask.keepers")}</p>
      <ul>
        {keepers.map(({ operator, recipient }) => (
          <li key={recipient}>
            <Name>{operator}</Name>
          </li>
        ))}
      </ul>
      <ul class="plain records">
        {records.map(each => (
          <Question key={each.id} record={each} />
        ))}
      </ul>
      <Ask />
    </section>
  );
}
