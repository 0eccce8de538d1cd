/** What of a case was erased, when and by which rule: in the place of what would be missed. */

import type { Erasure } from "../../../lib/erased.ts";
import { isReportGone } from "../../../lib/erased.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { day } from "../times.ts";
import { t, term } from "../words.ts";

/** Over the case: each class, and what can be checked no more. */
export function ErasedParts({ erasures }: { erasures: readonly Erasure[] }) {
  if (erasures.length === 0) return null;
  return (
    <Notice kind="calm">
      <ul class="plain">
        {erasures.map(({ what, at, ground }) => (
          // Each class goes once, but a name for each person.
          <li key={`${what} ${at}`}>
            {t("erased.part", { what: term("retained", what), when: day(at.slice(0, 10)), ground })}
          </li>
        ))}
      </ul>
      {isReportGone(erasures) ? <p>{t("erased.readers")}</p> : null}
    </Notice>
  );
}

/** Where a letter was; nothing where it is there. */
export function ErasedLetter({ by }: { by: Erasure | undefined }) {
  return by ? (
    <p class="soft">{t("erased.letter", { when: day(by.at.slice(0, 10)), ground: by.ground })}</p>
  ) : null;
}
