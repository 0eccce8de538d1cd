/** The draft that both sides have before anything is decided, and what they say to it. */

import { last, one } from "../../../../lib/caseworkState.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { day } from "../../times.ts";
import { t, term } from "../../words.ts";
import type { CaseRecord, JudgedMove, Work } from "../model.ts";
import { Opening } from "../MoveForm.tsx";
import { against } from "../moving.ts";
import { actorName, partyName, said } from "../naming.ts";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { dayOf, farOn } from "../terms.ts";
import { accusedIn, allegedOf } from "./content.ts";
import { Said } from "./Said.tsx";
import { SharingForm } from "./SharingForm.tsx";

const SHARE = { object: "case", id: "case", move: "share_draft" } as const;

const tell = (party: string) => ({ object: "party", id: party, move: "tell_draft" }) as const;

interface TellingProps {
  readonly base: { readonly object: string; readonly id: string; readonly move: string };
  readonly alleged: readonly CaseRecord[];
  readonly label: string;
}

/** A button where whoever looks may share it, else what is missing for it. */
function Telling({ base, alleged, label }: TellingProps) {
  const { work } = useWork();
  const name = `${base.move}-${base.id}`;
  const [isOpen, open] = useOpening(name);
  const reason =
    work.open.proven && !work.open.lapsed ? against(work, { ...base, due: farOn().due }) : "not_yours";
  if (reason === "every_allegation_answered" || reason === "law_chosen") {
    return <p class="waits">{term("unmet", reason)}</p>;
  }
  if (reason !== "" || alleged.length === 0) return null;
  return (
    <Opening label={label} isOpen={isOpen} open={open}>
      <SharingForm
        name={name}
        alleged={alleged}
        base={base}
        isTold={base.object === "case"}
        close={() => open(false)}
      />
    </Opening>
  );
}

/** Whether somebody has the newest draft. */
export function hasDraft(work: Work, party: CaseRecord): boolean {
  const shared = last(one(work.state, "case", "case"), "share_draft");
  const told = last(party, "tell_draft");
  return Boolean(shared && told && Date.parse(told.at) >= Date.parse(shared.at));
}

function Told({ move, ids, to }: { move: JudgedMove; ids: readonly string[]; to: string }) {
  const { work } = useWork();
  const due = move.moved.due ?? "";
  return (
    <li class="card record">
      <h3>
        <Name>{to}</Name>
      </h3>
      {due === "" ? null : <p class="small">{t("sharing.until", { day: day(dayOf(work, due)) })}</p>}
      {move.faults.length > 0 ? (
        <p class="flag">{t("work.unsure")}</p>
      ) : (
        <Said move={move} ids={ids} parts={["put", "evidence"]} />
      )}
    </li>
  );
}

/** The newest letters of the draft, and each comment. */
function Shared() {
  const { work } = useWork();
  const ids = [...(work.state.records.get("allegation")?.keys() ?? [])];
  const own = movesOf(work.moves, "case", "case").findLast(({ moved }) => moved.move === "share_draft");
  const others = accusedIn(work).flatMap(party => {
    const move = movesOf(work.moves, "party", party.id).findLast(({ moved }) => moved.move === "tell_draft");
    return move ? [{ move, to: partyName(work, party.id) }] : [];
  });
  const told = [...(own ? [{ move: own, to: t("actor.reporter") }] : []), ...others];
  if (told.length === 0) return <p class="small">{t("sharing.none")}</p>;
  return (
    <ul class="plain records">
      {told.map(each => (
        <Told key={each.move.view.event} {...each} ids={ids} />
      ))}
    </ul>
  );
}

function Comments() {
  const { work } = useWork();
  const comments = work.moves.filter(({ moved }) => moved.move === "comment");
  if (comments.length === 0) return null;
  return (
    <>
      <h3>{t("sharing.comments")}</h3>
      {comments.map(each => (
        <Notice key={each.view.event} kind="calm">
          <p class="small">
            <Name>{actorName(work, each.moved.actor)}</Name> · {day(dayOf(work, each.moved.at))}
          </p>
          {each.faults.length > 0 ? (
            <p class="flag">{t("work.unsure")}</p>
          ) : (
            <Paragraphs words={said(each, "text")} />
          )}
        </Notice>
      ))}
    </>
  );
}

export function Sharing() {
  const { work } = useWork();
  const isShared = last(one(work.state, "case", "case"), "share_draft") !== undefined;
  const accused = accusedIn(work).filter(
    party => allegedOf(work, party.id).length > 0 && !hasDraft(work, party),
  );
  return (
    <section aria-labelledby="sharing-title">
      <h2 id="sharing-title">{t("sharing.title")}</h2>
      <p>{t("sharing.about")}</p>
      <Shared />
      <div class="row deeds">
        <Telling
          base={SHARE}
          alleged={allegedOf(work)}
          label={t(isShared ? "sharing.anew" : "sharing.reporter")}
        />
        {accused.map(({ id }) => (
          <Telling
            key={id}
            base={tell(id)}
            alleged={allegedOf(work, id)}
            label={t("sharing.party", { name: partyName(work, id) })}
          />
        ))}
      </div>
      <Comments />
    </section>
  );
}
