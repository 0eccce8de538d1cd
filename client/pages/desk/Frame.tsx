/** The frame around every page of the desk: name, places to go, lock, language, what is wrong. */

import { render } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Name } from "../../ui/Name.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { WordsContext } from "../../ui/useWords.ts";
import { Brand } from "./Brand.tsx";
import { type Content, frame, type FrameState } from "./frameState.ts";
import { desk, unlocked } from "./session.ts";
import { wordsNow } from "./useWords.ts";
import { LANGUAGES, type Language, language, t } from "./words.ts";

export interface FrameActions {
  readonly lock: () => void;
  readonly signOut: () => void;
  readonly speak: (chosen: Language) => void;
}

interface FrameProps {
  readonly state: FrameState;
  readonly actions: FrameActions;
  /** Where the name leads. */
  readonly home: string;
}

function Place({ href, label }: { href: string; label: string }) {
  const { tier, oversight } = desk().me;
  const first = tier > 0 ? "#/" : oversight ? "#/oversight" : "#/gate";
  const here = (location.hash || first) === href;
  return (
    <a href={href} aria-current={here ? "page" : undefined}>
      {label}
    </a>
  );
}

/** Who handles no cases has no queue. */
function Places() {
  const { tier, oversight } = desk().me;
  return (
    <>
      {tier > 0 ? <Place href="#/" label={t("queue.title")} /> : null}
      {oversight ? <Place href="#/oversight" label={t("tier.0")} /> : null}
      {oversight || tier === 0 ? <Place href="#/gate" label={t("gate.title")} /> : null}
      <Place href="#/account" label={t("account.title")} />
    </>
  );
}

function Session({ actions }: { actions: FrameActions }) {
  return (
    <>
      <span class="me">
        <Name>{desk().me.name}</Name>
      </span>
      <Button kind="link" onPress={actions.signOut}>
        {t("frame.signout")}
      </Button>
      <Button class="lock" onPress={actions.lock}>
        {t("frame.lock")}
      </Button>
    </>
  );
}

function LanguageMenu({ speak }: { speak: (chosen: Language) => void }) {
  return (
    <div class="tongue">
      <label for="language">{t("frame.language")}</label>
      <select id="language" value={language()} onChange={event => speak(event.currentTarget.value)}>
        {LANGUAGES.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag} selected={tag === language()}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Skips to the content: `#main` would be taken for an address of the desk. */
function Skip() {
  const skip = (event: Event): void => {
    event.preventDefault();
    document.getElementById("main")?.focus();
  };
  return (
    <a class="skip visually-hidden" id="skip" href="#main" onClick={skip}>
      {t("page.skip")}
    </a>
  );
}

function Top({ actions, home }: Omit<FrameProps, "state">) {
  const inside = unlocked();
  return (
    <header class="top">
      <div class="wrap">
        <Brand home={home} />
        <nav id="nav" aria-label={t("frame.nav")}>
          {inside ? <Places /> : null}
        </nav>
        <div id="session">{inside ? <Session actions={actions} /> : null}</div>
      </div>
    </header>
  );
}

/** What is to be known over every page, seen or only heard. */
function Said({ state }: { state: FrameState }) {
  return (
    <>
      <p id="idle" role="alert" hidden={state.idle === ""}>
        {state.idle}
      </p>
      <section id="alarms" class="wrap" aria-label="Heard">
        {state.alarms.map(words => (
          <Notice key={words} kind="grave">
            <p>{words}</p>
          </Notice>
        ))}
      </section>
      <p id="say" class="visually-hidden" role="status">
        <span key={state.announcement.count} class="visually-hidden">
          {state.announcement.words}
        </span>
      </p>
      <p id="done" class="wrap" role="status">
        {state.flash()}
      </p>
    </>
  );
}

function Page({ content }: { content: Content }) {
  return <>{content()}</>;
}

/** Names the tab by the page's heading and moves the reader there, with each page that is shown. */
function Main({ state }: { state: FrameState }) {
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const heading = main.current?.querySelector("h1");
    document.title = `${heading?.textContent ?? t("frame.desk")} · ${t("frame.desk")}`;
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [state.turn]);
  return (
    <main id="main" class="wrap" tabIndex={-1} aria-busy={state.busy ? "true" : undefined} ref={main}>
      {state.content ? <Page key={state.key} content={state.content} /> : null}
    </main>
  );
}

function Foot({ actions }: { actions: FrameActions }) {
  return (
    <footer>
      <div class="wrap" id="foot">
        <LanguageMenu speak={actions.speak} />
        {unlocked() ? <p class="small">{t("frame.lock_keys")}</p> : null}
      </div>
    </footer>
  );
}

function Frame({ state, actions, home }: FrameProps) {
  const spoken = language();
  const words = useMemo(wordsNow, [spoken]);
  return (
    <WordsContext.Provider value={words}>
      <Skip />
      <Top actions={actions} home={home} />
      <Said state={state} />
      <Main state={state} />
      <Foot actions={actions} />
    </WordsContext.Provider>
  );
}

/** Puts the frame into the shell, in the place of what the shell says without a script. */
export function mountFrame(actions: FrameActions, home: string): void {
  const shell = document.getElementById("desk");
  if (!shell) throw new Error("The page lacks #desk.");
  const draw = (): void => render(<Frame state={frame.value} actions={actions} home={home} />, shell);
  shell.replaceChildren();
  frame.subscribe(draw);
  draw();
}
