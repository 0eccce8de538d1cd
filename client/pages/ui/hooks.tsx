/** What parts share and does not draw anything: each where it can be seen at work. */

import { useState } from "preact/hooks";
import { Store } from "../../lib/store.ts";
import { Button } from "../../ui/Button.tsx";
import { useFocus } from "../../ui/useFocus.ts";
import { useMedia } from "../../ui/useMedia.ts";
import { useStore } from "../../ui/useStore.ts";
import { useTime } from "../../ui/useTime.ts";
import { countdown, moment } from "../desk/times.ts";
import { useWords } from "../desk/useWords.ts";
import { Part } from "./Part.tsx";

const HOUR = 3_600_000;
const WIDE = "(min-width: 60rem)";
/** Outside of every component, as a case is. */
const pressed = new Store(0);

function Times() {
  const now = useTime();
  const due = new Date(now.getTime() + 3 * HOUR);
  return (
    <Part name="useTime">
      <time dateTime={due.toISOString()} title={moment(due)}>
        {countdown(due, now)}
      </time>
    </Part>
  );
}

function Focused() {
  const { t } = useWords();
  const [shown, setShown] = useState(0);
  const heading = useFocus<HTMLHeadingElement>(shown > 0 && shown);
  return (
    <Part name="useFocus">
      <Button onPress={() => setShown(shown + 1)}>{t("evidence.add")}</Button>
      {shown > 0 ? (
        <h3 tabIndex={-1} ref={heading}>
          {t("evidence.add")}
        </h3>
      ) : null}
    </Part>
  );
}

function Count() {
  return <output>{useStore(pressed)}</output>;
}

function Stored() {
  const { t } = useWords();
  return (
    <Part name="useStore">
      <Button onPress={() => pressed.update(count => count + 1)}>{t("conflicts.add")}</Button>
      <Count /> <Count />
    </Part>
  );
}

function Media() {
  const { t } = useWords();
  return (
    <Part name="useMedia">
      <p>{useMedia(WIDE) ? t("case.actions") : t("part.label")}</p>
    </Part>
  );
}

/** The page's own words: by key, of a value, as a list. */
function Worded() {
  const { t, term, list, language, direction } = useWords();
  const tiers = ["1", "2", "3"].map(tier => term("tier", tier));
  return (
    <Part name="useWords">
      <p>
        {t("account.tier")}: {list(tiers)}
      </p>
      <p class="mono" dir="ltr">
        {language} {direction}
      </p>
    </Part>
  );
}

export function Hooks() {
  return (
    <>
      <Focused />
      <Media />
      <Stored />
      <Times />
      <Worded />
    </>
  );
}
