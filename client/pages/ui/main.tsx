/** /ui/, in the demonstration only: each part of client/ui in its states, in the desk's words. */

import { type ComponentChildren, render } from "preact";
import { useMemo, useState } from "preact/hooks";
import { LANGUAGES } from "../../lib/languages.ts";
import { Select } from "../../ui/Field.tsx";
import { WordsContext } from "../../ui/useWords.ts";
import { wordsNow } from "../desk/useWords.ts";
import { chooseLanguage, language, learn, speak, t } from "../desk/words.ts";
import { started } from "../started.ts";
import { Hooks } from "./hooks.tsx";
import { Actions, Buttons, Dialogs, Spoken, Waiting } from "./pressing.tsx";
import { Choosing, Fields, Framed } from "./typing.tsx";
import { Notices, Rows, Tabbed, Unfolded, Words } from "./showing.tsx";

function Page({ children }: { children: ComponentChildren }) {
  const [spoken, setSpoken] = useState(language());
  const words = useMemo(wordsNow, [spoken]);
  const change = async (tag: string): Promise<void> => {
    await speak(tag);
    setSpoken(language());
  };
  const options = LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name, lang: tag }));
  return (
    <WordsContext.Provider value={words}>
      <main id="main" class="wrap">
        <div class="page">
          <h1 lang="en" dir="ltr">
            client/ui
          </h1>
          <Select
            id="language"
            label={t("frame.language")}
            value={spoken}
            onValue={tag => void change(tag)}
            options={options}
          />
          {children}
        </div>
      </main>
    </WordsContext.Provider>
  );
}

async function start(): Promise<void> {
  const chosen = chooseLanguage(location.search, navigator.languages);
  await Promise.all([speak(chosen), learn("inside")]).catch(() => undefined);
  started();
  const place = document.getElementById("desk");
  if (!place) throw new Error("The page lacks #desk.");
  place.replaceChildren();
  render(
    <Page>
      <Buttons />
      <Actions />
      <Waiting />
      <Framed />
      <Fields />
      <Choosing />
      <Notices />
      <Spoken />
      <Dialogs />
      <Rows />
      <Tabbed />
      <Unfolded />
      <Words />
      <Hooks />
    </Page>,
    place,
  );
}

void start();
