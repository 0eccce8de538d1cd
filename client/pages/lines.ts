/** Support lines for the country she chooses. The choice stays on the page. */

import { byId, h, language, show, t } from "./dom.ts";

interface Line {
  readonly country: string;
  readonly name: string;
  readonly number?: string;
  readonly sms?: string;
  readonly url?: string;
  readonly hours_tz?: string;
  readonly audience?: string;
}

function link(href: string, text: string): HTMLElement {
  return h("a", { href, dir: "ltr", rel: "noreferrer noopener", target: "_blank" }, text);
}

const NAMED: Readonly<Record<string, string>> = {
  EMERGENCY: "lines.emergency",
  POLICE: "lines.police",
  AMBULANCE: "lines.ambulance",
};

function row(line: Line): HTMLElement {
  const named = NAMED[line.name];
  const hours = line.hours_tz === "24/7" ? t("lines.always") : (line.hours_tz ?? t("lines.ask"));
  const forWhom = line.audience === "women" || line.audience === "men" ? t(`lines.${line.audience}`) : "";
  const digits = line.number?.replaceAll(/[^\d+#*]/g, "").replaceAll("#", "%23");
  return h(
    "li",
    {},
    h("b", {}, named ? t(named) : line.name),
    h("span", { class: "small" }, [forWhom, hours].filter(Boolean).join(" · ")),
    h(
      "div",
      {},
      line.number && link(`tel:${digits}`, line.number),
      line.sms && link(`sms:${line.sms.replaceAll(/\s/g, "")}`, `SMS ${line.sms}`),
      line.url && link(line.url, line.url.replaceAll(/^https:\/\/(www\.)?|\/$/g, "")),
    ),
  );
}

/** Where the organisation is, then the browser's region: guesses that spare her a question. */
export async function likelyCountries(): Promise<string[]> {
  const wishes = navigator.languages.map(wish => new Intl.Locale(wish).region ?? "");
  const site = (await fetch("/site.json").then(
    answer => answer.json(),
    () => ({}),
  )) as {
    country?: string;
  };
  return [site.country ?? "", ...wishes];
}

/** Fills `#country` and `#lines`. */
export async function showLines(): Promise<void> {
  const place = byId("lines");
  const choice = byId<HTMLSelectElement>("country");
  const likely = await likelyCountries();
  let lines: readonly Line[];
  try {
    const answer = await fetch("/help-lines.json");
    const body = (await answer.json()) as readonly Line[] | { lines: readonly Line[] };
    lines = Array.isArray(body) ? body : (body as { lines: readonly Line[] }).lines;
  } catch {
    place.replaceChildren(h("p", {}, t("lines.failed")));
    return;
  }
  const names = new Intl.DisplayNames([language()], { type: "region" });
  const countries = [...new Set(lines.map(line => line.country))];
  const options = countries
    .map(country => ({ country, name: names.of(country) ?? country }))
    .sort((a, b) => a.name.localeCompare(b.name, language()))
    .map(({ country, name }) => h("option", { value: country }, name));
  choice.append(...options);
  choice.value = likely.find(country => countries.includes(country)) ?? "";
  const fill = () => {
    const chosen = lines.filter(line => line.country === choice.value);
    place.replaceChildren(...(chosen.length ? [h("ul", { class: "lines" }, ...chosen.map(row))] : []));
  };
  choice.addEventListener("change", fill);
  fill();
  show(byId("country-field"));
}
