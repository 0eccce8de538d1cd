/** Sealing to the file of a worked case, and to a party and it. */

import { every } from "../../../lib/caseworkState.ts";
import { serverTime } from "../../../lib/clock.ts";
import { type FileRecipient, fileRecipientOf, sealForFile } from "../../../lib/fileRecipient.ts";
import { type OpenFile, sealToFile as seal, sealToParty as sealBoth } from "../../../lib/fileKey.ts";
import { partyRecipient, sentOn } from "../../../lib/partyKeys.ts";
import type { RecordContent } from "../../../lib/letter.ts";
import type { SealedLetter } from "../../../lib/wire.ts";
import { keysOf } from "../case/model.ts";
import { LocalizedError, t } from "../words.ts";
import type { Work } from "./model.ts";
import { roomSaid } from "./room.ts";

/** Whether whoever looks asks afterwards how things are, and so has none of the file. */
export function isApart(work: Pick<Work, "state" | "me">): boolean {
  const own = every(work.state, "seat").filter(({ holder }) => holder === work.me.id);
  return own.some(({ code, state }) => code === "checkin" && ["proposed", "declared"].includes(state));
}

function seqOf({ file, me }: Work, party: string): number {
  const own = file?.view.letters.filter(each => each.author === me.id && each.party === party) ?? [];
  return Math.max(-1, ...own.map(({ seq }) => seq)) + 1;
}

type Content = Readonly<Record<string, unknown>>;

function writable({ file }: Work): OpenFile {
  if (!file?.opened.mayWrite) throw new LocalizedError(() => t("work.no_file"));
  return file.opened;
}

function draftOf({ open, me }: Work, kind: "record" | "assent" | "note", seq: number, content: Content) {
  const { seen } = keysOf(open);
  return { kind, seq, author: me.id, content, now: serverTime(), seen };
}

/**
 * Whoever asks afterwards how things are has none of the file's keys (design K7), and writes to the file by
 * what the case was told of its newest one, as the reporter does.
 */
async function toldOf(work: Work): Promise<FileRecipient | null> {
  const { listed, readers, history } = work.open;
  if (!isApart(work) || history === null) return null;
  const letters = listed.map(({ sent }) => sent);
  return fileRecipientOf({ letters }, { letters: listed.map(({ read }) => read), readers }, history);
}

/** Raises LocalizedError where there is no file that whoever looks may write to. */
export async function sealToFile(
  work: Work,
  kind: "record" | "assent" | "note",
  content: Content,
): Promise<SealedLetter> {
  const draft = draftOf(work, kind, seqOf(work, ""), content);
  const { signer } = keysOf(work.open);
  const told = kind === "record" ? await toldOf(work) : null;
  if (told !== null)
    return sealForFile(
      told,
      { ...draft, kind: "record", content: { text: "", ...content } as RecordContent },
      signer,
    );
  return seal(writable(work), draft, signer);
}

/**
 * To the party and the file. It says the day and no event: a party learns neither at which hour somebody
 * wrote nor which events the case has. Which letters of their room it follows, it says. Raises as `sealToFile`.
 */
export async function sealToParty(
  work: Work,
  party: string,
  content: Content,
  kind: "record" | "message" = "record",
): Promise<SealedLetter> {
  const recipient = partyRecipient(work.file?.parties ?? [], party);
  if (recipient === null) throw new LocalizedError(() => t("letters.no_keys"));
  const { seq, author } = { seq: seqOf(work, party), author: work.me.id };
  const draft = { kind, seq, author, content, now: sentOn(serverTime()), seen: "" };
  const room = await roomSaid(work, party);
  return sealBoth(writable(work), draft, keysOf(work.open).signer, { party: recipient, room });
}
