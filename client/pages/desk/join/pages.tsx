/** The pages of joining, one thing each. */

import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Checkbox } from "../../../ui/Choices.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import type { Touched } from "../passkey.ts";
import type { Me, Site } from "../session.ts";
import { useWords } from "../useWords.ts";
import { LocalizedError } from "../words.ts";

interface CompareProps {
  readonly site: Site;
  readonly me: Me;
  /** Of the root key. */
  readonly print: string;
  readonly next: () => void;
}

/** 1: who you are, and whose desk this is. */
export function Compare({ site, me, print, next }: CompareProps) {
  const { t } = useWords();
  const [compared, setCompared] = useState(false);
  const going = useAction(() => {
    if (!compared) throw new LocalizedError(() => t("join.compare_first"));
    next();
  });
  return (
    <div class="page narrow">
      <h1>{t("join.title", { name: me.name })}</h1>
      <p class="lead">{t("join.lead", { role: me.role, organisation: site.organisation })}</p>
      <h2>{t("join.root")}</h2>
      <p>{t("join.root_why")}</p>
      <p class="print mono" dir="ltr">
        {print}
      </p>
      <p class="hint">{t("join.root_differs")}</p>
      <Checkbox id="compared" label={t("join.compared")} checked={compared} onChecked={setCompared} />
      <Refusal error={going.error} />
      <Button kind="main" onPress={going.run}>
        {t("word.continue")}
      </Button>
    </div>
  );
}

/** 3: a passkey. `make` raises what another try may help against. */
export function MakePasskey({ make }: { make: () => Promise<void> }) {
  const { t } = useWords();
  const making = useAction(make);
  return (
    <div class="page narrow">
      <h1>{t("join.passkey")}</h1>
      <p class="lead">{t("join.passkey_lead")}</p>
      <ul>
        <li>{t("join.passkey_twice")}</li>
        <li>{t("join.passkey_prf")}</li>
      </ul>
      <Refusal error={making.error} />
      <Button kind="main" onPress={making.run}>
        {t("join.passkey_make")}
      </Button>
    </div>
  );
}

export function WithoutPrf({ touched, next }: { touched: Touched; next: (touched: Touched) => void }) {
  const { t } = useWords();
  return (
    <div class="page narrow">
      <h1>{t("join.no_prf")}</h1>
      <Notice kind="warm">
        <p>{t("join.no_prf_what")}</p>
        <p>{t("join.no_prf_choice")}</p>
      </Notice>
      <Button kind="main" onPress={() => next(touched)}>
        {t("join.no_prf_on")}
      </Button>
    </div>
  );
}

export function Joined({ site, tier }: { site: Site; tier: number }) {
  const { t } = useWords();
  return (
    <div class="page narrow">
      <h1>{t("join.done")}</h1>
      <p class="lead">{t("join.done_lead", { organisation: site.organisation })}</p>
      {tier > 0 ? <p>{t("join.done_roster")}</p> : null}
      <p>{t("join.done_second")}</p>
      <p class="row">
        <a class="button" href="/desk/">
          {t("join.done_go")}
        </a>
      </p>
    </div>
  );
}

export function Failed({ error, again }: { error: unknown; again: () => unknown }) {
  const { t, explain } = useWords();
  return (
    <div class="page narrow">
      <h1>{t("join.failed")}</h1>
      <Notice kind="warm">{explain(error)}</Notice>
      <Button onPress={again}>{t("join.again")}</Button>
    </div>
  );
}
