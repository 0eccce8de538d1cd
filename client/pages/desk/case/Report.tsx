/** What the reporter wrote: their own words first, then the answers in plain headings. */

import type { ComponentChildren } from "preact";
import { Facts } from "../../../ui/Facts.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { Line, Paragraphs } from "../../../ui/Written.tsx";
import { day, hour, iso, moment } from "../times.ts";
import { t, term } from "../words.ts";
import { ErasedLetter } from "./Erased.tsx";
import { Faults } from "./Faults.tsx";
import { languageOfLetter } from "./letters.ts";
import type { ShownLetter } from "./model.ts";
import { useCase } from "./useCase.ts";

type Entry = Readonly<Record<string, unknown>>;
type Child = ComponentChildren;

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function entries(value: unknown): readonly Entry[] {
  if (!Array.isArray(value)) return [];
  return value.filter(one => typeof one === "object" && one !== null);
}

/** Codes as words of the desk; a free answer as it was written. */
function coded(family: string, value: unknown): string {
  const code = word(value);
  return code === "" ? "" : term(family, code);
}

function written(value: unknown, language = ""): Child {
  const words = word(value);
  return words === "" ? "" : <Paragraphs words={words} language={language} />;
}

function named(value: unknown): Child {
  const name = word(value);
  return name === "" ? "" : <Name>{name}</Name>;
}

function Person({ entry, language }: { entry: Entry; language: string }) {
  const relation = word(entry["relation"]);
  return (
    <>
      <b>{named(entry["name"]) || t("report.no_name")}</b>{" "}
      {entry["role"] ? <span class="badge">{coded("party", entry["role"])}</span> : null}
      {relation === "" ? null : (
        <div>
          <Line words={relation} language={language} />
        </div>
      )}
      {written(entry["note"], language)}
    </>
  );
}

/** Somebody who was told of it before. */
function ToldBefore({ entry }: { entry: Entry }) {
  const when = word(entry["when"]);
  return (
    <>
      <b>
        <Name>{word(entry["who"])}</Name>
      </b>
      {when === "" ? null : (
        <span>
          {" · "}
          <bdi>{day(when)}</bdi>
        </span>
      )}
      {entry["acted"] === "no" ? <span class="badge">{t("report.told_no")}</span> : null}
      {entry["acted"] === "yes" ? <span class="badge">{t("report.told_yes")}</span> : null}
    </>
  );
}

/** Nothing where there is nobody and nothing in it. */
function listOf<Item>(items: readonly Item[], draw: (item: Item) => Child): Child {
  if (items.length === 0) return "";
  return (
    <ul class="plain">
      {items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a report never changes
        <li key={at}>{draw(item)}</li>
      ))}
    </ul>
  );
}

function contact(value: unknown, language: string): Child {
  if (typeof value !== "object" || value === null) return "";
  const entry = value as Entry;
  const pairs: (readonly [string, Child])[] = [
    [t("contact.how"), coded("how", entry["how"])],
    [t("contact.detail"), written(entry["detail"], language)],
    [t("contact.name"), named(entry["name"])],
    [t("contact.times"), written(entry["times"], language)],
    [t("contact.avoid"), written(entry["avoid"], language)],
  ];
  return pairs.some(([, shown]) => shown !== "") ? <Facts pairs={pairs} class="facts inner" /> : "";
}

function help(value: unknown): Child {
  if (!Array.isArray(value)) return "";
  return listOf(
    value.filter(code => typeof code === "string"),
    code => term("wish", code),
  );
}

function languageName(code: string): string {
  if (code === "") return "";
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // not a language tag: shown as it came
  }
}

/** The answers beside the words; what was skipped is not shown as missing. */
function Answers({ content }: { content: Entry }) {
  const language = word(content["language"]);
  const people = listOf(entries(content["people"]), entry => <Person entry={entry} language={language} />);
  const toldBefore = listOf(entries(content["told"]), entry => <ToldBefore entry={entry} />);
  const pairs: (readonly [string, Child])[] = [
    [t("report.safe"), coded("answer", content["safe"])],
    [t("report.ongoing"), coded("answer", content["ongoing"])],
    [t("report.about"), coded("about", content["about"])],
    [t("report.people"), people],
    [t("asked.when"), written(content["when"], language)],
    [t("asked.where"), written(content["where"], language)],
    [t("asked.told"), toldBefore],
    [t("asked.help"), help(content["help"])],
    [t("report.help_words"), written(content["help_words"], language)],
    [t("report.worries"), written(content["worries"], language)],
    [t("report.contact"), contact(content["contact"], language)],
    [t("report.needs"), written(content["needs"], language)],
    [t("report.language"), languageName(language)],
    [t("report.reveal"), coded("reveal", content["reveal"])],
  ];
  return (
    <>
      <h2>{t("report.answers")}</h2>
      <Facts pairs={pairs} />
    </>
  );
}

function Identity({ letter }: { letter: ShownLetter }) {
  const content = letter.content ?? {};
  return (
    <section class="card identity" aria-labelledby="identity-title">
      <h3 id="identity-title">{t("identity.title")}</h3>
      <p class="hint">{t("identity.hint")}</p>
      <Faults faults={letter.faults} />
      <ErasedLetter by={letter.erased} />
      <Facts
        pairs={[
          [t("identity.name"), named(content["name"])],
          [t("identity.contact"), written(content["contact"])],
          [t("word.anything_else"), written(content["words"])],
        ]}
      />
    </section>
  );
}

function When({ letter }: { letter: ShownLetter }) {
  const when = letter.author === "reporter" ? hour(letter.at) : moment(letter.at);
  return (
    <p class="hint">
      <time dateTime={iso(letter.at)}>{when}</time>
    </p>
  );
}

function Testimony({ letter }: { letter: ShownLetter }) {
  const { open } = useCase();
  return (
    <div class="testimony">{written(letter.content?.["words"], languageOfLetter(open.letters, letter))}</div>
  );
}

function Addition({ letter }: { letter: ShownLetter }) {
  return (
    <>
      <h2>{t("report.added")}</h2>
      <When letter={letter} />
      <Faults faults={letter.faults} />
      <ErasedLetter by={letter.erased} />
      <Testimony letter={letter} />
    </>
  );
}

/** The panel: report, what was added to it, and the reporter's name where it was given. */
export function Report() {
  const { letters } = useCase().open;
  const first = letters.find(({ kind }) => kind === "report");
  const name = letters.find(({ kind }) => kind === "identity");
  if (!first) return <Notice kind="grave">{t("report.missing")}</Notice>;
  return (
    <div class="report">
      <Faults faults={first.faults} />
      <ErasedLetter by={first.erased} />
      {first.content ? (
        <>
          <h2>{t("report.words")}</h2>
          <When letter={first} />
          <Testimony letter={first} />
        </>
      ) : null}
      {letters
        .filter(({ kind }) => kind === "addition")
        .map(letter => (
          <Addition key={letter.id} letter={letter} />
        ))}
      {first.content ? <Answers content={first.content} /> : null}
      {name ? <Identity letter={name} /> : null}
    </div>
  );
}
