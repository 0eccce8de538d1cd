/**
 * Files: listed, looked at here (viewing.ts), or saved with a warning. The frame of a PDF carries no
 * `sandbox` attribute: Chromium's viewer refuses to start inside one, and then the file would be
 * saved to disk and opened by something less shut in.
 */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { FileContent } from "../../../lib/letter.ts";
import { BadFile, type SealedFile } from "../../../lib/sealedFileReader.ts";
import { Busy } from "../../../ui/Busy.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Name } from "../../../ui/Name.tsx";
import { Live, Notice } from "../../../ui/Notice.tsx";
import { useFocus } from "../../../ui/useFocus.ts";
import { explain } from "../errors.ts";
import { size } from "../times.ts";
import { t } from "../words.ts";
import { Faults } from "./Faults.tsx";
import type { ShownFile } from "./model.ts";
import { useCase } from "./useCase.ts";
import { openView, type Progress, saveFile, sealedFile, type View, viewOf } from "./viewing.ts";

/** What stands under a file. */
type Place =
  | { readonly name: "nothing" | "saved" | "asking" }
  | { readonly name: "going"; readonly done: number }
  | { readonly name: "shown"; readonly view: View; readonly src: string }
  | { readonly name: "failed"; readonly error: unknown };

const NOTHING: Place = { name: "nothing" };

interface Looking {
  readonly place: Place;
  readonly look: (view: View) => Promise<void>;
  readonly ask: () => void;
  readonly save: () => Promise<void>;
  readonly leave: () => void;
}

function isCalledOff(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Everything that was opened of it is closed when the page is left. */
function useLooking(file: SealedFile, about: FileContent): Looking {
  const [place, setPlace] = useState<Place>(NOTHING);
  const opened = useRef<Set<() => void> | null>(new Set());
  useEffect(
    () => () => {
      for (const close of opened.current ?? []) close();
      opened.current = null;
    },
    [],
  );
  /** Nobody looks any more: it is closed at once. */
  const keep = (close: () => void): void => (opened.current ? void opened.current.add(close) : close());
  const going: Progress = done => setPlace({ name: "going", done });
  const look = async (view: View): Promise<void> => {
    try {
      const { src, close } = await openView(file, about, view, going);
      keep(close);
      setPlace({ name: "shown", view, src });
    } catch (error) {
      setPlace({ name: "failed", error });
    }
  };
  const save = async (): Promise<void> => {
    try {
      keep(await saveFile(file, about, going));
      setPlace({ name: "saved" });
    } catch (error) {
      setPlace(isCalledOff(error) ? NOTHING : { name: "failed", error });
    }
  };
  const leave = (): void => setPlace(NOTHING);
  return { place, look, save, leave, ask: () => setPlace({ name: "asking" }) };
}

/** What went wrong with a file, in words. */
function Problem({ error }: { error: unknown }) {
  if (error instanceof BadFile) return <Notice kind="grave">{t("files.bad_digest")}</Notice>;
  return <Notice kind="warm">{t("files.failed", { why: explain(error) })}</Notice>;
}

function Checked() {
  return <p class="small">{t("files.good_digest")}</p>;
}

function Player({ view, src, name }: { view: "audio" | "video"; src: string; name: string }) {
  const player = useRef<HTMLMediaElement | null>(null);
  const [failed, setFailed] = useState(false);
  useLayoutEffect(() => {
    const shown = player.current;
    // Let go of, or the browser goes on asking for it.
    return () => shown?.removeAttribute("src");
  }, [src]);
  const given = {
    src,
    controls: true,
    preload: "metadata",
    "aria-label": name,
    onError: () => setFailed(true),
  } as const;
  const ref = (element: HTMLMediaElement | null): void => void (player.current = element);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what somebody recorded has none */}
      {view === "audio" ? <audio {...given} ref={ref} /> : <video {...given} ref={ref} />}
      <Live urgent>{failed ? <Notice kind="warm">{t("files.not_played")}</Notice> : null}</Live>
      <p class="small">{t("files.unchecked")}</p>
    </>
  );
}

function Shown({ view, src, about }: { view: View; src: string; about: FileContent }) {
  if (view === "audio" || view === "video")
    return <Player key={src} view={view} src={src} name={about.name} />;
  if (view === "picture") {
    return (
      <>
        <img src={src} alt={t("files.alt", { name: about.name })} />
        <Checked />
      </>
    );
  }
  return (
    <>
      <p class="small">{t("files.pdf_hint")}</p>
      {/* oxlint-disable-next-line react/iframe-missing-sandbox -- see the head of this file */}
      <iframe src={src} title={about.name} referrerpolicy="no-referrer" />
      <Checked />
    </>
  );
}

function AskToSave({ looking: { save, leave } }: { looking: Looking }) {
  const first = useFocus<HTMLButtonElement>();
  return (
    <>
      <Notice kind="warm">
        <p>{t("files.download_warning")}</p>
      </Notice>
      <div class="row">
        <Button kind="main" onPress={save} buttonRef={first}>
          {t("files.download_yes")}
        </Button>
        <Button onPress={leave}>{t("files.download_no")}</Button>
      </div>
    </>
  );
}

function Viewer({ looking, about }: { looking: Looking; about: FileContent }) {
  const { place } = looking;
  if (place.name === "asking") return <AskToSave looking={looking} />;
  if (place.name === "saved") return <Checked />;
  if (place.name === "failed") return <Problem error={place.error} />;
  if (place.name === "shown") return <Shown view={place.view} src={place.src} about={about} />;
  if (place.name !== "going") return null;
  const all = size(about.size);
  return (
    <Busy
      label={t("files.progress", { done: "", all })}
      done={place.done}
      all={about.size}
      words={t("files.progress", { done: size(place.done), all })}
    />
  );
}

interface WholeProps {
  readonly shown: ShownFile;
  readonly about: FileContent;
  readonly file: SealedFile;
}

function WholeFile({ shown, about, file }: WholeProps) {
  const looking = useLooking(file, about);
  const view = viewOf(about);
  return (
    <li>
      <p class="name" dir="auto" {...(about.name ? { lang: "" } : {})}>
        {about.name || t("files.unnamed")}
      </p>
      <p class="small">
        <bdi>{size(about.size)}</bdi>
        {" · "}
        <Name dir="ltr">{about.type}</Name>
      </p>
      <Faults faults={shown.faults} />
      <div class="file-acts">
        {view ? (
          <Button kind="main" onPress={() => looking.look(view)}>
            {t(view === "audio" || view === "video" ? "files.video" : "files.view")}
          </Button>
        ) : null}
        <Button onPress={looking.ask}>{t("files.download")}</Button>
      </div>
      <div class="viewer">
        <Viewer looking={looking} about={about} />
      </div>
    </li>
  );
}

function Unfinished({ shown: { faults } }: { shown: ShownFile }) {
  return (
    <li>
      <p class="name">{t("files.unnamed")}</p>
      {faults.length > 0 ? <Faults faults={faults} /> : <p class="small">{t("files.unfinished")}</p>}
    </li>
  );
}

function FileItem({ shown }: { shown: ShownFile }) {
  const { open } = useCase();
  const { id, about } = shown;
  const file = useMemo(() => {
    try {
      return about ? sealedFile(open, id, about) : null;
    } catch (error) {
      return error as Error; // parts that do not fit together
    }
  }, [open, id, about]);
  if (about === null || file === null) return <Unfinished shown={shown} />;
  if (file instanceof Error) {
    return (
      <li>
        <Problem error={file} />
      </li>
    );
  }
  return <WholeFile shown={shown} about={about} file={file} />;
}

export function Files() {
  const { files } = useCase().open;
  return (
    <div class="filesbox">
      <h2>{t("part.files")}</h2>
      <p class="hint">{t("files.hint")}</p>
      {files.length === 0 ? (
        <p class="empty-line">{t("files.none")}</p>
      ) : (
        <ul class="files">
          {files.map(shown => (
            <FileItem key={shown.id} shown={shown} />
          ))}
        </ul>
      )}
    </div>
  );
}
