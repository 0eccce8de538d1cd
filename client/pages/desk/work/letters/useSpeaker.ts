/** The words of the language that a letter is written in, once they are here. */

import { useEffect, useState } from "preact/hooks";
import { directionOf } from "../../../../lib/languages.ts";
import type { Speaker } from "../../../../lib/outcomeLetter.ts";
import { wordsIn } from "../../words.ts";

function speakerOf(tag: string, say: Awaited<ReturnType<typeof wordsIn>>): Speaker {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  // A way outside has words of its own, which other pages say, too.
  const whole = (key: string): string => (key.includes(".") ? key : `outcome_letter.${key}`);
  return {
    say: (key, gaps) => say(whole(key), gaps),
    day: day => format.format(new Date(`${day}T00:00:00Z`)),
    // With its own word for "and": numbers alone would run the wrong way in a line from right to left.
    list: items => new Intl.ListFormat(tag, { type: "conjunction" }).format(items),
  };
}

export interface Spoken extends Speaker {
  readonly tag: string;
  readonly direction: "ltr" | "rtl";
}

/** Null until they are here, or where they cannot be had: then no letter is shown, nor sent. */
export function useSpeaker(tag: string): Spoken | null {
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  useEffect(() => {
    let here = true;
    const known = (say: Awaited<ReturnType<typeof wordsIn>>): void => {
      if (here) setSpoken({ ...speakerOf(tag, say), tag, direction: directionOf(tag) });
    };
    wordsIn(tag).then(known, () => setSpoken(null));
    return () => {
      here = false;
    };
  }, [tag]);
  return spoken?.tag === tag ? spoken : null;
}
