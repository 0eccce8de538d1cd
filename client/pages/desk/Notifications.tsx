/** Where this holder is told that something waits: mail, rooms, and hours of quiet. */

import { useRef, useState } from "preact/hooks";
import { deskApi, type Notifications as Settings, type Told as Tried } from "../../lib/deskapi.ts";
import { Button } from "../../ui/Button.tsx";
import { Select, TextField } from "../../ui/Field.tsx";
import { Live, Notice, Refusal } from "../../ui/Notice.tsx";
import { useAction } from "../../ui/useAction.ts";
import { announce } from "./frameState.ts";
import { type UnsentForm, UnsentHint, useUnsent } from "./useUnsent.tsx";
import { useWords } from "./useWords.ts";
import { language, list, t, LocalizedError } from "./words.ts";
import { ROOM_LONGEST } from "../../lib/shared.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type Quiet = [number, number] | null;

/** Saves rooms and hours. Raises LocalizedError where the server refuses. */
type Save = (targets: readonly string[], quiet: Quiet, message: string) => Promise<void>;

interface PartProps {
  readonly settings: Settings;
  readonly save: Save;
}

function hourName(hour: number): string {
  const options: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language(), options).format(new Date(Date.UTC(2026, 0, 1, hour)));
}

const idsOf = ({ targets }: Settings): string[] => targets.map(({ id }) => id);

function Rooms({ settings, save }: PartProps) {
  const { t } = useWords();
  const removing = useAction((id: string, label: string) => {
    const others = idsOf(settings).filter(each => each !== id);
    return save(others, settings.quiet, t("notifications.removed", { label }));
  });
  if (settings.targets.length === 0) return <p class="empty-line">{t("notifications.no_rooms")}</p>;
  return (
    <>
      <ul class="plain rooms">
        {settings.targets.map(({ id, label }) => (
          <li key={id}>
            <span class="mono" dir="ltr">
              {label}
            </span>{" "}
            <Button
              kind="link"
              label={t("notifications.remove_of", { label })}
              onPress={() => removing.run(id, label)}
            >
              {t("word.remove")}
            </Button>
          </li>
        ))}
      </ul>
      <Refusal error={removing.error} />
    </>
  );
}

function Adder({ settings, save }: PartProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const draft = useUnsent("notifications/room", { room: "" });
  const adding = useAction(async () => {
    const typed = draft.values.room.trim();
    if (typed === "") {
      input.current?.focus();
      throw new LocalizedError(() => t("notifications.empty"));
    }
    await save([...idsOf(settings), typed], settings.quiet, t("notifications.added"));
    draft.drop();
  });
  return (
    <form class="adder" onSubmit={event => event.preventDefault()}>
      <UnsentHint draft={draft} />
      <TextField
        id="room"
        label={t("notifications.address")}
        hint={t("notifications.address_hint", { kinds: list(settings.kinds.map(kind => `${kind}://`)) })}
        maxLength={ROOM_LONGEST}
        spellcheck={false}
        dir="ltr"
        value={draft.values.room}
        onValue={value => draft.set("room", value)}
        inputRef={input}
      />
      <Refusal error={adding.error} />
      <Button onPress={adding.run}>{t("notifications.add")}</Button>
    </form>
  );
}

function HourMenu({ id, label, hour, onHour }: HourMenuProps) {
  const options = HOURS.map(each => ({ value: String(each), label: hourName(each) }));
  return <Select id={id} label={label} value={hour} onValue={onHour} options={options} />;
}

interface HourMenuProps {
  readonly id: string;
  readonly label: string;
  readonly hour: string;
  readonly onHour: (hour: string) => void;
}

function HourMenus({ draft: { values, set } }: { draft: UnsentForm<"quiet-from" | "quiet-until"> }) {
  const { t } = useWords();
  return (
    <div class="two">
      <HourMenu
        id="quiet-from"
        label={t("notifications.from")}
        hour={values["quiet-from"]}
        onHour={hour => set("quiet-from", hour)}
      />
      <HourMenu
        id="quiet-until"
        label={t("notifications.until")}
        hour={values["quiet-until"]}
        onHour={hour => set("quiet-until", hour)}
      />
    </div>
  );
}

function QuietHours({ settings, save }: PartProps) {
  const { t } = useWords();
  const { quiet, zone } = settings;
  const [from, until] = quiet ?? [20, 7];
  const draft = useUnsent("notifications/quiet", {
    "quiet-from": String(from),
    "quiet-until": String(until),
  });
  const hours = draft.values;
  const keeping = useAction(async (next: Quiet, message: string) => {
    await save(idsOf(settings), next, message);
    draft.drop();
  });
  const chosen = (): [number, number] => [Number(hours["quiet-from"]), Number(hours["quiet-until"])];
  const now = quiet ? { from: hourName(quiet[0]), until: hourName(quiet[1]) } : null;
  return (
    <form class="adder" onSubmit={event => event.preventDefault()}>
      <p class="hint">{t("notifications.quiet_hint", { zone })}</p>
      <p>{now ? t("notifications.quiet_now", now) : t("notifications.quiet_none")}</p>
      <HourMenus draft={draft} />
      <Refusal error={keeping.error} />
      <Button onPress={() => keeping.run(chosen(), t("notifications.quiet_kept"))}>
        {t("notifications.quiet_keep")}
      </Button>
      {quiet ? (
        <Button kind="link" onPress={() => keeping.run(null, t("notifications.quiet_gone"))}>
          {t("notifications.quiet_remove")}
        </Button>
      ) : null}
    </form>
  );
}

/** What became of each that was tried. */
function TriedNotice({ tried: { email, targets }, settings }: { tried: Tried; settings: Settings }) {
  const labels = new Map(settings.targets.map(({ id, label }) => [id, label]));
  const line = (name: string, arrived: boolean): string =>
    t(arrived ? "notifications.arrived" : "notifications.failed", { name });
  return (
    <Notice kind="calm">
      {email === null && targets.length === 0 ? <p>{t("notifications.nowhere")}</p> : null}
      <ul>
        {email === null ? null : <li>{line(t("how.mail"), email)}</li>}
        {targets.map(([id, arrived]) => (
          <li key={id}>{line(labels.get(id) ?? "", arrived)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Trial({ settings }: { settings: Settings }) {
  const { t } = useWords();
  const [tried, setTried] = useState<Tried | null>(null);
  const trying = useAction(async () => {
    setTried(null);
    setTried(await deskApi().testTelling());
  });
  return (
    <>
      <h3>{t("notifications.try")}</h3>
      <p class="hint">{t("notifications.try_hint")}</p>
      <div class="row">
        <Button onPress={trying.run}>{t("notifications.test")}</Button>
      </div>
      <Refusal error={trying.error} />
      <Live>{tried ? <TriedNotice tried={tried} settings={settings} /> : null}</Live>
    </>
  );
}

/** The part of the account page, drawn from the newest answer of the server. */
export function Notifications({ start }: { start: Settings }) {
  const { t, explain } = useWords();
  const [settings, setSettings] = useState(start);
  const save: Save = async (targets, quiet, done) => {
    const saved = await deskApi()
      .tell(targets, quiet)
      .catch((error: unknown) => {
        throw new LocalizedError(() => t("form.unsaved", { why: explain(error) }));
      });
    setSettings(saved);
    announce(done);
  };
  const part = { settings, save };
  return (
    <section aria-labelledby="notifications-title">
      <h2 id="notifications-title">{t("notifications.title")}</h2>
      <p>{t("notifications.lead")}</p>
      <p>{t(settings.email ? "notifications.mail" : "notifications.no_mail")}</p>
      <h3>{t("notifications.rooms")}</h3>
      <Rooms {...part} />
      <Adder {...part} />
      <h3>{t("notifications.quiet")}</h3>
      <QuietHours {...part} />
      <Trial key={JSON.stringify(settings)} settings={settings} />
    </section>
  );
}
