/** Taking a place in the team: the browser compares everybody who is named with the directory, then it is said. */

import { Checkbox } from "../../../ui/Choices.tsx";
import { Name } from "../../../ui/Name.tsx";
import { lookUp, tableDigest } from "../case/conflictLookup.ts";
import { relationsIn } from "../case/passing.ts";
import { LocalizedError, t } from "../words.ts";
import { explain } from "../errors.ts";
import type { CaseRecord, Work } from "./model.ts";
import { missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { actorName, namedIn } from "./naming.ts";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";

/** SHA-256 of the table that was asked of everybody named. Raises LocalizedError where one stands near. */
async function checked(work: Work): Promise<string> {
  const me = work.me.id;
  const looked = await lookUp(namedIn(work), [me]).catch((error: unknown) => {
    throw new LocalizedError(() => t("team.unasked", { why: explain(error) }));
  });
  const near = relationsIn(looked, me);
  if (near !== "") throw new LocalizedError(() => t("team.near", { why: near }));
  return tableDigest();
}

/** What the reporter is told of it: who, and by the code of the part, what that person does. */
function toldOf(work: Work, { holder, code }: CaseRecord): { name: string; role: string } {
  return { name: actorName(work, holder), role: code };
}

async function declared(work: Work, seat: CaseRecord, move: string, values: Values): Promise<Step> {
  if (values["sure"] !== "on") missing(`${move}-${seat.id}-sure`, () => t("team.not_sure"));
  const digest = await checked(work);
  const words = { ...toldOf(work, seat), text: (values["text"] ?? "").trim() };
  return { object: "seat", id: seat.id, move, digest, words };
}

/** Everybody who is named: read before it is said that none of them is near. */
function Named() {
  const { work } = useWork();
  return (
    <>
      <p>{t("team.named")}</p>
      <ul>
        {namedIn(work).map(each => (
          <li key={each}>
            <Name>{each}</Name>
          </li>
        ))}
      </ul>
    </>
  );
}

function Form({ seat, move, close }: { seat: CaseRecord; move: string; close: () => void }) {
  const { work } = useWork();
  return (
    <MoveForm
      name={`${move}-${seat.id}`}
      start={{ sure: "", text: "" }}
      step={values => declared(work, seat, move, values)}
      told={["text"]}
      button={t(move === "declare" ? "team.declare" : "team.recheck")}
      done={() => t("team.declared")}
      close={close}
    >
      {form => (
        <>
          <Named />
          <Checkbox
            id={form.idOf("sure")}
            label={t("team.sure")}
            checked={form.values["sure"] === "on"}
            onChecked={checked => form.set("sure", checked ? "on" : "")}
          />
          <Words form={form} control="text" label={t("team.say_declared")} rows={2} />
        </>
      )}
    </MoveForm>
  );
}

/** Only of whoever looks: nobody declares for another. */
export function Declaring({ seat }: { seat: CaseRecord }) {
  const { work } = useWork();
  const move = seat.state === "proposed" ? "declare" : "recheck";
  const [isOpen, open] = useOpening(`${move}-${seat.id}`);
  if (!may(work, { object: "seat", id: seat.id, move })) return null;
  const label = t(move === "declare" ? "team.declare" : "team.recheck");
  return (
    <Opening label={label} isOpen={isOpen} open={open} describedBy={`title-${seat.id}`}>
      <Form seat={seat} move={move} close={() => open(false)} />
    </Opening>
  );
}
