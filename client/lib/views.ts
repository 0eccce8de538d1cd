/** A case in the words of the doors (docs/spec/api.md): what reporter and handlers are both told. */

export interface DutyView {
  id: string;
  kind: string;
  due: string;
  /** `before`: due before the report came; nobody who reads it missed it. */
  state: "open" | "done" | "missed" | "before" | "cancelled";
  done: string | null;
  source: string;
  /** Whose turn it was when it was laid down. */
  tier: number;
  /** The first of the tiers that have it together; a deed of any keeps it. */
  from_tier: number;
  /** Its clock stands still: since then nothing is due before `until`. */
  suspended: { reason: string; until: string } | null;
}

export interface LetterView {
  id: string;
  kind: string;
  author: string;
  seq: number;
  at: string;
  size: number;
  sha256: string;
  /** The leaf hash of its event; a `file-start` has none. */
  leaf: string | null;
  /** Of the case identity that it is sealed to. */
  generation: number;
  /** What a request asks her for; empty for every other kind. */
  asks: string;
  /** What its author was warned of and sent all the same. */
  flags: string[];
}

export interface FileView {
  id: string;
  state: string;
  start: string;
  letter: string | null;
  segments: { id: string; received: number; parts: number }[];
}

export interface HolderView {
  id: string;
  name: string;
  role: string;
  tier: 1 | 2 | 3;
  released: string | null;
  opened: string | null;
  acknowledged: string | null;
  left: string | null;
  /** When a duty of theirs was missed and the case went on to others. */
  lapsed: string | null;
  /** The newest event of this list that they have seen, by its leaf; or empty. */
  read: string;
}

export interface TimelineView {
  /** The hash of its entry in the log, hexadecimal: its name, which counts nothing. */
  leaf: string;
  event: string;
  at: string;
  actor: string;
  name: string;
  role: string;
  /** What the log has of it, as text (docs/spec/log.md, "Entry"). */
  opening: string;
}

/** One generation of the case identity, sealed to whoever asks. */
export interface KeyView {
  generation: number;
  case_recipient: string;
  wrap: string;
}

/** Something that somebody outside holds; what it is stands in the sealed `letter`. */
export interface EvidenceView {
  id: string;
  kind: string;
  /** `YYYY-MM-DD`, the day from which it may be gone. */
  overwritten: string | null;
  state: "needed" | "ordered" | "confirmed" | "lost";
  letter: string;
  noted: string;
  ordered: string | null;
  confirmed: string | null;
  lost: string | null;
}

export interface SuspensionView {
  id: string;
  /** A kind of duty. */
  duty: string;
  reason: string;
  since: string;
  until: string;
  ended: string | null;
  holder: string;
}

export interface CaseView {
  case: string;
  state: string;
  received: string;
  /** Of the newest case identity; `case_recipient` and `wrap` are its. */
  generation: number;
  case_recipient: string;
  wrap: string;
  /** Every generation, oldest first. */
  keys: KeyView[];
  reporter: { recipient: string; signing: string };
  letters: LetterView[];
  files: FileView[];
  holders: HolderView[];
  duties: DutyView[];
  timeline: TimelineView[];
  urgent: boolean;
  disclosed: string | null;
  evidence: EvidenceView[];
  suspensions: SuspensionView[];
  /** Whom the next escalation would open it to; null where no tier waits. */
  next: { tier: number; holders: { id: string; name: string; role: string }[] } | null;
  /** In her inbox only. */
  contacts?: { kind: "email" | "push"; at: string }[];
  /** At the desk only: the holder who leads it, once somebody does. */
  lead?: string | null;
  /** At the desk only: ids of those whom the reporter left out. */
  left_out?: string[];
  /** At the desk only: whoever asks let a duty pass, reads on and decides nothing. */
  lapsed?: boolean;
}
