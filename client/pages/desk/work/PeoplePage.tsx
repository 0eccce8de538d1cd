/** The people in a case: who is accused, who saw it, who is told. Their names are sealed to the file. */

import { useState } from "preact/hooks";
import { isAccompanied, mayStandBeside, minorsOf } from "../../../lib/caseworkMinor.ts";
import { every, one } from "../../../lib/caseworkState.ts";
import { CODES } from "../../../lib/caseworkTable.ts";
import { movesOf } from "../../../lib/moves.ts";
import { partyRecipient } from "../../../lib/partyKeys.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Select } from "../../../ui/Field.tsx";
import { Paragraphs } from "../../../ui/Written.tsx";
import { t, term } from "../words.ts";
import { PressTwo } from "./ByTwo.tsx";
import { Deed } from "./Deed.tsx";
import { newestOf } from "./notices/content.ts";
import type { CaseRecord, Work } from "./model.ts";
import { InviteAnew } from "./InviteAnew.tsx";
import { InvitePage } from "./InvitePage.tsx";
import { type FormNow, LineOf, missing, MoveForm, Opening, type Values, Words } from "./MoveForm.tsx";
import { may, type Step } from "./moving.ts";
import { Minor } from "./Minor.tsx";
import { PartyLetters } from "./PartyLetters.tsx";
import { Place, PlaceFacts } from "./Place.tsx";
import { PressMove } from "./PressMove.tsx";
import { newest, partyName, said } from "./naming.ts";
import { fact, Past, RecordCard, Sealed } from "./records.tsx";
import { useOpening } from "./useOpening.ts";
import { useWork } from "./useWork.ts";
import { codeWords } from "./words.ts";

const ROLES = CODES["role"] ?? [];
const FORM = "person";
const EMPTY: Values = { role: "respondent", beside: "", name: "", post: "", relation: "", text: "" };

function noted(values: Values, id: string): Step {
  const { role = "", beside = "", name = "", post = "", relation = "", text = "" } = values;
  if (name.trim() === "") missing(`${FORM}-name`, () => t("people.name_missing"));
  const words = { name: name.trim(), post: post.trim(), relation: relation.trim(), text: text.trim() };
  const of = mayStandBeside(role) && beside !== "" ? { party: beside } : {};
  return { object: "party", id, move: "note", code: role, ...of, words };
}

/** As it begins: beside somebody under age who has nobody yet. */
function startOf({ state }: Work): Values {
  const alone = minorsOf(state).find(id => !isAccompanied(state, id));
  return { ...EMPTY, beside: alone ?? "" };
}

function BesideWhom({ form }: { form: FormNow }) {
  const { work } = useWork();
  const { beside = "" } = form.values;
  const people = every(work.state, "party").map(({ id }) => ({ value: id, label: partyName(work, id) }));
  return (
    <Select
      id={form.idOf("beside")}
      label={t("people.beside")}
      value={beside}
      onValue={value => form.set("beside", value)}
      options={[{ value: "", label: t("people.beside_nobody") }, ...people]}
    />
  );
}

function NoteForm({ close }: { close: () => void }) {
  const { work } = useWork();
  return (
    <MoveForm
      name={FORM}
      start={startOf(work)}
      step={noted}
      button={t("people.save")}
      done={() => t("people.done")}
      close={close}
    >
      {form => (
        <>
          <p class="small">{t("people.lead")}</p>
          <Select
            id={form.idOf("role")}
            label={t("people.role")}
            value={form.values["role"] ?? ""}
            onValue={value => form.set("role", value)}
            options={ROLES.map(value => ({ value, label: codeWords(value) }))}
          />
          {mayStandBeside(form.values["role"] ?? "") ? <BesideWhom form={form} /> : null}
          <LineOf form={form} control="name" label={t("identity.name")} hint={t("people.name_hint")} />
          <LineOf form={form} control="post" label={t("people.post")} />
          <LineOf form={form} control="relation" label={t("people.relation")} />
          <Words form={form} control="text" label={t("people.text")} rows={3} />
        </>
      )}
    </MoveForm>
  );
}

function Deeds({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const { id } = party;
  const name = partyName(work, id);
  const confirm: Step = { object: "party", id, move: "confirm", words: { text: "" } };
  // Nobody is confirmed of whose keys it is not shown that they came from the words.
  const isGenuine = partyRecipient(work.file?.parties ?? [], id) !== null;
  return (
    <div class="row deeds">
      {party.state === "opened" && isGenuine ? (
        <PressTwo
          step={confirm}
          sign={t("people.sign")}
          label={t("people.confirm")}
          done={() => t("people.confirmed", { name })}
          describedBy={`title-${id}`}
        />
      ) : null}
      <PressMove
        step={{ object: "party", id, move: "leave", words: { text: "" } }}
        label={t("people.leave")}
        question={t("people.leave_sure", { name })}
        done={() => t("people.left", { name })}
        describedBy={`title-${id}`}
        kind="link"
      />
    </div>
  );
}

/** Nothing where whoever looks may not invite. */
function Invite({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const [isOpen, open] = useState(false);
  if (!isOpen && !may(work, { object: "party", id: party.id, move: "invite" })) return null;
  return (
    <Opening
      label={t(party.state === "noted" ? "invite.open" : "invite.open_again")}
      isOpen={isOpen}
      open={open}
      describedBy={`title-${party.id}`}
    >
      <InvitePage party={party} done={() => open(false)} />
    </Opening>
  );
}

/** What was noted of them, and not what they were told since. */
function Noted({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const [noted] = movesOf(work.moves, "party", party.id);
  return <Paragraphs words={said(noted, "text")} />;
}

/** What somebody needs to take part: what they asked for last, and what is arranged. */
function Needs({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const asked = newestOf(work, party, "request");
  const arranged = newestOf(work, party, "grant");
  const what = said(asked, "what");
  return (
    <>
      <Facts
        pairs={[
          [t("needing.title"), what === "" ? "" : term("needing", what)],
          [t("people.needs_words"), fact(said(asked, "text"))],
          [t("people.arranged"), fact(said(arranged, "text"))],
        ]}
      />
      <Deed
        record={party}
        move="grant"
        label={t("people.arrange")}
        words={t("people.arrange_words")}
        hint={t("people.arrange_hint")}
        isTold
        done={() => t("people.arrange_done")}
      />
    </>
  );
}

function Person({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  return (
    <RecordCard
      record={party}
      family="party_state"
      title={
        <>
          <Name>{partyName(work, party.id)}</Name>
          <span class="small"> · {codeWords(party.code)}</span>
        </>
      }
    >
      <Facts
        pairs={[
          [t("people.beside"), party.party === "" ? "" : <Name>{partyName(work, party.party)}</Name>],
          [t("people.post"), fact(newest(work, party, "post"))],
          [t("people.relation"), fact(newest(work, party, "relation"))],
        ]}
      />
      <PlaceFacts party={party} />
      <Noted party={party} />
      <Needs party={party} />
      {party.state === "opened" && partyRecipient(work.file?.parties ?? [], party.id) ? (
        <p class="small">{t("people.check")}</p>
      ) : null}
      <Deeds party={party} />
      <Place party={party} />
      <Minor party={party} />
      <Invite party={party} />
      <InviteAnew party={party} />
      <PartyLetters party={party} />
      <Past record={party} />
    </RecordCard>
  );
}

export function PeoplePage() {
  const { work } = useWork();
  const [isOpen, open] = useOpening(FORM);
  const people = every(work.state, "party").filter(({ id }) => id !== "reporter");
  const own = one(work.state, "party", "reporter");
  const mayNote = may(work, { object: "party", id: "new", move: "note", code: "respondent" });
  return (
    <>
      <p>{t("people.about")}</p>
      <Sealed />
      <ul class="plain records">
        <li class="card record">
          <h3 id="title-reporter">{t("actor.reporter")}</h3>
          <p class="small">{t("people.reporter")}</p>
          {own ? <Needs party={own} /> : null}
          {own ? <PlaceFacts party={own} /> : null}
          {own ? <Place party={own} /> : null}
          {own ? <Minor party={own} /> : null}
        </li>
        {people.map(each => (
          <Person key={each.id} party={each} />
        ))}
      </ul>
      {mayNote ? (
        <Opening label={t("people.add")} isOpen={isOpen} open={open}>
          <NoteForm close={() => open(false)} />
        </Opening>
      ) : null}
    </>
  );
}
