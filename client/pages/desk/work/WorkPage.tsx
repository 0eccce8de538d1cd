/** A case that is looked into: how far it has come, what is next and whose turn it is, and its parts. */

import { useMemo, useRef } from "preact/hooks";
import { every } from "../../../lib/caseworkState.ts";
import { isReportGone } from "../../../lib/erased.ts";
import { Notice, Refusal } from "../../../ui/Notice.tsx";
import { type Tab, Tabs } from "../../../ui/Tabs.tsx";
import { useStore } from "../../../ui/useStore.ts";
import { isBeforeTeam, isTakenBack, type OpenCase, reference } from "../case/model.ts";
import { withdrawnWords } from "../case/withdrawn.ts";
import { Comparing, type Looked } from "../case/near.ts";
import { NearFailed, NearNotices } from "../case/NearNow.tsx";
import { type Content, show } from "../frameState.ts";
import { openedBefore } from "../opened.ts";
import { desk, onLeave } from "../session.ts";
import { type Key, list, t, term } from "../words.ts";
import { AllegationsPage } from "./AllegationsPage.tsx";
import { CheckinsPage } from "./checkins/CheckinsPage.tsx";
import { ExhibitsPage } from "./exhibits/ExhibitsPage.tsx";
import { FileKey } from "./FileKey.tsx";
import { FindingsPage } from "./findings/FindingsPage.tsx";
import { InterviewsPage } from "./interviews/InterviewsPage.tsx";
import { LawPage } from "./law/LawPage.tsx";
import { LettersPage } from "./letters/LettersPage.tsx";
import { LinkedPage } from "./linked/LinkedPage.tsx";
import { MeasuresPage } from "./MeasuresPage.tsx";
import { startReading, type Work } from "./model.ts";
import { actorName } from "./naming.ts";
import { nextOf } from "./next.ts";
import { withoutDraft } from "./notices/next.ts";
import { NoticesPage } from "./notices/NoticesPage.tsx";
import { PackagesPage } from "./packages/PackagesPage.tsx";
import { PeoplePage } from "./PeoplePage.tsx";
import { PlanPage } from "./PlanPage.tsx";
import { type Part, PARTS, WorkStore } from "./store.ts";
import { isSigned } from "./course.ts";
import { TeamPage } from "./TeamPage.tsx";
import { WaysPage } from "./ways/WaysPage.tsx";
import { WithdrawalPage } from "./withdrawal/WithdrawalPage.tsx";
import { useWork, WorkContext } from "./useWork.ts";
import { objectWords } from "./words.ts";

/** The reporter took it back: said over every part of it. */
function TakenBack() {
  const { state, open } = useWork().work;
  const words = withdrawnWords({ ...open, course: state.course as OpenCase["course"] });
  if (words === "") return null;
  return (
    <Notice kind="calm">
      <p>{words}</p>
      {state.course === "stopped" && !isSigned(state) ? <p>{t("case.unsigned")}</p> : null}
    </Notice>
  );
}

/** The others can be mended here (FileKey.tsx). */
function isGrave(fault: string): boolean {
  return ["unproven", "otherwise", "contested"].includes(fault);
}

/** What does not hold of all of it: its key, its history, the key of its file. */
function Doubts() {
  const { work } = useWork();
  const { hidden, file, open } = work;
  const sawMore = file?.sawMore ?? [];
  const words = [
    ...(open.proven || isReportGone(open.erasures) ? [] : [t("work.unproven")]),
    ...(hidden.length > 0 ? [t("work.hidden")] : []),
    ...(sawMore.length > 0
      ? [t("case.unseen", { names: list(sawMore.map(id => actorName(work, id))) })]
      : []),
    ...(file?.faults ?? []).filter(isGrave).map(fault => term("file_fault", fault)),
  ];
  if (words.length === 0) return null;
  return (
    <Notice kind="grave">
      {words.map(each => (
        <p key={each}>{each}</p>
      ))}
    </Notice>
  );
}

/** A draft goes to the reporter first; of a report that is taken back it says nothing how far the work had come. */
function phaseWords(work: Work): string {
  const { phase } = work.state;
  if (isTakenBack(work.open) && phase !== "closed") return t(`state.${work.open.course}` as Key);
  const isOnItsWay = phase === "draft" && withoutDraft(work).length > 0;
  return t(isOnItsWay ? "work_phase.draft_first" : (`work_phase.${phase}` as Key));
}

/** How far it has come, and what has to be done by whom: on every part. */
function Standing() {
  const { work, store } = useWork();
  const next = nextOf(work);
  return (
    <section class="going-on" aria-labelledby="standing-title">
      <h2 id="standing-title">{phaseWords(work)}</h2>
      <ul class="plain next">
        {next.map(({ who, what, part, mine }) => (
          <li key={what}>
            <b>{mine ? t("work.your_turn") : t("work.turn_of", { name: who })}</b> {what}
            {part === store.value?.part ? null : (
              <>
                {" "}
                <button type="button" class="link" onClick={() => store.pick(part)}>
                  {partWords(part)}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function partWords(part: Part): string {
  if (part === "ways") return t("decide.section");
  return part === "alleged" ? objectWords("allegation") : t(`work_part.${part}`);
}

/** What comes once there is a plan. */
function later(count: (object: string) => number): Tab<Part>[] {
  return [
    {
      name: "interviews",
      label: t("work_part.interviews"),
      count: count("interview"),
      panel: <InterviewsPage />,
    },
    { name: "exhibits", label: t("work_part.exhibits"), count: count("exhibit"), panel: <ExhibitsPage /> },
    { name: "notices", label: t("work_part.notices"), count: count("notice"), panel: <NoticesPage /> },
    { name: "findings", label: t("work_part.findings"), count: count("finding"), panel: <FindingsPage /> },
    { name: "letters", label: t("work_part.letters"), count: count("appeal"), panel: <LettersPage /> },
    {
      name: "checkins",
      label: t("work_part.checkins"),
      count: count("checkin"),
      panel: <CheckinsPage />,
    },
    { name: "packages", label: t("work_part.packages"), count: count("package"), panel: <PackagesPage /> },
    {
      name: "law",
      label: t("work_part.law"),
      count: count("law_choice") + count("referral") + count("leak"),
      panel: <LawPage />,
    },
  ];
}

function ways(): Tab<Part> {
  return { name: "ways", label: t("decide.section"), panel: <WaysPage /> };
}

function withdrawal(): Tab<Part> {
  return { name: "withdrawal", label: t("work_part.withdrawal"), panel: <WithdrawalPage /> };
}

function useTabs(): readonly Tab<Part>[] {
  const { work } = useWork();
  const count = (object: string): number => every(work.state, object).length;
  return [
    { name: "persons", label: t("work_part.persons"), count: count("party"), panel: <PeoplePage /> },
    {
      name: "alleged",
      label: partWords("alleged"),
      count: count("allegation"),
      panel: <AllegationsPage />,
    },
    {
      name: "protection",
      label: t("work_part.protection"),
      count: count("measure"),
      panel: <MeasuresPage />,
    },
    { name: "team", label: t("work_part.team"), count: count("seat"), panel: <TeamPage /> },
    { name: "plan", label: t("work_part.plan"), count: count("task"), panel: <PlanPage /> },
    ...later(count),
    {
      name: "linked",
      label: t("work_part.linked"),
      count: work.view.links.filter(({ ended }) => ended === null).length,
      panel: <LinkedPage />,
    },
    // Once a team works on it, how it goes on stays as it was decided.
    ...(isBeforeTeam(work.view) ? [ways()] : []),
    ...(isSigned(work.state) || isTakenBack(work.open) ? [withdrawal()] : []),
  ];
}

/** Who was struck from a seat is told nothing of the work any more. */
function Struck() {
  const { store, work } = useWork();
  return (
    <div class="page narrow">
      <h1>{t("work.title", { ref: work.open.ref })}</h1>
      <p>{t("work.struck")}</p>
      <a class="button" href={`#/case/${store.id}`}>
        {t("case.back", { ref: work.open.ref })}
      </a>
    </div>
  );
}

/** In the place of a part while letters are still being opened; or why they could not be. */
function Opening() {
  const { store } = useWork();
  const failed = store.value?.failed ?? null;
  return (
    <>
      {failed === null ? <Notice kind="calm">{t("work.opening")}</Notice> : null}
      <Refusal error={failed} />
    </>
  );
}

/**
 * Parts that nobody has looked at yet are not drawn: of hundreds of records each asks the rules what may
 * be done with it. What was looked at stays. None is drawn of what is not opened and checked.
 */
function useDrawn(part: Part): readonly Tab<Part>[] {
  const { work } = useWork();
  const tabs = useTabs();
  const seen = useRef(new Set<Part>());
  seen.current.add(part);
  const drawn = ({ name, panel }: Tab<Part>) => (seen.current.has(name) ? panel : null);
  return tabs.map(tab => {
    const opening = tab.name === part ? <Opening /> : null;
    return { ...tab, panel: work.unread > 0 ? opening : drawn(tab) };
  });
}

function Whole({ part, looked }: { part: Part; looked: Looked }) {
  const { work, store } = useWork();
  const tabs = useDrawn(part);
  return (
    <div class="page work">
      <a class="back" href={`#/case/${store.id}`}>
        {t("case.back", { ref: work.open.ref })}
      </a>
      <h1>{t("work.title", { ref: work.open.ref })}</h1>
      <Doubts />
      <TakenBack />
      <FileKey />
      <NearNotices looked={looked} me={work.me.id} of={store.id} />
      <Standing />
      <Tabs label={t("work.parts")} tabs={tabs} selected={part} onSelect={each => store.pick(each)} />
      <NearFailed failed={looked.failed} />
    </div>
  );
}

function WorkPage({ store }: { store: WorkStore }) {
  const state = useStore(store);
  const work = state?.work ?? null;
  const now = useMemo(() => (work === null ? null : { work, store }), [work, store]);
  if (state === null) return null;
  return (
    <WorkContext.Provider value={now}>
      {state.work.view.struck ? <Struck /> : <Whole part={state.part} looked={state.looked} />}
    </WorkContext.Provider>
  );
}

/** The page of a worked case. Raises what refuses to open it. */
export async function workPage(id: string, asked: string): Promise<Content> {
  if (!(await openedBefore(id))) {
    // Opening a case for the first time is an action that the reporter sees: it has its own page.
    return () => (
      <div class="page narrow">
        <h1>{t("work.title", { ref: reference(id) })}</h1>
        <p>{t("work.open_first")}</p>
        <a class="button" href={`#/case/${id}`}>
          {t("case.back", { ref: reference(id) })}
        </a>
      </div>
    );
  }
  const part = PARTS.find(each => each === asked) ?? "persons";
  const page: Content = () => <WorkPage store={store} />;
  const comparing = new Comparing();
  comparing.begin();
  const { first, whole } = startReading(id, desk());
  const store = new WorkStore(await first, part, { show: () => show(page, location.hash), comparing });
  onLeave(() => store.close());
  await store.begin();
  void store.complete(whole);
  return page;
}
