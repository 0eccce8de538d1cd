/** What she does with her report, beside reading and writing: one part, fetched with the first of it. */

export { calendarForm } from "./calendar.ts";
export { contactForms, removeContact } from "./contacts.ts";
export { showEscalation } from "./escalate.ts";
export { showInformal } from "./informal.ts";
export { showObjection } from "./objecting.ts";
export { showChoice, showRequest } from "./protecting.ts";
export { showRename } from "./rename.ts";
export { renewCase } from "./renewing.ts";
export { sealAgain } from "./sealingAgain.ts";
export { showWithdrawal, withdrawal } from "./withdrawing.ts";
export { showAsked, showDeclining, showEnding } from "./beingAsked.ts";
export { showKept } from "./keptUntil.ts";
