/** The recovery code: shown, printed or saved, and typed back once before it counts. */

import type { Bytes } from "../../lib/bytes.ts";
import { codeListOf } from "../../lib/languages.ts";
import { differing, newEntropy, wordsOf } from "../../lib/returncode.ts";
import { Button } from "../../ui/Button.tsx";
import { Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { CodeForm } from "./CodeForm.tsx";
import { type Content, announce } from "./frameState.ts";
import { onLeave } from "./session.ts";
import { useWords } from "./useWords.ts";
import { language, list as listed, t, LocalizedError } from "./words.ts";

function save(words: readonly string[], name: string): void {
  const text = `${t("recovery.file_title")}\n${name}\n\n${words.join(" ")}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "heard-recovery-code.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function copy(words: readonly string[]): Promise<void> {
  await navigator.clipboard.writeText(words.join(" "));
  announce(t("recovery.copied"));
}

interface KeptCode {
  readonly code: readonly string[];
  /** Whose code it is, for the printed sheet. */
  readonly name: string;
}

function KeepButtons({ code, name }: KeptCode) {
  const { t } = useWords();
  const copying = useAction(() => copy(code));
  return (
    <>
      <div class="row noprint">
        <Button onPress={() => print()}>{t("word.print")}</Button>
        <Button onPress={copying.run}>{t("word.copy")}</Button>
        <Button onPress={() => save(code, name)}>{t("recovery.save")}</Button>
      </div>
      <Refusal error={copying.error} />
    </>
  );
}

interface CodeWordsProps extends KeptCode {
  readonly title: string;
  /** Which list the words are of (BCP 47). */
  readonly list: string;
  readonly next: () => void;
}

function CodeWords({ title, code, name, list, next }: CodeWordsProps) {
  const { t } = useWords();
  return (
    <div class="page narrow">
      <h1>{title}</h1>
      <p class="lead noprint">{t("recovery.lead")}</p>
      <ul class="noprint">
        <li>{t("recovery.why")}</li>
        <li>{t("recovery.where")}</li>
      </ul>
      {/* So that a sheet in a drawer explains itself. */}
      <p class="printonly">{t("recovery.sheet", { name, site: location.host })}</p>
      <ol class="code" aria-label={t("recovery.words")} dir="ltr">
        {code.map(word => (
          <li key={word} lang={list}>
            {word}
          </li>
        ))}
      </ol>
      <KeepButtons code={code} name={name} />
      <Button kind="main" onPress={next}>
        {t("recovery.next")}
      </Button>
    </div>
  );
}

interface TypeBackProps {
  readonly entropy: Bytes;
  readonly code: readonly string[];
  readonly answer: (right: boolean) => void;
}

function TypeBack({ entropy, code, answer }: TypeBackProps) {
  const { t } = useWords();
  const read = async (typed: string): Promise<Bytes> => {
    const wrong = await differing(typed, code);
    if (wrong.length === 0) return entropy;
    throw new LocalizedError(() => t("recovery.mismatch", { numbers: listed(wrong.map(String)) }));
  };
  return (
    <div class="page narrow">
      <h1>{t("recovery.back_title")}</h1>
      <p>{t("recovery.back_lead")}</p>
      <CodeForm
        label={t("recovery.type")}
        send={t("recovery.confirm")}
        read={read}
        take={async () => answer(true)}
      />
      <Button kind="link" onPress={() => answer(false)}>
        {t("confirm.show")}
      </Button>
    </div>
  );
}

export interface CodePage {
  readonly name: string;
  readonly title: () => string;
  /** Shows a page in place of the one before. */
  readonly show: (page: Content) => void;
}

/** Walks through both pages. Resolves with the entropy once it was typed back right. */
export async function newRecoveryCode({ name, title, show }: CodePage): Promise<Bytes> {
  const list = codeListOf(language());
  const entropy = await newEntropy(list);
  const code = await wordsOf(entropy, list);
  onLeave(() => entropy.fill(0));
  for (;;) {
    await new Promise<void>(next => {
      show(() => <CodeWords title={title()} {...{ name, code, list, next }} />);
    });
    const right = await new Promise<boolean>(answer => {
      show(() => <TypeBack {...{ entropy, code, answer }} />);
    });
    if (right) return entropy.slice();
  }
}
