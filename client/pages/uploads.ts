/**
 * Files on their way, one after another, each with its progress. A file that stopped, in this
 * tab or an earlier one, goes on where it was when the same file is given again.
 */

import { type CaseView, type InboxApi, inboxApi } from "../lib/api.ts";
import { serverTime } from "../lib/clock.ts";
import { isSameFile, resumeFile, sendFile } from "../lib/files.ts";
import { verifyCase } from "../lib/verifyCase.ts";
import { Erased, erasuresIn } from "../lib/erased.ts";
import { HiddenHistory, type History, historyOf } from "../lib/history.ts";
import type { FileStartContent, OpenedLetter } from "../lib/letter.ts";
import type { SigningKeys } from "../lib/signingKeys.ts";
import type { Prepared } from "../lib/prepare.ts";
import { type OpenInbox, openInbox, openLetters } from "../lib/report.ts";
import type { CodeKeys } from "../lib/returncode.ts";
import { runInWorker } from "../lib/sealing.ts";
import { button, h, moment, percent, size, t } from "./dom.ts";
import { onLeaving } from "./exit.ts";
import { explain } from "./errors.ts";

/** Null for what is kept from this page; what is there is shown, and nothing sealed. */
export function hidden(error: unknown): null {
  if (error instanceof HiddenHistory) return null;
  throw error;
}

/** Raises Erased where the keys were, as the log tells: nothing of it opens any more. */
async function refuseGone(view: CaseView): Promise<void> {
  if (view.keys.some(({ wrap }) => wrap !== "")) return;
  const last = erasuresIn(await historyOf(view, "reporter")).findLast(({ what }) => what === "wraps");
  if (last) throw new Erased(last, t("return.all_erased", { when: moment(last.at), ground: last.ground }));
}

/** Her inbox, fetched afresh; numbers of letters are given out once, whoever asks. */
export class Inbox {
  readonly keys: CodeKeys;
  readonly api: InboxApi;
  private readonly signers: SigningKeys | undefined;
  private next = 0;
  private proven = "";
  private newest = "";
  private latest: { readonly view: CaseView; readonly history: History } | null = null;

  /** `signers`: to check the signatures on answers; not needed where only files are sent. */
  constructor(keys: CodeKeys, signers?: SigningKeys) {
    this.keys = keys;
    this.signers = signers;
    this.api = inboxApi(keys.login);
  }

  async fetch(): Promise<OpenInbox> {
    const view = await this.api.inbox();
    await refuseGone(view);
    const inbox = await openInbox(view, this.keys, this.signers);
    this.next = Math.max(this.next, inbox.nextSeq);
    const history = await this.history(inbox).catch(hidden);
    return { ...inbox, seen: history?.newest ?? "" };
  }

  /**
   * What happened, all of it that this tab was told before too. Raises HiddenHistory where something
   * is kept from this page.
   */
  async history({ view }: OpenInbox): Promise<History> {
    if (this.latest?.view === view) return this.latest.history;
    const history = await historyOf(view, "reporter");
    if (this.newest !== "" && !history.fields.has(this.newest)) {
      throw new HiddenHistory("gap", "what was told before is gone");
    }
    this.newest = history.newest;
    this.latest = { view, history };
    return history;
  }

  /** Before anything is sealed to a case that the server handed over. Raises ForeignCase, HiddenHistory. */
  async prove(inbox: OpenInbox): Promise<void> {
    await this.history(inbox);
    const newest = `${inbox.view.generation} ${inbox.case.identity}`;
    if (this.proven === newest) return;
    await verifyCase(inbox, id => this.api.letter(id));
    this.proven = newest;
  }

  /** A number that no other letter of this tab has taken. */
  take(): number {
    return this.next++;
  }
}

type Announced = OpenedLetter<"file-start">;

/** The announcement of this very file, where an earlier try left it unfinished. */
async function unfinished(inbox: OpenInbox, api: InboxApi, prepared: Prepared) {
  const open = inbox.view.files.filter(({ letter }) => letter === null);
  const starts = new Set(open.map(({ start }) => start));
  // A file belongs to the key that it was begun under: after a new one it starts anew.
  const { generation: newest } = inbox.case;
  const letters = inbox.view.letters.filter(({ id, generation }) => starts.has(id) && generation === newest);
  const only = { ...inbox, view: { ...inbox.view, letters } };
  for (const entry of await openLetters(only, id => api.letter(id))) {
    if (!entry.ok || !isSameFile(entry.letter.body.content as FileStartContent, prepared)) continue;
    const view = open.find(({ start }) => start === entry.id);
    if (view) return { view, announced: entry.letter as Announced };
  }
  return null;
}

interface Row {
  readonly item: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly says: HTMLElement;
}

function row(name: string, total: number): Row {
  const bar = h("progress", { max: total, value: 0, "aria-label": name });
  const says = h("span", { class: "small" }, t("upload.waiting"));
  const title = h("bdi", { class: "name" }, name);
  return { item: h("li", {}, title, " ", h("span", { class: "small" }, size(total)), bar, says), bar, says };
}

export class Uploads {
  private readonly list: HTMLElement;
  private readonly says: HTMLElement;
  private readonly inbox: Inbox;
  private readonly stop = new AbortController();
  private queue: Promise<unknown> = Promise.resolve();
  private open = 0;

  constructor(list: HTMLElement, says: HTMLElement, inbox: Inbox) {
    this.list = list;
    this.says = says;
    this.inbox = inbox;
    const ask = (event: BeforeUnloadEvent) => {
      if (this.open > 0) event.preventDefault();
    };
    addEventListener("beforeunload", ask);
    onLeaving(() => {
      removeEventListener("beforeunload", ask);
      this.stop.abort();
    });
  }

  /** Resolves to true when the file is at the server, to false when it stopped. */
  add(prepared: Prepared): Promise<boolean> {
    const shown = row(prepared.name, prepared.blob.size);
    this.list.append(shown.item);
    return this.enqueue(prepared, shown);
  }

  private enqueue(prepared: Prepared, shown: Row): Promise<boolean> {
    this.open++;
    const turn = this.queue.then(() => this.run(prepared, shown));
    this.queue = turn;
    return turn;
  }

  private async run(prepared: Prepared, shown: Row): Promise<boolean> {
    let arrived = false;
    try {
      await this.send(prepared, shown);
      arrived = true;
    } catch (error) {
      this.failed(prepared, shown, error);
    }
    this.open--;
    if (arrived && this.open === 0) this.says.textContent = t("upload.all");
    return arrived;
  }

  private async send(prepared: Prepared, { bar, says }: Row): Promise<void> {
    says.textContent = t("upload.reading");
    const inbox = await this.inbox.fetch();
    await this.inbox.prove(inbox);
    const { api, keys } = this.inbox;
    const upload = runInWorker({
      login: keys.login,
      signal: this.stop.signal,
      progress: (done, total) => {
        bar.max = total;
        bar.value = done;
        says.textContent = t("upload.going", { percent: percent(done, total) });
      },
      waiting: waits => {
        if (waits) says.textContent = t("error.network");
      },
    });
    const common = { api, inbox, prepared, now: serverTime(), upload };
    const before = await unfinished(inbox, api, prepared);
    if (before) await resumeFile({ ...common, ...before, seq: this.inbox.take() });
    else await sendFile({ ...common, seq: [this.inbox.take(), this.inbox.take()] });
    bar.value = bar.max;
    const clean = prepared.hidden === "gone" && prepared.removed.length > 0 ? ` ${t("upload.stripped")}` : "";
    says.textContent = `${t("upload.sealed")}${clean}`;
  }

  private failed(prepared: Prepared, shown: Row, error: unknown): void {
    const again = button(
      t("upload.again"),
      () => {
        again.remove();
        void this.enqueue(prepared, shown);
      },
      "link",
    );
    shown.says.textContent = t("upload.failed", { reason: explain(error) });
    shown.item.append(again);
  }
}
