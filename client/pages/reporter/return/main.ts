/** The way back: twelve words open the report on this device. All else is fetched after that. */

import { byId, learnStyles, learnWords, once, show, t } from "../../dom.ts";
import { armExit, onLeaving } from "../../exit.ts";
import { explain } from "../../errors.ts";
import { started, stopped } from "../../started.ts";

const form = byId<HTMLFormElement>("enter-form");
const code = byId<HTMLTextAreaElement>("code");
const error = byId("enter-error");

function explainOpening(reason: unknown): string {
  const status = (reason as { status?: number }).status;
  return status === 404 ? t("error.code") : explain(reason);
}

async function enter(): Promise<void> {
  show(error, false);
  code.ariaInvalid = null;
  show(byId("enter-busy"));
  try {
    const [{ close, openEither }] = await Promise.all([import("./opened.ts"), learnWords(), learnStyles()]);
    started(); // again, where it did not load before
    const { home } = await openEither(code.value);
    // The words are not needed any more, and the page may be seen.
    code.value = "";
    show(byId("enter"), false);
    onLeaving(close);
    // A page that the browser keeps for "back" would show her report to whoever presses it.
    addEventListener("pagehide", close);
    home();
  } catch (reason) {
    error.textContent = explainOpening(reason);
    show(error);
    // A part of the page is not there or damaged: the other ways are shown again, under what she reads.
    if (reason instanceof TypeError || reason instanceof SyntaxError) {
      error.after(byId("unstarted"));
      stopped();
    }
    code.ariaInvalid = "true";
    code.focus();
  }
  show(byId("enter-busy"), false);
}

armExit();
addEventListener("pageshow", event => {
  if (event.persisted) location.reload();
});
form.addEventListener("submit", event => {
  event.preventDefault();
  void once(form, enter);
});
started();
