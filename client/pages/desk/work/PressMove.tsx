/** A move that needs no words of its own: one press, asked for once more where it cannot be taken back. */

import { useRef } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Confirm } from "../../../ui/Confirm.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { t } from "../words.ts";
import { may, Moving, type Step } from "./moving.ts";
import { useWork } from "./useWork.ts";

export interface PressMoveProps {
  readonly step: Step;
  /** What it says in whole, where that is known once it is pressed. */
  readonly whole?: (step: Step) => Promise<Step>;
  readonly label: string;
  readonly done: () => string;
  /** What is about to be done; without it, it is done at once. */
  readonly question?: string;
  readonly describedBy?: string;
  readonly kind?: "main" | "quiet" | "link";
  /** Signed beside a move that somebody else makes then: whoever gives it has asked who may. */
  readonly asAssent?: boolean;
}

function usePressing({ step, whole, done, asAssent = false }: PressMoveProps): Action<[]> {
  const { store } = useWork();
  const moving = useRef<Moving | null>(null);
  return useAction(() =>
    store.act(
      async now => {
        const said = whole ? await whole(step) : step;
        if (!moving.current?.isOf(now, said)) moving.current = new Moving(now, said, asAssent);
        await moving.current.send();
      },
      { message: done },
    ),
  );
}

/** Nothing where whoever looks may not. */
export function PressMove(move: PressMoveProps) {
  const { step, label, question, describedBy, kind = "quiet", asAssent } = move;
  const { work } = useWork();
  const { run, error } = usePressing(move);
  if (!asAssent && !may(work, step)) return null;
  return (
    <>
      {question === undefined ? (
        <Button kind={kind} onPress={() => run()} describedBy={describedBy}>
          {label}
        </Button>
      ) : (
        <Confirm
          kind={kind}
          question={question}
          yes={label}
          no={t("confirm.not_now")}
          onConfirm={() => run()}
        >
          {label}
        </Confirm>
      )}
      <Refusal error={error} />
    </>
  );
}
