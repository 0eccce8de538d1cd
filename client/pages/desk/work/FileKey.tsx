/** What is to be done so that the file of a case can be written to, and who is owed its key. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { desk } from "../session.ts";
import { list, t } from "../words.ts";
import { fileNeed, giveCopies, giveKey, owedBy, type Owing, owingOf, readersOf } from "./filekey.ts";
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
  readonly busy?: boolean;
}

/** One sentence, and the press that does it: not before all of the case is opened and checked. */
function Ask({ children, label, done, act, busy = false }: AskProps) {
  const { store, work } = useWork();
  const { run, error } = useAction(() => store.act(act, { message: () => done }));
  return (
    <Notice kind="calm">
      {children}
      <Button disabled={work.unread > 0} busy={busy} onPress={() => run()}>
        {label}
      </Button>
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

/** What came of giving the key to who is owed it: `asking`, while that is found out. */
type Paying = "" | "asking" | "given" | "press" | Owing;

async function pay(work: Work): Promise<Paying> {
  const found = await owingOf(work);
  await giveCopies(work, found.free);
  return found.near.length > 0 ? found : "given";
}

/**
 * Those who are owed it get it when the page is opened, once they are compared with whoever is named; once: what
 * the server owes all the same is offered as a button, which says why it is refused.
 */
function usePaying(owed: string): Paying {
  const { work, store } = useWork();
  const [paying, setPaying] = useState<Paying>(owed === "" ? "" : "asking");
  const tried = useRef("");
  useEffect(() => {
    if (owed === "" || work.unread > 0 || tried.current === owed) return;
    tried.current = owed;
    setPaying("asking");
    void pay(work)
      .catch((): Paying => "press")
      .then(async found => {
        if (found !== "press") await store.reload().catch(() => undefined);
        setPaying(found);
      });
  }, [owed, work, store]);
  return paying;
}

async function askAndGive(work: Work): Promise<void> {
  await giveCopies(work, (await owingOf(work)).free);
}

interface OwedProps {
  readonly paying: Paying;
  readonly names: string;
}

function OwedWords({ paying, names }: OwedProps) {
  if (paying === "given") {
    return (
      <Notice kind="calm">
        <p>{t("file_key.given")}</p>
      </Notice>
    );
  }
  if (paying === "asking" || paying === "press") {
    return (
      <Ask label={t("file_key.give")} done={t("file_key.given")} act={askAndGive} busy={paying === "asking"}>
        <p>{t("file_key.owed", { names })}</p>
      </Ask>
    );
  }
  if (paying === "") return null;
  return paying.near.map(({ name, why }) => (
    <Notice key={name} kind="warm">
      <p>{t("file_key.near", { name, why })}</p>
    </Notice>
  ));
}

/** It stands there from the first and keeps its height: what comes of it moves nothing on the page. */
function Owed({ paying, names }: OwedProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef(names);
  if (names !== "") shown.current = names;
  useLayoutEffect(() => {
    if (!box.current || paying !== "asking") return;
    box.current.style.display = "grid"; // what is less high is stretched
    box.current.style.minBlockSize = `${box.current.offsetHeight}px`;
  }, [paying]);
  return (
    <div class="kept-height" ref={box}>
      <OwedWords paying={paying} names={shown.current} />
    </div>
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

/**
 * Whoever joined the file since a person enrolled goes by the word of who could check their keys; and who came
 * late to it by what its older keys were stated under. Said one after the other, after who is owed the key has it.
 */
function useVouching(ready: boolean): void {
  const { work, store } = useWork();
  const tried = useRef("");
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);
  useEffect(() => {
    const say = async (): Promise<void> => {
      const said = await vouchOwed(work);
      const name = JSON.stringify(said);
      if (said === null || tried.current === name || !isShown.current) return;
      tried.current = name; // once: the next who opens the case says it otherwise
      await vouch(work, said);
      // Also where the page was read again meanwhile: what is to be said next, only what was said shows.
      if (isShown.current) await store.reload();
    };
    if (ready && work.unread === 0) void say().catch(() => undefined); // the next who opens the case says it
  }, [ready, work, store]);
}

export function FileKey() {
  const { work } = useWork();
  const owed = owedBy(work).map(({ id }) => id);
  const paying = usePaying(owed.join());
  useVouching(paying !== "asking");
  const isDone = paying === "press" && owed.length === 0;
  return (
    <>
      <Key />
      <Junk />
      <Owed paying={isDone ? "given" : paying} names={namesOf(work, owed)} />
    </>
  );
}
