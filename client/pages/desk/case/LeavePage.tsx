/** "This report names someone else": leaving someone out who holds the case. */

import type { RefObject } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { dayIn, serverTime } from "../../../lib/clock.ts";
import { type Holder, holdersOn, type Roster } from "../../../lib/roster.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { explain } from "../errors.ts";
import { desk } from "../session.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { list, t, LocalizedError } from "../words.ts";
import { BackToCase } from "./BackToCase.tsx";
import { linesOf, type Lookup, lookUp } from "./conflictLookup.ts";
import { LeavingOut, stayingIn, type Staying } from "./leaving.ts";
import type { OpenCase } from "./model.ts";
import { relationsIn } from "./passing.ts";
import { HolderWords } from "./Side.tsx";
import { useCase } from "./useCase.ts";

const MAX_NAMES = 4_000;
const MAX_NOTE = 20_000;

interface Leaving {
  readonly staying: Staying;
  /** Names, note, and by the id of a holder whether they are ticked. */
  readonly draft: UnsentForm<string>;
  /** Ids of those who are ticked. */
  readonly chosen: readonly string[];
  readonly lookup: Lookup | null;
  readonly looking: Action<[]>;
  readonly sending: Action<[]>;
  readonly names: RefObject<HTMLTextAreaElement | null>;
}

function boxOf(holder: { readonly id: string }): string {
  return `leave-${holder.id}`;
}

/** The holders who can be ticked. */
function othersIn({ holders }: Staying, me: string): readonly Holder[] {
  return holders.filter(({ id }) => id !== me);
}

interface Looking extends Pick<Leaving, "lookup" | "looking" | "names"> {
  readonly forget: () => void;
}

/** Who has something to do with whoever was typed; ticks them. */
function useLooking(staying: Staying, draft: UnsentForm<string>): Looking {
  const { open } = useCase();
  const [lookup, setLookup] = useState<Lookup | null>(null);
  const names = useRef<HTMLTextAreaElement>(null);
  const looking = useAction(async () => {
    const lines = linesOf(draft.values["near"] ?? "");
    if (lines.length === 0) {
      names.current?.focus();
      throw new LocalizedError(() => t("leave.names_missing"));
    }
    const ids = staying.holders.map(({ id }) => id);
    const looked = await lookUp(lines, ids).catch((error: unknown) => {
      throw new LocalizedError(() => t("leave.unasked", { why: explain(error) }));
    });
    for (const holder of othersIn(staying, open.me)) {
      if (looked.matches.has(holder.id)) draft.set(boxOf(holder), "on");
    }
    setLookup(looked);
  });
  return { lookup, looking, names, forget: looking.clear };
}

function useSending(staying: Staying, draft: UnsentForm<string>, form: string): Action<[]> {
  const { open, store } = useCase();
  const prepared = useRef<LeavingOut | null>(null);
  return useAction(async () => {
    const others = othersIn(staying, open.me);
    const chosen = others.filter(holder => draft.values[boxOf(holder)] === "on").map(({ id }) => id);
    if (chosen.length === 0) {
      if (others[0]) document.getElementById(boxOf(others[0]))?.focus();
      throw new LocalizedError(() => t("leave.choose"));
    }
    const note = draft.values["leave-note"] ?? "";
    if (!prepared.current?.isOf(open, chosen, note)) {
      prepared.current = new LeavingOut(open, staying, chosen, note);
    }
    const leaving = prepared.current;
    await store.act(() => leaving.send(), { message: () => t("leave.done"), form });
  });
}

function useLeaving(roster: Roster): Leaving {
  const { open } = useCase();
  const staying = useMemo(
    () => stayingIn(open, holdersOn(roster, dayIn("UTC", serverTime()))),
    [open, roster],
  );
  const form = `${open.id}/leave`;
  const draft = useUnsent<string>(form, { near: "", "leave-note": "" });
  const { forget, ...looking } = useLooking(staying, draft);
  const sending = useSending(staying, draft, form);
  const run = (): Promise<boolean> => {
    forget();
    return sending.run();
  };
  const chosen = othersIn(staying, open.me)
    .filter(holder => draft.values[boxOf(holder)] === "on")
    .map(({ id }) => id);
  return { staying, draft, chosen, ...looking, sending: { ...sending, run } };
}

/** Whether the directory knows nothing of any of them. */
function isBlind({ holders }: Staying, { unknown }: Lookup): boolean {
  return holders.every(({ id }) => unknown.has(id));
}

/** How somebody has to do with whom was typed, or that nobody knows. */
function whyNear({ lookup, staying }: Leaving, holder: Holder): string {
  if (!lookup) return "";
  const doubt = lookup.unknown.has(holder.id) && !isBlind(staying, lookup) ? t("leave.unknown") : "";
  return [relationsIn(lookup, holder.id), doubt].filter(Boolean).join(" ");
}

/** What somebody has read of it. */
function standing(open: OpenCase, holder: Holder): string {
  const here = open.holders.find(({ id }) => id === holder.id);
  if (here?.opened) return t("holder.opened");
  return t(here?.released ? "leave.may_read" : "leave.waits");
}

function Choice({ leaving, holder }: { leaving: Leaving; holder: Holder }) {
  const { open } = useCase();
  const { draft } = leaving;
  const id = boxOf(holder);
  return (
    <div class="choice big">
      <input
        type="checkbox"
        id={id}
        checked={draft.values[id] === "on"}
        onChange={event => draft.set(id, event.currentTarget.checked ? "on" : "")}
      />
      <label for={id}>
        <HolderWords holder={holder} more={standing(open, holder)} />
        <span class="hint near">{whyNear(leaving, holder)}</span>
      </label>
    </div>
  );
}

function Choices({ leaving }: { leaving: Leaving }) {
  const others = othersIn(leaving.staying, useCase().open.me);
  return (
    <fieldset class="choices">
      <legend>{t("leave.who")}</legend>
      {others.length === 0 ? <p class="hint">{t("leave.only_you")}</p> : null}
      {others.map(holder => (
        <Choice key={holder.id} leaving={leaving} holder={holder} />
      ))}
    </fieldset>
  );
}

/** What was found of whoever was typed, as far as it is not said beside a name. */
function FoundNear({ leaving: { lookup, staying } }: { leaving: Leaving }) {
  const { me } = useCase().open;
  if (!lookup) return null;
  const hit = othersIn(staying, me).some(({ id }) => lookup.matches.has(id));
  const nobody = t(isBlind(staying, lookup) ? "leave.nobody_known" : "leave.nobody_near");
  return (
    <>
      {lookup.matches.has(me) ? (
        <Notice kind="warm">
          <p>{t("leave.you")}</p>
        </Notice>
      ) : null}
      {hit ? null : (
        <Notice kind="calm">
          <p>{nobody}</p>
        </Notice>
      )}
    </>
  );
}

/** What would follow from what is ticked now. */
function Outcome({ leaving }: { leaving: Leaving }) {
  const { open } = useCase();
  const { holders } = leaving.staying;
  const names = (of: readonly Holder[]): string => list(of.map(({ name }) => name));
  const out = holders.filter(({ id }) => leaving.chosen.includes(id));
  const staying = holders.filter(holder => !out.includes(holder));
  const isRead = open.holders.some(({ id, released }) => released && staying.some(each => each.id === id));
  return (
    <div class="outcome" aria-live="polite">
      <FoundNear leaving={leaving} />
      <h2>{t("leave.then")}</h2>
      <ul>
        {out.length === 0 ? null : <li>{t("leave.lose", { names: names(out) })}</li>}
        <li>{t("leave.stay", { names: names(staying) })}</li>
        {isRead ? null : <li>{t("leave.next_tier")}</li>}
        <li>{t("leave.not_undone")}</li>
        <li>{t("leave.seen")}</li>
      </ul>
    </div>
  );
}

function Form({ roster }: { roster: Roster }) {
  const leaving = useLeaving(roster);
  const { draft, looking, sending, names } = leaving;
  return (
    <>
      <p class="lead">{t("leave.lead")}</p>
      <h2>{t("leave.near")}</h2>
      <UnsentHint draft={draft} />
      <TextArea
        id="near"
        label={t("leave.names")}
        hint={t("leave.names_hint")}
        rows={3}
        maxLength={MAX_NAMES}
        autocomplete="off"
        value={draft.values["near"] ?? ""}
        onValue={value => draft.set("near", value)}
        areaRef={names}
      />
      <Button onPress={looking.run}>{t("leave.look")}</Button>
      <Refusal error={looking.error} />
      <Choices leaving={leaving} />
      <Outcome leaving={leaving} />
      <TextArea
        id="leave-note"
        label={t("leave.note")}
        hint={t("leave.note_hint")}
        rows={3}
        maxLength={MAX_NOTE}
        value={draft.values["leave-note"] ?? ""}
        onValue={value => draft.set("leave-note", value)}
      />
      <Refusal error={sending.error} />
      <Button kind="main" onPress={sending.run}>
        {t("leave.send")}
      </Button>
    </>
  );
}

export function LeavePage() {
  const { roster } = desk();
  return (
    <div class="page narrow leaving">
      <BackToCase />
      <h1>{t("leave.title")}</h1>
      {roster ? <Form roster={roster} /> : <Notice kind="grave">{t("pass.no_roster")}</Notice>}
    </div>
  );
}
