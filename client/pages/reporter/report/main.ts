/**
 * The first page of the report. It is light: what the other pages need is fetched when she starts,
 * and the cryptography when she comes near sending.
 */

import { byId, learnStyles, learnWords, once, show, t } from "../../dom.ts";
import { armExit, askWhere } from "../../exit.ts";
import { explain } from "../../errors.ts";
import { started, stopped } from "../../started.ts";
import { draftKept } from "./draftKept.ts";

const next = byId<HTMLButtonElement>("next");
const flow = byId<HTMLFormElement>("flow");

let armed: Promise<typeof import("./flow.ts")> | undefined;

function load(): Promise<typeof import("./flow.ts")> {
  armed ??= Promise.all([import("./flow.ts"), learnWords(), learnStyles()]).then(
    ([pages]) => {
      flow.removeEventListener("submit", start);
      pages.arm();
      started(); // again, where it did not load before
      void askWhere();
      return pages;
    },
    (error: unknown) => {
      armed = undefined;
      throw error;
    },
  );
  return armed;
}

async function begin(): Promise<void> {
  try {
    await (await load()).begin();
  } catch (error) {
    const says = byId("start-says");
    says.textContent = explain(error);
    show(says);
    says.after(byId("unstarted")); // above, it would push out of sight what she reads
    stopped();
  }
}

function start(event: SubmitEvent): void {
  event.preventDefault();
  void once(next, begin);
}

armExit(false); // as light as can be: asked when she starts
flow.addEventListener("submit", start);
next.textContent = t("go.start");
show(byId("go"));
started();
if (draftKept()) void load();
