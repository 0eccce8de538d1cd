/** Pausing a deadline, and ending that. */

import { useState } from "preact/hooks";
import { newId } from "../../../lib/bytes.ts";
import { serverTime } from "../../../lib/clock.ts";
import { between, inDays } from "../../../lib/days.ts";
import { longestFor, reasonsFor } from "../../../lib/suspension.ts";
import { Button } from "../../../ui/Button.tsx";
import { RadioGroup } from "../../../ui/Choices.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { AskedDayField, useAskedDay } from "../AskedDay.tsx";
import { day, today } from "../times.ts";
import { dropUnsent, hasUnsent } from "../unsent.ts";
import { UnsentHint, useUnsent } from "../useUnsent.tsx";
import { t, term, LocalizedError } from "../words.ts";
import { api, type Duty, mayDecide, type OpenCase, type Suspension } from "./model.ts";
import { useCase } from "./useCase.ts";

/** Of a kind of duty the one that runs now. */
function running(open: OpenCase, kind: string): Suspension | undefined {
  return open.suspensions.find(({ duty, ended }) => duty === kind && ended === null);
}

/** What a half-written pause is kept as. */
function formOf(open: OpenCase, duty: Duty): string {
  return `${open.id}/pause/${duty.id}`;
}

function usePause(duty: Duty) {
  const { open, store } = useCase();
  const form = formOf(open, duty);
  const draft = useUnsent(form, { reason: "", until: "" });
  const { reason, until } = draft.values;
  const longest = Math.max(1, longestFor(duty.kind, reason));
  const bounds = between(today(), inDays(longest - 1, today()));
  const asked = useAskedDay(bounds, until, value => draft.set("until", value));
  const pausing = useAction(async () => {
    if (reason === "") throw new LocalizedError(() => t("form.choose_reason"));
    const last = asked.read();
    if (last === "") throw new LocalizedError(() => t("suspend.choose_day"));
    if (last === null) return;
    const pause = { id: newId(), duty: duty.kind, reason, until: last };
    const message = (): string => t("suspend.done", { duty: term("duty", duty.kind), when: day(last) });
    await store.act(({ id }) => api.suspend(id, pause), { message, form });
  });
  return { draft, asked, pausing };
}

/** Asks why and until when; says first who will see it. */
function PauseForm({ duty, close }: { duty: Duty; close: () => void }) {
  const { open } = useCase();
  const { draft, asked, pausing } = usePause(duty);
  const heading = useFocus<HTMLHeadingElement>(!draft.restored);
  return (
    <form class="inset" onSubmit={event => event.preventDefault()}>
      <h3 tabIndex={-1} ref={heading}>
        {t("suspend.title", { duty: term("duty", duty.kind) })}
      </h3>
      <Notice kind="warm">
        <p>{t("suspend.seen")}</p>
      </Notice>
      <UnsentHint draft={draft} />
      <RadioGroup
        name={`reason-${duty.id}`}
        legend={t("suspend.reason")}
        options={reasonsFor(duty.kind).map(value => ({ value, label: term("suspension", value) }))}
        value={draft.values.reason}
        onValue={value => draft.set("reason", value)}
      />
      <AskedDayField
        asked={asked}
        id={`until-${open.id}-${duty.id}`}
        label={t("suspend.until")}
        hint={t("suspend.until_hint")}
      />
      <Refusal error={pausing.error} />
      <div class="row">
        <Button kind="main" onPress={pausing.run}>
          {t("suspend.send")}
        </Button>
        <Button kind="link" onPress={close}>
          {t("suspend.cancel")}
        </Button>
      </div>
    </form>
  );
}

/** The button that asks for a pause; in its place the form, until it is sent or called off. */
function Pause({ duty }: { duty: Duty }) {
  const { open } = useCase();
  const [writing, setWriting] = useState(() => hasUnsent(formOf(open, duty)));
  const [closed, setClosed] = useState(false);
  const opener = useFocus<HTMLButtonElement>(closed && !writing);
  if (!writing) {
    return (
      // Several links with one name are told apart by the duty that each describes.
      <Button kind="link" onPress={() => setWriting(true)} describedBy={`duty-${duty.id}`} buttonRef={opener}>
        {t("suspend.open")}
      </Button>
    );
  }
  const close = (): void => {
    dropUnsent(formOf(open, duty));
    setClosed(true);
    setWriting(false);
  };
  return (
    <div aria-live="polite">
      <PauseForm duty={duty} close={close} />
    </div>
  );
}

function Resume({ duty, suspension }: { duty: Duty; suspension: Suspension }) {
  const { store } = useCase();
  const message = (): string => t("suspend.ended", { duty: term("duty", duty.kind) });
  const resuming = useAction(() =>
    store.act(({ id }) => api.resume(id, suspension.id, newId()), { message }),
  );
  return (
    <>
      <Button kind="link" onPress={resuming.run} describedBy={`duty-${duty.id}`}>
        {t("suspend.end")}
      </Button>
      <Refusal error={resuming.error} />
    </>
  );
}

/** Nothing for a duty that is over, or to whoever decides nothing. */
export function Pausing({ duty }: { duty: Duty }) {
  const { open } = useCase();
  if (duty.state !== "open" || !mayDecide(open)) return null;
  if (duty.suspended) {
    const now = running(open, duty.kind);
    return now ? <Resume duty={duty} suspension={now} /> : null;
  }
  if (reasonsFor(duty.kind).length === 0 || new Date(duty.due) <= serverTime()) return null;
  return <Pause duty={duty} />;
}
