/** That somebody in a case is under age: noted by any of the team, and that it was a mistake by two. */

import { isMinor } from "../../../lib/caseworkMinor.ts";
import { t } from "../words.ts";
import { DeedOfTwo } from "./ByTwo.tsx";
import { Deed } from "./Deed.tsx";
import type { CaseRecord } from "./model.ts";
import { useWork } from "./useWork.ts";

const done = (): string => t("minor.done");

function Mistake({ party }: { party: CaseRecord }) {
  return (
    <DeedOfTwo
      record={party}
      move="note_of_age"
      label={t("minor.mistake")}
      sign={t("minor.sign")}
      words={t("minor.mistake_words")}
      done={() => t("lawful.moved")}
    />
  );
}

export function Minor({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  if (isMinor(work.state, party.id)) {
    return (
      <>
        <p class="waits">{t("minor.is")}</p>
        <div class="row deeds">
          <Mistake party={party} />
        </div>
      </>
    );
  }
  return (
    <div class="row deeds">
      <Deed
        record={party}
        move="note_minor"
        label={t("minor.open")}
        words={t("minor.words")}
        hint={t("minor.hint")}
        done={done}
      />
    </div>
  );
}
