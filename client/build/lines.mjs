/** Support lines as HTML, so that /help/ is whole without a script. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escape } from "./escape.mjs";

function link(href, text) {
  return `<a href="${escape(href)}" rel="noreferrer noopener" dir="ltr">${escape(text)}</a>`;
}

function telephone(number) {
  return `tel:${number.replaceAll(/[^\d+#*]/g, "").replaceAll("#", "%23")}`;
}

function hoursOf(entry, word) {
  return entry.hours_tz === "24/7" ? word("lines.always") : escape(entry.hours_tz ?? "") || word("lines.ask");
}

/** Numbers that need no name of their own: everybody's language has a word for them. */
const NAMED = { EMERGENCY: "lines.emergency", POLICE: "lines.police", AMBULANCE: "lines.ambulance" };

function item(entry, word) {
  const name = NAMED[entry.name] ? word(NAMED[entry.name]) : escape(entry.name);
  const forWhom = ["women", "men"].includes(entry.audience) ? `${word(`lines.${entry.audience}`)} · ` : "";
  const ways = [
    entry.number && link(telephone(entry.number), entry.number),
    entry.sms && link(`sms:${entry.sms.replaceAll(/\s/g, "")}`, `SMS ${entry.sms}`),
    entry.url && link(entry.url, entry.url.replaceAll(/^https:\/\/(www\.)?|\/$/g, "")),
  ].filter(Boolean);
  return `<li><b>${name}</b><span class="small">${forWhom}${hoursOf(entry, word)}</span><div>${ways.join("")}</div></li>`;
}

/** One `<details>` a country, in the order of the language; `word` gives escaped words. */
export function helpLines(pages, language, word) {
  const entries = JSON.parse(readFileSync(join(pages, "public/help-lines.json"), "utf8"));
  const names = new Intl.DisplayNames([language], { type: "region" });
  const order = new Intl.Collator(language).compare;
  return [...new Set(entries.map(({ country }) => country))]
    .map(country => ({ country, name: names.of(country) ?? country }))
    .sort((a, b) => order(a.name, b.name))
    .map(({ country, name }) => {
      const items = entries.filter(entry => entry.country === country).map(e => item(e, word));
      return `<details data-country="${country}"><summary>${escape(name)}</summary><ul class="lines">${items.join("")}</ul></details>`;
    })
    .join("\n");
}
