/** Runs vectors/channel.json: invite codes, invitations, what is kept of them, and answers. */

import { AgeError } from "./agefile.ts";
import { base64, type Bytes, hex, unbase64, unhex } from "./bytes.ts";
import { signerFromSeed } from "./ed25519.ts";
import {
  BadInvitation,
  checkTeam,
  expiryOf,
  type Invitation,
  invitationDigest,
  openInvitation,
  parseInvitation,
  readInvitation,
  writeInvitation,
} from "./invitation.ts";
import { checkAnswer, makeAnswer, parseAnswer } from "./inviteanswer.ts";
import { deriveInvite, type InviteKeys, readInvite } from "./invitecode.ts";
import { type KeptInvitation, openKept, readKept } from "./invitekept.ts";
import { readOwn } from "./inviteown.ts";
import { canonicalJson } from "./json.ts";
import { BadCode, deriveKeys, wordsOf } from "./returncode.ts";

type Case = { readonly [member: string]: unknown };
type Work = (entry: Case) => Promise<boolean>;

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** "ok", or the kind of failure as Python names it. */
async function outcome(work: () => Promise<boolean>): Promise<string> {
  try {
    return (await work()) ? "ok" : "wrong result";
  } catch (error) {
    if (error instanceof BadInvitation) return error.fault;
    if (error instanceof AgeError) return error.kind.replace(" ", "_");
    throw error;
  }
}

function plaintextOf({ plaintext, size }: Case): Bytes {
  const given = unbase64(String(plaintext));
  const out = new Uint8Array(Math.max(Number(size), given.length));
  out.set(given);
  return out;
}

async function derives(entry: Case, site: string): Promise<boolean> {
  const entropy = unhex(String(entry["entropy"]));
  const keys = await deriveInvite(entropy, site);
  const words = await wordsOf(entropy, entry["language"] === "english" ? "en" : "zh-Hans");
  const got = {
    words,
    header: keys.locator,
    stored: keys.stored,
    age_identity: keys.identity,
    age_recipient: keys.recipient,
    mac: hex(keys.mac),
  };
  const wanted = Object.fromEntries(Object.keys(got).map(name => [name, entry[name]]));
  return same(got, wanted) && hex(await readInvite(words.join(" "))) === hex(entropy);
}

async function reads(entry: Case, entropy: unknown): Promise<string> {
  try {
    return hex(await readInvite(String(entry["text"]))) === entropy ? "ok" : "another code";
  } catch (error) {
    if (!(error instanceof BadCode)) throw error;
    const wrong = error.wrong.map(({ number, word }) => [number, word]);
    const told = same({ count: error.count, wrong }, { count: entry["count"], wrong: entry["wrong"] });
    return told ? error.fault : `${error.fault}, but not why`;
  }
}

interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}

/** The cases of one member; without `expect` each is right. */
function all(vectors: Case, member: string, work: Work): Check[] {
  return (vectors[member] as Case[]).map(entry => ({
    name: `${member}, ${String(entry["name"] ?? entry["at"])}`,
    expected: String(entry["expect"] ?? "ok"),
    work: () => outcome(() => work(entry)),
  }));
}

const keysOf = ({ entropy, site }: Case): Promise<InviteKeys> =>
  deriveInvite(unhex(String(entropy)), String(site));

/** The sealed file that a case names. */
function fileOf(vectors: Case, { file }: Case): Bytes {
  const found = (vectors["sealed"] as Case[]).find(({ name }) => name === file);
  return unbase64(String(found?.["sealed"]));
}

function codeChecks(vectors: Case): Check[] {
  const read = (vectors["read"] as Case[]).map(entry => ({
    name: `read, ${String(entry["name"])}`,
    expected: String(entry["expect"]),
    work: () => reads(entry, vectors["entropy"]),
  }));
  return [...all(vectors, "derive", entry => derives(entry, String(vectors["site"]))), ...read];
}

function invitationChecks(vectors: Case, { invitation, mac }: KeptInvitation): Check[] {
  return [
    ...all(vectors, "made", async entry => expiryOf(new Date(String(entry["at"]))) === entry["expires"]),
    ...all(vectors, "plaintexts", async entry =>
      same(await readInvitation(plaintextOf(entry), mac), invitation),
    ),
    ...all(vectors, "opened", async entry => {
      const now = new Date(String(entry["now"]));
      return same(await openInvitation(fileOf(vectors, entry), await keysOf(entry), now), invitation);
    }),
    ...all(vectors, "rosters", async entry => {
      const made = parseInvitation(entry["invitation"]);
      return (await checkTeam(made, String(entry["note"]), String(entry["root"]))).root === entry["root"];
    }),
  ];
}

function keptChecks(vectors: Case, kept: KeptInvitation): Check[] {
  const team = new Map(kept.invitation.team.map(({ id, signing }) => [id, signing]));
  const isKept = (read: KeptInvitation) =>
    same(read.invitation, kept.invitation) && base64(read.mac) === base64(kept.mac);
  return [
    ...all(vectors, "kept", async entry => {
      const members = new Map(Object.entries(entry["members"] as Record<string, string>));
      return isKept(await readKept(plaintextOf(entry), members));
    }),
    ...all(vectors, "kept_opened", async entry =>
      isKept(await openKept(fileOf(vectors, entry), String(entry["identity"]), team)),
    ),
  ];
}

function answerChecks(vectors: Case, kept: KeptInvitation): Check[] {
  const key = unbase64(parseAnswer(vectors["answer"]).signing);
  return [
    ...all(vectors, "own", async entry => same(await readOwn(plaintextOf(entry), key), kept.invitation)),
    ...all(vectors, "forms", async entry => same(parseAnswer(entry["value"]), entry["value"])),
    ...all(vectors, "answers", async entry => {
      const came = new Date(String(entry["came"]));
      const [locator, newest] = [String(entry["locator"]), Number(entry["newest"])];
      await checkAnswer(parseAnswer(entry["answer"]), kept, { came, locator, newest });
      return true;
    }),
  ];
}

/** What is written here is what Python wrote, byte for byte. */
async function isWritten(vectors: Case, { invitation }: KeptInvitation): Promise<boolean> {
  const seeds = vectors["seeds"] as Record<string, string>;
  const keys = await keysOf(vectors);
  const signer = await signerFromSeed(unbase64(seeds["holder"] ?? ""));
  const own = await deriveKeys(unhex(seeds["party"] ?? ""), String(vectors["site"]));
  const [first = {}] = vectors["plaintexts"] as Case[];
  const written = await writeInvitation(invitation, keys, signer);
  const digest = await invitationDigest(parseInvitation(vectors["invitation"]));
  return (
    base64(written) === base64(plaintextOf(first)) &&
    digest === vectors["digest"] &&
    same(await makeAnswer(invitation, keys, own), vectors["answer"])
  );
}

export function channelChecks(vectors: Case): Check[] {
  const mac = unbase64(String(vectors["mac"]));
  const kept: KeptInvitation = { invitation: vectors["invitation"] as Invitation, mac };
  return [
    { name: "written", expected: "ok", work: () => outcome(() => isWritten(vectors, kept)) },
    ...codeChecks(vectors),
    ...invitationChecks(vectors, kept),
    ...keptChecks(vectors, kept),
    ...answerChecks(vectors, kept),
  ];
}
