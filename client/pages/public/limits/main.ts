/**
 * Time limits that run for the reporter outside of Heard. Country and days stay on this page: nothing
 * is sent, nothing is kept, and they are gone when it is left.
 */

import { hear, serverTime } from "../../../lib/clock.ts";
import { type Bounds, between, inDays, ofTelling, read } from "../../../lib/days.ts";
import { COUNTRIES, isPast, limitsIn, type ReporterLimit } from "../../../lib/reporterLimits.ts";
import { byId, day, h, language, show, t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { started } from "../../started.ts";

/** The organisation's country, and with its answer what time it is. */
async function here(): Promise<string> {
  const answer = await fetch("/site.json", { credentials: "omit", referrerPolicy: "no-referrer" });
  hear(answer.headers.get("Heard-Time"));
  const { country } = (await answer.json()) as { readonly country?: string };
  return country ?? "";
}

/** A country of which nothing is known is one of these, so that nobody looks for theirs in vain. */
const OTHER = "other";

function fillCountries(choice: HTMLSelectElement): void {
  const names = new Intl.DisplayNames([language()], { type: "region" });
  const options = COUNTRIES.map(country => ({ country, name: names.of(country) ?? country }))
    .sort((a, b) => a.name.localeCompare(b.name, language()))
    .map(({ country, name }) => h("option", { value: country }, name));
  choice.append(...options, h("option", { value: OTHER }, t("limits.another")));
}

/** Up to a year on: who has given notice knows the last day already. */
function ofLeaving(): Bounds {
  const { earliest, latest } = ofTelling(serverTime());
  return between(earliest, inDays(366, latest));
}

/** The day in a field, or "" with a word beside it where it cannot be one. */
function dayOf(id: "incident" | "left"): string {
  const field = byId<HTMLInputElement>(id);
  const written = field.validity.badInput ? "" : field.value;
  const bounds = id === "left" ? ofLeaving() : ofTelling(serverTime());
  const { day: found, ask } = read(written, bounds);
  const good = written === "" || ask === "" || ask === "far";
  const says = byId(`${id}-says`);
  says.textContent = good ? "" : t(`day.${ask}`, { day: found ? day(found) : "" });
  field.ariaInvalid = good ? null : "true";
  show(says, !good);
  return good ? (found ?? "") : "";
}

function when({ before }: ReporterLimit): string {
  if (before === null) return t("limits.no_day");
  return t(isPast(before, serverTime()) ? "limits.past" : "limits.before", { day: day(before) });
}

function row(limit: ReporterLimit): HTMLElement {
  const { id, article, verified } = limit;
  return h(
    "li",
    {},
    h("b", {}, t(`outside.${id}`)),
    h("div", {}, when(limit)),
    h("div", { class: "small" }, t("limits.law", { law: article })),
    h("div", { class: "small" }, t(verified ? "limits.compared" : "limits.not_compared")),
  );
}

function fill(): void {
  const country = byId<HTMLSelectElement>("country").value;
  const found = limitsIn(country, { incident: dayOf("incident"), left: dayOf("left") });
  const rows =
    found.length > 0 ? h("ul", { class: "lines" }, ...found.map(row)) : h("p", {}, t("limits.none"));
  byId("found").replaceChildren(...(country === "" ? [] : [rows]));
}

armExit();
const choice = byId<HTMLSelectElement>("country");
fillCountries(choice);
show(byId("limits"));
started();
byId("limits").addEventListener("change", fill);
byId("limits").addEventListener("submit", event => event.preventDefault());
const likely = await here().catch(() => "");
if (choice.value === "" && COUNTRIES.includes(likely)) choice.value = likely;
fill();
