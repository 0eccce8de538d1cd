/** Which laws may bind beside the organisation's own, by where the people of a case work; and what may not go abroad. */

import { blockingIn } from "../../../../lib/blocking.ts";
import { type PackDuty, type LawPack, packsIn } from "../../../../lib/lawPacks.ts";
import { Name } from "../../../../ui/Name.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { today } from "../../times.ts";
import { language, said, t, term } from "../../words.ts";

const WORDS = /^(\d+) (working )?(hour|day|month)s?$/;

/** "7 days", in words of the page. */
function timeWords(within: string): string {
  if (within === "same day") return t("laws.same_day");
  const [, count = "", working, unit = ""] = WORDS.exec(within) ?? [];
  if (count === "") return t("laws.no_number");
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  const time = new Intl.NumberFormat(language(), style).format(Number(count));
  return working ? t("laws.working", { time }) : t("laws.within", { time });
}

function Asked({ duty: { id, within, article, verified } }: { duty: PackDuty }) {
  // What only a law asks for, no clock of Heard's runs by.
  const what = said(`duty.${id}`) ?? term("law_duty", id);
  const unread = verified ? "" : ` ${t("lawful.unverified")}`;
  return (
    <li>
      {what}, {timeWords(within)} <span class="small">({article})</span>
      {unread}
    </li>
  );
}

function Pack({ pack: { title, fallback, duties } }: { pack: LawPack }) {
  return (
    <li>
      <h4>
        <Name>{title}</Name>
      </h4>
      {fallback ? <p class="small">{t("laws.fallback")}</p> : null}
      <ul>
        {duties.map(duty => (
          <Asked key={`${duty.id} ${duty.article}`} duty={duty} />
        ))}
      </ul>
    </li>
  );
}

/** Nothing where no such law is known of these countries. */
export function Blocking({ countries }: { countries: readonly string[] }) {
  const rules = blockingIn(countries);
  if (rules.length === 0) return null;
  return (
    <Notice kind="warm">
      <p>
        <b>{t("laws.blocking")}</b>
      </p>
      <p>{t("laws.blocking_about")}</p>
      <ul>
        {rules.map(({ id, title, article, verified }) => (
          <li key={id}>
            {term("blocking", id)} <Name>{`${title}, ${article}`}</Name>
            {verified ? "" : ` ${t("lawful.unverified")}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Nothing before a country is known. */
export function Laws({ countries }: { countries: readonly string[] }) {
  if (countries.length === 0) return null;
  const packs = packsIn(countries, today());
  return (
    <section aria-labelledby="laws-title">
      <h3 id="laws-title">{t("laws.title")}</h3>
      <p class="small">{t("laws.about")}</p>
      {packs.length === 0 ? <p>{t("laws.unknown")}</p> : null}
      <ul class="plain">
        {packs.map(pack => (
          <Pack key={pack.title} pack={pack} />
        ))}
      </ul>
    </section>
  );
}
