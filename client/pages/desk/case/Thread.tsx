/** The two threads: what the reporter and the handlers write to each other, and the notes. */

import type { ComponentChildren } from "preact";
import { demandsProof } from "../../../lib/wordcheck.ts";
import { Paragraphs } from "../../../ui/Written.tsx";
import { hour, iso, moment } from "../times.ts";
import { list, t, term } from "../words.ts";
import { ErasedLetter } from "./Erased.tsx";
import { Faults } from "./Faults.tsx";
import { Holding } from "./Holding.tsx";
import { languageOfLetter, type Thread as Kind } from "./letters.ts";
import type { ShownLetter } from "./model.ts";
import { useCase } from "./useCase.ts";

interface LetterProps {
  readonly letter: ShownLetter;
}

function Author({ letter: { author } }: LetterProps) {
  const { me } = useCase().open;
  if (author === "reporter") return <b>{t("actor.reporter")}</b>;
  return author === me ? <b>{t("word.you")}</b> : <Holding id={author} />;
}

/** What a request asks for, and what the reporter is told beside it. */
function Request({ letter: { asks, content } }: LetterProps) {
  if (asks === "") return null;
  const reason = content?.["reason"];
  const what = t("thread.asks", { what: term("asks", asks) });
  if (!demandsProof(asks)) return <p class="badge">{what}</p>;
  return (
    <>
      <p class="flag">{what}</p>
      <p class="small">{t("thread.asks_proof")}</p>
      {typeof reason === "string" && reason !== "" ? (
        <p class="small">{t("thread.asks_reason", { reason })}</p>
      ) : null}
    </>
  );
}

function Flags({ letter: { flags } }: LetterProps) {
  if (flags.length === 0) return null;
  const names = list(flags.map(code => term("flag", code)));
  return <p class="small flagged">{t("thread.flagged", { names })}</p>;
}

function Said({ letter }: LetterProps) {
  const { letters } = useCase().open;
  if (letter.erased) return <ErasedLetter by={letter.erased} />;
  if (letter.before) return <p class="soft">{t("thread.before")}</p>;
  const words = letter.content?.["words"];
  if (typeof words !== "string") return null;
  return <Paragraphs words={words} language={languageOfLetter(letters, letter)} />;
}

function Letter({ letter }: LetterProps) {
  const { me } = useCase().open;
  return (
    <li class={letter.author === me ? "mine" : ""}>
      <p class="who">
        <Author letter={letter} />
        {" · "}
        <time dateTime={iso(letter.at)}>
          {letter.author === "reporter" ? hour(letter.at) : moment(letter.at)}
        </time>
      </p>
      <Faults faults={letter.faults} />
      <Request letter={letter} />
      <Said letter={letter} />
      <Flags letter={letter} />
    </li>
  );
}

const KINDS: Readonly<Record<Kind, readonly string[]>> = {
  note: ["note"],
  message: ["message", "request", "addition"],
};

export interface ThreadProps {
  readonly kind: Kind;
  /** What it is answered with. */
  readonly children: ComponentChildren;
}

/** One thread above what it is answered with. */
export function Thread({ kind, children }: ThreadProps) {
  const letters = useCase().open.letters.filter(letter => KINDS[kind].includes(letter.kind));
  return (
    <div class={`thread ${kind}`}>
      <h2>{t(`thread.${kind}s`)}</h2>
      <p class="hint">{t(`thread.${kind}s_hint`)}</p>
      {letters.length === 0 ? (
        <p class="empty-line">{t(`thread.no_${kind}s`)}</p>
      ) : (
        <ol class="msgs">
          {letters.map(letter => (
            <Letter key={letter.id} letter={letter} />
          ))}
        </ol>
      )}
      {children}
    </div>
  );
}
