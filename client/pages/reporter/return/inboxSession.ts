/** One visit with the code: what was fetched and opened, and what she does with it. It draws nothing. */

import { type Decision, decisionsOf } from "../../../lib/decision.ts";
import { serverTime } from "../../../lib/clock.ts";
import { type Told as ToldMoves, toldOf } from "../../../lib/toldMoves.ts";
import { SigningKeys } from "../../../lib/signingKeys.ts";
import { type CaseView, publicApi } from "../../../lib/api.ts";
import { ForeignCase } from "../../../lib/verifyCase.ts";
import { type Erasure, erasuresIn, isReportGone } from "../../../lib/erased.ts";
import { HiddenHistory, type History, isOtherwiseLogged, whoSawMore } from "../../../lib/history.ts";
import type { FileContent, FileStartContent, OpenedLetter } from "../../../lib/letter.ts";
import {
  hearLetters,
  type ReporterLetter,
  type LetterOrFailure,
  type OpenInbox,
  sealLetter,
} from "../../../lib/report.ts";
import { deriveKeys, readCode } from "../../../lib/returncode.ts";
import type { Heard } from "../../../lib/letterAuthors.ts";
import { t } from "../../dom.ts";
import { trust, type Trusted } from "../../site.ts";
import { hidden, Inbox } from "../../uploads.ts";

/** A file of hers: what its letters say, and what the server has of it. */
export interface ReporterFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** Bytes of it that are at the server, as ciphertext. */
  readonly received: number;
  readonly start: FileStartContent | null;
  /** Null while it is not whole. */
  readonly whole: FileContent | null;
}

function heardIn(source: Inbox, inbox: OpenInbox, log: Promise<History | null>): Promise<Heard> {
  return hearLetters(inbox, id => source.api.letter(id), log.then(erasuresIn));
}

/**
 * Null where something is kept from this page: that is said, and what is there is shown. What she had
 * seen on another visit is told again, or somebody keeps it from her.
 */
function historyIn(history: History | null, { letters }: Heard): History | null {
  return history === null || whoSawMore(history, letters).includes("reporter") ? null : history;
}

type Told = Pick<InboxSession, "inbox" | "heard" | "history" | "decided" | "told">;

/** What the server has of the case now, opened and judged. */
async function toldBy(source: Inbox): Promise<Told> {
  const inbox = await source.fetch();
  const log = source.history(inbox).catch(hidden);
  const heard = await heardIn(source, inbox, log);
  const history = historyIn(await log, heard);
  const decided = await decisionsOf(inbox.view, heard.letters, history);
  return { inbox, heard, history, decided, told: await toldOf(inbox.view, heard.letters, history) };
}

/** A new case key, sealed to everyone but `exclude`, with `words` under it (renewing.ts). */
export type Renew = (session: InboxSession, exclude: readonly string[], words: string) => Promise<void>;

export class InboxSession {
  readonly source: Inbox;
  readonly trusted: Trusted | null;
  inbox: OpenInbox;
  heard: Heard;
  history: History | null;
  /** How it goes on, as it was decided and what holds of it, the newest first. */
  decided: readonly Decision[];
  /** The work on it, as far as she is told, and what holds of that. */
  told: ToldMoves;

  private readonly renew: Renew;

  private constructor(source: Inbox, trusted: Trusted | null, renew: Renew, event: Told) {
    this.source = source;
    this.trusted = trusted;
    this.renew = renew;
    ({ inbox: this.inbox, heard: this.heard, history: this.history } = event);
    ({ decided: this.decided, told: this.told } = event);
  }

  get api() {
    return this.source.api;
  }

  /** `renew`: how a key is made, where she needs one. Raises BadCode, ApiError, Unreachable, BadWrap. */
  static async open(typed: string, renew: Renew): Promise<InboxSession> {
    const entropy = await readCode(typed);
    const { site } = await publicApi().site();
    const keys = await deriveKeys(entropy, site);
    // Without a trustworthy roster she still reads what is hers; answers are then unverified.
    const trusted = await trust().catch(() => null);
    const signers = new SigningKeys(trusted?.roster ?? null, version => publicApi().roster(version));
    const source = new Inbox(keys, signers);
    return new InboxSession(source, trusted, renew, await toldBy(source));
  }

  get letters(): LetterOrFailure[] {
    return this.heard.letters;
  }

  get view(): CaseView {
    return this.inbox.view;
  }

  /** What of it was erased, by the log. */
  get erasures(): Erasure[] {
    return erasuresIn(this.history);
  }

  /** After she or somebody else did something. */
  async refresh(): Promise<void> {
    Object.assign(this, await toldBy(this.source));
  }

  opened(kind: string): OpenedLetter[] {
    return this.letters.flatMap(entry => (entry.ok && entry.letter.body.kind === kind ? [entry.letter] : []));
  }

  private genuine(kind: string): OpenedLetter[] {
    return this.opened(kind).filter(({ body, doubts }) => {
      return body.author === "reporter" && doubts.length === 0;
    });
  }

  files(): ReporterFile[] {
    if (isReportGone(this.erasures)) return [];
    // Only what she signed: anyone who knows the case's recipient can seal a letter to it.
    const starts = this.genuine("file-start").map(({ body }) => body.content as FileStartContent);
    const wholes = this.genuine("file").map(({ body }) => body.content as FileContent);
    return this.view.files.map(({ id, segments }) => {
      const start = starts.find(({ file }) => file === id) ?? null;
      const whole = wholes.find(({ file }) => file === id) ?? null;
      const received = segments.reduce((sum, segment) => sum + segment.received, 0);
      const { name = id, size = 0 } = whole ?? start ?? {};
      return { id, name, size, received, start, whole };
    });
  }

  /** A message, or words that belong to the report. Raises ApiError, Unreachable, BadLetter. */
  async write(kind: "message" | "addition", words: string): Promise<void> {
    await this.retryOnStaleKey(async () => {
      await this.api.send({ ...(await this.letter(kind, words)), kind });
    });
    await this.sent();
  }

  /**
   * Words of hers, sealed to the newest key. Kept until they have arrived: a second try is the same
   * letter, unless the key is another by then.
   */
  async letter(kind: "message" | "addition", words: string): Promise<ReporterLetter> {
    await this.ready();
    const madeOf = `${this.inbox.case.generation} ${kind} ${words}`;
    if (this.unsent?.madeOf !== madeOf) {
      const seq = this.source.take();
      const letter = await sealLetter(this.inbox, { kind, seq, content: { words }, now: serverTime() });
      this.unsent = { letter, madeOf };
    }
    return this.unsent.letter;
  }

  /** Once more where somebody renewed the case key meanwhile: it is sealed to the newer one. */
  async retryOnStaleKey(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const before = this.view.generation;
      if ((error as { code?: string }).code !== "conflict") throw error;
      this.inbox = await this.source.fetch();
      if (this.view.generation === before) throw error;
      await action();
    }
  }

  /** After what `letter` made has arrived. */
  async sent(): Promise<void> {
    this.unsent = null;
    await this.refresh();
  }

  /** Nothing is sealed to a key that nobody whom she can check has used: she makes one herself. */
  async ready(): Promise<void> {
    if (this.history === null) throw new HiddenHistory("seen", "something is kept from this page");
    try {
      await this.source.prove(this.inbox);
      // Who was left out can make a key that their old word proves, where the newer one is not shown.
      const another = isOtherwiseLogged(this.history, this.heard.readers, this.view.generation);
      if (another) throw new ForeignCase("the log tells of another key");
    } catch (error) {
      if (!(error instanceof ForeignCase) || this.view.generation === 0) throw error;
      const [first] = this.inbox.cases;
      if (first?.generation !== 0) throw error;
      await this.source.prove({ ...this.inbox, view: { ...this.view, generation: 0 }, case: first });
      await this.renew(this, [], t("rename.new_key"));
      await this.source.prove(this.inbox);
    }
  }

  private unsent: { letter: ReporterLetter; madeOf: string } | null = null;
}
