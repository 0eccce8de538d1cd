/** Deciding how a case goes on: the way and the reason, then what the reporter will read, then it is sent. */

import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { check } from "../../../lib/wordcheck.ts";
import { Button } from "../../../ui/Button.tsx";
import { RadioGroup } from "../../../ui/Choices.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/Notice.tsx";
import { type Action, useAction } from "../../../ui/useAction.ts";
import { useFocus } from "../../../ui/useFocus.ts";
import { Paragraphs } from "../../../ui/Written.tsx";
import { announce } from "../frameState.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "../useUnsent.tsx";
import { count, LocalizedError, t, term } from "../words.ts";
import { BackToCase } from "./BackToCase.tsx";
import { NotSent, Problem } from "./Composer.tsx";
import { formOf, ROUTES, type Route, sendDecision } from "./deciding.ts";
import { Holding } from "./Holding.tsx";
import { useCase } from "./useCase.ts";
import { type Found, Warning } from "./Warned.tsx";

const MAX_REASON = 20_000;

type Id = "route" | "decide-reason";
type Box = RefObject<HTMLTextAreaElement | null>;

interface Deciding {
  readonly draft: UnsentForm<Id>;
  readonly box: Box;
  readonly flags: readonly Found[];
  /** Looks at the words, and shows what the reporter will read where nothing is to be said of them. */
  readonly looking: Action<[]>;
  readonly show: () => void;
  readonly edit: () => void;
}

/** The way that is chosen. Raises LocalizedError, and moves the writer to what is missing. */
function chosenIn({ values }: UnsentForm<Id>, box: Box): Route {
  const route = ROUTES.find(each => each === values.route);
  if (!route) {
    document.getElementById(`route-${ROUTES[0]}`)?.focus();
    throw new LocalizedError(() => t("decide.choose"));
  }
  if (values["decide-reason"].trim() === "") {
    box.current?.focus();
    throw new LocalizedError(() => t("decide.empty"));
  }
  return route;
}

function flagged(text: string, box: Box): Found[] {
  const select = (start: number, end: number): void => {
    box.current?.focus();
    box.current?.setSelectionRange(start, end);
  };
  return check(text).map(finding => ({ ...finding, text, select }));
}

function useDeciding(draft: UnsentForm<Id>, show: () => void): Deciding {
  const box = useRef<HTMLTextAreaElement>(null);
  const [flags, setFlags] = useState<readonly Found[]>([]);
  const set = (id: Id, value: string): void => {
    setFlags([]);
    draft.set(id, value);
  };
  const looking = useAction(() => {
    setFlags([]);
    chosenIn(draft, box);
    const found = flagged(draft.values["decide-reason"], box);
    if (found.length === 0) return show();
    setFlags(found);
    announce(count("warned.title", found.length));
  });
  const edit = (): void => {
    setFlags([]);
    const [first] = flags;
    first?.select(first.start, first.end);
  };
  return { draft: { ...draft, set }, box, flags, looking, show, edit };
}

interface FormProps {
  readonly draft: UnsentForm<Id>;
  readonly show: () => void;
  /** Whether the writer came back from what the reporter will read. */
  readonly isBack: boolean;
}

function Routes({ draft: { values, set } }: Pick<FormProps, "draft">) {
  const options = ROUTES.map(each => ({
    value: each,
    label: term("route", each),
    hint: term("means", each),
  }));
  return (
    <RadioGroup
      name="route"
      big
      legend={t("decide.route")}
      options={options}
      value={values.route}
      onValue={value => set("route", value)}
    />
  );
}

/** Ways that take more than one person's choice. */
function OtherWays() {
  const { open } = useCase();
  return (
    <p class="small">
      <a href={`#/case/${open.id}/work/ways`}>{t("decide.other_ways")}</a>
    </p>
  );
}

function Form({ draft: given, show, isBack }: FormProps) {
  const { open } = useCase();
  const { draft, box, flags, looking, edit } = useDeciding(given, show);
  const back = useFocus<HTMLButtonElement>(isBack);
  return (
    <form onSubmit={event => event.preventDefault()}>
      <p class="lead">
        {t("decide.lead")}
        {open.lead ? null : ` ${t("case.acknowledge_lead")}`}
      </p>
      <UnsentHint draft={draft} />
      <Routes draft={draft} />
      <OtherWays />
      <TextArea
        id="decide-reason"
        label={t("decide.reason")}
        hint={t("decide.reason_hint")}
        rows={6}
        maxLength={MAX_REASON}
        value={draft.values["decide-reason"]}
        onValue={value => draft.set("decide-reason", value)}
        areaRef={box}
      />
      {flags.length > 0 ? (
        <Warning
          flags={flags}
          lead={t("decide.warned")}
          edit={edit}
          onward={show}
          anyway={t("decide.anyway")}
          level="h2"
        />
      ) : null}
      <Refusal error={looking.error} />
      <Button kind="main" onPress={looking.run} buttonRef={back}>
        {t("decide.look")}
      </Button>
    </form>
  );
}

/** As the reporter's page says it. */
function Read({ values }: Pick<UnsentForm<Id>, "values">) {
  const { open } = useCase();
  return (
    <div class="card">
      <p class="small">
        <Holding id={open.me} />
      </p>
      <p>
        <b>{term("decided", values.route)}</b>
      </p>
      <p class="small">{t("decided.reason")}</p>
      <Paragraphs words={values["decide-reason"].trim()} />
      <p>{t("decided.write")}</p>
    </div>
  );
}

function Preview({ draft, back }: { draft: UnsentForm<Id>; back: () => void }) {
  const { open, store } = useCase();
  const heading = useFocus<HTMLHeadingElement>();
  const box: Box = { current: null };
  const sending = useAction(async () => {
    const [route, text] = [chosenIn(draft, box), draft.values["decide-reason"].trim()];
    await store.act(
      now =>
        sendDecision(now, route, text).catch((error: unknown) => {
          throw new NotSent(error);
        }),
      { message: () => t("decide.done"), form: formOf(open) },
    );
  });
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        {t("decide.preview")}
      </h2>
      <Read values={draft.values} />
      {open.decided.length > 0 ? <p class="small">{t("decide.before")}</p> : null}
      <Problem error={sending.error} />
      <div class="row">
        <Button kind="main" onPress={sending.run}>
          {t("decide.send")}
        </Button>
        <Button onPress={back}>{t("decide.edit")}</Button>
      </div>
    </>
  );
}

export function DecidePage() {
  const { open } = useCase();
  const draft = useUnsent<Id>(formOf(open), { route: "", "decide-reason": "" });
  const [step, setStep] = useState<"write" | "read" | "back">("write");
  return (
    <div class="page narrow deciding">
      <BackToCase />
      <h1>{t("duty.triage")}</h1>
      {step === "read" ? (
        <Preview draft={draft} back={() => setStep("back")} />
      ) : (
        <Form draft={draft} show={() => setStep("read")} isBack={step === "back"} />
      )}
    </div>
  );
}
