/** What a person of the case and the team wrote to each other, and a box to write in. */

import { useRef } from "preact/hooks";
import type { LetterOrFailure } from "../../../lib/letterAuthors.ts";
import { newestKeys } from "../../../lib/partyKeys.ts";
import type { DeskFileLetter, FileLetterView } from "../../../lib/wire.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { Paragraphs } from "../../../ui/Written.tsx";
import { hour } from "../times.ts";
import { UnsentHint, useUnsent } from "../useUnsent.tsx";
import { LocalizedError, t, term } from "../words.ts";
import { letterTo } from "./inviting.ts";
import { api, type CaseRecord } from "./model.ts";
import { actorName, partyName } from "./naming.ts";
import { useWork } from "./useWork.ts";

function textOf(read: LetterOrFailure | null): string | null {
  if (!read?.ok) return null;
  const { words } = read.letter.body.content as { readonly words?: unknown };
  return typeof words === "string" ? words : "";
}

function Letter({ view }: { view: FileLetterView }) {
  const { work } = useWork();
  const read = work.file?.letters.get(view.id)?.read ?? null;
  const words = textOf(read);
  const isDoubted = read?.ok === true && read.letter.doubts.length > 0;
  return (
    <li class={view.author === view.party ? undefined : "mine"}>
      <p class="small">
        <b>
          <Name>{actorName(work, view.author)}</Name>
        </b>
        {" · "}
        <time dateTime={view.at}>{hour(new Date(view.at))}</time>
      </p>
      {isDoubted ? <p class="flag">{t("thread.unverified")}</p> : null}
      {words === null ? <p class="flag">{t("letters.unreadable")}</p> : <Paragraphs words={words} />}
    </li>
  );
}

function Writing({ party }: { party: CaseRecord }) {
  const { work, store } = useWork();
  const kept = `${work.open.id}/work/letter-${party.id}`;
  const draft = useUnsent<"words">(kept, { words: "" });
  const made = useRef<{ readonly of: string; readonly body: DeskFileLetter } | null>(null);
  const id = `letter-${party.id}`;
  const sending = useAction(async () => {
    const words = draft.values.words.trim();
    if (words === "") {
      document.getElementById(id)?.focus();
      throw new LocalizedError(() => t("work.words_missing"));
    }
    const send = async (now: typeof work): Promise<void> => {
      const of = `${now.file?.opened.generation} ${now.file?.view.letters.length} ${words}`;
      if (made.current?.of !== of) made.current = { of, body: await letterTo(now, party.id, words) };
      await api.writeFile(now.open.id, made.current.body);
    };
    await store.act(send, { message: () => t("letters.sent"), form: kept });
  });
  return (
    <form onSubmit={event => event.preventDefault()}>
      <UnsentHint draft={draft} />
      <TextArea
        id={id}
        label={t("letters.write", { name: partyName(work, party.id) })}
        hint={t("letters.hint")}
        value={draft.values.words}
        onValue={value => draft.set("words", value)}
        rows={4}
      />
      <Refusal error={sending.error} />
      <Button kind="main" onPress={() => sending.run()}>
        {t("thread.send")}
      </Button>
    </form>
  );
}

/** Nothing before the person has enrolled. Where their keys do not hold, why, and nothing is sent. */
export function PartyLetters({ party }: { party: CaseRecord }) {
  const { work } = useWork();
  const keys = newestKeys(work.file?.parties ?? [], party.id);
  if (!keys) return null;
  // What a move says stands with its record.
  const letters =
    work.file?.view.letters.filter(each => each.party === party.id && each.kind === "message") ?? [];
  return (
    <div>
      <h4>{t("part.messages")}</h4>
      {keys.fault === "" ? null : (
        <Notice kind="grave">
          <p>{term("party_fault", keys.fault)}</p>
          <p>{t("letters.not_sealed")}</p>
        </Notice>
      )}
      {letters.length === 0 ? <p class="small">{t("thread.no_messages")}</p> : null}
      <ol class="msgs">
        {letters.map(each => (
          <Letter key={each.id} view={each} />
        ))}
      </ol>
      {keys.fault === "" && party.state === "opened" ? (
        <p class="small">{t("letters.confirm_first")}</p>
      ) : null}
      {keys.fault === "" && party.state === "confirmed" && work.file?.opened.mayWrite === true ? (
        <Writing party={party} />
      ) : null}
    </div>
  );
}
