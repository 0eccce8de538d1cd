/**
 * What somebody outside holds and may overwrite: cameras, door logs, bookings, chats. Keeping it is
 * the organisation's duty, the same day; the countdown stands here and never with the reporter.
 */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { newId } from "../../../lib/bytes.ts";
import { daysLeft } from "../../../lib/evidence.ts";
import { Button } from "../../../ui/Button.tsx";
import { Confirm } from "../../../ui/Confirm.tsx";
import { Facts } from "../../../ui/Facts.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { Line, Paragraphs } from "../../../ui/Written.tsx";
import { day, moment, today } from "../times.ts";
import { dropUnsent, hasUnsent } from "../unsent.ts";
import { count, t, term } from "../words.ts";
import { EvidenceForm, evidenceForm } from "./EvidenceForm.tsx";
import { ErasedLetter } from "./Erased.tsx";
import { Faults } from "./Faults.tsx";
import { textIn } from "./letters.ts";
import { api, type Evidence as Item, mayDecide, type OpenCase, type ShownLetter } from "./model.ts";
import { useCase } from "./useCase.ts";

/** The day it may be gone, in words, a date and a shape; colour only helps. */
function Countdown({ item }: { item: Item }) {
  if (item.state === "confirmed" || item.state === "lost") return null;
  if (!item.overwritten) return <p class="due">{t("evidence.no_date")}</p>;
  const left = daysLeft(item.overwritten, today());
  const look = left < 0 ? "late" : left <= 3 ? "soon" : "later";
  const soon = left === 0 ? t("evidence.last_day") : count("evidence.left", left);
  return (
    <p class={`due ${look}`}>
      {left < 0 ? t("evidence.gone") : soon}
      {" · "}
      <time dateTime={item.overwritten}>{day(item.overwritten)}</time>
    </p>
  );
}

/** From one time to another, each as it was written. */
function span(from: string, until: string): ComponentChildren {
  if (from === "" || until === "") return from + until === "" ? "" : <Name>{from + until}</Name>;
  return (
    <>
      <Name>{from}</Name> – <Name>{until}</Name>
    </>
  );
}

function Written({ letter }: { letter: ShownLetter | undefined }) {
  const line = (name: "what" | "where" | "holder" | "reach"): readonly [string, ComponentChildren] => {
    const words = textIn(letter, name);
    return [t(`evidence.${name}`), words === "" ? "" : <Line words={words} />];
  };
  const words = textIn(letter, "words");
  const pairs = [
    line("what"),
    line("where"),
    [t("evidence.from"), span(textIn(letter, "from"), textIn(letter, "until"))] as const,
    line("holder"),
    line("reach"),
    [t("word.anything_else"), words === "" ? "" : <Paragraphs words={words} />] as const,
  ];
  return <Facts pairs={pairs} class="facts inner" />;
}

function Steps({ item }: { item: Item }) {
  const steps = ["noted", "ordered", "confirmed", "lost"] as const;
  return (
    <ul class="plain small">
      {steps.map(step => {
        const when = item[step];
        return when ? (
          <li key={step}>{t(`evidence.was_${step}`, { when: moment(new Date(when)) })}</li>
        ) : null;
      })}
    </ul>
  );
}

interface LoggedProps {
  readonly label: string;
  readonly sure: string;
  readonly tell: (open: OpenCase) => Promise<unknown>;
  readonly message: () => string;
}

/** What is written to the log: asked once more before it is done. */
function Logged({ label, sure, tell, message }: LoggedProps) {
  const { store } = useCase();
  const telling = useAction(() => store.act(tell, { message }));
  return (
    <div class="logged">
      <Confirm question={sure} yes={t("evidence.yes")} no={t("page.back")} onConfirm={telling.run}>
        {label}
      </Confirm>
      <Refusal error={telling.error} />
    </div>
  );
}

function ItemActions({ item }: { item: Item }) {
  const { open, store } = useCase();
  if (!mayDecide(open) || item.state === "lost") return null;
  return (
    <div class="file-acts">
      {item.state === "needed" ? (
        <Button kind="main" onPress={() => store.go({ name: "letter", item: item.id })}>
          {t("evidence.write")}
        </Button>
      ) : null}
      {item.state === "ordered" ? (
        <Logged
          label={t("evidence.confirmed")}
          sure={t("evidence.confirmed_sure")}
          tell={({ id }) => api.confirmed(id, item.id, newId())}
          message={() => t("evidence.confirmed_said")}
        />
      ) : null}
      <Logged
        label={t("evidence.lost")}
        sure={t("evidence.lost_sure")}
        tell={({ id }) => api.lost(id, item.id, newId())}
        message={() => t("evidence.lost_said")}
      />
    </div>
  );
}

function Card({ item }: { item: Item }) {
  const letter = useCase().open.letters.find(({ id }) => id === item.letter);
  const id = `evidence-${item.id}`;
  return (
    <li aria-labelledby={id}>
      <div class="split">
        <h3 id={id}>{term("evidence_kind", item.kind)}</h3>
        <span class="badge">{term("evidence_state", item.state)}</span>
      </div>
      <Countdown item={item} />
      <Faults faults={letter?.faults ?? []} />
      <ErasedLetter by={letter?.erased} />
      {letter?.before && !letter.erased ? <p class="soft">{t("thread.before")}</p> : null}
      <Written letter={letter} />
      <Steps item={item} />
      <ItemActions key={item.state} item={item} />
    </li>
  );
}

const RANK = { needed: 0, ordered: 1, confirmed: 2, lost: 3 } as const;

function byUrgency(a: Item, b: Item): number {
  const last = "9999";
  return RANK[a.state] - RANK[b.state] || (a.overwritten ?? last).localeCompare(b.overwritten ?? last);
}

function isOwed({ duties }: OpenCase): boolean {
  return duties.some(
    ({ kind, done, state }) => kind === "preserve_evidence" && !done && state !== "cancelled",
  );
}

/**
 * "Nothing more is held elsewhere": ends the duty of the day. With an item that nobody was told to
 * keep, saying so would end nothing.
 */
function NothingMore() {
  const { open } = useCase();
  if (!isOwed(open) || open.evidence.some(({ state }) => state === "needed")) return null;
  return (
    <div class="nothing">
      <Logged
        label={t("event.evidence_checked")}
        sure={t("evidence.nothing_sure")}
        tell={({ id }) => api.checked(id, newId())}
        message={() => t("evidence.nothing_said")}
      />
    </div>
  );
}

/** The button that opens the form, and in its place the form until it is sent or called off. */
function Adding() {
  const { open } = useCase();
  const [writing, setWriting] = useState(() => hasUnsent(evidenceForm(open)));
  const [closed, setClosed] = useState(false);
  const opener = useFocus<HTMLButtonElement>(closed && !writing);
  if (!writing) {
    return (
      <Button
        kind={open.evidence.length === 0 ? "main" : "quiet"}
        onPress={() => setWriting(true)}
        buttonRef={opener}
      >
        {t("evidence.add")}
      </Button>
    );
  }
  const close = (): void => {
    dropUnsent(evidenceForm(open));
    setClosed(true);
    setWriting(false);
  };
  return (
    <div class="adding">
      <EvidenceForm close={close} added={() => setWriting(false)} />
    </div>
  );
}

export function Evidence() {
  const { open } = useCase();
  const items = open.evidence.toSorted(byUrgency);
  return (
    <div class="evidencebox">
      <h2>{t("evidence.title")}</h2>
      <p class="hint">{t("evidence.hint")}</p>
      {isOwed(open) ? (
        <Notice kind="warm">
          <p>{t("evidence.today")}</p>
        </Notice>
      ) : null}
      {items.length === 0 ? (
        <p class="empty-line">{t("evidence.none")}</p>
      ) : (
        <ul class="files evidence">
          {items.map(item => (
            <Card key={item.id} item={item} />
          ))}
        </ul>
      )}
      {mayDecide(open) ? <Adding /> : null}
      {mayDecide(open) ? <NothingMore /> : null}
    </div>
  );
}
