/** Linking a case with another that one reads too: both are compared first, and it is looked at once more. */

import { useState } from "preact/hooks";
import { deskApi } from "../../../../lib/deskapi.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Confirm } from "../../../../ui/Confirm.tsx";
import { Select } from "../../../../ui/Field.tsx";
import { Notice, Refusal } from "../../../../ui/Notice.tsx";
import { useAction } from "../../../../ui/useAction.ts";
import { reference } from "../../case/model.ts";
import { UnsentHint, useUnsent } from "../../useUnsent.tsx";
import { list, t } from "../../words.ts";
import { missing, Opening } from "../MoveForm.tsx";
import { useOpening } from "../useOpening.ts";
import { useWork } from "../useWork.ts";
import { Asked } from "./Asked.tsx";
import { linkCases, liveLinks, lookAhead, type Outlook } from "./links.ts";

const FORM = "linked";

/** Open cases that whoever looks has, but for this one and those it is linked to. */
async function others(own: string, linked: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page = await deskApi().cases("open", after);
    found.push(...page.cases.map(({ id }) => id));
    after = page.next;
  }
  return found.filter(id => id !== own && !linked.includes(id));
}

function Ahead({ outlook: { both, without, near } }: { outlook: Outlook }) {
  const names = (people: readonly { readonly name: string }[]): string =>
    list(people.map(({ name }) => name));
  return (
    <>
      <p>{t("linked.both", { names: names(both) })}</p>
      {without.length === 0 ? null : (
        <Notice kind="warm">
          <p>{t("linked.without", { names: names(without) })}</p>
        </Notice>
      )}
      {near.map(({ name, why }) => (
        <Notice key={name} kind="warm">
          <p>{t("linked.near", { name, why })}</p>
        </Notice>
      ))}
    </>
  );
}

function Sure({ outlook, close }: { outlook: Outlook; close: () => void }) {
  const { work, store } = useWork();
  const kept = `${work.open.id}/work/${FORM}`;
  const form = useUnsent<string>(kept, { text: "", counter: "no" });
  const other = outlook.other.open.id;
  const link = useAction(async () => {
    const words = (form.values["text"] ?? "").trim();
    if (words === "") missing(`${FORM}-text`, () => t("work.words_missing"));
    const why = { words, counter: form.values["counter"] === "yes" };
    const done = { message: () => t("linked.done"), form: kept };
    await store.act(() => linkCases(work.open.id, other, why), done);
    close();
  });
  return (
    <>
      <UnsentHint draft={form} />
      <Ahead outlook={outlook} />
      <Asked name={FORM} member="counter" legend={t("linked.counter")} why={t("linked.why")} form={form} />
      {outlook.near.length > 0 ? null : (
        <Confirm
          kind="main"
          question={t("linked.sure", { ref: reference(other) })}
          yes={t("linked.link")}
          no={t("confirm.not_now")}
          onConfirm={() => link.run()}
        >
          {t("linked.link")}
        </Confirm>
      )}
      <Refusal error={link.error} />
    </>
  );
}

/** Which of these; then what linking it would do. */
function Choosing({ ids, close }: { ids: readonly string[]; close: () => void }) {
  const { work } = useWork();
  const [chosen, setChosen] = useState("");
  const [outlook, setOutlook] = useState<Outlook | null>(null);
  const compare = useAction(async () => {
    if (chosen === "") missing(`${FORM}-other`, () => t("linked.choose_first"));
    setOutlook(await lookAhead(work, chosen));
  });
  const pick = (value: string): void => {
    setChosen(value);
    setOutlook(null);
  };
  const options = ids.map(value => ({ value, label: reference(value) }));
  return (
    <>
      <Select
        id={`${FORM}-other`}
        label={t("linked.other")}
        value={chosen}
        onValue={pick}
        options={[{ value: "", label: t("linked.choose") }, ...options]}
      />
      {outlook === null ? (
        <Button kind="main" onPress={() => compare.run()}>
          {t("linked.compare")}
        </Button>
      ) : (
        <Sure outlook={outlook} close={close} />
      )}
      <Refusal error={compare.error} />
    </>
  );
}

function Finding({ close }: { close: () => void }) {
  const { work } = useWork();
  const [ids, setIds] = useState<readonly string[] | null>(null);
  const linked = liveLinks(work).map(link => link.case);
  const find = useAction(async () => setIds(await others(work.open.id, linked)));
  if (ids === null) {
    return (
      <>
        <p>{t("linked.find_hint")}</p>
        <Button onPress={() => find.run()}>{t("linked.find")}</Button>
        <Refusal error={find.error} />
      </>
    );
  }
  return ids.length === 0 ? <p>{t("linked.no_other")}</p> : <Choosing ids={ids} close={close} />;
}

export function Linking() {
  const [isOpen, open] = useOpening(FORM);
  return (
    <Opening label={t("linked.link_another")} isOpen={isOpen} open={open}>
      <Finding close={() => open(false)} />
      <Button onPress={() => open(false)}>{t("confirm.not_now")}</Button>
    </Opening>
  );
}
