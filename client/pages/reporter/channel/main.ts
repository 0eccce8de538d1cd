/** Nine words that a person was told open an invitation. All else is fetched after they were typed. */

import { byId, learnStyles, learnWords, once, show } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { armExit } from "../../exit.ts";
import { started, stopped } from "../../started.ts";

const form = byId<HTMLFormElement>("enter-form");
const nine = byId<HTMLTextAreaElement>("nine");
const error = byId("enter-error");

async function enter(): Promise<void> {
  show(error, false);
  nine.ariaInvalid = null;
  show(byId("enter-busy"));
  let said = explain;
  try {
    const [{ enrol, why }] = await Promise.all([import("./enrol.ts"), learnWords(), learnStyles()]);
    started(); // again, where it did not load before
    said = why;
    await enrol(nine.value);
    // Of no use to whoever comes to this device next.
    nine.value = "";
  } catch (reason) {
    error.textContent = said(reason);
    show(error);
    if (reason instanceof TypeError || reason instanceof SyntaxError) {
      error.after(byId("unstarted"));
      stopped();
    }
    nine.ariaInvalid = "true";
    nine.focus();
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
