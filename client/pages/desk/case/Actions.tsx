/** What can be done on a case as a whole. Who let a duty pass sees only what is left of it. */

import { newId } from "../../../lib/bytes.ts";
import { Button } from "../../../ui/Button.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { t } from "../words.ts";
import { api, isTheirTurn, isUnreadable, mayDecide, type OpenCase } from "./model.ts";
import { useCase } from "./useCase.ts";

/** Whether nobody has acknowledged it yet, or this holder's tier owes the reporter that of its own. */
function owesAcknowledgement(open: OpenCase): boolean {
  if (open.state !== "acknowledged") return open.state === "received";
  const owed = open.duties.filter(({ kind, done, state }) => {
    return kind === "acknowledge" && !done && state !== "cancelled";
  });
  return owed.some(({ from_tier: first }) => isTheirTurn(open, first));
}

/** Whether this holder has not said it yet, or owes the reporter something that only a reader could do. */
function maySayUnreadable(open: OpenCase): boolean {
  const reported = open.timeline.some(({ event, actor }) => event === "case_unreadable" && actor === open.me);
  return (
    !reported ||
    open.duties.some(({ state, from_tier: first }) => state === "open" && isTheirTurn(open, first))
  );
}

/**
 * Whether the server shows the case otherwise than the log has it, or the log tells of a renewal
 * otherwise than it was signed: a holder's key would end neither, only one of the reporter's.
 */
function isTwisted({ history, logged, otherwise }: OpenCase): boolean {
  return history === null || logged === null || otherwise;
}

/** What whoever cannot open it answers: nobody can act on what nobody can read. */
function SayUnreadable({ saying }: { saying: Action<[]> }) {
  return (
    <>
      <Button kind="main" onPress={saying.run}>
        {t("case.unreadable")}
      </Button>
      <p class="small">{t("case.unreadable_what")}</p>
    </>
  );
}

function Acknowledge({ saying }: { saying: Action<[]> }) {
  const { open } = useCase();
  return (
    <>
      <Button kind="main" onPress={saying.run}>
        {t("duty.acknowledge")}
      </Button>
      <p class="small">
        {t("case.acknowledge_what")}
        {open.lead ? null : ` ${t("case.acknowledge_lead")}`}
      </p>
    </>
  );
}

/** To the reporter: that somebody has it, or that it does not open. Neither needs a key of the case. */
function AnswerReporter({ answering }: { answering: Action<[]> }) {
  const { open } = useCase();
  if (open.lapsed) return null;
  if (isUnreadable(open)) return maySayUnreadable(open) ? <SayUnreadable saying={answering} /> : null;
  return owesAcknowledgement(open) ? <Acknowledge saying={answering} /> : null;
}

function useAnswering(): Action<[]> {
  const { open, store } = useCase();
  return useAction(() =>
    isUnreadable(open)
      ? store.act(() => api.unreadable(open.id, newId()), { message: () => t("case.unreadable_done") })
      : store.act(() => api.acknowledge(open.id, newId()), { message: () => t("case.acknowledged") }),
  );
}

function StepOut() {
  const { store } = useCase();
  return <Button onPress={() => store.go({ name: "out" })}>{t("case.out")}</Button>;
}

/**
 * A key of one's own puts an end to one that nobody can trust; not where the server lies, nor where whoever looks
 * knows no statement to go on from: nobody else would believe that key, and all would wait for the reporter's.
 */
function LeaveOut() {
  const { open, store } = useCase();
  const isNobodys = open.lapsed || open.keys === null || open.readers.newest < 0;
  if (!mayDecide(open) && (isNobodys || isTwisted(open))) return null;
  return (
    <Button kind="link" onPress={() => store.go({ name: "leave" })}>
      {t("case.leave_out")}
    </Button>
  );
}

export function Actions() {
  const { open, store } = useCase();
  const answering = useAnswering();
  return (
    <section class="block actions" aria-label={t("case.actions")}>
      <AnswerReporter answering={answering} />
      {mayDecide(open) ? (
        <div class="pair-of-actions">
          <Button onPress={() => store.go({ name: "pass" })}>{t("case.pass")}</Button>
          <StepOut />
        </div>
      ) : (
        <StepOut />
      )}
      <LeaveOut />
      <Refusal error={answering.error} />
    </section>
  );
}
