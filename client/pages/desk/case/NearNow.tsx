/**
 * Who has to do with a case and, by the newest table of conflicts, with somebody who is named in it: looked up
 * each time that the case is opened, and once more where somebody is named or let in meanwhile.
 */

import { useEffect, useState } from "preact/hooks";
import { Notice } from "../../../ui/Notice.tsx";
import { explain } from "../errors.ts";
import { t } from "../words.ts";
import { compareAll, type Near, type Person } from "./near.ts";

interface Looked {
  readonly near: readonly Near[];
  /** Why it could not be looked up; null where it was. */
  readonly failed: unknown;
}

const NONE: Looked = { near: [], failed: null };

/** Of `people`, whoever reads it or works on it, those who stand near one of `names`. */
export function useNear(names: readonly string[], people: readonly Person[]): Looked {
  const [looked, setLooked] = useState(NONE);
  const asked = JSON.stringify([names, people.map(({ id, name }) => ({ id, name }))]);
  useEffect(() => {
    let isShown = true;
    const show = (now: Looked): unknown => isShown && setLooked(now);
    compareAll(...(JSON.parse(asked) as [string[], Person[]])).then(
      near => show({ near, failed: null }),
      (failed: unknown) => show({ near: [], failed }),
    );
    return () => {
      isShown = false;
    };
  }, [asked]);
  return looked;
}

function words({ id, name, why }: Near, me: string): string {
  const out = { why, out: t("case.out") };
  return id === me ? t("near.you", out) : t("near.other", { ...out, name, leave: t("case.leave_out") });
}

export function NearNotices({ near, me }: { near: readonly Near[]; me: string }) {
  return near.map(each => (
    <Notice key={each.id} kind="warm">
      <p>{words(each, me)}</p>
    </Notice>
  ));
}

/** At the foot of a page, where it moves nothing: that nobody could be compared. */
export function NearFailed({ failed }: Pick<Looked, "failed">) {
  return failed === null ? null : <p class="hint">{t("near.unasked", { why: explain(failed) })}</p>;
}
