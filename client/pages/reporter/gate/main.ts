/** Asking for protection: who may read it, by the signed roster, and what is sent, sealed to them. */

import type { Service } from "../../../lib/roster.ts";
import { byId, h, learnWords, show, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { armExit } from "../../exit.ts";
import { trust } from "../../site.ts";
import { started } from "../../started.ts";

const USE = "gate";

/** The keepers of the signed roster, each by who runs it; where that is the employer, with what it means. */
function keepersShown(keepers: readonly Service[], organisation: string): HTMLElement[] {
  if (keepers.length === 0) return [h("p", { class: "notice warm" }, t("gate.none"))];
  const names = keepers.map(({ operator }) => h("li", {}, h("bdi", {}, operator)));
  const own = keepers.some(({ operator }) => operator === organisation);
  return [
    h("p", {}, t("gate.keeper")),
    h("ul", {}, ...names),
    ...(own ? [h("p", { class: "notice warm" }, t("gate.own"))] : []),
  ];
}

async function keepersNow(): Promise<readonly Service[]> {
  const { roster } = await trust();
  return (roster.services ?? []).filter(({ use }) => use === USE);
}

async function send(): Promise<void> {
  const field = byId<HTMLInputElement>("person");
  const { sendListing } = await import("./sending.ts");
  const { site } = await trust();
  const digest = await sendListing(site.site, field.value, await keepersNow());
  field.value = "";
  byId("number").textContent = digest;
  byId<HTMLInputElement>("digest").value = digest;
  show(byId("ask"), false);
  show(byId("sent"));
  byId("sent-title").focus();
}

async function look(): Promise<string> {
  const { readBy } = await import("./sending.ts");
  const { operator, state } = await readBy(byId<HTMLInputElement>("digest").value, await keepersNow());
  return t(`gate.${state}`, { operator });
}

/** A form that is sent once at a time, and says what went wrong where one looks. */
function onSubmit(form: "ask" | "look", act: () => Promise<string | void>): void {
  let busy = false;
  const says = byId(`${form}-says`);
  const run = async (): Promise<void> => {
    says.textContent = "";
    await learnWords();
    says.textContent = (await act()) ?? "";
  };
  byId(form).addEventListener("submit", event => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    void run()
      .catch((error: unknown) => {
        const nobody = error instanceof Error && error.name === "BadListing";
        says.textContent = nobody ? t("gate.nobody") : explain(error);
      })
      .finally(() => (busy = false));
  });
}

async function start(): Promise<void> {
  const place = byId("keepers");
  place.textContent = t("gate.loading");
  try {
    const { roster } = await trust();
    const keepers = await keepersNow();
    place.replaceChildren(...keepersShown(keepers, roster.organisation));
    show(byId("ask"), keepers.length > 0);
    show(byId("look"), keepers.length > 0);
  } catch (error) {
    await learnWords();
    place.textContent = explain(error);
  }
}

armExit();
onSubmit("ask", send);
onSubmit("look", look);
started();
void start();
