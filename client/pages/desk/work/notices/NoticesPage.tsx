/** What is put to each person it is about, what they answer, and the draft that both sides have. */

import { every } from "../../../../lib/caseworkState.ts";
import { Name } from "../../../../ui/Name.tsx";
import { t } from "../../words.ts";
import type { CaseRecord } from "../model.ts";
import { Opening } from "../MoveForm.tsx";
import { may } from "../moving.ts";
import { partyName } from "../naming.ts";
import { Sealed } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { accusedIn, allegedOf } from "./content.ts";
import { NoticeCard } from "./NoticeCard.tsx";
import { NoticeForm } from "./NoticeForm.tsx";
import { Sharing } from "./Sharing.tsx";

function Writing({ party, isSupplementary }: { party: CaseRecord; isSupplementary: boolean }) {
  const { work } = useWork();
  const name = `notice-of-${party.id}`;
  const [isOpen, open] = useOpening(name);
  const alleged = allegedOf(work, party.id);
  const about = alleged.map(({ id }) => id);
  const step = { object: "notice", id: "new", move: "draft", code: "first", party: party.id, about };
  if (about.length === 0 || !may(work, step)) return null;
  return (
    <Opening
      label={t(isSupplementary ? "notices.add" : "notices.write", { name: partyName(work, party.id) })}
      isOpen={isOpen}
      open={open}
    >
      <NoticeForm
        name={name}
        party={party.id}
        alleged={alleged}
        isSupplementary={isSupplementary}
        close={() => open(false)}
      />
    </Opening>
  );
}

/** Another is written once this one is out. */
const PREPARED: readonly string[] = ["drafted", "checked", "previewed", "objected"];

/** All that is put to one person. */
function To({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const notices = every(work.state, "notice").filter(each => each.party === party.id);
  return (
    <section aria-labelledby={`to-${party.id}`}>
      <h2 id={`to-${party.id}`}>
        <Name>{partyName(work, party.id)}</Name>
      </h2>
      {notices.length === 0 ? <p class="small">{t("notices.none")}</p> : null}
      <ul class="plain records">
        {notices.map(each => (
          <NoticeCard key={each.id} notice={each} />
        ))}
      </ul>
      {notices.some(({ state }) => PREPARED.includes(state)) ? null : (
        <Writing party={party} isSupplementary={notices.length > 0} />
      )}
    </section>
  );
}

export function NoticesPage() {
  const { work } = useWork();
  return (
    <>
      <p>{t("notices.about")}</p>
      <Sealed />
      {accusedIn(work).map(each => (
        <To key={each.id} party={each} />
      ))}
      <Sharing />
    </>
  );
}
