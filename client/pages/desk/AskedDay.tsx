/** A field for a day: what cannot be, or is unlikely, is asked about before it is taken. */

import { useRef, useState } from "preact/hooks";
import { type Bounds, type Reading, read } from "../../lib/days.ts";
import { Button } from "../../ui/Button.tsx";
import { DayField } from "../../ui/Field.tsx";
import { Live, Notice } from "../../ui/Notice.tsx";
import { day } from "./times.ts";
import { useWords } from "./useWords.ts";

export interface AskedDay {
  /** The day, or "" where none is given; null where it is asked about first. */
  readonly read: () => string | null;
  readonly asking: Reading | null;
  readonly bounds: Bounds;
  readonly value: string;
  readonly input: { current: HTMLInputElement | null };
  readonly write: (value: string) => void;
  /** Somebody said that this day is right. */
  readonly take: (chosen: string) => void;
}

/** The state of the field; what is written belongs to the form: `value`, `onValue`. */
export function useAskedDay(bounds: Bounds, value: string, onValue: (value: string) => void): AskedDay {
  const input = useRef<HTMLInputElement>(null);
  const right = useRef(new Set<string>());
  const [asking, setAsking] = useState<Reading | null>(null);
  const write = (written: string): void => {
    setAsking(null);
    onValue(written);
  };
  const take = (chosen: string): void => {
    right.current.add(chosen);
    write(chosen);
    input.current?.focus();
  };
  const readNow = (): string | null => {
    // Half a day, or a year of six digits, is something that the browser cannot give.
    const written = input.current?.validity.badInput ? "?" : value;
    if (written === "") return "";
    const answer = read(written, bounds);
    const sure = answer.ask === "far" && answer.day !== null && right.current.has(answer.day);
    if (answer.day !== null && (answer.ask === "" || sure)) return answer.day;
    setAsking(answer);
    input.current?.focus();
    return null;
  };
  return { read: readNow, asking, bounds, value, input, write, take };
}

export interface AskedDayFieldProps {
  readonly asked: AskedDay;
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Marked for another reason than what is asked. */
  readonly invalid?: boolean;
}

/** The field, and below it what is asked. */
export function AskedDayField({ asked, invalid, ...props }: AskedDayFieldProps) {
  const { earliest, latest } = asked.bounds;
  return (
    <>
      <DayField
        {...props}
        class="narrow"
        value={asked.value}
        onValue={asked.write}
        min={earliest}
        max={latest}
        invalid={invalid === true || asked.asking !== null}
        inputRef={asked.input}
      />
      <Live urgent>{asked.asking ? <Question asked={asked} asking={asked.asking} /> : null}</Live>
    </>
  );
}

/** What is asked about it. */
function useQuestion({ ask, day: chosen }: Reading, { earliest, latest }: Bounds): string {
  const { t } = useWords();
  const values = { day: chosen ? day(chosen) : "", earliest: day(earliest), latest: day(latest) };
  const words = {
    "": "",
    unreadable: t("day.unreadable"),
    early: t("day.early", values),
    late: t("day.late", values),
    far: t("day.far", values),
  };
  return words[ask];
}

function Question({ asked, asking }: { asked: AskedDay; asking: Reading }) {
  const { t } = useWords();
  const words = useQuestion(asking, asked.bounds);
  const { ask, day: chosen, offers } = asking;
  const sure = ask === "far" && chosen !== null ? chosen : null;
  return (
    <Notice kind="warm">
      <p>{words}</p>
      {offers.length > 0 ? <p>{t("day.meant")}</p> : null}
      {offers.length > 0 || sure !== null ? (
        <div class="row">
          {offers.map(offer => (
            <Button key={offer} onPress={() => asked.take(offer)}>
              {day(offer)}
            </Button>
          ))}
          {sure === null ? null : <Button onPress={() => asked.take(sure)}>{t("day.right")}</Button>}
        </div>
      ) : null}
    </Notice>
  );
}
