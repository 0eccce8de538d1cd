/** The desk's door (docs/spec/openapi.json), typed. The session is a cookie that no script sees. */

import { type Answer, type Body, bytes, json, rangeReader, request } from "./api.ts";
import type { Bytes } from "./bytes.ts";
import { sure } from "./confirm.ts";
import type * as wire from "./wire.ts";

export type {
  Evidence as EvidenceBody,
  FileAction,
  GateView,
  Join as JoinBody,
  KeyChange,
  Letter as LetterToSend,
  NewKeysView,
  Note as NoteToSend,
  NotificationSettings as Notifications,
  NotificationTest as Told,
  OwnAction,
  Pass as PassBody,
  PasskeyView,
  Document as PreservationBody,
  QueueRow,
  RefusedAction,
  ReplaceKeyring as Resealed,
  SeenAction,
  SessionHolder,
  Suspension as SuspensionBody,
} from "./wire.ts";

export type Session = Answer<"GET /desk/api/session">;
type Get = Extract<keyof wire.Operations, `GET /desk/api/${string}`>;
type Post = Extract<keyof wire.Operations, `POST /desk/api/${string}`>;
type Put = Extract<keyof wire.Operations, `PUT /desk/api/${string}`>;
type Ids = Readonly<Record<string, string>>;

/** The path of an address, with its ids put in. */
function pathOf(address: Get | Post | Put, ids: Ids = {}): string {
  const [, path = ""] = address.split(" ");
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(ids[name] ?? ""));
}

const get = <A extends Get>(address: A, query = "", ids?: Ids) =>
  json<Answer<A>>(pathOf(address, ids) + query);
const post = <A extends Post>(address: A, body: Body<A>, ids?: Ids) =>
  json<Answer<A>>(pathOf(address, ids), { json: body });
/** What a session alone must not do: ready to be confirmed and sent. */
const confirmed = <A extends Post>(address: A, body: Body<A>, ids?: Ids) =>
  sure<Answer<A>>(pathOf(address, ids), body);

const signInApi = {
  session: () => get("GET /desk/api/session"),
  joinOptions: (token: string) => post("POST /desk/api/join/options", { token }),
  join: (body: wire.Join) => post("POST /desk/api/join", body),
  signInOptions: () => post("POST /desk/api/sign-in/options", {}),
  signIn: (credential: object) => post("POST /desk/api/sign-in", { credential }),
  signInRecovery: (verifier: string) => post("POST /desk/api/sign-in/recovery", { verifier }),
  signOut: () => post("POST /desk/api/sign-out", {}),
  keyring: () => get("GET /desk/api/keyring"),
  passkeyOptions: () => post("POST /desk/api/passkeys/options", {}),
  /** Options for one of one's own passkeys, to confirm the action of this digest. */
  confirmOptions: (about: string) => post("POST /desk/api/confirm/options", { about }),
};

const keysApi = {
  addPasskey: (body: wire.AddPasskey) => confirmed("POST /desk/api/passkeys", body),
  removePasskey: (passkey: string, body: wire.ReplaceKeyring) =>
    confirmed("POST /desk/api/passkeys/{passkey}/remove", body, { passkey }),
  newRecovery: (body: wire.NewRecovery) => confirmed("POST /desk/api/recovery", body),
  makeKeys: (body: wire.NewKeys) => confirmed("POST /desk/api/keys", body),
  /** At most 100; it may be sent again. */
  reseal: (wraps: readonly wire.DeskOwnWrap[]) => confirmed("POST /desk/api/wraps", { wraps }),
  replaceKeyring: (body: wire.ReplaceKeyring) => confirmed("POST /desk/api/keyring", body),
  earlierKeyrings: () => confirmed("POST /desk/api/keyring/earlier", {}),
  /** The case keys that are sealed to this holder, a page at a time. */
  wraps: (after: string | null) =>
    get("GET /desk/api/wraps", after === null ? "" : `?${new URLSearchParams({ after })}`),
};

const casesApi = {
  cases: (state: "open" | "closed" = "open", after = "") =>
    get("GET /desk/api/cases", `?${new URLSearchParams({ state, ...(after === "" ? {} : { after }) })}`),
  openCase: (id: string, key: string) => post("POST /desk/api/cases/{case}/open", { id: key }, { case: id }),
  letter: (id: string, letter: string) =>
    bytes(pathOf("GET /desk/api/cases/{case}/letters/{letter}", { case: id, letter })),
  receipt: async (id: string, leaf: string) =>
    (await request(pathOf("GET /desk/api/cases/{case}/receipts/{leaf}", { case: id, leaf }))).text(),
  send: (id: string, letter: wire.Letter) =>
    post("POST /desk/api/cases/{case}/letters", letter, { case: id }),
  segment: (id: string, file: string) =>
    rangeReader(
      segment =>
        pathOf("GET /desk/api/cases/{case}/files/{file}/segments/{segment}", {
          case: id,
          file,
          segment,
        }),
      {},
    ),
  /** What will come of the sealed bytes of an exhibit; how much of them is here. */
  announceExhibit: (id: string, exhibit: string, body: wire.Exhibit) =>
    post("POST /desk/api/cases/{case}/exhibits/{exhibit}", body, { case: id, exhibit }),
  putExhibit: (id: string, exhibit: string, offset: number, part: Bytes) => {
    const ids = { case: id, exhibit, offset: `${offset}` };
    const path = pathOf("PUT /desk/api/cases/{case}/exhibits/{exhibit}/{offset}", ids);
    return json<wire.KeptView>(path, { method: "PUT", bytes: part, repeats: 0 });
  },
  exhibit: (id: string) =>
    rangeReader(
      exhibit => pathOf("GET /desk/api/cases/{case}/exhibits/{exhibit}", { case: id, exhibit }),
      {},
    ),
  acknowledge: (id: string, key: string) =>
    post("POST /desk/api/cases/{case}/acknowledge", { id: key }, { case: id }),
  unreadable: (id: string, key: string) =>
    post("POST /desk/api/cases/{case}/unreadable", { id: key }, { case: id }),
  pass: (id: string, body: wire.Pass) => post("POST /desk/api/cases/{case}/pass", body, { case: id }),
  /** To be confirmed, as a change of one's own keys. */
  stepOut: (id: string, body: wire.StepOut) =>
    confirmed("POST /desk/api/cases/{case}/step-out", body, { case: id }),
  /** A new case identity, and those whom it leaves out: to be confirmed. It may be sent again. */
  renew: (id: string, body: wire.DeskRenewal) =>
    confirmed("POST /desk/api/cases/{case}/identity", body, { case: id }),
  /** How the case goes on, with the sealed reason. It may be sent again. */
  triage: (id: string, body: wire.Triage) => post("POST /desk/api/cases/{case}/triage", body, { case: id }),
  /** A case as it is worked. */
  work: (id: string) => get("GET /desk/api/cases/{case}/work", "", { case: id }),
  /** What is kept of it, and until when. */
  kept: (id: string) => get("GET /desk/api/cases/{case}/kept", "", { case: id }),
  move: (id: string, body: wire.Move) => post("POST /desk/api/cases/{case}/moves", body, { case: id }),
  /** Of a party, by nine words; with the move that it is. It may be sent again. */
  invite: (id: string, body: wire.Invitation) =>
    post("POST /desk/api/cases/{case}/invitations", body, { case: id }),
  /** To the file, or to a party and it. It may be sent again. */
  writeFile: (id: string, body: wire.DeskFileLetter) =>
    post("POST /desk/api/cases/{case}/file-letters", body, { case: id }),
  assent: (id: string, body: wire.Assent) => post("POST /desk/api/cases/{case}/assents", body, { case: id }),
  makeFileKey: (id: string, body: wire.NewFileKey) =>
    post("POST /desk/api/cases/{case}/file-keys", body, { case: id }),
  giveFileKey: (id: string, body: wire.MoreCopies) =>
    post("POST /desk/api/cases/{case}/file-keys/copies", body, { case: id }),
  fileLetters: (id: string, letters: readonly string[]) =>
    get("GET /desk/api/cases/{case}/file-letters", `?ids=${letters.join()}`, { case: id }),
  fileLetter: (id: string, letter: string) =>
    bytes(pathOf("GET /desk/api/cases/{case}/file-letters/{letter}", { case: id, letter })),
  link: (id: string, body: wire.NewLink) => post("POST /desk/api/cases/{case}/links", body, { case: id }),
  checkLink: (id: string, link: string, body: wire.LinkCheck) =>
    post("POST /desk/api/cases/{case}/links/{link}/check", body, { case: id, link }),
  endLink: (id: string, link: string, key: string) =>
    post("POST /desk/api/cases/{case}/links/{link}/end", { id: key }, { case: id, link }),
  suspend: (id: string, body: wire.Suspension) =>
    post("POST /desk/api/cases/{case}/suspensions", body, { case: id }),
  resume: (id: string, suspension: string, key: string) =>
    post("POST /desk/api/cases/{case}/suspensions/{suspension}/end", { id: key }, { case: id, suspension }),
};

const evidenceApi = {
  noteEvidence: (id: string, body: wire.Evidence) =>
    post("POST /desk/api/cases/{case}/evidence", body, { case: id }),
  ordered: (id: string, item: string, body: wire.Ordered) =>
    post("POST /desk/api/cases/{case}/evidence/{item}/ordered", body, { case: id, item }),
  confirmed: (id: string, item: string, key: string) =>
    post("POST /desk/api/cases/{case}/evidence/{item}/confirmed", { id: key }, { case: id, item }),
  lost: (id: string, item: string, key: string) =>
    post("POST /desk/api/cases/{case}/evidence/{item}/lost", { id: key }, { case: id, item }),
  checked: (id: string, key: string) =>
    post("POST /desk/api/cases/{case}/evidence/checked", { id: key }, { case: id }),
  preservationLetter: (id: string, body: wire.Document) =>
    bytes(pathOf("POST /desk/api/cases/{case}/evidence/document", { case: id }), { json: body }),
};

const accountApi = {
  oversight: () => get("GET /desk/api/oversight"),
  alarms: async () => (await get("GET /desk/api/oversight/alarms")).alarms,
  notifications: () => get("GET /desk/api/notifications"),
  /** Of a room that is kept its id, of a new one its address. */
  tell: (targets: readonly string[], quiet: readonly [number, number] | null) =>
    post("POST /desk/api/notifications", { targets, quiet }),
  testTelling: () => post("POST /desk/api/notifications/test", {}),
  declared: () => get("GET /desk/api/conflicts"),
  declare: (declared: readonly string[]) => post("POST /desk/api/conflicts", { declared }),
};

const gateApi = {
  gate: () => get("GET /desk/api/gate"),
  /** It may be sent again. */
  fileAction: (body: wire.FileAction) => post("POST /desk/api/gate/actions", body),
  fileActions: (body: wire.FileActions) => post("POST /desk/api/gate/csv", body),
  withdrawAction: (action: string) => post("POST /desk/api/gate/actions/{action}/withdraw", {}, { action }),
  decideAction: (action: string, body: wire.Look) =>
    post("POST /desk/api/gate/actions/{action}/decide", body, { action }),
  overrideAction: (action: string, body: wire.Override) =>
    post("POST /desk/api/gate/actions/{action}/override", body, { action }),
};

export function deskApi() {
  return { ...signInApi, ...keysApi, ...casesApi, ...evidenceApi, ...accountApi, ...gateApi };
}

export type DeskApi = ReturnType<typeof deskApi>;
