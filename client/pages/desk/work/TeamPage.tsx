/** Who works on the case: proposed, declared after a look at everybody who is named, formed as a team. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { CODES } from "../../../lib/caseworkTable.ts";
import { RadioGroup } from "../../../ui/Choices.tsx";
import { Select } from "../../../ui/Field.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { compareNames } from "../case/passing.ts";
import type { Lookup } from "../case/conflictLookup.ts";
import { count, t, term } from "../words.ts";
import { PressTwo } from "./ByTwo.tsx";
import { Declaring } from "./Declaring.tsx";
import { Deed } from "./Deed.tsx";
import type { CaseRecord, Work } from "./model.ts";
import { type FormNow, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, maySecond, type Step } from "./moving.ts";
import { PressMove } from "./PressMove.tsx";
import { actorName, namedIn } from "./naming.ts";
import { Past, RecordCard, Sealed } from "./records.tsx";
import {
  type Body,
  demands,
  hasEnough,
  hindrance,
  isFormed,
  isSignedFor,
  isWhole,
  seats,
  tooFew,
} from "./team.ts";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

const FORM = "seat";
const SEATS = CODES["part"] ?? [];
const BODIES: readonly Body[] = ["officer", "committee"];

/** Whom the directory has near somebody who is named; null while, and where, it was not asked. */
function useCompared(): { readonly lookup: Lookup | null; readonly failed: boolean } {
  const { work } = useWork();
  const [found, setFound] = useState<{ lookup: Lookup | null; failed: boolean }>({
    lookup: null,
    failed: false,
  });
  const settled = useMemo(() => compareNames(namedIn(work), work.view.may_hold), [work]);
  useEffect(() => {
    void settled.then(lookup => setFound({ lookup, failed: lookup === null }));
  }, [settled]);
  return found;
}

function Choosing({ form, lookup }: { form: FormNow; lookup: Lookup | null }) {
  const { work } = useWork();
  const part = form.values["part"] ?? "";
  const options = work.view.may_hold.map(each => {
    const why = hindrance(work, each, part, lookup);
    const label = (
      <>
        <Name>{each.name}</Name>
        <span class="hint">
          <Name>{each.role}</Name>
          {why === "" ? null : ` · ${why}`}
          {why === "" && hasEnough(work, each.id) ? ` · ${t("team.full")}` : null}
        </span>
      </>
    );
    return { value: each.id, label, disabled: why !== "" };
  });
  const chosen = form.values["holder"] ?? "";
  return (
    <RadioGroup
      name={form.idOf("holder")}
      big
      legend={t("team.who")}
      options={options}
      value={options.some(({ value, disabled }) => value === chosen && !disabled) ? chosen : ""}
      onValue={value => form.set("holder", value)}
    />
  );
}

/** They have as many cases as anybody should: said before one more is given, and nothing is refused. */
function Enough({ chosen }: { chosen: string }) {
  const { work } = useWork();
  const name = work.view.may_hold.find(({ id }) => id === chosen)?.name;
  if (name === undefined || !hasEnough(work, chosen)) return null;
  return (
    <Notice kind="warm">
      <p>{t("team.full_warning", { name })}</p>
    </Notice>
  );
}

function proposed(work: Work, lookup: Lookup | null, values: Values, id: string): Step {
  const { part = "", holder = "", text = "" } = values;
  const person = work.view.may_hold.find(each => each.id === holder);
  if (!person || hindrance(work, person, part, lookup) !== "") {
    missing(`${FORM}-holder-${work.view.may_hold[0]?.id ?? ""}`, () => t("pass.choose"));
  }
  const words = { name: person.name, role: part, text: text.trim() };
  return { object: "seat", id, move: "propose", code: part, holder, words };
}

function PartOf({ form }: { form: FormNow }) {
  return (
    <Select
      id={form.idOf("part")}
      label={t("team.part")}
      value={form.values["part"] ?? ""}
      onValue={value => form.set("part", value)}
      options={SEATS.map(value => ({ value, label: codeWords(value) }))}
    />
  );
}

function ProposeForm({ close }: { close: () => void }) {
  const { work } = useWork();
  const { lookup, failed } = useCompared();
  return (
    <MoveForm
      name={FORM}
      start={{ part: SEATS[0] ?? "", holder: "", text: "" }}
      step={(values, id) => proposed(work, lookup, values, id)}
      button={t("team.propose")}
      done={() => t("team.proposed")}
      close={close}
    >
      {form => (
        <>
          <PartOf form={form} />
          {failed ? (
            <Notice kind="warm">
              <p>{t("pass.not_compared")}</p>
            </Notice>
          ) : null}
          <Choosing form={form} lookup={lookup} />
          <Enough chosen={form.values["holder"] ?? ""} />
          <Words form={form} control="text" label={t("team.text")} rows={2} />
        </>
      )}
    </MoveForm>
  );
}

function SeatDeeds({ seat }: { seat: CaseRecord }) {
  const { work } = useWork();
  const name = actorName(work, seat.holder);
  const common = { record: seat, more: { name, role: seat.code }, done: () => t("team.moved") };
  return (
    <div class="row deeds">
      <Declaring seat={seat} />
      <Deed {...common} move="decline" label={t("team.decline")} words={t("team.say_optional")} optional />
      <Deed {...common} move="uphold" label={t("team.uphold")} words={t("team.say_objection")} isTold />
      <Deed {...common} move="overrule" label={t("team.overrule")} words={t("team.say_objection")} isTold />
      <Deed
        {...common}
        move="step_out"
        label={t("team.step_out")}
        words={t("team.say_optional")}
        optional
        told={{ name, role: seat.code, text: "" }}
      />
      <Deed {...common} move="strike" label={t("team.strike")} words={t("team.say_struck")} isTold />
    </div>
  );
}

function Seat({ seat }: { seat: CaseRecord }) {
  const { work } = useWork();
  const isMine = seat.holder === work.me.id;
  return (
    <RecordCard
      record={seat}
      family="seat_state"
      title={
        <>
          {codeWords(seat.code)} · <Name>{actorName(work, seat.holder)}</Name>
        </>
      }
    >
      {seat.state === "proposed" && !isMine ? (
        <p class="waits">{t("team.waits", { name: actorName(work, seat.holder) })}</p>
      ) : null}
      {/* The reporter's reason is never shown to whom it is about. */}
      {seat.state === "objected" ? (
        <p class="waits">{t(isMine ? "team.objected_you" : "team.objected")}</p>
      ) : null}
      <SeatDeeds seat={seat} />
      {isMine && seat.past.some(({ move }) => move === "object") ? null : <Past record={seat} />}
    </RecordCard>
  );
}

function Missing({ body }: { body: Body }) {
  const { work } = useWork();
  return (
    <ul class="plain demands">
      {demands(work, body).map(({ words, met }) => (
        <li key={words} class={met ? "met" : "unmet"}>
          <b>{t(met ? "team.there" : "team.missing")}</b> {words}
        </li>
      ))}
    </ul>
  );
}

function formStep(body: string, text: string): Step {
  return { object: "case", id: "case", move: "form_team", code: body, words: { text } };
}

/** The next tier signs first; whoever leads forms it then. */
function FormCommittee({ step }: { step: Step }) {
  const { work } = useWork();
  const waits = !isSignedFor(work) && !maySecond(work, step);
  return (
    <>
      {waits ? <p class="waits">{t("team.waits_signature")}</p> : null}
      <div class="row deeds">
        <PressTwo step={step} sign={t("team.sign")} label={t("team.form")} done={() => t("team.formed")} />
      </div>
    </>
  );
}

function FormTeam() {
  const { work } = useWork();
  const [body, setBody] = useState<Body>(() => (isWhole(work, "committee") ? "committee" : "officer"));
  const step = formStep(body, t("team.formed_text"));
  return (
    <section class="card" aria-labelledby="form-team">
      <h3 id="form-team">{t("team.form_title")}</h3>
      <RadioGroup
        name="team-body"
        legend={t("team.body")}
        options={BODIES.map(value => ({
          value,
          label: codeWords(value),
          hint: term("body_means", value),
        }))}
        value={body}
        onValue={value => setBody(value === "committee" ? "committee" : "officer")}
      />
      <Missing body={body} />
      {body === "committee" && isWhole(work, body) ? <FormCommittee step={step} /> : null}
      {body === "officer" && isWhole(work, body) ? (
        <PressMove step={step} label={t("team.form")} done={() => t("team.formed")} kind="main" />
      ) : null}
    </section>
  );
}

/** Where nobody could form a team of these it is said what else there is: nobody does the work of two. */
function TooFew() {
  const { work } = useWork();
  const number = isFormed(work) ? null : tooFew(work);
  return number === null ? null : (
    <Notice kind="warm">
      <p>{count("team.too_few", number)}</p>
    </Notice>
  );
}

export function TeamPage() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const mayPropose = may(work, {
    object: "seat",
    id: "new",
    move: "propose",
    code: "counsel",
    holder: "none",
  });
  const all = seats(work);
  const gone = (each: CaseRecord): boolean => ["struck", "left"].includes(each.state);
  return (
    <>
      <p>{t(isFormed(work) ? "team.is_formed" : "team.about")}</p>
      <Sealed />
      <TooFew />
      {all.length === 0 ? <p class="small">{t("team.none")}</p> : null}
      <ul class="plain records">
        {all
          .toSorted((a, b) => Number(gone(a)) - Number(gone(b)))
          .map(each => (
            <Seat key={each.id} seat={each} />
          ))}
      </ul>
      {mayPropose ? (
        <Opening label={t("team.add")} isOpen={isOpen} open={open}>
          <ProposeForm close={() => open(false)} />
        </Opening>
      ) : null}
      {isFormed(work) ? null : <FormTeam />}
    </>
  );
}
