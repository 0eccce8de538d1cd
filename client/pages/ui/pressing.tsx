/** What is pressed: buttons, actions, questions, dialogs. */

import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Busy } from "../../ui/Busy.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Live, Notice, Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { useWords } from "../desk/useWords.ts";
import { LocalizedError } from "../desk/words.ts";
import { Part } from "./Part.tsx";

const WHILE = 400; // ms

const later = (): Promise<void> => new Promise(done => void setTimeout(done, WHILE));
const nothing = (): void => undefined;

export function Buttons() {
  const { t } = useWords();
  const [pressed, setPressed] = useState(false);
  return (
    <Part name="Button">
      <div class="row">
        <Button kind="main" onPress={nothing}>
          {t("account.add")}
        </Button>
        <Button onPress={nothing}>{t("word.copy")}</Button>
        <Button kind="link" onPress={nothing}>
          {t("signin.back")}
        </Button>
        <Button pressed={pressed} onPress={() => setPressed(!pressed)}>
          {t("queue.closed")}
        </Button>
        <Button busy onPress={nothing}>
          {t("keys.seal")}
        </Button>
        <Button disabled onPress={nothing}>
          {t("queue.older")}
        </Button>
      </div>
    </Part>
  );
}

export function Actions() {
  const { t } = useWords();
  const [done, setDone] = useState(0);
  const [typed, setTyped] = useState("");
  const saving = useAction(async () => {
    await later();
    if (typed === "") throw new LocalizedError(() => t("conflicts.empty"));
    setDone(done + 1);
  });
  return (
    <Part name="useAction">
      <TextField id="saved" label={t("conflicts.who")} value={typed} onValue={setTyped} />
      <Refusal error={saving.error} />
      <Button kind="main" onPress={saving.run}>
        {t("conflicts.add")}
      </Button>
      {saving.busy ? <Busy label={t("keys.seal")} /> : null}
      <Live>{done > 0 ? <Notice kind="calm">{`${t("conflicts.added")} (${done})`}</Notice> : null}</Live>
    </Part>
  );
}

export function Waiting() {
  const { t } = useWords();
  return (
    <Part name="Busy">
      <Busy label={t("keys.seal")} />
      <Busy label={t("keys.seal")} done={3} all={7} words={t("keys.progress", { done: 3, all: 7 })} />
    </Part>
  );
}

/** What a refusal says with a way on, as where a case has another key. */
export function Spoken() {
  const { t } = useWords();
  const [error, setError] = useState<Error | null>(null);
  const [spoken, setSpoken] = useState("");
  return (
    <>
      <Part name="Live">
        <Button onPress={() => setSpoken(t("conflicts.added"))}>{t("conflicts.add")}</Button>
        <Live>{spoken}</Live>
      </Part>
      <Part name="Refusal">
        <Button onPress={() => setError(new LocalizedError(() => t("conflicts.empty")))}>
          {t("thread.send")}
        </Button>
        <Refusal error={error}>
          <Button onPress={() => setError(null)}>{t("thread.renew")}</Button>
        </Refusal>
      </Part>
    </>
  );
}

export function Dialogs() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [gone, setGone] = useState(false);
  const label = "YubiKey 5";
  return (
    <>
      <Part name="Confirm">
        <Confirm
          question={t("account.remove_sure", { label })}
          yes={t("account.remove_yes")}
          no={t("account.remove_no")}
          onConfirm={() => setGone(true)}
        >
          {t("account.remove", { label })}
        </Confirm>
        <Live>{gone ? <p>{t("conflicts.removed")}</p> : null}</Live>
      </Part>
      <Part name="Dialog">
        <Button onPress={() => setOpen(true)}>{t("account.code_new")}</Button>
        {open ? (
          <Dialog
            class="confirm"
            title={t("confirm.title")}
            about={t("account.code_replacing")}
            onClose={() => setOpen(false)}
          >
            <Button onPress={() => setOpen(false)}>{t("confirm.not_now")}</Button>
          </Dialog>
        ) : null}
      </Part>
    </>
  );
}
