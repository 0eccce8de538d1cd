/** All panels of what is told of the work on a case: one part, fetched with the first thing that one shows. */

import { again } from "./again.ts";
import { panel as appeals } from "./appeals.ts";
import { panel as checkins } from "./checkins.ts";
import { panel as closed } from "./closed.ts";
import { panel as ended } from "./ended.ts";
import { panel as gated } from "./gated.ts";
import { panel as handing } from "./handing.ts";
import { panel as interviews } from "./interviews.ts";
import { panel as lending } from "./lending.ts";
import { panel as needs } from "./needing.ts";
import { dataNotice, preliminary } from "./keeping.ts";
import { panel as settling } from "./settling.ts";
import { informal, questions } from "./questions.ts";
import { panel as drafts } from "./drafts.ts";
import { panel as proposals } from "./proposing.ts";
import { panel as measures } from "./measures.ts";
import { panel as notices } from "./notices.ts";
import type { SHOWN } from "./shown.ts";
import type { Panel } from "./side.ts";

export { showRequest } from "./asking.ts";
export { showLeaving } from "./leaving.ts";
export { showNeeds } from "./needing.ts";
export { owedPanel } from "./owed.ts";

export const PANELS: Readonly<Record<(typeof SHOWN)[number], Panel>> = {
  "party.tell_closed": closed,
  "party.tell_outcome": ended,
  appeal: appeals,
  "case.ask_silent": questions,
  "case.ask_informal": informal,
  preliminary,
  interview: interviews,
  lending,
  package: handing,
  gate: gated,
  settlement: settling,
  data_notice: dataNotice,
  checkin: checkins,
  measure: measures,
  notice: notices,
  "case.share_draft": drafts,
  "party.tell_draft": drafts,
  outcome: proposals,
  "party.tell_reopened": again,
  "party.request": needs,
  // What is arranged is shown with what was asked for, where anything was.
  "party.grant": (things, side) =>
    !things[0]?.steps.some(({ move }) => move === "request") && needs(things, side),
};
