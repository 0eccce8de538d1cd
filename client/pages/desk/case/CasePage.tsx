/** One case: said before it is opened, then the words on one side and what is owed on the other. */

import { useMemo } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { useStore } from "../../../ui/useStore.ts";
import { type Content, show } from "../frameState.ts";
import { openedBefore } from "../opened.ts";
import { explain } from "../errors.ts";
import { onLeave } from "../session.ts";
import { t } from "../words.ts";
import { BeforePage } from "./BeforePage.tsx";
import { DecidePage } from "./DecidePage.tsx";
import { GoingOn } from "./GoingOn.tsx";
import { LeavePage } from "./LeavePage.tsx";
import { LetterPage } from "./LetterPage.tsx";
import { PassPage } from "./PassPage.tsx";
import { StepOutPage } from "./StepOutPage.tsx";
import { CaseHead } from "./Head.tsx";
import { CaseTabs } from "./CaseTabs.tsx";
import { reference } from "./model.ts";
import { type CaseState, CaseStore, type Screen, type Tab } from "./store.ts";
import type { Looked } from "./near.ts";
import { NearFailed, NearNotices } from "./NearNow.tsx";
import { CaseContext, useCase } from "./useCase.ts";

interface ScreenProps {
  readonly store: CaseStore;
  readonly state: CaseState;
}

/** What was done is done, also where the page cannot be shown anew: then it says so. */
function Unshown({ store, screen }: { store: CaseStore; screen: Extract<Screen, { name: "unshown" }> }) {
  return (
    <div class="page narrow">
      <h1>{t("case.title", { ref: reference(store.id) })}</h1>
      {screen.message === null ? null : (
        <Notice kind="calm">
          <p>{screen.message()}</p>
        </Notice>
      )}
      <Notice kind="warm">
        <p>{t("case.unshown", { why: explain(screen.error) })}</p>
      </Notice>
      <Button kind="main" onPress={() => store.refresh()}>
        {t("case.again")}
      </Button>
    </div>
  );
}

function Whole({ picked, looked }: { picked: Tab; looked: Looked }) {
  const { open } = useCase();
  return (
    <div class="page wide">
      <CaseHead />
      <NearNotices looked={looked} me={open.me} of={open.id} />
      <GoingOn />
      <CaseTabs picked={picked} />
      <NearFailed failed={looked.failed} />
    </div>
  );
}

function Shown({ store, state: { open, looked, screen, tab } }: ScreenProps) {
  if (screen.name === "unshown") return <Unshown store={store} screen={screen} />;
  if (screen.name === "out") return <StepOutPage store={store} open={open} />;
  if (open === null) return <BeforePage store={store} />;
  if (screen.name === "pass") return <PassPage />;
  if (screen.name === "leave") return <LeavePage />;
  if (screen.name === "decide") return <DecidePage />;
  const item = screen.name === "letter" ? open.evidence.find(({ id }) => id === screen.item) : undefined;
  return item ? <LetterPage key={item.id} item={item} /> : <Whole picked={tab} looked={looked} />;
}

function CasePage({ store }: { store: CaseStore }) {
  const state = useStore(store);
  const open = state?.open ?? null;
  const now = useMemo(() => (open === null ? null : { open, store }), [open, store]);
  if (state === null) return null;
  return (
    <CaseContext.Provider value={now}>
      <Shown store={store} state={state} />
    </CaseContext.Provider>
  );
}

/** The case, or what to know before opening it; or the way `out` of it. Raises what refuses to open it. */
export async function casePage(id: string, out: boolean): Promise<Content> {
  const page = () => <CasePage store={store} />;
  const store = new CaseStore(id, () => show(page, `#/case/${id}`));
  onLeave(() => store.close());
  if (await openedBefore(id)) await store.read();
  if (out) store.begin({ name: "out" });
  return page;
}
