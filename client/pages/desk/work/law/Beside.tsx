/** Beside an inquiry: that the police look into it, too, and that nothing of the case may be erased. */

import { caseRecord } from "../../../../lib/caseworkState.ts";
import { movesOf } from "../../../../lib/moves.ts";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Paragraphs } from "../../../../ui/Written.tsx";
import { moment } from "../../times.ts";
import { type Key, t } from "../../words.ts";
import { DeedOfTwo } from "../ByTwo.tsx";
import { Deed } from "../Deed.tsx";
import { actorName, said } from "../naming.ts";
import { useWork } from "../useWork.ts";

const done = (): string => t("beside.done");
const TITLE = "beside-title";

/** What was noted last of it, and by whom. */
function Noted({ moves, words }: { moves: readonly string[]; words: Key }) {
  const { work } = useWork();
  const noted = movesOf(work.moves, "case", "case").findLast(({ moved }) => moves.includes(moved.move));
  return (
    <Notice kind="calm">
      <p>
        <b>{t(words)}</b>
      </p>
      {noted ? (
        <p class="small">
          <Name>{actorName(work, noted.moved.actor)}</Name> · {moment(new Date(noted.moved.at))}
        </p>
      ) : null}
      {noted && noted.faults.length === 0 ? <Paragraphs words={said(noted, "text")} /> : null}
    </Notice>
  );
}

function Police() {
  const { work } = useWork();
  const is = work.state.raised.has("parallel_police");
  const move = is ? "police_over" : "note_police";
  return (
    <>
      {is ? <Noted moves={["note_police"]} words="beside.is_police" /> : null}
      <div class="row deeds">
        <Deed
          key={move}
          record={caseRecord(work.state)}
          move={move}
          label={t(`beside.${move}`)}
          describedBy={TITLE}
          words={t("beside.police_words")}
          isTold
          done={done}
        />
      </div>
    </>
  );
}

/** Whoever is further away from the case orders it, with a second person; two of them end it. */
function Hold() {
  const { work } = useWork();
  const record = caseRecord(work.state);
  const deed = { record, describedBy: TITLE, isTold: true, done };
  if (!work.state.raised.has("legal_hold")) {
    return (
      <>
        <p class="small">{t("beside.none_held")}</p>
        <div class="row deeds">
          <DeedOfTwo
            {...deed}
            move="hold"
            label={t("beside.hold")}
            sign={t("beside.sign_hold")}
            words={t("beside.hold_words")}
          />
        </div>
      </>
    );
  }
  return (
    <>
      <Noted moves={["hold", "review_hold"]} words="beside.is_held" />
      <div class="row deeds">
        <Deed {...deed} move="review_hold" label={t("beside.review")} words={t("beside.review_words")} />
        <DeedOfTwo
          {...deed}
          move="release_hold"
          label={t("beside.release")}
          sign={t("beside.sign_release")}
          words={t("beside.release_words")}
        />
      </div>
    </>
  );
}

export function Beside() {
  return (
    <section aria-labelledby={TITLE}>
      <h2 id={TITLE}>{t("beside.title")}</h2>
      <p>{t("beside.about")}</p>
      <Police />
      <Hold />
    </section>
  );
}
