/** A complaint against who reported the other case: somebody of a later tier looks whether it is retaliation. */

import type { LinkView } from "../../../../lib/wire.ts";
import { Button } from "../../../../ui/Button.tsx";
import { RadioGroup } from "../../../../ui/Choices.tsx";
import { TextArea } from "../../../../ui/Field.tsx";
import { Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../../useUnsent.tsx";
import { t, term } from "../../words.ts";
import { MAX_TEXT, missing, Opening } from "../MoveForm.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { checkLink } from "./links.ts";

const FOUND = ["no", "yes"] as const;

function Asked({ name, form: { values, set } }: { name: string; form: UnsentForm<string> }) {
  return (
    <>
      <RadioGroup
        name={`${name}-found`}
        legend={t("linked.found")}
        options={FOUND.map(value => ({ value, label: term("answer", value) }))}
        value={values["found"] ?? ""}
        onValue={value => set("found", value)}
      />
      <TextArea
        id={`${name}-text`}
        label={t("linked.found_why")}
        hint={t("linked.why_hint")}
        rows={3}
        maxLength={MAX_TEXT}
        value={values["text"] ?? ""}
        onValue={value => set("text", value)}
      />
    </>
  );
}

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
      <Asked name={name} form={form} />
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
