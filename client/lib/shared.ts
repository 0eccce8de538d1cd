/**
 * Numbers and words that server and client both go by. Written by script/wire from the server's:
 * do not edit. Each stands, with its reason, where its line says.
 */

// heard/access/kept_until.py
export const RETENTION_TOLD: readonly string[] = [
  "contacts",
  "drafts",
  "findings",
  "identity",
  "report",
  "wraps",
];

// heard/formats/ageheader.py
export const AGE_MAX_HEADER = 262144;
export const AGE_MAX_STANZAS = 64;
export const AGE_MAX_LINE = 4096;
export const AGE_CHUNK = 65536;

// heard/formats/bech32.py
export const BECH32_LONGEST = 2100;

// heard/formats/checkpoint.py
export const CHECKPOINT_MAX = 65536;

// heard/formats/conflictproof.py
export const CONFLICTS_LEAST = 64;
export const CONFLICTS_OLDEST = 7;

// heard/formats/conflicts.py
export const CONFLICTS_ENTRY = 14;
export const CONFLICTS_TAG = 6;
export const CONFLICTS_MAX_BITS = 12;
export const CONFLICTS_MAX_ENTRIES = 65536;
export const CONFLICTS_MAX_HOLDERS = 4095;

// heard/formats/contact.py
export const CONTACT_SIZE = 1024;
export const CONTACT_MAX_ADDRESS = 254;

// heard/formats/entry.py
export const ENTRY_MAX_FIELDS = 32;
export const ENTRY_MAX_VALUE = 4096;

// heard/formats/filestatement.py
export const FILE_READERS_MOST_CASES = 16;
export const FILE_READERS_UNTIL: readonly string[] = ["draft_shared", "appeal_lodged", "tier_2", "tier_3"];

// heard/formats/gatelisting.py
export const GATE_LISTING_SIZE = 1024;
export const GATE_LISTING_MAX_PERSON = 200;

// heard/formats/history.py
export const HISTORY_MOST = 100000;
export const HISTORY_FIRST = "report_received";
export const HISTORY_APART = {
  note_added: "desk",
  file_record_moved: "desk",
  assent_given: "desk",
  file_letter_added: "desk",
  party_invited: "desk",
  channel_opened: "desk",
  file_duty_missed: "desk",
  exhibit_kept: "desk",
  exhibit_damaged: "desk",
  contact_changed: "reporter",
  package_taken: "reporter",
} as const;
export const HISTORY_CARRIES: readonly string[] = [
  "report_received",
  "letter_received",
  "file_received",
  "identity_received",
  "identity_renewed",
  "case_triaged",
];
export const HISTORY_DESK_CARRIES: readonly string[] = ["note_added", "evidence_noted"];

// heard/formats/_inviteframe.py
export const INVITATION_SIZE = 16384;
export const INVITATION_MAX_SEALED = 20480;

// heard/formats/invitation.py
export const INVITATION_HOURS = 72;
export const INVITATION_MOST = 62;

// heard/formats/invitecode.py
export const INVITE_WORDS = 9;

// heard/formats/keyring.py
export const KEYRING_MAX_SEALED = 65536;
export const KEYRING_MAX_PLAINTEXT = 32768;
export const KEYRING_MAX_WAYS = 10;
export const KEYRING_MAX_ID = 400;
export const KEYRING_MAX_OTHERS = 17;

// heard/formats/letter.py
export const LETTER_SMALLEST = 4096;
export const LETTER_LARGEST = 1048576;
export const LETTER_MAX_BODY = 1048508;
export const LETTER_KINDS: readonly string[] = [
  "report",
  "message",
  "addition",
  "note",
  "file-start",
  "file",
  "identity",
  "request",
  "evidence",
  "decision",
  "record",
  "file-key",
  "assent",
];

// heard/formats/naming.py
export const NAMING_MOST = 200;
export const NAMING_NAMES = 4;
export const NAMING_SURE = 2;

// heard/formats/newkeys.py
export const NEW_KEYS_MOST_EARLIER = 16;

// heard/formats/note.py
export const NOTE_MAX_SIGNATURES = 64;
export const NOTE_MAX_NAME = 255;
export const NOTE_LAST = 253402300799;

// heard/formats/promise.py
export const PROMISE_MAX = 65536;

// heard/formats/readers.py
export const READERS_MOST = 62;
export const READERS_MOST_GENERATIONS = 64;

// heard/formats/receipt.py
export const RECEIPT_MAX = 65536;
export const RECEIPT_MAX_PROOF = 63;

// heard/formats/returncode.py
export const CODE_WORDS = 12;
export const CODE_MAX_TEXT = 1024;

// heard/formats/roster.py
export const ROSTER_MAX_ENTRIES = 1000;
export const ROSTER_MOST_OF_USE = 2;
export const ROSTER_USES: readonly string[] = ["notices", "gate", "steward", "counsellor"];

// heard/rules/days.py
export const DAYS_LIFE = 21915;
export const DAYS_LONG = 1100;
export const DAYS_KEPT_LONG = 4015;

// heard/rules/requests.py
export const REQUESTS_PROOF = ["document", "proof", "recording", "witness"] as const;
export const REQUESTS_FLAGS = [
  "blame",
  "clothing",
  "disbelief",
  "drinking",
  "exact_times",
  "false_report_threat",
  "formal_process",
  "identity",
  "medical",
  "pressure",
  "proof",
  "retelling",
  "sexual_history",
  "verdict",
  "why",
  "witnesses",
] as const;
export const REQUESTS_OVERRIDES = ["she_raised_it", "law_requires", "quoting", "misread"] as const;

// heard/actions/conflicts.py
export const DECLARED_LONGEST = 200;

// heard/actions/intake/files.py
export const FILE_MAX_SEGMENTS = 1000;

// heard/actions/transports/rooms.py
export const ROOM_LONGEST = 500;

// heard/config/reading.py
export const FILE_PART = 8388608;

// heard/actions/sign_in/_challenge.py
export const CHALLENGE_MINUTES = 5;

// heard/doors/desk/bodies.py
export const PASSKEY_LABEL_LONGEST = 100;
export const DOCUMENT_LINE_LONGEST = 500;
