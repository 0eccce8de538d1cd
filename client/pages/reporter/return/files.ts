/** Her files: add, go on with a broken one, take back copies of everything. */

import { publicApi } from "../../../lib/api.ts";
import { safeName, sameName } from "../../../lib/filenames.ts";
import { extension } from "../../../lib/promiseOrProof.ts";
import type { ReportContent, WordsContent } from "../../../lib/letter.ts";
import type { Prepared } from "../../../lib/prepare.ts";
import { openBlob, openFile } from "../../../lib/sealedFileReader.ts";
import { generationOfFile, identitiesOf } from "../../../lib/report.ts";
import { zip, type ZipEntry } from "../../../lib/zip.ts";
import { button, download, h, percent, size, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { limitOf, look, type Looked, question, sift } from "../../fileCheck.ts";
import { Uploads } from "../../uploads.ts";
import { packaging } from "./later.ts";
import type { Navigation } from "./navigation.ts";
import { panel } from "./panel.ts";
import { summaryText } from "./summary.ts";
import type { ReporterFile, InboxSession } from "./inboxSession.ts";

const DAY = 10;

const maxOf = (session: InboxSession) => limitOf(session.trusted?.site.max_file_bytes);

function stored(session: InboxSession, { id, whole }: ReporterFile) {
  if (!whole) throw new Error("not whole");
  const openers = identitiesOf(session.inbox, generationOfFile(session.view, id));
  return openFile(whole, openers, session.api.segment(id));
}

function fileRow(session: InboxSession, file: ReporterFile, says: HTMLElement): HTMLElement {
  const name = h("bdi", { class: "name" }, file.name);
  if (!file.whole) {
    const max = maxOf(session);
    // Begun by an older page, or before the limit was lowered: going on would never come to an end.
    if (file.size > max) {
      return h("li", {}, h("span", { dir: "auto" }, t("files.large", { name: file.name, max: size(max) })));
    }
    const part = percent(file.received, file.size);
    return h("li", {}, h("span", { dir: "auto" }, t("return.broken", { name: file.name, percent: part })));
  }
  const save = button(
    t("word.download"),
    async () => {
      try {
        says.textContent = t("return.downloading");
        // A type that no browser opens by itself: the file is saved, never shown in this page.
        const blob = await openBlob(stored(session, file), "application/octet-stream");
        download(safeName(file.name, new Set()), blob, blob.type);
        says.textContent = "";
      } catch (error) {
        says.textContent = explain(error);
      }
    },
    "link",
  );
  save.ariaLabel = `${t("word.download")}: ${file.name}`;
  return h("li", {}, name, " ", h("span", { class: "small" }, size(file.size)), h("div", {}, save));
}

/** The report, her later words, the receipts and the files, opened here. */
async function* everything(session: InboxSession): AsyncGenerator<ZipEntry> {
  const taken = new Set<string>();
  const name = (wanted: string) => {
    const free = safeName(wanted, taken);
    taken.add(sameName(free));
    return free;
  };
  const [report] = session.opened("report");
  if (report) yield { name: name("report.txt"), content: summaryText(report.body.content as ReportContent) };
  const later = ["message", "addition"].flatMap(kind => session.opened(kind));
  for (const { body } of later.filter(({ body: { author } }) => author === "reporter")) {
    const day = body.sent.slice(0, DAY);
    yield { name: name(`${body.kind}-${day}.txt`), content: (body.content as WordsContent).words };
  }
  for (const { leaf, actor } of session.view.timeline) {
    if (actor !== "reporter") continue;
    const content = await session.api.receipt(leaf);
    const file = name(`${t("receipt.name")}-${leaf.slice(0, 8)}${extension(content)}`);
    yield { name: file, content };
  }
  for (const file of session.files()) {
    if (file.whole) yield { name: name(file.name), content: stored(session, file).stream() };
  }
}

function saveAll(session: InboxSession, says: HTMLElement): HTMLElement {
  return button(t("return.download_all"), async () => {
    try {
      says.textContent = t("return.downloading");
      const archive = await zip(everything(session));
      download(`${t("report.code_file")}.zip`, archive, archive.type);
      says.textContent = "";
    } catch (error) {
      says.textContent = explain(error);
    }
  });
}

export function filesPanel(session: InboxSession, go: Navigation): HTMLElement {
  const says = h("p", { class: "small", role: "status" });
  const files = session.files();
  const list = files.length
    ? h("ul", { class: "files" }, ...files.map(file => fileRow(session, file, says)))
    : h("p", { class: "hint" }, t("files.none"));
  const pack = button(t("return.package"), async () => (await packaging()).showPackage(session, go));
  const takeAway = h("div", { class: "row" }, saveAll(session, says), pack);
  return panel(t("part.files"), list, new Adder(session, go.home).panel(), takeAway, says);
}

/** Adds files: what may be sent at once is, and she is asked about the rest. */
class Adder {
  private readonly session: InboxSession;
  private readonly home: () => void;
  private readonly under = h("ul", { class: "files" });
  private readonly says = h("p", { class: "small", role: "status" });
  private readonly strip = h("input", { type: "checkbox", id: "strip", checked: true });
  private readonly input = h("input", {
    class: "visually-hidden",
    type: "file",
    id: "add-files",
    multiple: true,
  });
  private readonly uploads: Uploads;
  /** Choices whose files are on their way or wait for an answer: nothing is drawn anew meanwhile. */
  private open = 0;
  private sent = false;
  private stays = false;

  constructor(session: InboxSession, home: () => void) {
    this.session = session;
    this.home = home;
    this.uploads = new Uploads(this.under, this.says, session.source);
    this.input.addEventListener("change", () => {
      const chosen = [...(this.input.files ?? [])];
      this.input.value = "";
      void this.add(chosen);
    });
  }

  panel(): HTMLElement {
    const hint = h("span", { class: "hint" }, t("files.strip_hint"));
    const most = h("span", {}, t("files.several", { max: size(maxOf(this.session)) }));
    const label = h("label", { for: this.strip.id }, t("files.strip"), hint);
    return h(
      "div",
      {},
      h("label", { class: "drop" }, h("strong", {}, t("return.add_files")), most, this.input),
      h("div", { class: "choice" }, this.strip, label),
      this.under,
      this.says,
    );
  }

  private async add(files: readonly File[]): Promise<void> {
    this.open++;
    try {
      const site = this.session.trusted?.site ?? (await publicApi().site());
      const max = limitOf(site.max_file_bytes);
      const { fit, refused } = sift(files, max);
      // What is said of these has to stay on the page.
      if (refused.length > 0) this.stays = true;
      this.says.textContent = refused.join(" ");
      if (fit.length > 0) await this.session.ready();
      await Promise.all(fit.map(file => this.one(file, max)));
    } catch (error) {
      this.stays = true;
      this.says.textContent = explain(error);
    }
    this.open--;
    if (this.open > 0 || this.stays || !this.sent) return;
    await this.session.refresh();
    this.home();
  }

  private async one(file: File, max: number): Promise<void> {
    const item = h(
      "li",
      {},
      h("bdi", { class: "name" }, file.name),
      h("div", { class: "small" }, t("files.looking")),
    );
    this.under.append(item);
    try {
      const sends = await this.decided(await look(file, this.strip.checked, max), item);
      item.remove();
      if (!sends) return;
      const arrived = await this.uploads.add(sends);
      this.sent ||= arrived;
      this.stays ||= !arrived;
    } catch {
      item.replaceChildren(h("p", {}, t("files.unreadable", { name: file.name })));
      this.stays = true;
    }
  }

  /** What is to be sent of it; she is asked where hidden details would stay in a picture. */
  private decided(looked: Looked, item: HTMLElement): Promise<Prepared | null> {
    const { prepared } = looked;
    if (prepared.hidden !== "stuck") return Promise.resolve(prepared);
    return new Promise(resolve => {
      const name = h("bdi", { class: "name" }, prepared.name);
      item.replaceChildren(
        name,
        question(looked, chosen => {
          this.says.textContent = chosen ? "" : t("files.removed", { name: prepared.name });
          this.input.focus({ preventScroll: true });
          resolve(chosen);
        }),
      );
      this.says.textContent = t("files.asked", { name: prepared.name });
    });
  }
}
