/** Passing a case on. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { dayIn, serverTime } from "../../../lib/clock.ts";
import { type Holder, holdersOn } from "../../../lib/roster.ts";
import { Button } from "../../../ui/Button.tsx";
import { type Choice, RadioGroup } from "../../../ui/Choices.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { desk } from "../session.ts";
import { t, LocalizedError } from "../words.ts";
import { BackToCase } from "./BackToCase.tsx";
import type { Lookup } from "./conflictLookup.ts";
import { compareNames, hindranceTo, namesIn, passTo } from "./passing.ts";
import { HolderWords } from "./Side.tsx";
import { useCase } from "./useCase.ts";

/** What the directory says of the names in the report: null while, and where, it was not asked. */
interface Compared {
  readonly lookup: Lookup | null;
  readonly failed: boolean;
  /** Resolves once it is known. */
  readonly settled: Promise<Lookup | null>;
}

function useCompared(holders: readonly Holder[]): Compared {
  const { open } = useCase();
  const [matches, setFound] = useState<Omit<Compared, "settled">>({ lookup: null, failed: false });
  const settled = useMemo(() => compareNames(namesIn(open), holders), [open, holders]);
  useEffect(() => {
    void settled.then(lookup => setFound({ lookup, failed: lookup === null }));
  }, [settled]);
  return { ...matches, settled };
}

interface Passing {
  readonly holders: readonly Holder[];
  readonly compared: Compared;
  readonly chosen: string;
  readonly choose: (id: string) => void;
  readonly passing: Action<[]>;
}

function usePassing(): Passing {
  const { open, store } = useCase();
  const { roster } = desk();
  const holders = useMemo(() => {
    const today = dayIn("UTC", serverTime());
    return roster ? holdersOn(roster, today).filter(({ id }) => id !== open.me) : [];
  }, [roster, open.me]);
  const compared = useCompared(holders);
  const [chosen, choose] = useState("");
  const passing = useAction(async () => {
    const lookup = await compared.settled; // whoever turned out to be near cannot be chosen any more
    const to = holders.find(({ id }) => id === chosen);
    if (!to || hindranceTo(open, to, lookup)?.barred) throw new LocalizedError(() => t("pass.choose"));
    await store.act(now => passTo(now, to), { message: () => t("pass.done", { name: to.name }) });
  });
  return { holders, compared, chosen, choose, passing };
}

function useOptions({ holders, compared: { lookup } }: Passing): readonly Choice[] {
  const { open } = useCase();
  return holders.map(holder => {
    const hindrance = hindranceTo(open, holder, lookup);
    const label = <HolderWords holder={holder} more={hindrance?.words ?? null} />;
    return { value: holder.id, label, disabled: hindrance?.barred === true };
  });
}

export function PassPage() {
  const state = usePassing();
  const { holders, compared, chosen, choose, passing } = state;
  const options = useOptions(state);
  return (
    <div class="page narrow">
      <BackToCase />
      <h1>{t("pass.title")}</h1>
      <ul>
        <li>{t("pass.what")}</li>
        <li>{t("pass.you")}</li>
        <li>{t("pass.seen")}</li>
      </ul>
      {desk().roster ? null : <Notice kind="grave">{t("pass.no_roster")}</Notice>}
      <div aria-live="polite">
        {compared.failed ? (
          <Notice kind="warm">
            <p>{t("pass.not_compared")}</p>
          </Notice>
        ) : null}
      </div>
      <form onSubmit={event => event.preventDefault()}>
        <RadioGroup
          name="to"
          big
          legend={t("pass.to")}
          options={options}
          value={options.some(({ value, disabled }) => value === chosen && !disabled) ? chosen : ""}
          onValue={choose}
        />
      </form>
      <Refusal error={passing.error} />
      <Button kind="main" onPress={passing.run} disabled={holders.length === 0}>
        {t("pass.send")}
      </Button>
    </div>
  );
}
