/** Her files: add, go on with a broken one, take back copies of everything. */

import type { ReportContent, WordsContent } from "../../../lib/letter.ts";
import { openBlob, openFile } from "../../../lib/reading.ts";
import { generationOfFile, identitiesOf } from "../../../lib/report.ts";
import { safeName, zip, type ZipEntry } from "../../../lib/zip.ts";
import { button, download, h, percent, size, t } from "../../dom.ts";
import { plainly } from "../../faults.ts";
import { Uploads } from "../../uploads.ts";
import { panel } from "./page.ts";
import { summaryText } from "./summary.ts";
import type { FileOfHers, Visit } from "./visit.ts";

const DAY = 10;

function stored(visit: Visit, { id, whole }: FileOfHers) {
  if (!whole) throw new Error("not whole");
  const openers = identitiesOf(visit.inbox, generationOfFile(visit.view, id));
  return openFile(whole, openers, visit.api.segment(id));
}

function fileRow(visit: Visit, file: FileOfHers, says: HTMLElement): HTMLElement {
  const name = h("bdi", { class: "name" }, file.name);
  if (!file.whole) {
    const part = percent(file.received, file.size);
    return h("li", {}, h("span", { dir: "auto" }, t("return.broken", { name: file.name, percent: part })));
  }
  const save = button(
    t("return.download"),
    async () => {
      try {
        says.textContent = t("return.downloading");
        // A type that no browser opens by itself: the file is saved, never shown in this page.
        const blob = await openBlob(stored(visit, file), "application/octet-stream");
        download(file.name, blob, blob.type);
        says.textContent = "";
      } catch (error) {
        says.textContent = plainly(error);
      }
    },
    "link",
  );
  save.ariaLabel = `${t("return.download")}: ${file.name}`;
  return h("li", {}, name, " ", h("span", { class: "small" }, size(file.size)), h("div", {}, save));
}

/** The report, her later words, the receipts and the files, opened here. */
async function* everything(visit: Visit): AsyncGenerator<ZipEntry> {
  const taken = new Set<string>();
  const name = (wanted: string) => {
    const free = safeName(wanted, taken);
    taken.add(free);
    return free;
  };
  const [report] = visit.opened("report");
  if (report) yield { name: name("report.txt"), content: summaryText(report.body.content as ReportContent) };
  const later = ["message", "addition"].flatMap((kind) => visit.opened(kind));
  for (const { body } of later.filter(({ body: { author } }) => author === "reporter")) {
    const day = body.sent.slice(0, DAY);
    yield { name: name(`${body.kind}-${day}.txt`), content: (body.content as WordsContent).words };
  }
  for (const { index, actor } of visit.view.timeline) {
    if (actor !== "reporter") continue;
    const file = name(`${t("receipt.name")}-${index}.tlog-proof`);
    yield { name: file, content: await visit.api.receipt(index) };
  }
  for (const file of visit.files()) {
    if (file.whole) yield { name: name(file.name), content: stored(visit, file).stream() };
  }
}

function saveAll(visit: Visit, says: HTMLElement): HTMLElement {
  return button(t("return.download_all"), async () => {
    try {
      says.textContent = t("return.downloading");
      const archive = await zip(everything(visit));
      download(`${t("report.code_file")}.zip`, archive, archive.type);
      says.textContent = "";
    } catch (error) {
      says.textContent = plainly(error);
    }
  });
}

export function filesPanel(visit: Visit): HTMLElement {
  const says = h("p", { class: "small", role: "status" });
  const files = visit.files();
  const list = files.length
    ? h("ul", { class: "files" }, ...files.map((file) => fileRow(visit, file, says)))
    : h("p", { class: "hint" }, t("return.no_files"));
  return panel(t("return.files"), list, adder(visit), saveAll(visit, says), says);
}

function adder(visit: Visit): HTMLElement {
  const under = h("ul", { class: "files" });
  const says = h("p", { class: "small", role: "status" });
  const uploads = new Uploads(under, says, visit.source);
  const strip = h("input", { type: "checkbox", id: "strip", checked: true });
  const input = h("input", { class: "visually-hidden", type: "file", id: "add-files", multiple: true });
  const add = async (files: readonly File[]) => {
    try {
      await visit.ready();
    } catch (error) {
      says.textContent = plainly(error);
      return;
    }
    const sent = await Promise.all(files.map((file) => uploads.add(file, strip.checked)));
    if (!sent.every(Boolean)) return;
    await visit.refresh();
    await visit.draw();
  };
  input.addEventListener("change", () => {
    const chosen = [...(input.files ?? [])].filter((file) => file.size > 0);
    input.value = "";
    void add(chosen);
  });
  const hint = h("span", { class: "hint" }, t("files.strip_hint"));
  return h(
    "div",
    {},
    h("label", { class: "drop" }, h("strong", {}, t("return.add_files")), input),
    h("div", { class: "choice" }, strip, h("label", { for: strip.id }, t("files.strip"), hint)),
    under,
    says,
  );
}
