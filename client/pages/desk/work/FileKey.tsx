/** What is to be done so that the file of a case can be written to, and who is owed its key. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { desk } from "../session.ts";
import { list, t } from "../words.ts";
import {
  fileNeed,
  giveCopies,
  giveKey,
  owedBy,
  type Owing,
  owingAsked,
  owingUnasked,
  readersOf,
} from "./filekey.ts";
import type { Work } from "./model.ts";
import { useWork } from "./useWork.ts";
import { vouch, vouchOwed } from "./vouching.ts";

function namesOf({ view }: Work, ids: readonly string[]): string {
  return list(view.may_hold.flatMap(({ id, name }) => (ids.includes(id) ? [name] : [])));
}

interface AskProps {
  readonly children: ComponentChildren;
  readonly label: string;
  readonly done: string;
  readonly act: (work: Work) => Promise<unknown>;
}

/** One sentence, and the press that does it. */
function Ask({ children, label, done, act }: AskProps) {
  const { store } = useWork();
  const { run, error } = useAction(() => store.act(act, { message: () => done }));
  return (
    <Notice kind="calm">
      {children}
      <Button onPress={() => run()}>{label}</Button>
      <Refusal error={error} />
    </Notice>
  );
}

function Key() {
  const { work } = useWork();
  const need = fileNeed(work);
  if (need === "") return null;
  if (need === "ask" || need === "late") {
    const others = readersOf(work).filter(id => id !== work.me.id);
    return (
      <Notice kind="warm">
        <p>{t(`file_key.${need}`, { names: namesOf(work, others) })}</p>
      </Notice>
    );
  }
  const atOnce = work.view.may_hold.filter(({ until }) => until === "").map(({ id }) => id);
  const why = <p>{t(`file_key.why_${need}`, { names: namesOf(work, atOnce) })}</p>;
  // It is made by itself, with the first words that are sealed to it.
  if (need === "make") return <Notice kind="calm">{why}</Notice>;
  return (
    <Ask label={t("file_key.renew")} done={t("file_key.made")} act={giveKey}>
      {why}
    </Ask>
  );
}

/**
 * Those who are owed it get it when the page is opened, if nothing has to be asked to know that they may.
 * Undefined while that is found out.
 */
function useOwing(): Owing | null | undefined {
  const { work, store } = useWork();
  const [owing, setOwing] = useState<Owing | null>();
  const owed = owedBy(work)
    .map(({ id }) => id)
    .join();
  const tried = useRef("");
  useEffect(() => {
    let isShown = true;
    const pay = async (): Promise<void> => {
      const found = await owingUnasked(work).catch(() => null);
      if (found && found.free.length > 0) {
        await giveCopies(work, found.free);
        if (isShown) await store.reload();
      }
      if (isShown) setOwing(found);
    };
    // What is refused is offered as a button, which says why.
    if (owed !== "" && tried.current !== owed) pay().catch(() => isShown && setOwing(null));
    tried.current = owed; // once: what the server owes all the same is offered as a button
    return () => {
      isShown = false;
    };
  }, [owed, work, store]);
  return owed === "" ? undefined : owing;
}

async function askAndGive(work: Work): Promise<void> {
  await giveCopies(work, (await owingAsked(work)).free);
}

function Owed() {
  const { work } = useWork();
  const owing = useOwing();
  const names = namesOf(
    work,
    owedBy(work).map(({ id }) => id),
  );
  if (owing === undefined) return null;
  if (owing !== null) {
    return owing.near.map(({ name, why }) => (
      <Notice key={name} kind="warm">
        <p>{t("file_key.near", { name, why })}</p>
      </Notice>
    ));
  }
  return (
    <Ask label={t("file_key.give")} done={t("file_key.given")} act={askAndGive}>
      <p>{t("file_key.owed", { names })}</p>
    </Ask>
  );
}

/** Who made a copy that does not open, where another's does. */
function Junk() {
  const { work } = useWork();
  if (!work.file?.opened.faults.includes("copy")) return null;
  const { id } = desk().me;
  const own = work.view.file?.keys.flatMap(({ copies }) => copies.filter(each => each.holder === id)) ?? [];
  const authors = [...new Set(own.map(({ author }) => author))];
  return (
    <Notice kind="warm">
      <p>{t("file_key.copy", { names: namesOf(work, authors) })}</p>
    </Notice>
  );
}

/** Whoever joined the file since a person enrolled goes by the word of who could check their keys. */
function useVouching(): void {
  const { work, store } = useWork();
  const tried = useRef("");
  useEffect(() => {
    let isShown = true;
    const say = async (): Promise<void> => {
      const said = await vouchOwed(work);
      const name = JSON.stringify(said);
      if (said === null || tried.current === name || !isShown) return;
      tried.current = name; // once: the next who opens the case says it otherwise
      await vouch(work, said);
      if (isShown) await store.reload();
    };
    void say().catch(() => undefined); // nothing is lost by it: those keys stay closed to who joined
    return () => {
      isShown = false;
    };
  }, [work, store]);
}

export function FileKey() {
  useVouching();
  return (
    <>
      <Key />
      <Junk />
      <Owed />
    </>
  );
}
