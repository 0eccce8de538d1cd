/**
 * Who has to do with a case and, by the newest table of conflicts, with somebody who is named in it: looked up
 * each time that the case is opened, and once more where somebody is named or let in meanwhile.
 */

import { Notice } from "../../../ui/Notice.tsx";
import { explain } from "../errors.ts";
import { t } from "../words.ts";
import { type Looked, type Near, nearIn } from "./near.ts";

/** To whoever looks, with the way out. */
function You({ why, of }: { why: string; of: string }) {
  return (
    <>
      <p>{t("near.you", { why })}</p>
      <a class="button" href={`#/case/${of}/out`}>
        {t("case.out")}
      </a>
    </>
  );
}

function Other({ name, why }: Near) {
  return <p>{t("near.other", { name, why, out: t("case.out"), leave: t("case.leave_out") })}</p>;
}

interface NoticesProps {
  readonly looked: Looked;
  readonly me: string;
  /** The id of the case. */
  readonly of: string;
}

export function NearNotices({ looked, me, of }: NoticesProps) {
  return nearIn(looked).map(each => (
    <Notice key={each.id} kind="warm">
      {each.id === me ? <You why={each.why} of={of} /> : <Other {...each} />}
    </Notice>
  ));
}

/** At the foot of a page, where it moves nothing: that nobody could be compared. */
export function NearFailed({ failed }: Pick<Looked, "failed">) {
  return failed === null ? null : <p class="hint">{t("near.unasked", { why: explain(failed) })}</p>;
}
