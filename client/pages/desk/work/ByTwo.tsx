/** A move that two sign: the first says so in a letter to the file, the other moves it. */

import { useEffect, useState } from "preact/hooks";
import { list, t } from "../words.ts";
import { Deed, type DeedProps } from "./Deed.tsx";
import { assentsTo, maySecond, type Step } from "./moving.ts";
import { PressMove, type PressMoveProps } from "./PressMove.tsx";
import { actorName } from "./naming.ts";
import { useWork } from "./useWork.ts";

/** Who signed this very move; null until that is known. */
function useSigned(step: Step): readonly string[] | null {
  const { work } = useWork();
  const [signed, setSigned] = useState<readonly string[] | null>(null);
  const key = JSON.stringify(step);
  useEffect(() => {
    let here = true;
    void assentsTo(work, JSON.parse(key) as Step).then(ids => {
      if (here) setSigned(ids);
    });
    return () => {
      here = false;
    };
  }, [work, key]);
  return signed;
}

/** `what`: for what, where more than one thing can be signed for beside it. */
function SignedBy({ ids, what = "" }: { ids: readonly string[]; what?: string }) {
  const { work } = useWork();
  if (ids.length === 0) return null;
  const name = list(ids.map(id => actorName(work, id)));
  return (
    <p class="small">{what === "" ? t("work.signed_by", { name }) : t("work.signed_for", { what, name })}</p>
  );
}

interface Signing {
  readonly signed: readonly string[];
  /** Somebody else's signature, which the move then names; none yet. */
  readonly other: string | undefined;
  readonly maySign: boolean;
}

function useSigning(step: Step): Signing | null {
  const { work } = useWork();
  const signed = useSigned(step);
  if (signed === null) return null;
  const other = signed.find(id => id !== work.me.id);
  return { signed, other, maySign: signed.length === 0 && maySecond(work, step) };
}

interface TwoProps extends PressMoveProps {
  /** What the first presses. */
  readonly sign: string;
}

/** By one press each. */
export function PressTwo({ sign, ...move }: TwoProps) {
  const signing = useSigning(move.step);
  if (signing === null) return null;
  const { signed, other, maySign } = signing;
  return (
    <>
      <SignedBy ids={signed} />
      {other === undefined ? null : <PressMove {...move} step={{ ...move.step, agreed: [other] }} />}
      {maySign ? <PressMove {...move} label={sign} done={() => t("work.signed")} asAssent /> : null}
    </>
  );
}

/** With words of both. */
export function DeedOfTwo({
  sign,
  what = "",
  ...deed
}: DeedProps & { readonly sign: string; readonly what?: string }) {
  const { record, move, clear } = deed;
  const step = { object: record.object, id: record.id, move, ...clear, words: {} };
  const signing = useSigning(step);
  if (signing === null) return null;
  const { signed, other, maySign } = signing;
  return (
    <>
      <SignedBy ids={signed} what={what} />
      {other === undefined ? null : <Deed {...deed} clear={{ ...clear, agreed: [other] }} />}
      {maySign ? <Deed {...deed} label={sign} done={() => t("work.signed")} asAssent /> : null}
    </>
  );
}
