/** A complaint against who reported the other case: somebody of a later tier looks whether it is retaliation. */

import type { LinkView } from "../../../../lib/wire.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { UnsentHint, useUnsent } from "../../useUnsent.tsx";
import { t } from "../../words.ts";
import { missing, Opening } from "../MoveForm.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { Asked } from "./Asked.tsx";
import { checkLink } from "./links.ts";

function Form({ link, close }: { link: LinkView; close: () => void }) {
  const { work, store } = useWork();
  const name = `check-${link.id}`;
  const kept = `${work.open.id}/work/${name}`;
  const form = useUnsent<string>(kept, { found: "", text: "" });
  const send = useAction(async () => {
    const found = form.values["found"] ?? "";
    const words = (form.values["text"] ?? "").trim();
    if (found === "") missing(`${name}-found-no`, () => t("linked.found_missing"));
    if (words === "") missing(`${name}-text`, () => t("work.words_missing"));
    const retaliation = found === "yes";
    const message = () => t(retaliation ? "linked.is_retaliation" : "linked.is_none");
    await store.act(() => checkLink(work.open.id, link, { words, retaliation }), { message, form: kept });
    close();
  });
  return (
    <>
      <UnsentHint draft={form} />
      <p>{t("linked.check_about")}</p>
      <Asked name={name} member="found" legend={t("linked.found")} why={t("linked.found_why")} form={form} />
      <Button kind="main" onPress={() => send.run()}>
        {t("linked.say_found")}
      </Button>
      <Refusal error={send.error} />
      <Button onPress={close}>{t("confirm.not_now")}</Button>
    </>
  );
}

export function Checking({ link }: { link: LinkView }) {
  const [isOpen, open] = useOpening(`check-${link.id}`);
  return (
    <Opening label={t("linked.check")} isOpen={isOpen} open={open}>
      <Form link={link} close={() => open(false)} />
    </Opening>
  );
}
