/**
 * What the JSON doors take and answer. Written by script/wire from the server's types: do not edit.
 * In words: docs/spec/api.md.
 */

/** What a reporter is told of a report that was taken in. */
export interface Accepted {
  case: string;
  /** A promise (docs/spec/receipt.md). */
  receipt: string;
  leaf: string;
  duties: PromisedDuty[];
}

/** An action that needs nothing but its id. */
export interface Action {
  id: string;
}

/** One more passkey, and the keyring sealed to it as well. */
export interface AddPasskey {
  keyring: string;
  replaces: string;
  credential: object;
  label: string;
  prf: boolean;
}

/** What is filed before it takes effect, about anybody. */
export type AdverseAction =
  | "demotion"
  | "disciplinary_step"
  | "dismissal"
  | "forced_transfer"
  | "lowered_appraisal"
  | "non_renewal"
  | "pay_cut";

/** Something that is wrong with Heard itself. */
export interface Alarm {
  kind: "clock" | "epoch" | "file" | "gate" | "witness";
  /** A witness, a machine, or a part of the gate by its name; empty for files. */
  subject: string;
  /** A code. */
  what: string;
  since: string;
}

/** What is wrong with Heard itself. */
export interface Alarms {
  alarms: Alarm[];
}

/** What the keeper says; each is as long as the other. */
export type Answer = "go  " | "talk";

/** `POST keeper/day`. `directory`: the digest of the one it has, or empty. */
export interface AskDay {
  v: 1;
  directory: string;
}

/** A signature beside a move that somebody else will make; `shell`: the digest of which. */
export interface Assent {
  id: string;
  object: string;
  record: string;
  move: string;
  version: number;
  shell: string;
  letter: SealedLetter;
}

/** A signature beside a move that is not made yet, or was. */
export interface AssentView {
  object:
    | "case"
    | "party"
    | "allegation"
    | "measure"
    | "seat"
    | "plan"
    | "task"
    | "interview"
    | "exhibit"
    | "notice"
    | "finding"
    | "outcome"
    | "appeal"
    | "checkin"
    | "preliminary"
    | "data_notice"
    | "law_choice"
    | "referral"
    | "leak"
    | "lending"
    | "package"
    | "gate"
    | "settlement";
  record: string;
  move:
    | "accept"
    | "activate"
    | "add"
    | "admit"
    | "agree"
    | "allow"
    | "announce"
    | "announce_continuing"
    | "answer"
    | "approve"
    | "approve_on_paper"
    | "ask"
    | "ask_again"
    | "ask_informal"
    | "ask_silent"
    | "assign"
    | "attempt"
    | "begin"
    | "check"
    | "check_safety"
    | "check_withdrawal"
    | "choose"
    | "close"
    | "close_stopped"
    | "close_unworked"
    | "come_back"
    | "comment"
    | "conduct"
    | "conduct_on_paper"
    | "confirm"
    | "continue_without"
    | "correct"
    | "decide"
    | "declare"
    | "decline"
    | "defer"
    | "destroy"
    | "dismiss"
    | "do"
    | "draft"
    | "drop"
    | "end"
    | "end_without_answer"
    | "exhibit"
    | "extend"
    | "form_team"
    | "give"
    | "give_back"
    | "give_up"
    | "go_on"
    | "grant"
    | "grant_other"
    | "hand_over"
    | "hand_over_untold"
    | "handle"
    | "hear"
    | "hold"
    | "impose"
    | "invite"
    | "invite_anew"
    | "keep"
    | "keep_untold"
    | "lay_down"
    | "leave"
    | "lodge"
    | "look_into"
    | "make"
    | "not_approve"
    | "note"
    | "note_minor"
    | "note_of_age"
    | "note_police"
    | "note_silence"
    | "object"
    | "offer"
    | "offer_keys"
    | "open"
    | "overrule"
    | "owe"
    | "place"
    | "plan"
    | "police_over"
    | "postpone"
    | "prepare"
    | "preview"
    | "propose"
    | "raise"
    | "read"
    | "receive"
    | "recheck"
    | "record_silence"
    | "refer"
    | "refuse"
    | "release_hold"
    | "remind"
    | "remit"
    | "reopen"
    | "reply"
    | "reply_late"
    | "request"
    | "restore"
    | "retract"
    | "review"
    | "review_hold"
    | "revise"
    | "revoke"
    | "revoke_informal"
    | "reword"
    | "send"
    | "send_letters"
    | "send_transcript"
    | "share_draft"
    | "start_aftercare"
    | "stay"
    | "step_out"
    | "stop"
    | "strike"
    | "strike_words"
    | "take_back"
    | "take_up"
    | "tell"
    | "tell_closed"
    | "tell_draft"
    | "tell_first"
    | "tell_outcome"
    | "tell_reopened"
    | "triage"
    | "uphold"
    | "vary"
    | "verify"
    | "waive"
    | "weigh_measures"
    | "withdraw"
    | "withhold";
  version: number;
  holder: string;
  shell: string;
  file_letter: string;
  at: string;
}

/** Which days are worked in a case: as the server counts them, for the next hundred days. */
export interface CalendarView {
  /** IANA name: where its days begin and end. */
  zone: string;
  /** Days of the week that are not; 0 is Monday. */
  weekend: number[];
  /** Other days that are not. */
  holidays: string[];
  /** Days of a weekend that are. */
  worked: string[];
}

/** `GET channel` (docs/spec/api.md): all that a party is told of a case. */
export interface Channel {
  party: string;
  /** What their letters name as the case. */
  matter: string;
  /** The invitation that they accepted, sealed to themselves. */
  own: string;
  file: PartyFileView;
  /** Oldest first. */
  letters: PartyLetterView[];
  /** What was moved, as far as the party is shown it; oldest first. */
  moves: PartyMoveView[];
  /** What is owed to them and not done yet. */
  duties: PartyDutyView[];
  /** What was told under words that were lost; empty until the new ones are confirmed. */
  earlier: EarlierMoveView[];
  /** Receipts of why letters are empty, in the log's words; the case stays closed. */
  erasures: string[];
  /** Whether `party.leave` is theirs: confirmed, not accused, and not gone already. */
  may_leave: boolean;
}

/** The digest of an action that is to be confirmed (docs/spec/api.md, "Confirming"). */
export interface Confirm {
  about: string;
}

/** What is said of the conflict table (docs/spec/conflicts.md). */
export interface ConflictHead {
  v: number;
  /** Names the table too. */
  salt: string;
  /** There are two to this power of buckets. */
  bits: number;
  /** The size of each. */
  entries: number;
  holders: string[];
  relations: string[];
  /** Its SHA-256, hexadecimal; empty where there is none. */
  roster: string;
  built: string;
  /** The root over all buckets. */
  tree: string;
}

/** How she wants to be told. */
export type ContactKind = "email" | "push";

/** One way by which the reporter is told; the address is sealed. */
export interface ContactView {
  kind: "email" | "push";
  at: string;
}

/** A time that it was decided how the case goes on; why is in the sealed letter. */
export interface DecisionView {
  /** Of kind `decision`. */
  letter: string;
  /** Of the event. */
  event: string;
  at: string;
  /** The holder who decided. */
  author: string;
  /** The phase before. */
  from:
    | "received"
    | "triaged"
    | "staffed"
    | "planned"
    | "investigating"
    | "draft"
    | "decided"
    | "acting"
    | "aftercare"
    | "closed"
    | "reopened";
  /** The phase after. */
  to: "triaged";
  code: "investigate" | "support_only" | "informal" | "redirect" | "no_action_now" | "insufficient";
  /** How often the case itself was moved with this. */
  version: number;
}

/** Whom a holder cannot judge, each as they would write it. */
export interface Declare {
  declared: readonly string[];
}

/** Whom this holder cannot judge, as they wrote it. */
export interface DeclaredConflicts {
  declared: string[];
}

/** How long something took, in hours, each rounded up to one of STEPS; None: not shown. */
export interface Delay {
  cases: number | null;
  median: number | null;
  slowest_tenth: number | null;
}

/** docs/spec/api.md, `cases/<id>/open`. */
export interface DeskCase {
  case: string;
  state: "received" | "acknowledged" | "withdrawn" | "stopped";
  received: string;
  /** Of the newest case identity. */
  generation: number;
  /** Of the newest case identity. */
  case_recipient: string;
  /** The newest case identity, sealed to the caller. */
  wrap: string;
  /** Every generation, oldest first. */
  keys: KeyView[];
  reporter: ReporterKeys;
  letters: LetterView[];
  files: FileView[];
  holders: HolderView[];
  /** Null where no tier waits. */
  next: NextTier | null;
  duties: DutyView[];
  suspensions: SuspensionView[];
  evidence: EvidenceView[];
  phase:
    | "received"
    | "triaged"
    | "staffed"
    | "planned"
    | "investigating"
    | "draft"
    | "decided"
    | "acting"
    | "aftercare"
    | "closed"
    | "reopened";
  decisions: DecisionView[];
  timeline: TimelineView[];
  /** Whether it goes on (docs/spec/casework.md). */
  course: "open" | "withdrawn" | "stopped" | "continues_without" | "parked";
  /** Of a report that is taken back: until when it can be brought back; past or not. */
  returns_until: string | null;
  urgent: boolean;
  /** The day on which anybody was told first. */
  disclosed: string | null;
  /** The holder who leads it, where somebody who can act does. */
  lead: string | null;
  /** Whoever asks let a duty pass, reads on and decides nothing. */
  lapsed: boolean;
  /** Whom the reporter left out: it cannot be passed to them. */
  left_out: string[];
}

/** A letter among those who read the file, or between them and a party. */
export interface DeskFileLetter {
  id: string;
  kind: "message" | "note";
  party: string;
  letter: SealedLetter;
}

/** How many of what was sent are there now. */
export interface DeskKept {
  kept: number;
}

/** The new case identity, sealed to a holder. */
export interface DeskNewWrap {
  holder: string;
  sealed: string;
}

/** One generation of a case, sealed to other keys of the same holder. */
export interface DeskOwnWrap {
  case: string;
  generation: number;
  was: string;
  wrap: string;
}

/** A new case identity. */
export interface DeskRenewal {
  id: string;
  generation: number;
  case_recipient: string;
  wraps: readonly DeskNewWrap[];
  reporter_wrap: string;
  exclude: readonly string[];
  letter?: FirstNote | null;
}

/** Who works here, and in which unit. */
export interface Directory {
  digest: string;
  /** Number, e-mail at work, unit or empty. */
  people: [string, string, string][];
  /** A unit and the one above it, or empty. */
  units: [string, string][];
}

/** What a preservation letter says. It is typeset in memory, and nothing of it is kept. */
export interface Document {
  language: string;
  to: string;
  place: string;
  what: string;
  from: string;
  until: string;
  keep_until: string;
  reply: string;
  name: string;
  role: string;
}

/** An action that stands in the log, or will. */
export interface Done {
  /** The leaf hash of its event. */
  leaf: string;
}

/** What is owed, by when, and whether it was done. */
export interface DutyView {
  id: string;
  kind: string;
  /** Of what is owed for each record: which one's; else null. */
  record: string | null;
  due: string;
  /** `before`: due before the report came; nobody who reads it missed it. */
  state: "open" | "done" | "missed" | "before" | "cancelled" | "held";
  /** Of a missed one: when somebody made it good. */
  done: string | null;
  /** Law pack and article. */
  source: string;
  /** Whose turn it was when it was laid down. */
  tier: number;
  /** The first of the tiers that have it together; an action of any keeps it. */
  from_tier: number;
  /** Its clock stands still. */
  suspended: PauseView | null;
}

/** A keyring that was replaced. */
export interface EarlierKeyring {
  keyring: string;
  ended: string;
}

/** The last few that were replaced. */
export interface EarlierKeyrings {
  /** Newest first. */
  earlier: EarlierKeyring[];
}

/** A move that a party was told of under words that they have no more. */
export interface EarlierMoveView {
  object:
    | "case"
    | "party"
    | "allegation"
    | "measure"
    | "seat"
    | "plan"
    | "task"
    | "interview"
    | "exhibit"
    | "notice"
    | "finding"
    | "outcome"
    | "appeal"
    | "checkin"
    | "preliminary"
    | "data_notice"
    | "law_choice"
    | "referral"
    | "leak"
    | "lending"
    | "package"
    | "gate"
    | "settlement";
  move:
    | "accept"
    | "activate"
    | "add"
    | "admit"
    | "agree"
    | "allow"
    | "announce"
    | "announce_continuing"
    | "answer"
    | "approve"
    | "approve_on_paper"
    | "ask"
    | "ask_again"
    | "ask_informal"
    | "ask_silent"
    | "assign"
    | "attempt"
    | "begin"
    | "check"
    | "check_safety"
    | "check_withdrawal"
    | "choose"
    | "close"
    | "close_stopped"
    | "close_unworked"
    | "come_back"
    | "comment"
    | "conduct"
    | "conduct_on_paper"
    | "confirm"
    | "continue_without"
    | "correct"
    | "decide"
    | "declare"
    | "decline"
    | "defer"
    | "destroy"
    | "dismiss"
    | "do"
    | "draft"
    | "drop"
    | "end"
    | "end_without_answer"
    | "exhibit"
    | "extend"
    | "form_team"
    | "give"
    | "give_back"
    | "give_up"
    | "go_on"
    | "grant"
    | "grant_other"
    | "hand_over"
    | "hand_over_untold"
    | "handle"
    | "hear"
    | "hold"
    | "impose"
    | "invite"
    | "invite_anew"
    | "keep"
    | "keep_untold"
    | "lay_down"
    | "leave"
    | "lodge"
    | "look_into"
    | "make"
    | "not_approve"
    | "note"
    | "note_minor"
    | "note_of_age"
    | "note_police"
    | "note_silence"
    | "object"
    | "offer"
    | "offer_keys"
    | "open"
    | "overrule"
    | "owe"
    | "place"
    | "plan"
    | "police_over"
    | "postpone"
    | "prepare"
    | "preview"
    | "propose"
    | "raise"
    | "read"
    | "receive"
    | "recheck"
    | "record_silence"
    | "refer"
    | "refuse"
    | "release_hold"
    | "remind"
    | "remit"
    | "reopen"
    | "reply"
    | "reply_late"
    | "request"
    | "restore"
    | "retract"
    | "review"
    | "review_hold"
    | "revise"
    | "revoke"
    | "revoke_informal"
    | "reword"
    | "send"
    | "send_letters"
    | "send_transcript"
    | "share_draft"
    | "start_aftercare"
    | "stay"
    | "step_out"
    | "stop"
    | "strike"
    | "strike_words"
    | "take_back"
    | "take_up"
    | "tell"
    | "tell_closed"
    | "tell_draft"
    | "tell_first"
    | "tell_outcome"
    | "tell_reopened"
    | "triage"
    | "uphold"
    | "vary"
    | "verify"
    | "waive"
    | "weigh_measures"
    | "withdraw"
    | "withhold";
  /** The day (UTC). */
  on: string;
}

/** No members. */
export type Empty = Record<string, never>;

/** The next tier has the case. */
export interface Escalated {
  /** The leaf hash of its event. */
  leaf: string;
  /** A promise (docs/spec/receipt.md). */
  receipt: string;
  tier: number;
}

/** `POST inbox/escalate`. `tier`: the one that her page showed. */
export interface Escalation {
  id: string;
  letter?: Reason | null;
  tier?: number | null;
}

/** Something that somebody holds, and the sealed letter that says what and who. */
export interface Evidence {
  id: string;
  evidence: string;
  kind: string;
  overwritten: string | null;
  letter: Note;
}

/** Something that somebody outside holds; what it is stands in the sealed letter. */
export interface EvidenceView {
  id: string;
  kind: string;
  /** The day from which it may be gone. */
  overwritten: string | null;
  state: "needed" | "ordered" | "confirmed" | "lost";
  letter: string;
  noted: string;
  ordered: string | null;
  confirmed: string | null;
  lost: string | null;
}

/** The sealed bytes of an exhibit, before they come: how many, and the SHA-256 of each block. */
export interface Exhibit {
  size: number;
  blocks: readonly string[];
}

/** A count and its breakdowns as they may be shown; None: not shown. */
export interface Figure {
  total: number | null;
  by: Record<string, Record<string, number | null>>;
}

/** One action. `id`: new for each, the same where it is sent again. */
export interface FileAction {
  id: string;
  person: string;
  kind: AdverseAction;
  day: string;
}

/** A CSV file with the columns person, kind and day. */
export interface FileActions {
  id: string;
  csv: string;
}

/** The file key sealed to a holder; `until`: what must happen before it is given out. */
export interface FileCopy {
  holder: string;
  until: string;
  recipient: string;
  sealed: string;
}

/** Whom the file key is sealed to, by whom, and whether it was given out. */
export interface FileCopyView {
  holder: string;
  author: string;
  /** SHA-256 of the recipient that it is sealed to. */
  recipient: string;
  /** What it waits for; empty: nothing. */
  until: "" | "draft_shared" | "appeal_lodged" | "tier_2" | "tier_3";
  released: string | null;
  left: string | null;
}

/** One generation of the file key. */
export interface FileKeyView {
  generation: number;
  /** age1pq1… */
  recipient: string;
  author: string;
  /** The file letter that states who reads it. */
  statement: string;
  /** Of that statement. */
  digest: string;
  at: string;
  /** Of the case key, which it cites. */
  case_generation: number;
  /** Of its event. */
  event: string;
  copies: FileCopyView[];
  /** The copies for the caller that are given out. */
  wraps: string[];
}

/** A letter under the file key, but for its sealed words. */
export interface FileLetterView {
  id: string;
  kind: "record" | "assent" | "note" | "message";
  /** `reporter`, or the id of a party; empty for none. */
  party: string;
  /** `reporter`, or the id of a holder or a party. */
  author: string;
  /** Of its author and party, from 0. */
  seq: number;
  at: string;
  /** Bytes, sealed. */
  size: number;
  sha256: string;
  /** The hash of its entry in the log; empty where there is none yet. */
  leaf: string;
  /** Of the file key. */
  generation: number;
}

/** A file, by the letters that announce and close it. */
export interface FileView {
  id: string;
  state: "open" | "complete";
  /** Of the letter that announced it. */
  start: string;
  /** Of the letter that closed it. */
  letter: string | null;
  segments: SegmentView[];
}

/** An action that was filed. */
export interface Filed {
  id: string;
  /** On the day that it takes effect, or after: the board is told. */
  late: boolean;
}

/** What was filed; empty where that was done before by the same id. */
export interface FiledActions {
  filed: Filed[];
}

/** An action that was filed. `id` is the one that it came with. */
export interface FiledBySystem {
  id: string;
}

/** `POST inbox/files/<file>/finish`. */
export interface Finish {
  letter: ReporterFileLetter;
  segments: readonly Whole[];
}

/** Her letter that goes with it, of kind `addition`, sealed to the new recipient. */
export interface FirstAddition {
  id: string;
  seq: number;
  sealed: string;
}

/** The report's own letter. */
export interface FirstLetter {
  id: string;
  sealed: string;
}

/** A note that goes with a new case identity and is sealed to it. */
export interface FirstNote {
  id: string;
  seq: number;
  sealed: string;
}

/** What a keeper works with. `directory`: null where the keeper has it as it is. */
export interface GateDay {
  listings: Sealed[];
  open: OpenAction[];
  directory: Directory | null;
  /** SHA-256 of the sealed store that is held; or empty. */
  store: string;
}

/** What somebody may see of the gate. */
export interface GateView {
  /** Empty for the board. */
  seat: "files" | "looks" | "";
  oversees: boolean;
  /** That the newest roster names; 0: there is no gate yet. */
  keepers: number;
  /** Something has waited for a keeper for a day. */
  away: boolean;
  filed: OwnAction[];
  looks: SeenAction[];
  refused: RefusedAction[];
}

/** `POST keeper/answers`. `taken`: digests of listings, each signed. */
export interface GiveAnswers {
  v: 1;
  answers: readonly [string, Answer][];
  taken: readonly [string, string][];
}

/** Whether the database answers. */
export interface Health {
  ok: boolean;
}

/** Somebody whom the case is sealed to. */
export interface HolderView {
  id: string;
  name: string;
  role: string;
  tier: 1 | 2 | 3;
  /** Whether they may read it by now. */
  released: boolean;
  opened: string | null;
  acknowledged: boolean;
  /** The newest event of this list that they have seen, by its leaf; or empty. */
  read: string;
  left: string | null;
  /** When a duty of theirs was missed and the case went on to others. */
  lapsed: string | null;
}

/** Who she is, sealed to some holders only. */
export interface Identity {
  id: string;
  sealed: string;
  holders: readonly string[];
}

/** `GET inbox` (docs/spec/api.md). */
export interface Inbox {
  case: string;
  state: "received" | "acknowledged" | "withdrawn" | "stopped";
  received: string;
  /** Of the newest case identity. */
  generation: number;
  /** Of the newest case identity. */
  case_recipient: string;
  /** The newest case identity, sealed to the caller. */
  wrap: string;
  /** Every generation, oldest first. */
  keys: KeyView[];
  reporter: ReporterKeys;
  letters: LetterView[];
  files: FileView[];
  holders: HolderView[];
  /** Null where no tier waits. */
  next: NextTier | null;
  duties: DutyView[];
  suspensions: SuspensionView[];
  evidence: EvidenceView[];
  phase:
    | "received"
    | "triaged"
    | "staffed"
    | "planned"
    | "investigating"
    | "draft"
    | "decided"
    | "acting"
    | "aftercare"
    | "closed"
    | "reopened";
  decisions: DecisionView[];
  timeline: TimelineView[];
  /** Whether it goes on (docs/spec/casework.md). */
  course: "open" | "withdrawn" | "stopped" | "continues_without" | "parked";
  /** Of a report that is taken back: until when it can be brought back; past or not. */
  returns_until: string | null;
  urgent: boolean;
  /** The day on which anybody was told first. */
  disclosed: string | null;
  /** How the reporter is told; no handler knows. */
  contacts: ContactView[];
  /** What was moved, as far as the reporter is shown it; no decisions. */
  moves: MoveView[];
  /** The number of the reporter's next letter to the file. */
  file_seq: number;
  /** Copies of keys that the reporter's browser makes, one each. */
  wraps_owed: OwedWrapView[];
}

/** An invitation of a party (docs/spec/channel.md, 7), with the move that it is. */
export interface Invitation {
  move: Move;
  locator: string;
  digest: string;
  expires: string;
  generation: number;
  sealed: string;
  kept: string;
}

/** An invitation that was made. */
export interface InvitationView {
  id: string;
  party: string;
  holder: string;
  digest: string;
  generation: number;
  expires: string;
  at: string;
  answered: string | null;
  ended: string | null;
  /** Of its event. */
  event: string;
}

/** The same, and whose invitation it is. */
export interface InvitedOptions {
  /** As WebAuthn's JSON has them. */
  options: object;
  holder: SessionHolder;
}

/** A new holder's passkey and keys. */
export interface Join {
  token: string;
  credential: object;
  prf: boolean;
  keyring: string;
  recipient: string;
  signing: string;
  recovery: string;
}

/** Who holds an invitation. */
export interface JoinOptions {
  token: string;
}

/** Who has joined. */
export interface Joined {
  holder: SessionHolder;
}

/** What. */
export type Kept =
  | "contacts"
  | "drafts"
  | "findings"
  | "identity"
  | "irrelevant"
  | "recordings"
  | "report"
  | "respondent_name"
  | "wraps";

/** By which one can ask whether a keeper has it. */
export interface KeptListing {
  digest: string;
}

/** One class of what is kept (docs/spec/retention.md, 1). */
export interface KeptRow {
  kind: Kept;
  /** The first on which it is erased, YYYY-MM-DD; empty: nobody knows. */
  day: string;
  /** The rule by which it goes: a law with its article, or ours. */
  source: string;
  /** Whether anybody compared the rule with the law's text. */
  verified: boolean;
  /** What keeps it longer than its day. */
  waits: ("conflict" | "hold" | "open" | "released")[];
}

/** What is kept of a case, and until when. Of one that is open: if it is closed today. */
export interface KeptUntilView {
  closed: boolean;
  /** Whether nothing is erased, whatever its day. */
  held: boolean;
  kept: KeptRow[];
}

/** How much of the sealed bytes of an exhibit Heard has. */
export interface KeptView {
  /** Of the exhibit. */
  record: string;
  /** Bytes, sealed, as was said before the first came. */
  size: number;
  /** Bytes that are here. */
  received: number;
  /** Whether all of it is here, and can be read. */
  whole: boolean;
}

/** Something that was changed at this holder's ways in. */
export interface KeyChange {
  at: string;
  /** A code of docs/spec/log.md, `keyring_changed`. */
  change: string;
}

/** One generation of the case identity, sealed to the caller. */
export interface KeyView {
  generation: number;
  case_recipient: string;
  wrap: string;
  /** As the reporter sealed it, where that was needed; else null. */
  second: string | null;
}

/** The sealed keyring, what opens it, and what was changed last. */
export interface KeyringView {
  keyring: string;
  /** Oldest first. */
  passkeys: PasskeyView[];
  /** Newest first. */
  changes: KeyChange[];
  /** Keys that no signed roster names yet. */
  new_keys: NewKeysView | null;
}

/** The reporter's public keys. */
export interface Keys {
  recipient: string;
  signing: string;
}

/** A sealed letter to the reporter, or a note among handlers. `generation`: of the case identity that it is sealed to; `asks`, `flags`, `override`: what a request is for and what its author was warned of (heard/rules/requests.py). */
export interface Letter {
  id: string;
  kind: "message" | "note" | "request";
  seq: number;
  sealed: string;
  generation?: number;
  asks?: string;
  flags?: readonly string[];
  override?: string;
}

/** A letter, but for its sealed words. */
export interface LetterView {
  id: string;
  kind: string;
  /** `reporter`, or the id of a holder. */
  author: string;
  seq: number;
  at: string;
  /** Bytes, sealed. */
  size: number;
  sha256: string;
  /** The leaf hash of its event; a `file-start` has none. */
  leaf: string | null;
  /** Of the case identity that it is sealed to. */
  generation: number;
  /** What a request asks for; empty for every other kind. */
  asks: string;
  /** What its author was warned of and sent all the same. */
  flags: string[];
}

/** Whether a complaint against who reported the other case is retaliation. `sealed`: the letter that says so, and why, to the newest file key of either case. */
export interface LinkCheck {
  id: string;
  retaliation: boolean;
  letter: string;
  sealed: string;
}

/** That somebody of a later tier looked whether a complaint is retaliation. */
export interface LinkCheckView {
  author: string;
  at: string;
  /** Of the letter that says what they found, and why. */
  letter: string;
  /** That letter, to the file key that either case had then. */
  sealed: string;
  /** Whether they found that it is; then the link is ended. */
  retaliation: boolean;
}

/** A case that this one is worked together with; only for who reads both. */
export interface LinkView {
  id: string;
  /** The other one. */
  case: string;
  /** Who linked them. */
  author: string;
  at: string;
  /** Of the letter that says so, and why. */
  letter: string;
  /** That letter, to the file key that either case had then. */
  sealed: string;
  /** Whether one is against who reported the other. */
  counter: boolean;
  check: LinkCheckView | null;
  /** Why it does not hold; empty where it does. */
  fault: "" | "few_readers" | "later_tier_lost" | "team_outside" | "not_checked" | "one_decider";
  ended: string | null;
  /** The id of a holder, or empty. */
  ended_by: string;
}

/** Sealed to the keepers of the newest roster. */
export interface Listing {
  sealed: string;
}

/** An event that stands in the log, or will. */
export interface Logged {
  /** The leaf hash of its event. */
  leaf: string;
  /** A promise (docs/spec/receipt.md). */
  receipt: string;
}

/** What somebody says who looked. `asked`: empty where nothing is asked. */
export interface Look {
  approve: boolean;
  why: string;
  asked: string;
}

/** What happened in a month; it is counted once and never again. */
export interface Month {
  /** "2026-03" */
  month: string;
  missed: Figure;
  kept: Figure;
  /** Null in months that were told before there was this figure. */
  before: Figure | null;
  escalations: Figure;
  demands: Figure;
  overridden: Figure;
  acknowledged: Delay;
  /** Null in months that were told before there was this figure. */
  findings: Figure | null;
  /** What was filed at the gate; null in months that were told before there was one. */
  gate: Figure | null;
}

/** Copies of the newest file key for those who are owed one, with a statement that names them. `statement` and `digest` only where somebody is let in who was not named before. */
export interface MoreCopies {
  id: string;
  generation: number;
  copies: readonly FileCopy[];
  statement?: SealedLetter | null;
  digest?: string | null;
}

/** A move of one record (docs/spec/casework.md), and its sealed letters. What a row of the table does not name stays empty. `record`: of the case itself, the case's id. `due`: where the rules count it, the server does and nothing is said. `listing`: with `gate.tell` alone, who is to be protected, sealed to the gate's keepers. */
export interface Move {
  id: string;
  object: string;
  record: string;
  move: string;
  version: number;
  letters: readonly SealedLetter[];
  code?: string;
  agreed?: readonly string[];
  party?: string;
  about?: readonly string[];
  holder?: string;
  digest?: string;
  number?: number;
  when?: string;
  due?: string;
  basis?: string;
  listing?: string;
}

/** A move of a record: all that the server sees of it. */
export interface MoveView {
  object:
    | "case"
    | "party"
    | "allegation"
    | "measure"
    | "seat"
    | "plan"
    | "task"
    | "interview"
    | "exhibit"
    | "notice"
    | "finding"
    | "outcome"
    | "appeal"
    | "checkin"
    | "preliminary"
    | "data_notice"
    | "law_choice"
    | "referral"
    | "leak"
    | "lending"
    | "package"
    | "gate"
    | "settlement";
  /** Of the case itself, and of its reporter as a party, the case's. */
  record: string;
  move:
    | "accept"
    | "activate"
    | "add"
    | "admit"
    | "agree"
    | "allow"
    | "announce"
    | "announce_continuing"
    | "answer"
    | "approve"
    | "approve_on_paper"
    | "ask"
    | "ask_again"
    | "ask_informal"
    | "ask_silent"
    | "assign"
    | "attempt"
    | "begin"
    | "check"
    | "check_safety"
    | "check_withdrawal"
    | "choose"
    | "close"
    | "close_stopped"
    | "close_unworked"
    | "come_back"
    | "comment"
    | "conduct"
    | "conduct_on_paper"
    | "confirm"
    | "continue_without"
    | "correct"
    | "decide"
    | "declare"
    | "decline"
    | "defer"
    | "destroy"
    | "dismiss"
    | "do"
    | "draft"
    | "drop"
    | "end"
    | "end_without_answer"
    | "exhibit"
    | "extend"
    | "form_team"
    | "give"
    | "give_back"
    | "give_up"
    | "go_on"
    | "grant"
    | "grant_other"
    | "hand_over"
    | "hand_over_untold"
    | "handle"
    | "hear"
    | "hold"
    | "impose"
    | "invite"
    | "invite_anew"
    | "keep"
    | "keep_untold"
    | "lay_down"
    | "leave"
    | "lodge"
    | "look_into"
    | "make"
    | "not_approve"
    | "note"
    | "note_minor"
    | "note_of_age"
    | "note_police"
    | "note_silence"
    | "object"
    | "offer"
    | "offer_keys"
    | "open"
    | "overrule"
    | "owe"
    | "place"
    | "plan"
    | "police_over"
    | "postpone"
    | "prepare"
    | "preview"
    | "propose"
    | "raise"
    | "read"
    | "receive"
    | "recheck"
    | "record_silence"
    | "refer"
    | "refuse"
    | "release_hold"
    | "remind"
    | "remit"
    | "reopen"
    | "reply"
    | "reply_late"
    | "request"
    | "restore"
    | "retract"
    | "review"
    | "review_hold"
    | "revise"
    | "revoke"
    | "revoke_informal"
    | "reword"
    | "send"
    | "send_letters"
    | "send_transcript"
    | "share_draft"
    | "start_aftercare"
    | "stay"
    | "step_out"
    | "stop"
    | "strike"
    | "strike_words"
    | "take_back"
    | "take_up"
    | "tell"
    | "tell_closed"
    | "tell_draft"
    | "tell_first"
    | "tell_outcome"
    | "tell_reopened"
    | "triage"
    | "uphold"
    | "vary"
    | "verify"
    | "waive"
    | "weigh_measures"
    | "withdraw"
    | "withhold";
  /** How often the record was moved with this. */
  version: number;
  /** `reporter`, or the id of a holder or a party. */
  actor: string;
  at: string;
  code:
    | ""
    | "advocate"
    | "affected"
    | "appeal"
    | "asked_for"
    | "assault"
    | "authority"
    | "bias"
    | "changed"
    | "channel"
    | "checkin"
    | "child_protection"
    | "committee"
    | "companion"
    | "conduct_concern"
    | "confidential"
    | "confidentiality"
    | "consent"
    | "copied"
    | "counsel"
    | "court_order"
    | "danger"
    | "deadline"
    | "decider"
    | "discrimination"
    | "done_otherwise"
    | "employer"
    | "excepted"
    | "exported"
    | "external"
    | "failed_to_act"
    | "failure_to_act"
    | "first"
    | "free_to_speak"
    | "gaps"
    | "guardian"
    | "holiday"
    | "adjustment"
    | "illness"
    | "in_person"
    | "in_time"
    | "inconclusive"
    | "informal"
    | "inside"
    | "insufficient"
    | "interpreter"
    | "intimate"
    | "investigate"
    | "investigator"
    | "irrelevant"
    | "labour_authority"
    | "language"
    | "lead"
    | "main"
    | "may_vanish"
    | "measure"
    | "new_case"
    | "new_evidence"
    | "no_action_now"
    | "not_here"
    | "not_investigated"
    | "not_necessary"
    | "not_needed"
    | "not_possible"
    | "not_substantiated"
    | "nothing_of_it"
    | "officer"
    | "open_file_or_secrecy"
    | "ordinary"
    | "other"
    | "other_harassment"
    | "other_measure_stands"
    | "out_of_proportion"
    | "outside"
    | "partly"
    | "phone"
    | "plain"
    | "police"
    | "post"
    | "presiding"
    | "privileged"
    | "procedure"
    | "published"
    | "prosecutor"
    | "redirect"
    | "refer"
    | "referral"
    | "referred"
    | "remedy"
    | "reporter"
    | "representation"
    | "respondent"
    | "respondent_returned"
    | "retaliation"
    | "retention"
    | "reviewer"
    | "sanction"
    | "scope_unclear"
    | "sealed"
    | "several_reports"
    | "sexual_harassment"
    | "sooner"
    | "statutory_duty"
    | "substantiated"
    | "supplementary"
    | "support_only"
    | "supporter"
    | "system"
    | "third_party"
    | "tier_decision"
    | "told"
    | "transferred"
    | "unclear"
    | "unchanged"
    | "unfounded"
    | "unlawful_source"
    | "viewed"
    | "withdrawn"
    | "witness"
    | "would_impair";
  /** Who signed beside the actor. */
  agreed: string[];
  /** `reporter`, or the id of a party; empty for none. */
  party: string;
  /** Ids of allegations. */
  about: string[];
  /** The id of a holder, or empty. */
  holder: string;
  /** A SHA-256, hexadecimal, or empty. */
  digest: string;
  number: number;
  /** A day or a quarter, or empty. */
  when: string;
  due: string | null;
  basis: "" | "evidence" | "admission";
  /** The id of the letter to the reporter, or empty. */
  letter: string;
  /** Of the one under the file key, or empty. */
  file_letter: string;
  /** Of the one to a party and the file, or empty. */
  party_letter: string;
  /** Of its event. */
  event: string;
}

/** What a law of the organisation's country has it pass on to an authority. */
export interface MustReportView {
  /** Names the sentence of the shared book that says it. */
  id: string;
  /** Title and article. */
  law: string;
  /** Whether anybody compared it with the text of the law. */
  verified: boolean;
}

/** `POST channel/answer`: the answer, and the party's own copy of the invitation. */
export interface NewAnswer {
  party: string;
  recipient: string;
  signing: string;
  verifier: string;
  invitation: string;
  signature: string;
  mac: string;
  own: string;
}

/** `POST inbox/contacts`. */
export interface NewContact {
  id: string;
  kind: ContactKind;
  sealed: string;
}

/** `POST inbox/files`. */
export interface NewFile {
  id: string;
  start: ReporterFileLetter;
}

/** A generation of the file key: the statement of who reads it, copies, and a letter of it. `digest`: of the statement; `told`: the letter under the case key that says the recipient. */
export interface NewFileKey {
  id: string;
  matter: string;
  generation: number;
  recipient: string;
  case_generation: number;
  digest: string;
  statement: SealedLetter;
  told: SealedLetter;
  copies: readonly FileCopy[];
}

/** A holder's new keys, signed for by the one in use, and the keyring that has them too. */
export interface NewKeys {
  keyring: string;
  replaces: string;
  recipient: string;
  signing: string;
  signature: string;
}

/** Keys that this holder made and that wait for a roster. */
export interface NewKeysView {
  /** Ed25519 public key, base64. */
  signing: string;
  made: string;
}

/** `POST inbox/letters`. `generation`: of the case identity that it is sealed to. */
export interface NewLetter {
  id: string;
  kind: "addition" | "message";
  seq: number;
  sealed: string;
  generation?: number;
}

/** That two cases are worked together; `counter`: one is against who reported the other. `sealed`: the letter that says why, to the newest file key of either case. */
export interface NewLink {
  id: string;
  link: string;
  other: string;
  counter: boolean;
  letter: string;
  sealed: string;
}

/** `POST inbox/packages`. `digest`: the package's (docs/spec/package.md, 3). */
export interface NewPackage {
  id: string;
  digest: string;
}

/** `POST channel/letters`. `generation`: of the file key that it is sealed to. */
export interface NewPartyLetter {
  id: string;
  seq: number;
  sealed: string;
  generation: number;
}

/** A new recovery code, and the keyring sealed to it. */
export interface NewRecovery {
  keyring: string;
  replaces: string;
  recovery: string;
}

/** The new case identity, sealed to a holder. */
export interface NewWrap {
  holder: string;
  sealed: string;
}

/** Whom the next escalation would open it to. */
export interface NextTier {
  tier: number;
  holders: PersonView[];
}

/** There is no session. */
export interface NobodySignedIn {
  signed_in: false;
}

/** A sealed note that goes with an action; `generation` as in `Letter`. */
export interface Note {
  id: string;
  seq: number;
  sealed: string;
  generation?: number;
}

/** Done; there is nothing to tell. */
export type Nothing = Record<string, never>;

/** How a holder is told, and what they may choose from. */
export interface NotificationSettings {
  /** Whether mail goes to the address that the operator has for this holder. */
  email: boolean;
  targets: RoomView[];
  /** From and until: hours of the day in `zone`. */
  quiet: [number, number] | null;
  /** Schemes of addresses that rooms may have. */
  kinds: string[];
  /** IANA name. */
  zone: string;
  digest_hour: number;
}

/** What became of a test. */
export interface NotificationTest {
  /** Null where there is no address. */
  email: boolean | null;
  /** Id of a room, and whether it arrived. */
  targets: [string, boolean][];
}

/** Where a holder is told: addresses of rooms, or ids of rooms that are kept. */
export interface Notifications {
  targets: readonly string[];
  quiet: readonly [number, number] | null;
}

/** By which ways a reporter can be told. */
export interface NotifyView {
  email: boolean;
  push: boolean;
}

/** `POST inbox/contacts/remove`. */
export interface OldContact {
  id: string;
  kind: ContactKind;
}

/** The identity of a generation, sealed to a holder. */
export interface OneSecondWrap {
  generation: number;
  holder: string;
  sealed: string;
}

/** One generation of the case identity, sealed to a holder. */
export interface OneWrap {
  generation: number;
  wrap: string;
}

/** An action that this keeper has not answered. The kind is not told. */
export interface OpenAction {
  id: string;
  /** Their number in the directory. */
  person: string;
  /** On which it was filed. */
  day: string;
}

/** The SHA-256 of the preservation letter that was sent. */
export interface Ordered {
  id: string;
  document: string;
}

/** How many promises were overdue when the week began. */
export interface OverdueFigure {
  v: number;
  /** Its Monday. */
  week: string;
  /** In fives; null for fewer than five cases. */
  overdue: number | null;
}

/** The board's reason. */
export interface Override {
  why: string;
}

/** Somebody who lacks copies of the newest file key. */
export interface OwedView {
  holder: string;
  /** Their own today, age1pq1…. */
  recipient: string;
  until: "" | "draft_shared" | "appeal_lodged" | "tier_2" | "tier_3";
  copies: number;
  /** Who made one already; another makes the next. */
  authors: string[];
}

/** A generation that a holder made, and somebody who waits, for whom the reporter seals it. */
export interface OwedWrapView {
  generation: number;
  holder: string;
}

/** An action as who filed it sees it: the same, whatever the keeper knows. */
export interface OwnAction {
  id: string;
  /** Their number in the directory. */
  person: string;
  name: string;
  kind:
    | "dismissal"
    | "demotion"
    | "pay_cut"
    | "non_renewal"
    | "forced_transfer"
    | "lowered_appraisal"
    | "disciplinary_step";
  /** On which it takes effect. */
  day: string;
  filed: string;
  /** Filed on that day or after. */
  late: boolean;
  state: "filed" | "looking" | "go" | "approved" | "refused" | "overridden" | "withdrawn";
  /** On which it is answered at nine o'clock, at the earliest. */
  answer: string;
  /** Open, and nobody here is far enough from it to look at it. */
  nobody: boolean;
  /** The reason of who looked, or of the board where it overrode. */
  why: string;
}

/** A case key of one generation, sealed to this holder. */
export interface OwnWrap {
  case: string;
  generation: number;
  /** What the key fits. */
  case_recipient: string;
  wrap: string;
}

/** At most PAGE, by case and generation. */
export interface OwnWraps {
  wraps: OwnWrap[];
  /** The cursor of the following page. */
  next: string | null;
  /** Of all pages. */
  total: number;
}

/** Something that is owed to a party, of a record that they were told of. */
export interface PartyDutyView {
  kind:
    | "acknowledge"
    | "safety_check"
    | "update"
    | "preserve_evidence"
    | "interim_measures"
    | "triage"
    | "plan"
    | "notice"
    | "measure_review"
    | "measure_hearing"
    | "transcript"
    | "finding"
    | "data_notice"
    | "outcome_letter"
    | "action"
    | "appeal_decision"
    | "checkin"
    | "retaliation"
    | "objection"
    | "leak_check"
    | "referral"
    | "hold_review"
    | "withdrawal_check";
  record: string;
  /** The day (of the case); of what is late, the one that is over. */
  due: string;
  late: boolean;
}

/** What a party seals to beside themselves. Believed only as readers have signed it. */
export interface PartyFileView {
  generation: number;
  /** age1pq1… */
  recipient: string;
}

/** The keys that a party enrolled, for each reader's browser to check. */
export interface PartyKeysView {
  party: string;
  invitation: string;
  recipient: string;
  signing: string;
  verifier: string;
  /** Of the invitation that was answered. */
  digest: string;
  signature: string;
  mac: string;
  /** The kept invitation, sealed to the file key; or empty. */
  kept: string;
  at: string;
  /** Of its event. */
  event: string;
  replaced: string | null;
}

/** A letter between the party and the team, but for its sealed words. */
export interface PartyLetterView {
  id: string;
  kind: "record" | "assent" | "note" | "message";
  /** Of a holder, or the party. */
  author: string;
  /** Of its author, from 0. */
  seq: number;
  /** The day (UTC): no finer time is told. */
  on: string;
  /** Bytes, sealed; 0 where it was erased. */
  size: number;
  sha256: string;
  /** Of the file key. */
  generation: number;
}

/** A move of a record that a party is told of, by a letter to them or of theirs. The states before and after, and whatever else it says, stand in the letter. */
export interface PartyMoveView {
  object:
    | "case"
    | "party"
    | "allegation"
    | "measure"
    | "seat"
    | "plan"
    | "task"
    | "interview"
    | "exhibit"
    | "notice"
    | "finding"
    | "outcome"
    | "appeal"
    | "checkin"
    | "preliminary"
    | "data_notice"
    | "law_choice"
    | "referral"
    | "leak"
    | "lending"
    | "package"
    | "gate"
    | "settlement";
  record: string;
  move:
    | "accept"
    | "activate"
    | "add"
    | "admit"
    | "agree"
    | "allow"
    | "announce"
    | "announce_continuing"
    | "answer"
    | "approve"
    | "approve_on_paper"
    | "ask"
    | "ask_again"
    | "ask_informal"
    | "ask_silent"
    | "assign"
    | "attempt"
    | "begin"
    | "check"
    | "check_safety"
    | "check_withdrawal"
    | "choose"
    | "close"
    | "close_stopped"
    | "close_unworked"
    | "come_back"
    | "comment"
    | "conduct"
    | "conduct_on_paper"
    | "confirm"
    | "continue_without"
    | "correct"
    | "decide"
    | "declare"
    | "decline"
    | "defer"
    | "destroy"
    | "dismiss"
    | "do"
    | "draft"
    | "drop"
    | "end"
    | "end_without_answer"
    | "exhibit"
    | "extend"
    | "form_team"
    | "give"
    | "give_back"
    | "give_up"
    | "go_on"
    | "grant"
    | "grant_other"
    | "hand_over"
    | "hand_over_untold"
    | "handle"
    | "hear"
    | "hold"
    | "impose"
    | "invite"
    | "invite_anew"
    | "keep"
    | "keep_untold"
    | "lay_down"
    | "leave"
    | "lodge"
    | "look_into"
    | "make"
    | "not_approve"
    | "note"
    | "note_minor"
    | "note_of_age"
    | "note_police"
    | "note_silence"
    | "object"
    | "offer"
    | "offer_keys"
    | "open"
    | "overrule"
    | "owe"
    | "place"
    | "plan"
    | "police_over"
    | "postpone"
    | "prepare"
    | "preview"
    | "propose"
    | "raise"
    | "read"
    | "receive"
    | "recheck"
    | "record_silence"
    | "refer"
    | "refuse"
    | "release_hold"
    | "remind"
    | "remit"
    | "reopen"
    | "reply"
    | "reply_late"
    | "request"
    | "restore"
    | "retract"
    | "review"
    | "review_hold"
    | "revise"
    | "revoke"
    | "revoke_informal"
    | "reword"
    | "send"
    | "send_letters"
    | "send_transcript"
    | "share_draft"
    | "start_aftercare"
    | "stay"
    | "step_out"
    | "stop"
    | "strike"
    | "strike_words"
    | "take_back"
    | "take_up"
    | "tell"
    | "tell_closed"
    | "tell_draft"
    | "tell_first"
    | "tell_outcome"
    | "tell_reopened"
    | "triage"
    | "uphold"
    | "vary"
    | "verify"
    | "waive"
    | "weigh_measures"
    | "withdraw"
    | "withhold";
  /** How often the record was moved with this. */
  version: number;
  /** Of a holder, or the party. */
  author: string;
  /** The day (UTC): no finer time is told. */
  on: string;
  code:
    | ""
    | "advocate"
    | "affected"
    | "appeal"
    | "asked_for"
    | "assault"
    | "authority"
    | "bias"
    | "changed"
    | "channel"
    | "checkin"
    | "child_protection"
    | "committee"
    | "companion"
    | "conduct_concern"
    | "confidential"
    | "confidentiality"
    | "consent"
    | "copied"
    | "counsel"
    | "court_order"
    | "danger"
    | "deadline"
    | "decider"
    | "discrimination"
    | "done_otherwise"
    | "employer"
    | "excepted"
    | "exported"
    | "external"
    | "failed_to_act"
    | "failure_to_act"
    | "first"
    | "free_to_speak"
    | "gaps"
    | "guardian"
    | "holiday"
    | "adjustment"
    | "illness"
    | "in_person"
    | "in_time"
    | "inconclusive"
    | "informal"
    | "inside"
    | "insufficient"
    | "interpreter"
    | "intimate"
    | "investigate"
    | "investigator"
    | "irrelevant"
    | "labour_authority"
    | "language"
    | "lead"
    | "main"
    | "may_vanish"
    | "measure"
    | "new_case"
    | "new_evidence"
    | "no_action_now"
    | "not_here"
    | "not_investigated"
    | "not_necessary"
    | "not_needed"
    | "not_possible"
    | "not_substantiated"
    | "nothing_of_it"
    | "officer"
    | "open_file_or_secrecy"
    | "ordinary"
    | "other"
    | "other_harassment"
    | "other_measure_stands"
    | "out_of_proportion"
    | "outside"
    | "partly"
    | "phone"
    | "plain"
    | "police"
    | "post"
    | "presiding"
    | "privileged"
    | "procedure"
    | "published"
    | "prosecutor"
    | "redirect"
    | "refer"
    | "referral"
    | "referred"
    | "remedy"
    | "reporter"
    | "representation"
    | "respondent"
    | "respondent_returned"
    | "retaliation"
    | "retention"
    | "reviewer"
    | "sanction"
    | "scope_unclear"
    | "sealed"
    | "several_reports"
    | "sexual_harassment"
    | "sooner"
    | "statutory_duty"
    | "substantiated"
    | "supplementary"
    | "support_only"
    | "supporter"
    | "system"
    | "third_party"
    | "tier_decision"
    | "told"
    | "transferred"
    | "unclear"
    | "unchanged"
    | "unfounded"
    | "unlawful_source"
    | "viewed"
    | "withdrawn"
    | "witness"
    | "would_impair";
  number: number;
  /** A day or a quarter, or empty. */
  when: string;
  /** The day (of the case) in which it is, or empty. */
  due: string;
  /** Of its letter. */
  letter: string;
}

/** `POST channel/moves`: as a handler's move (docs/spec/api.md), of what is the party's. `letter`: to the party and the file, as any letter of theirs. */
export interface PartysMove {
  id: string;
  object: string;
  record: string;
  move: string;
  version: number;
  letter: NewPartyLetter;
  code?: string;
  party?: string;
  about?: readonly string[];
}

/** The case identity, sealed to the next holder: every generation. */
export interface Pass {
  id: string;
  to: string;
  wraps: readonly OneWrap[];
}

/** What the browser asks an authenticator with. */
export interface PasskeyOptions {
  /** As WebAuthn's JSON has them. */
  options: object;
}

/** A passkey as its holder sees it. */
export interface PasskeyView {
  id: string;
  label: string;
  /** Without it, it signs in but unlocks nothing. */
  prf: boolean;
  created: string;
  used: string | null;
}

/** Why a clock stands still, and until when nothing is due. */
export interface PauseView {
  reason: string;
  until: string;
}

/** A holder by name. */
export interface PersonView {
  id: string;
  name: string;
  role: string;
}

/** What is owed from now on, or was owed before. */
export interface PromisedDuty {
  id: string;
  kind: string;
  due: string;
  /** Law pack and article. */
  source: string;
  state: "open" | "done" | "missed" | "before" | "cancelled" | "held";
  /** The last of the tiers that have it together. */
  tier: number;
  /** The first of them. */
  from_tier: number;
}

/** At most PAGE rows, newest release first. */
export interface QueuePage {
  cases: QueueRow[];
  /** The cursor of the following page. */
  next: string | null;
}

/** One case in the queue. */
export interface QueueRow {
  id: string;
  /** What people call it: eight of its digits. */
  ref: string;
  received: string;
  state: "received" | "acknowledged" | "withdrawn" | "stopped";
  urgent: boolean;
  /** Whether this holder has ever opened it. */
  opened: boolean;
  /** When they last did, to the day: their desk compares who is named then. */
  looked: string | null;
  /** Events by others since this holder last opened it. */
  unread: number;
  next_due: string | null;
  /** Of a report that is taken back: until when it can be brought back; past or not. */
  returns_until: string | null;
  /** A name. */
  lead: string | null;
}

/** A letter of kind `addition` that goes with it; `generation` as in `NewLetter`. */
export interface Reason {
  id: string;
  seq: number;
  sealed: string;
  generation?: number;
}

/** How much of a segment is here. */
export interface Received {
  /** Bytes. */
  received: number;
}

/** An action that was refused, for the board. */
export interface RefusedAction {
  id: string;
  person: string;
  name: string;
  kind:
    | "dismissal"
    | "demotion"
    | "pay_cut"
    | "non_renewal"
    | "forced_transfer"
    | "lowered_appraisal"
    | "disciplinary_step";
  day: string;
  why: string;
  /** Refused by who asks: another has to override it. */
  mine: boolean;
}

/** A keyring, and the SHA-256 of the sealed one whose place it takes. */
export interface ReplaceKeyring {
  keyring: string;
  replaces: string;
}

/** `POST reports` (docs/spec/api.md). */
export interface Report {
  case: string;
  roster: string;
  code: string;
  reporter: Keys;
  case_recipient: string;
  wraps: readonly ReporterSealed[];
  reporter_wrap: string;
  letter: FirstLetter;
  urgent: boolean;
  identity?: Identity | null;
  disclosed?: string | null;
  readers?: string;
}

/** The letter that announces or closes a file; `generation` as in `NewLetter`. */
export interface ReporterFileLetter {
  id: string;
  seq: number;
  sealed: string;
  generation?: number;
}

/** The reporter's public keys. */
export interface ReporterKeys {
  /** age1pq1… */
  recipient: string;
  /** Ed25519, base64. */
  signing: string;
}

/** `POST inbox/identity`. */
export interface ReporterRenewal {
  id: string;
  generation: number;
  case_recipient: string;
  wraps: readonly NewWrap[];
  reporter_wrap: string;
  exclude: readonly string[];
  letter?: FirstAddition | null;
}

/** A wrap for one holder. */
export interface ReporterSealed {
  holder: string;
  sealed: string;
}

/** A letter to the case, or to the file as far as the reporter was told its recipient. */
export interface ReportersLetter {
  to: "case" | "file";
  id: string;
  seq: number;
  sealed: string;
  generation: number;
}

/** `POST inbox/moves`: as a handler's move (docs/spec/api.md), of what is the reporter's. `when`: a day that the reporter names. `signature`: in clear, of what ends or brings back the case (heard/formats/withdrawal.py), or lets the gate be told (gateagreed.py). */
export interface ReportersMove {
  id: string;
  object: string;
  record: string;
  move: string;
  version: number;
  letters: readonly ReportersLetter[];
  code?: string;
  party?: string;
  about?: readonly string[];
  when?: string;
  signature?: string;
}

/** A page of them. */
export interface Reseal {
  wraps: readonly DeskOwnWrap[];
}

/** A room as its holder sees it. */
export interface RoomView {
  /** Keeps it, without its address, in the next setting. */
  id: string;
  label: string;
}

/** A listing that no keeper has taken. */
export interface Sealed {
  digest: string;
  sealed: string;
}

/** A letter under the file key. */
export interface SealedFileLetter {
  id: string;
  sealed: string;
}

/** Several of them. */
export interface SealedFileLetters {
  /** In the order asked for, without those that are not there for the caller; as many as fit into 2 MiB, at least one. */
  letters: SealedFileLetter[];
}

/** A letter that goes with a move: `case` to the reporter, `file` to the file key alone. `party` to the party whose record it is and to the file key. `generation`: of the case key or of the file key. */
export interface SealedLetter {
  to: "case" | "file" | "party";
  id: string;
  seq: number;
  sealed: string;
  generation: number;
}

/** Somebody who may be given the file, or a seat. */
export interface SeatView {
  id: string;
  name: string;
  role: string;
  tier: 1 | 2 | 3;
  recipient: string;
  signing: string;
  until: "" | "draft_shared" | "appeal_lodged" | "tier_2" | "tier_3" | null;
}

/** `POST inbox/wraps`. */
export interface SecondWraps {
  wraps: readonly OneSecondWrap[];
}

/** An action that waits for somebody to look at it. */
export interface SeenAction {
  id: string;
  person: string;
  name: string;
  unit: string;
  kind:
    | "dismissal"
    | "demotion"
    | "pay_cut"
    | "non_renewal"
    | "forced_transfer"
    | "lowered_appraisal"
    | "disciplinary_step";
  day: string;
  filed: string;
  late: boolean;
  /** Whether the three questions of the gate are to be answered. */
  asks: boolean;
}

/** What is here of one segment of a file. */
export interface SegmentView {
  id: string;
  /** Bytes. */
  received: number;
  parts: number;
}

/** A holder as they see themselves. */
export interface SessionHolder {
  id: string;
  name: string;
  role: string;
  /** 0: sees the figures and nothing else; stands in no roster. */
  tier: 0 | 1 | 2 | 3;
  unit: string;
  /** Whether they see the figures. */
  oversight: boolean;
}

/** An assertion. */
export interface SignIn {
  credential: object;
}

/** A recovery code's login verifier: 32 bytes as base64url without padding. */
export interface SignInRecovery {
  verifier: string;
}

/** Who has signed in, and the sealed keyring. */
export interface SignedIn {
  holder: SessionHolder;
  keyring: string;
}

/** Who runs this Heard, and what its pages go by. Nobody signs it. */
export interface Site {
  organisation: string;
  site: string;
  /** Of the web. */
  origin: string;
  /** vkey of the root key. */
  root: string;
  /** vkey of the log. */
  log: string;
  languages: string[];
  /** Whether there are pages that need no script. */
  plain: boolean;
  country: string;
  /** As the law of `country` has it. */
  must_report: MustReportView[];
  /** IANA name: where the organisation's days begin and end. */
  zone: string;
  /** Where "Exit quickly" leads; empty: each language has its own. */
  exit: string;
  /** Most of one part of a file. */
  part_bytes: number;
  max_file_bytes: number;
  witnesses: WitnessView[];
  quorum: number;
  /** vkey of the key of promises; null where none are made. */
  promise: string | null;
  /** Null where the roster names no key for it that is here. */
  notify: NotifyView | null;
}

/** Whose session it is. */
export interface SomebodySignedIn {
  signed_in: true;
  holder: SessionHolder;
  /** Whether the signed roster names them. */
  active: boolean;
}

/** Stepping out, with a note for those who stay. */
export interface StepOut {
  id: string;
  note: Note | null;
}

/** A clock that stands still to the end of a day, for a reason of heard/rules/suspension.py. */
export interface Suspension {
  id: string;
  duty: string;
  reason: string;
  until: string;
}

/** One time that a clock was made to stand still. */
export interface SuspensionView {
  id: string;
  /** A kind of duty. */
  duty: string;
  reason: string;
  since: string;
  until: string;
  /** Before its time, by a holder. */
  ended: string | null;
  holder: string;
}

/** An action that a personnel system files. `id`: its own, the same where it is sent again. */
export interface SystemAction {
  id: string;
  person: string;
  kind: AdverseAction;
  day: string;
}

/** It stands in the log, or will. */
export interface Taken {
  /** The leaf hash of its event. */
  leaf: string;
}

/** Whether a keeper has it. */
export interface TakenListing {
  /** The signature of the keeper that has it; or empty. */
  taken: string;
}

/** Something that happened. */
export interface TimelineView {
  /** The hash of its entry in the log; empty where there is none yet. */
  leaf: string;
  event: string;
  at: string;
  /** `reporter`, `clock`, `operator`, or the id of a holder. */
  actor: string;
  /** Of the holder; else empty. */
  name: string;
  role: string;
  /** What the log has of it, as text (docs/spec/log.md, "Entry"). */
  opening: string;
}

/** How the case goes on, and the sealed letter to the reporter that says why. `version`: how often the case itself was moved, with this. `agreed`: who signed beside, where the way takes a second person. */
export interface Triage {
  id: string;
  route: string;
  version: number;
  letter: Note;
  agreed?: readonly string[];
}

/** What stood when a week's figures were made, and the months before it, newest first. */
export interface Week {
  /** Its Monday. */
  week: string;
  /** When there are new ones. */
  next: string;
  made: string;
  open: Figure;
  overdue: Figure;
  suspended: Figure;
  evidence: Figure;
  /** Null in a week that was made before there was this figure. */
  copies: Figure | null;
  /** Null in a week that was made before there was this figure. */
  caseload: Figure | null;
  /** Newest first. */
  months: Month[];
  least: number;
}

/** A segment as its sender knows it. */
export interface Whole {
  id: string;
  size: number;
}

/** A witness that refuses to cosign. */
export interface WitnessAlarm {
  witness: string;
  what: string;
  since: string;
}

/** Witnesses that refuse to cosign now. */
export interface WitnessAlarms {
  v: number;
  alarms: WitnessAlarm[];
}

/** A witness of the log, as the newest roster names it. */
export interface WitnessView {
  name: string;
  operator: string;
  vkey: string;
}

/** A case as it is worked. */
export interface WorkView {
  case: string;
  phase:
    | "received"
    | "triaged"
    | "staffed"
    | "planned"
    | "investigating"
    | "draft"
    | "decided"
    | "acting"
    | "aftercare"
    | "closed"
    | "reopened";
  /** What the caller is in this case (docs/spec/casework.md). */
  parts: string[];
  calendar: CalendarView;
  /** Whether the caller was struck from a seat: then all that follows is empty. */
  struck: boolean;
  /** In the order of what happened. */
  moves: MoveView[];
  assents: AssentView[];
  /** Null before it has a key. */
  file: WorkedFileView | null;
  /** Who may be sealed the file, and no other may. */
  may_hold: SeatView[];
  /** Of these, who has a place in as many open cases as anybody should. Empty for whom the case gives none to propose. */
  full: string[];
  invitations: InvitationView[];
  /** Oldest first. */
  parties: PartyKeysView[];
  /** Cases that it is worked together with, oldest first. */
  links: LinkView[];
  /** Of exhibits that Heard keeps, or that are coming. */
  kept: KeptView[];
}

/** The file of a case, as far as the caller may know it. */
export interface WorkedFileView {
  matter: string;
  /** The lowest generation that may be written to. */
  floor: number;
  /** Oldest first. */
  keys: FileKeyView[];
  /** In the order of what happened. */
  letters: FileLetterView[];
  owed: OwedView[];
}

/** What `error.code` of a refusal may be. */
export type ErrorCode =
  | "bad_actions"
  | "bad_day"
  | "bad_request"
  | "conflict"
  | "damaged"
  | "expired"
  | "foreign_origin"
  | "keyring_changed"
  | "not_confirmed"
  | "not_found"
  | "not_signed_in"
  | "refused"
  | "storage_full"
  | "too_large"
  | "too_many"
  | "too_often"
  | "unavailable"
  | "unsupported_type"
  | "used";

/** By method and address. */
export interface Operations {
  "GET /conflicts": { answer: ConflictHead };
  "GET /conflicts/{salt}/proof": { answer: string };
  "GET /conflicts/{salt}/{prefix}": { answer: Blob };
  "GET /desk/api/cases": { answer: QueuePage };
  "POST /desk/api/cases/{case}/acknowledge": { body: Action; answer: Done };
  "POST /desk/api/cases/{case}/assents": { body: Assent; answer: Done };
  "POST /desk/api/cases/{case}/evidence": { body: Evidence; answer: Done };
  "POST /desk/api/cases/{case}/evidence/checked": { body: Action; answer: Done };
  "POST /desk/api/cases/{case}/evidence/document": { body: Document; answer: Blob };
  "POST /desk/api/cases/{case}/evidence/{item}/confirmed": { body: Action; answer: Done };
  "POST /desk/api/cases/{case}/evidence/{item}/lost": { body: Action; answer: Done };
  "POST /desk/api/cases/{case}/evidence/{item}/ordered": { body: Ordered; answer: Done };
  "GET /desk/api/cases/{case}/exhibits/{exhibit}": { answer: Blob };
  "POST /desk/api/cases/{case}/exhibits/{exhibit}": { body: Exhibit; answer: KeptView };
  "PUT /desk/api/cases/{case}/exhibits/{exhibit}/{offset}": { answer: KeptView };
  "POST /desk/api/cases/{case}/file-keys": { body: NewFileKey; answer: Done };
  "POST /desk/api/cases/{case}/file-keys/copies": { body: MoreCopies; answer: Done };
  "GET /desk/api/cases/{case}/file-letters": { answer: SealedFileLetters };
  "POST /desk/api/cases/{case}/file-letters": { body: DeskFileLetter; answer: Done };
  "GET /desk/api/cases/{case}/file-letters/{letter}": { answer: Blob };
  "GET /desk/api/cases/{case}/files/{file}/segments/{segment}": { answer: Blob };
  "POST /desk/api/cases/{case}/identity": { body: DeskRenewal; answer: Done };
  "POST /desk/api/cases/{case}/invitations": { body: Invitation; answer: Done };
  "GET /desk/api/cases/{case}/kept": { answer: KeptUntilView };
  "POST /desk/api/cases/{case}/letters": { body: Letter; answer: Done };
  "GET /desk/api/cases/{case}/letters/{letter}": { answer: Blob };
  "POST /desk/api/cases/{case}/links": { body: NewLink; answer: Done };
  "POST /desk/api/cases/{case}/links/{link}/check": { body: LinkCheck; answer: Done };
  "POST /desk/api/cases/{case}/links/{link}/end": { body: Action; answer: Done };
  "POST /desk/api/cases/{case}/moves": { body: Move; answer: Done };
  "POST /desk/api/cases/{case}/open": { body: Action; answer: DeskCase };
  "POST /desk/api/cases/{case}/pass": { body: Pass; answer: Done };
  "GET /desk/api/cases/{case}/receipts/{leaf}": { answer: string };
  "POST /desk/api/cases/{case}/step-out": { body: StepOut; answer: Nothing };
  "POST /desk/api/cases/{case}/suspensions": { body: Suspension; answer: Done };
  "POST /desk/api/cases/{case}/suspensions/{suspension}/end": { body: Action; answer: Done };
  "POST /desk/api/cases/{case}/triage": { body: Triage; answer: Done };
  "POST /desk/api/cases/{case}/unreadable": { body: Action; answer: Done };
  "GET /desk/api/cases/{case}/work": { answer: WorkView };
  "POST /desk/api/confirm/options": { body: Confirm; answer: PasskeyOptions };
  "GET /desk/api/conflicts": { answer: DeclaredConflicts };
  "POST /desk/api/conflicts": { body: Declare; answer: DeclaredConflicts };
  "GET /desk/api/conflicts/{salt}": { answer: Blob };
  "GET /desk/api/duties.ics": { answer: string };
  "GET /desk/api/gate": { answer: GateView };
  "POST /desk/api/gate/actions": { body: FileAction; answer: FiledActions };
  "POST /desk/api/gate/actions/{action}/decide": { body: Look; answer: Nothing };
  "POST /desk/api/gate/actions/{action}/override": { body: Override; answer: Nothing };
  "POST /desk/api/gate/actions/{action}/withdraw": { body: Empty; answer: Nothing };
  "POST /desk/api/gate/csv": { body: FileActions; answer: FiledActions };
  "POST /desk/api/join": { body: Join; answer: Joined };
  "POST /desk/api/join/options": { body: JoinOptions; answer: InvitedOptions };
  "GET /desk/api/keyring": { answer: KeyringView };
  "POST /desk/api/keyring": { body: ReplaceKeyring; answer: KeyringView };
  "POST /desk/api/keyring/earlier": { body: Empty; answer: EarlierKeyrings };
  "POST /desk/api/keys": { body: NewKeys; answer: KeyringView };
  "GET /desk/api/notifications": { answer: NotificationSettings };
  "POST /desk/api/notifications": { body: Notifications; answer: NotificationSettings };
  "POST /desk/api/notifications/test": { body: Empty; answer: NotificationTest };
  "GET /desk/api/oversight": { answer: Week };
  "GET /desk/api/oversight/alarms": { answer: Alarms };
  "GET /desk/api/oversight/duties.csv": { answer: string };
  "GET /desk/api/oversight/duties.ics": { answer: string };
  "POST /desk/api/passkeys": { body: AddPasskey; answer: KeyringView };
  "POST /desk/api/passkeys/options": { body: Empty; answer: PasskeyOptions };
  "POST /desk/api/passkeys/{passkey}/remove": { body: ReplaceKeyring; answer: KeyringView };
  "POST /desk/api/recovery": { body: NewRecovery; answer: Nothing };
  "GET /desk/api/session": { answer: SomebodySignedIn | NobodySignedIn };
  "POST /desk/api/sign-in": { body: SignIn; answer: SignedIn };
  "POST /desk/api/sign-in/options": { body: Empty; answer: PasskeyOptions };
  "POST /desk/api/sign-in/recovery": { body: SignInRecovery; answer: SignedIn };
  "POST /desk/api/sign-out": { body: Empty; answer: Nothing };
  "GET /desk/api/wraps": { answer: OwnWraps };
  "POST /desk/api/wraps": { body: Reseal; answer: DeskKept };
  "GET /figures.json": { answer: OverdueFigure };
  "POST /gate/api/actions": { body: SystemAction; answer: FiledBySystem };
  "GET /gate/api/actions/{action}": { answer: OwnAction };
  "POST /gate/keeper/answers": { body: GiveAnswers; answer: Nothing };
  "POST /gate/keeper/day": { body: AskDay; answer: GateDay };
  "GET /gate/keeper/store": { answer: Blob };
  "PUT /gate/keeper/store": { answer: Nothing };
  "POST /gate/listings": { body: Listing; answer: KeptListing };
  "GET /gate/listings/{digest}": { answer: TakenListing };
  "GET /health": { answer: Health };
  "GET /log/alarms.json": { answer: WitnessAlarms };
  "GET /log/checkpoint": { answer: string };
  "GET /log/leaf/{hash}": { answer: string };
  "GET /log/tile/entries/{number}": { answer: Blob };
  "GET /log/tile/{level}/{number}": { answer: Blob };
  "GET /report/api/channel": { answer: Channel };
  "POST /report/api/channel/answer": { body: NewAnswer; answer: Taken };
  "GET /report/api/channel/invitation": { answer: Blob };
  "POST /report/api/channel/letters": { body: NewPartyLetter; answer: Taken };
  "GET /report/api/channel/letters/{letter}": { answer: Blob };
  "POST /report/api/channel/moves": { body: PartysMove; answer: Taken };
  "GET /report/api/inbox": { answer: Inbox };
  "POST /report/api/inbox/contacts": { body: NewContact; answer: Nothing };
  "POST /report/api/inbox/contacts/remove": { body: OldContact; answer: Nothing };
  "POST /report/api/inbox/escalate": { body: Escalation; answer: Escalated };
  "POST /report/api/inbox/files": { body: NewFile; answer: Nothing };
  "POST /report/api/inbox/files/{file}/finish": { body: Finish; answer: Logged };
  "GET /report/api/inbox/files/{file}/segments/{segment}": { answer: Blob };
  "PUT /report/api/inbox/files/{file}/segments/{segment}/{offset}": { answer: Received };
  "POST /report/api/inbox/identity": { body: ReporterRenewal; answer: Logged };
  "GET /report/api/inbox/kept": { answer: KeptUntilView };
  "POST /report/api/inbox/letters": { body: NewLetter; answer: Logged };
  "GET /report/api/inbox/letters/{letter}": { answer: Blob };
  "POST /report/api/inbox/moves": { body: ReportersMove; answer: Logged };
  "POST /report/api/inbox/packages": { body: NewPackage; answer: Logged };
  "GET /report/api/inbox/receipts/{leaf}": { answer: string };
  "POST /report/api/inbox/wraps": { body: SecondWraps; answer: Nothing };
  "POST /report/api/reports": { body: Report; answer: Accepted };
  "GET /roster": { answer: string };
  "GET /roster/{version}": { answer: string };
  "GET /site.json": { answer: Site };
}
