/** A log, a promiser and people of a test, with real keys (sent.test.ts). */

import type { Accepted } from "./api.ts";
import { base64, concat, hex, newId, random, unbase64, utf8 } from "./bytes.ts";
import { checkpointText } from "./checkpoint.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { signerFromSeed } from "./ed25519.ts";
import { entryOf, type Field, fieldDigest, openingText } from "./entry.ts";
import { sha256, sha256hex } from "./hash.ts";
import { EMPTY, leafHash } from "./merkle.ts";
import { parseReceipt } from "./receipt.ts";
import { emptyReport, sealReport } from "./report.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";
import { type Holder, type Roster } from "./roster.ts";

export const SITE = "heard.meridian.example";
export const AT = "2026-11-21T09:00:00Z";
export const DUE = "2026-11-22T09:00:00Z";
/** 25 hours after the hour of AT. */
export const BY = "2026-11-22T10:00:00Z";
export const now = new Date("2026-11-21T09:41:07Z");

/** A log of one entry, under a key of its own. */
export async function aLog(seed = random(32)) {
  const signer = await signerFromSeed(seed);
  const name = `${SITE}/log`;
  const key = concat(Uint8Array.of(1), signer.key);
  const id = (await sha256(utf8(`${name}\n`), key)).slice(0, 4);
  const receipt = async (values: Readonly<Record<string, string>>): Promise<string> => {
    const fields = new Map(
      Object.entries(values).map(([field, value]) => [field, { salt: random(32), value }]),
    );
    const opening = { version: 2 as const, fields };
    const root = await leafHash(await entryOf(opening));
    const text = checkpointText(name, 1, root);
    const signature = base64(concat(id, await signer.sign(utf8(text))));
    const extra = base64(utf8(openingText(opening)));
    return `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex 0\n\n${text}\n— ${name} ${signature}\n`;
  };
  return { vkey: `${name}+${hex(id)}+${base64(key)}`, receipt, promise: await aPromiser() };
}

/** The same receipt with other fields in its opening. */
export async function reopened(
  receipt: string,
  change: (name: string, field: Field) => Promise<Field> | Field,
): Promise<string> {
  const { opening } = await parseReceipt(receipt);
  const fields = [...opening.fields].map(async ([name, field]) => [name, await change(name, field)] as const);
  const other = { ...opening, fields: new Map(await Promise.all(fields)) };
  return receipt.replace(/^extra .*$/m, `extra ${base64(utf8(openingText(other)))}`);
}

/** With these fields closed. */
export function hiding(receipt: string, hidden: readonly string[]): Promise<string> {
  return reopened(receipt, async (name, field) =>
    hidden.includes(name) ? { digest: await fieldDigest(name, field) } : field,
  );
}

/** A key of promises, and what it promises. */
export async function aPromiser() {
  const signer = await signerFromSeed(random(32));
  const name = `${SITE}/promise`;
  const key = concat(Uint8Array.of(1), signer.key);
  const id = (await sha256(utf8(`${name}\n`), key)).slice(0, 4);
  const give = async (values: Readonly<Record<string, string>>, by = BY): Promise<string> => {
    const fields = new Map(
      Object.entries(values).map(([field, value]) => [field, { salt: random(32), value }]),
    );
    const opening = { version: 2 as const, fields };
    const leaf = base64(await leafHash(await entryOf(opening)));
    const text = `heard/promise/v1\n${SITE}/log\nleaf ${leaf}\nafter 0 ${base64(EMPTY)}\nby ${by}\n`;
    const signature = base64(concat(id, await signer.sign(utf8(text))));
    const extra = base64(utf8(openingText(opening)));
    return `heard/promise-receipt/v1\nextra ${extra}\n\n${text}\n— ${name} ${signature}\n`;
  };
  return { vkey: `${name}+${hex(id)}+${base64(key)}`, give };
}

export async function person(name: string): Promise<Holder> {
  const id = newId();
  const { recipient, signing } = await makeHolderKeys(id, { root: "r", log: "l" });
  const [role, unit, from, until] = ["Handler", "", "2026-01-01", null];
  return { id, name, role, unit, tier: 1, recipient, signing, from, until };
}

export async function world() {
  const log = await aLog();
  const entries = [await person("Amara"), await person("Ines")];
  const roster = {
    site: SITE,
    log: log.vkey,
    witnesses: [],
    quorum: 0,
    entries,
    sha256: "ab".repeat(32),
  } as unknown as Roster;
  const send = async () => {
    const keys = await deriveKeys(await newEntropy("en"), SITE);
    const sealed = await sealReport({
      roster,
      answers: emptyReport("en"),
      holders: entries.map(({ id }) => id),
      keys,
      disclosed: "2026-11-16",
      urgent: false,
      identity: null,
      now,
    });
    return { keys, body: sealed.body };
  };
  return { log, roster, send };
}

export type Sent = Awaited<ReturnType<Awaited<ReturnType<typeof world>>["send"]>>;

/** What an honest log says of a report (docs/spec/log.md, "Fields"). */
export async function logged({ body }: Sent): Promise<Record<string, string>> {
  return {
    event: "report_received",
    at: AT,
    actor: "reporter",
    case: body.case,
    letter: await sha256hex(unbase64(body.letter.sealed)),
    recipients: body.wraps
      .map(({ holder }) => holder)
      .sort()
      .join(),
    roster: body.roster,
    case_recipient: await sha256hex(utf8(body.case_recipient)),
    reporter_key: body.reporter.signing,
    disclosed: "2026-11-16",
    acknowledge_by: DUE,
    prev: "",
  };
}

/** The name of the event that a receipt or a promise is of. */
export async function leafOf(receipt: string): Promise<string> {
  const leaf = /^leaf (.*)$/m.exec(receipt)?.[1];
  if (leaf !== undefined) return hex(unbase64(leaf));
  return hex(await leafHash(await entryOf((await parseReceipt(receipt)).opening)));
}

export async function accepted(sent: Sent, receipt: string, named?: string): Promise<Accepted> {
  const leaf = named ?? (await leafOf(receipt));
  const duty = { kind: "acknowledge", state: "open", due: DUE };
  return { case: sent.body.case, receipt, leaf, duties: [duty] } as unknown as Accepted;
}
