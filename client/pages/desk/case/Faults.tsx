/** What does not hold about a letter, in a box that cannot be missed. */

import { Notice } from "../../../ui/Notice.tsx";
import { t } from "../words.ts";
import type { Fault } from "./model.ts";

/** Nothing where nothing is wrong. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <Notice kind="grave">
      <b>{t("fault.title")}</b>
      <ul>
        {faults.map(fault => (
          <li key={fault}>{t(`fault.${fault}`)}</li>
        ))}
      </ul>
      <p>{t("fault.next")}</p>
    </Notice>
  );
}
