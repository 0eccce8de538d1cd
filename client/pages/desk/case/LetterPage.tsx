/**
 * The letter that asks whoever holds something to keep it. Its words pass through the server to be
 * typeset, in memory; the writer is told so first. Its digest is computed here from what came back.
 */

import { useEffect, useState } from "preact/hooks";
import { newId } from "../../../lib/bytes.ts";
import { inDays, ofOverwriting } from "../../../lib/days.ts";
import { sha256hex } from "../../../lib/hash.ts";
import { LANGUAGES } from "../../../lib/languages.ts";
import { Button } from "../../../ui/Button.tsx";
import { Select, TextField } from "../../../ui/Field.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { type AskedDay, AskedDayField, useAskedDay } from "../AskedDay.tsx";
import { desk } from "../session.ts";
import { today } from "../times.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { list, t, LocalizedError } from "../words.ts";
import { BackToCase } from "./BackToCase.tsx";
import { textIn } from "./letters.ts";
import { api, type Evidence } from "./model.ts";
import { useCase } from "./useCase.ts";
import { DOCUMENT_LINE_LONGEST } from "../../../lib/shared.ts";

const KEEP_DAYS = 365;

const TEXTS = ["to", "place", "what", "from", "until", "reply", "name", "role"] as const;
type Text = (typeof TEXTS)[number];
type Needed = "to" | "what" | "reply" | "name" | "keep";
const NEEDED: readonly Needed[] = ["to", "what", "reply", "name", "keep"];
type Id = Text | "keep" | "language";
type Values = Readonly<Record<Id, string>>;

/** The finished letter. */
interface Ready {
  readonly href: string;
  /** SHA-256 (hexadecimal). */
  readonly document: string;
}

interface Writing {
  readonly draft: UnsentForm<Id>;
  readonly keep: AskedDay;
  /** What was still empty when it was to be made. */
  readonly missing: readonly Needed[];
  readonly making: Action<[]>;
  readonly ready: Ready | null;
  /** What a half-written one is kept as. */
  readonly form: string;
}

/** What it says before anybody writes: what the sealed letter says of the thing, and who writes. */
function useStart(item: Evidence): Values {
  const { letters } = useCase().open;
  const letter = letters.find(({ id }) => id === item.letter);
  const { me } = desk();
  return {
    to: textIn(letter, "holder"),
    place: textIn(letter, "where"),
    what: textIn(letter, "what"),
    from: textIn(letter, "from"),
    until: textIn(letter, "until"),
    reply: "",
    name: me.name,
    role: me.role,
    keep: inDays(KEEP_DAYS, today()),
    language: LANGUAGES[0]?.tag ?? "",
  };
}

/** The PDF in this tab, until the letter is written otherwise or the page is left. */
function useReady(): readonly [Ready | null, (pdf: Uint8Array<ArrayBuffer> | null) => Promise<void>] {
  const [ready, setReady] = useState<Ready | null>(null);
  useEffect(() => () => (ready ? URL.revokeObjectURL(ready.href) : undefined), [ready]);
  const show = async (pdf: Uint8Array<ArrayBuffer> | null): Promise<void> => {
    if (pdf === null) return setReady(null);
    const document = await sha256hex(pdf);
    setReady({ href: URL.createObjectURL(new Blob([pdf], { type: "application/pdf" })), document });
  };
  return [ready, show];
}

/** Nothing stands in it; half a day is something, and asked about. */
function emptyIn(values: Values, keep: AskedDay): readonly Needed[] {
  const half = keep.input.current?.validity.badInput === true;
  return NEEDED.filter(name => values[name].trim() === "" && !(name === "keep" && half));
}

function trimmed(values: Values): Record<Text, string> {
  return Object.fromEntries(TEXTS.map(name => [name, values[name].trim()])) as Record<Text, string>;
}

function useWriting(item: Evidence): Writing {
  const { open } = useCase();
  const form = `${open.id}/letter/${item.id}`;
  const kept = useUnsent<Id>(form, useStart(item));
  const [missing, setMissing] = useState<readonly Needed[]>([]);
  const [ready, show] = useReady();
  const set = (id: Id, value: string): void => {
    void show(null);
    kept.set(id, value);
  };
  const { values } = kept;
  const bounds = { ...ofOverwriting(today()), earliest: today() };
  const keep = useAskedDay(bounds, values.keep, value => set("keep", value));
  const making = useAction(async () => {
    void show(null);
    const empty = emptyIn(values, keep);
    setMissing(empty);
    if (empty[0]) {
      // Named all, and the writer is moved to the first (WCAG 2.2, 3.3.1).
      document.getElementById(`letter-${empty[0]}`)?.focus();
      throw new LocalizedError(() =>
        t("letter.missing", { fields: list(empty.map(name => t(`letter.${name}`))) }),
      );
    }
    const until = keep.read();
    if (until === null) return;
    const body = { language: values.language, ...trimmed(values), keep_until: until };
    await show(await api.preservationLetter(open.id, body));
  });
  return { draft: { ...kept, set }, keep, missing, making, ready, form };
}

interface OneProps {
  readonly writing: Writing;
  readonly name: Text;
  readonly hint?: string;
}

function One({ writing: { draft, missing }, name, ...props }: OneProps) {
  return (
    <TextField
      {...props}
      id={`letter-${name}`}
      label={t(`letter.${name}`)}
      maxLength={DOCUMENT_LINE_LONGEST}
      invalid={(missing as readonly string[]).includes(name) && draft.values[name].trim() === ""}
      value={draft.values[name]}
      onValue={value => draft.set(name, value)}
    />
  );
}

function Form({ writing }: { writing: Writing }) {
  const { draft, keep } = writing;
  return (
    <form onSubmit={event => event.preventDefault()}>
      <UnsentHint draft={draft} />
      <Select
        id="letter-language"
        label={t("letter.language")}
        options={LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name, lang: tag }))}
        value={draft.values.language}
        onValue={value => draft.set("language", value)}
      />
      <One writing={writing} name="to" />
      <One writing={writing} name="what" hint={t("letter.what_hint")} />
      <One writing={writing} name="place" />
      <div class="two">
        <One writing={writing} name="from" />
        <One writing={writing} name="until" />
      </div>
      <AskedDayField
        asked={keep}
        id="letter-keep"
        label={t("letter.keep")}
        hint={t("letter.keep_hint")}
        invalid={writing.missing.includes("keep") && draft.values.keep === ""}
      />
      <One writing={writing} name="reply" hint={t("letter.reply_hint")} />
      <div class="two">
        <One writing={writing} name="name" />
        <One writing={writing} name="role" />
      </div>
    </form>
  );
}

/** To be saved, sent by the handler's own means, and marked as sent. */
function Finished({ item, ready, form }: { item: Evidence; ready: Ready; form: string }) {
  const { store } = useCase();
  const { href, document } = ready;
  const heading = useFocus<HTMLHeadingElement>(href);
  const sending = useAction(() =>
    store.act(({ id }) => api.ordered(id, item.id, { id: newId(), document }), {
      message: () => t("letter.sent_said"),
      form,
    }),
  );
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        {t("letter.ready")}
      </h2>
      <p>
        <a class="button" href={href} download={t("letter.file")}>
          {t("letter.save")}
        </a>
      </p>
      <p class="small">
        {t("letter.digest")}{" "}
        <span class="mono" dir="ltr">
          {document}
        </span>
      </p>
      <p>{t("letter.send")}</p>
      <Refusal error={sending.error} />
      <Button onPress={sending.run}>{t("letter.sent")}</Button>
    </>
  );
}

export function LetterPage({ item }: { item: Evidence }) {
  const writing = useWriting(item);
  const { ready, making, form } = writing;
  return (
    <div class="page narrow">
      <BackToCase />
      <h1>{t("letter.title")}</h1>
      <p class="lead">{t("letter.lead")}</p>
      <Notice kind="warm">
        <p>{t("letter.passes")}</p>
        <p>{t("letter.no_names")}</p>
      </Notice>
      <Form writing={writing} />
      <Refusal error={making.error} />
      <Button kind="main" onPress={making.run}>
        {t("letter.make")}
      </Button>
      <div class="ready">{ready ? <Finished item={item} ready={ready} form={form} /> : null}</div>
    </div>
  );
}
