/** Whether what this case's reporter said may be used in the other one: asked once, with what the question tells. */

import { useEffect, useState } from "preact/hooks";
import { every } from "../../../../lib/caseworkState.ts";
import { lendingDigest } from "../../../../lib/lending.ts";
import type { LinkView } from "../../../../lib/wire.ts";
import { t } from "../../words.ts";
import { missing, MoveForm, Opening, type Values, Words } from "../MoveForm.tsx";
import { may, type Step } from "../moving.ts";
import { Past, RecordCard, Told } from "../records.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";

/** Empty until it is worked out. */
function useDigest(lender: string, user: string): string {
  const [digest, setDigest] = useState("");
  useEffect(() => {
    let isShown = true;
    void lendingDigest(lender, user).then(found => isShown && setDigest(found));
    return () => {
      isShown = false;
    };
  }, [lender, user]);
  return digest;
}

function Ask({ name, digest }: { name: string; digest: string }) {
  const { work } = useWork();
  const [isOpen, open] = useOpening(name);
  if (!may(work, { object: "lending", id: "new", move: "ask", digest })) return null;
  const step = ({ text = "" }: Values, id: string): Step => {
    if (text.trim() === "") missing(`${name}-text`, () => t("work.words_missing"));
    return { object: "lending", id, move: "ask", digest, words: { text: text.trim() } };
  };
  return (
    <Opening label={t("lend.ask")} isOpen={isOpen} open={open}>
      <p>{t("lend.tells")}</p>
      <p>{t("lend.about")}</p>
      <MoveForm
        name={name}
        start={{ text: "" }}
        step={step}
        told={["text"]}
        button={t("lend.ask")}
        done={() => t("lend.asked")}
        close={() => open(false)}
      >
        {form => <Words form={form} control="text" label={t("lend.words")} rows={3} />}
      </MoveForm>
    </Opening>
  );
}

export function Lending({ link }: { link: LinkView }) {
  const { work } = useWork();
  const digest = useDigest(work.open.id, link.case);
  const record = every(work.state, "lending").find(each => each.digest === digest);
  if (digest === "") return null;
  if (record === undefined) return <Ask name={`lending-${link.case}`} digest={digest} />;
  return (
    <ul class="plain records">
      <RecordCard record={record} family="lend_state" title={t("lend.title")}>
        <Told record={record} />
        <Past record={record} />
      </RecordCard>
    </ul>
  );
}
