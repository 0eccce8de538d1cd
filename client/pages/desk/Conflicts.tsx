/** People whom this holder cannot judge: reports about them are not offered to this holder. */

import { useRef, useState } from "preact/hooks";
import { deskApi } from "../../lib/deskapi.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Live, Notice } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { announce } from "./frameState.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "./useUnsent.tsx";
import { useWords } from "./useWords.ts";
import { LocalizedError } from "./words.ts";
import { DECLARED_LONGEST } from "../../lib/shared.ts";

interface Declaring {
  readonly who: UnsentForm<"conflicts-who">;
  readonly input: { current: HTMLInputElement | null };
  readonly declared: readonly string[];
  readonly problem: unknown;
  readonly add: () => unknown;
  readonly remove: (who: string) => unknown;
}

/** Every change is saved at once. */
function useDeclaring(start: readonly string[]): Declaring {
  const { t, explain } = useWords();
  const [declared, setDeclared] = useState(start);
  const who = useUnsent("conflicts", { "conflicts-who": "" });
  const input = useRef<HTMLInputElement>(null);
  const typed = who.values["conflicts-who"].trim();
  const saving = useAction(async (next: readonly string[], message: string) => {
    await deskApi()
      .declare(next)
      .catch((error: unknown) => {
        throw new LocalizedError(() => t("form.unsaved", { why: explain(error) }));
      });
    if (next.includes(typed)) who.drop();
    setDeclared(next);
    announce(message);
    input.current?.focus();
  });
  const adding = useAction(async () => {
    saving.clear();
    if (typed !== "")
      return saving.run([...declared.filter(each => each !== typed), typed], t("conflicts.added"));
    input.current?.focus();
    throw new LocalizedError(() => t("conflicts.empty"));
  });
  const remove = (gone: string): unknown => {
    adding.clear();
    return saving.run(
      declared.filter(each => each !== gone),
      t("conflicts.removed"),
    );
  };
  return { who, input, declared, problem: adding.error ?? saving.error, add: adding.run, remove };
}

function Declared({ declared, remove }: Pick<Declaring, "declared" | "remove">) {
  const { t } = useWords();
  if (declared.length === 0) return <p class="empty-line">{t("conflicts.none")}</p>;
  return (
    <ul class="plain rooms">
      {declared.map(who => (
        <li key={who}>
          <bdi>{who}</bdi>{" "}
          <Button kind="link" label={t("conflicts.remove_of", { who })} onPress={() => remove(who)}>
            {t("word.remove")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The part of the account page. */
export function Conflicts({ start }: { start: readonly string[] }) {
  const { t, explain } = useWords();
  const { who, input, declared, problem, add, remove } = useDeclaring(start);
  return (
    <section aria-labelledby="conflicts-title">
      <h2 id="conflicts-title">{t("conflicts.title")}</h2>
      <p>{t("conflicts.lead")}</p>
      <Declared declared={declared} remove={remove} />
      <form class="adder" onSubmit={event => event.preventDefault()}>
        <UnsentHint draft={who} />
        <TextField
          id="conflicts-who"
          label={t("conflicts.who")}
          hint={t("conflicts.who_hint")}
          maxLength={DECLARED_LONGEST}
          value={who.values["conflicts-who"]}
          onValue={value => who.set("conflicts-who", value)}
          inputRef={input}
        />
        <Live urgent>{problem === null ? null : <Notice kind="warm">{explain(problem)}</Notice>}</Live>
        <Button onPress={add}>{t("conflicts.add")}</Button>
      </form>
    </section>
  );
}
