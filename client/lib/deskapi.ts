/** The desk's door (docs/spec/api.md), typed. The session is a cookie that no script sees. */

import { bytes, json, rangeReader, request, type SealedItem } from "./api.ts";
import { sure } from "./confirm.ts";
import type { Alarm, Week } from "./figures.ts";
import type { OwnWrap, ResealedWrap } from "./ownkeys.ts";
import type { RenewalBody } from "./renewal.ts";
import type { CaseView } from "./views.ts";

export interface SessionHolder {
  id: string;
  name: string;
  role: string;
  /** 0: sees the figures and nothing else; stands in no roster. */
  tier: 0 | 1 | 2 | 3;
  unit: string;
  oversight: boolean;
}

export type Session = { signed_in: false } | { signed_in: true; holder: SessionHolder; active: boolean };

export interface PasskeyView {
  id: string;
  label: string;
  prf: boolean;
  created: string;
  used: string | null;
}

/** Something that was changed at one's own ways in. */
export interface KeyChange {
  at: string;
  /** A code of docs/spec/log.md, `keyring_changed`. */
  change: string;
}

/** Keys that this holder made and no signed roster names yet. */
export interface NewKeysView {
  /** Ed25519 public key, base64. */
  signing: string;
  made: string;
}

interface KeyringView {
  keyring: string;
  passkeys: PasskeyView[];
  changes: KeyChange[];
  new_keys: NewKeysView | null;
}

/** What each change of a keyring carries: the sealed one, and the SHA-256 of the one before. */
export interface Resealed {
  keyring: string;
  replaces: string;
}

export interface QueueRow {
  id: string;
  ref: string;
  received: string;
  state: string;
  urgent: boolean;
  /** Whether this holder has ever opened it. */
  opened: boolean;
  unread: number;
  next_due: string | null;
  lead: string | null;
}

type SignedIn = { holder: SessionHolder; keyring: string };

function ways(base: string) {
  const post = <T>(path: string, body: unknown) => json<T>(`${base}/${path}`, { json: body });
  const get = <T>(path: string) => json<T>(`${base}/${path}`);
  const deed = (path: string, body: unknown) => post<{ leaf: string }>(path, body);
  return { post, get, deed };
}

function signInApi(base: string) {
  const { post, get } = ways(base);
  return {
    session: () => get<Session>("session"),
    joinOptions: (token: string) =>
      post<{ options: unknown; holder: SessionHolder }>("join/options", { token }),
    join: (body: JoinBody) => post<{ holder: SessionHolder }>("join", body),
    signInOptions: () => post<{ options: unknown }>("sign-in/options", {}),
    signIn: (credential: unknown) => post<SignedIn>("sign-in", { credential }),
    signInRecovery: (verifier: string) => post<SignedIn>("sign-in/recovery", { verifier }),
    signOut: () => post<unknown>("sign-out", {}),
    keyring: () => get<KeyringView>("keyring"),
    passkeyOptions: () => post<{ options: unknown }>("passkeys/options", {}),
    /** Options for one of one's own passkeys, to confirm the deed of this digest. */
    confirmOptions: (about: string) => post<{ options: unknown }>("confirm/options", { about }),
  };
}

/** What a session alone must not do: ready to be confirmed and sent. */
function keysApi(base: string) {
  const { get } = ways(base);
  return {
    addPasskey: (body: Resealed & { credential: unknown; label: string; prf: boolean }) =>
      sure(`${base}/passkeys`, body),
    removePasskey: (id: string, body: Resealed) =>
      sure(`${base}/passkeys/${encodeURIComponent(id)}/remove`, body),
    newRecovery: (body: Resealed & { recovery: string }) => sure(`${base}/recovery`, body),
    makeKeys: (body: Resealed & { recipient: string; signing: string; signature: string }) =>
      sure(`${base}/keys`, body),
    /** At most 100; it may be sent again. */
    reseal: (wraps: readonly ResealedWrap[]) => sure<{ kept: number }>(`${base}/wraps`, { wraps }),
    replaceKeyring: (body: Resealed) => sure(`${base}/keyring`, body),
    earlierKeyrings: () =>
      sure<{ earlier: { keyring: string; ended: string }[] }>(`${base}/keyring/earlier`, {}),
    /** The case keys that are sealed to this holder, a page at a time. */
    wraps: (after: string | null) =>
      get<{ wraps: OwnWrap[]; next: string | null; total: number }>(
        `wraps${after === null ? "" : `?${new URLSearchParams({ after })}`}`,
      ),
  };
}

function casesApi(base: string) {
  const { post, get, deed } = ways(base);
  return {
    cases: (state: "open" | "closed" = "open", after = "") =>
      get<{ cases: QueueRow[]; next: string | null }>(
        `cases?${new URLSearchParams({ state, ...(after === "" ? {} : { after }) })}`,
      ),
    openCase: (id: string, key: string) => post<CaseView>(`cases/${id}/open`, { id: key }),
    letter: (id: string, letter: string) => bytes(`${base}/cases/${id}/letters/${letter}`),
    receipt: async (id: string, leaf: string) =>
      (await request(`${base}/cases/${id}/receipts/${leaf}`)).text(),
    send: (id: string, letter: LetterToSend) => deed(`cases/${id}/letters`, letter),
    segment: (id: string, file: string) =>
      rangeReader(segment => `${base}/cases/${id}/files/${file}/segments/${segment}`, {}),
    acknowledge: (id: string, key: string) => deed(`cases/${id}/acknowledge`, { id: key }),
    unreadable: (id: string, key: string) => deed(`cases/${id}/unreadable`, { id: key }),
    pass: (id: string, body: PassBody) => deed(`cases/${id}/pass`, body),
    /** To be confirmed, as a change of one's own keys. */
    stepOut: (id: string, body: { id: string; note: NoteToSend | null }) =>
      sure(`${base}/cases/${id}/step-out`, body),
    /** A new case identity, and those whom it leaves out: to be confirmed. It may be sent again. */
    renew: (id: string, body: RenewalBody) => sure<{ index: number }>(`${base}/cases/${id}/identity`, body),
    suspend: (id: string, body: SuspensionBody) => deed(`cases/${id}/suspensions`, body),
    resume: (id: string, suspension: string, key: string) =>
      deed(`cases/${id}/suspensions/${suspension}/end`, { id: key }),
    noteEvidence: (id: string, body: EvidenceBody) => deed(`cases/${id}/evidence`, body),
    ordered: (id: string, evidence: string, body: { id: string; document: string }) =>
      deed(`cases/${id}/evidence/${evidence}/ordered`, body),
    confirmed: (id: string, evidence: string, key: string) =>
      deed(`cases/${id}/evidence/${evidence}/confirmed`, { id: key }),
    lost: (id: string, evidence: string, key: string) =>
      deed(`cases/${id}/evidence/${evidence}/lost`, { id: key }),
    checked: (id: string, key: string) => deed(`cases/${id}/evidence/checked`, { id: key }),
    preservationLetter: (id: string, body: PreservationBody) =>
      bytes(`${base}/cases/${id}/evidence/document`, { json: body }),
  };
}

function accountApi(base: string) {
  const { post, get } = ways(base);
  return {
    oversight: () => get<Week>("oversight"),
    alarms: async () => (await get<{ alarms: Alarm[] }>("oversight/alarms")).alarms,
    notifications: () => get<Notifications>("notifications"),
    /** Of a room that is kept its id, of a new one its address. */
    tell: (targets: readonly string[], quiet: readonly [number, number] | null) =>
      post<Notifications>("notifications", { targets, quiet }),
    testTelling: () => post<Told>("notifications/test", {}),
    declared: () => get<{ declared: string[] }>("conflicts"),
    declare: (declared: readonly string[]) => post<unknown>("conflicts", { declared }),
  };
}

export function deskApi(base = "/desk/api") {
  return { ...signInApi(base), ...keysApi(base), ...casesApi(base), ...accountApi(base) };
}

export interface PassBody {
  id: string;
  to: string;
  wraps: { generation: number; wrap: string }[];
}

/** A sealed letter with the generation of the case identity that it is sealed to. */
export interface NoteToSend extends SealedItem {
  /** Another than the newest is refused: ApiError 409 with `generation`. */
  generation: number;
}

export interface LetterToSend extends NoteToSend {
  kind: "message" | "note" | "request";
  /** Of a request: what it asks for. */
  asks?: string;
  /** What the author was warned of and sends all the same, and why. */
  flags?: readonly string[];
  override?: string;
}

export interface SuspensionBody {
  id: string;
  /** A kind of duty. */
  duty: string;
  reason: string;
  /** `YYYY-MM-DD`. */
  until: string;
}

export interface EvidenceBody {
  id: string;
  evidence: string;
  kind: string;
  overwritten: string | null;
  letter: NoteToSend;
}

/** What the preservation letter says. The server typesets it and keeps nothing of it. */
export interface PreservationBody {
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

export interface Notifications {
  /** Whether mail goes to the address that the operator has for this holder. */
  email: boolean;
  targets: { id: string; label: string }[];
  /** Hours of the day in `zone`. */
  quiet: [number, number] | null;
  /** Schemes of addresses that rooms may have. */
  kinds: string[];
  zone: string;
  digest_hour: number;
}

/** What became of a test; `email` is null where there is no address. */
export interface Told {
  email: boolean | null;
  targets: [string, boolean][];
}

export interface JoinBody {
  token: string;
  credential: unknown;
  prf: boolean;
  keyring: string;
  recipient: string;
  signing: string;
  /** SHA-256 of the recovery code's login verifier, hexadecimal. */
  recovery: string;
}

export type DeskApi = ReturnType<typeof deskApi>;
