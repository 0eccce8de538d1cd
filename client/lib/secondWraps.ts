/**
 * Second copies of the case keys that holders made, by the reporter's browser, for those who wait for their
 * turn (docs/spec/sealing.md, 3). What the server says is owed is a proposal: a key is sealed only where it is
 * proven, and only to somebody whom the statement that made it names, under keys that follow on those named.
 */

import { recipientOf } from "./agefile.ts";
import { base64, utf8 } from "./bytes.ts";
import { sha256hex } from "./hash.ts";
import { type History, isOtherwiseLogged } from "./history.ts";
import type { Readers } from "./readers.ts";
import { type CaseIdentity, sealWrap } from "./wrap.ts";
import type { OneSecondWrap } from "./wire.ts";

/** In one request. */
const MOST = 62;

/** What the server says is owed. */
export interface OwedWrap {
  readonly generation: number;
  readonly holder: string;
}

interface Person {
  readonly id: string;
  readonly recipient: string;
  readonly signing: string;
}

/** The case as its reporter has opened it. */
export interface Opened {
  readonly cases: readonly CaseIdentity[];
  readonly readers: Readers;
  /** Null where something is kept back: then nothing is sealed. */
  readonly history: Pick<History, "fields"> | null;
  /** Everybody of the genuine roster. */
  readonly roster: readonly Person[];
}

async function keyOf(generation: number, { cases, readers, history }: Opened): Promise<CaseIdentity | null> {
  const key = cases.find(each => each.generation === generation);
  if (!key || !history || isOtherwiseLogged(history, readers, generation)) return null;
  const recipient = await sha256hex(utf8(await recipientOf(key.identity)));
  return readers.isProven(generation, recipient) ? key : null;
}

async function personOf(
  { generation, holder }: OwedWrap,
  { readers, roster }: Opened,
): Promise<Person | null> {
  const [there, person] = [
    readers.members.get(generation)?.get(holder),
    roster.find(({ id }) => id === holder),
  ];
  if (!there || !person || !readers.speaks(holder, person.signing, generation)) return null;
  const same = there.recipient === (await sha256hex(utf8(person.recipient)));
  return same || there.signing !== person.signing ? person : null;
}

/** Those copies that can be made, as `POST inbox/wraps` takes them. */
export async function secondWraps(owed: readonly OwedWrap[], opened: Opened): Promise<OneSecondWrap[]> {
  const made = owed.slice(0, MOST).map(async (each): Promise<OneSecondWrap[]> => {
    const [key, person] = await Promise.all([keyOf(each.generation, opened), personOf(each, opened)]);
    if (!key || !person) return [];
    const { generation, holder } = each;
    return [{ generation, holder, sealed: base64(await sealWrap(key, person.recipient)) }];
  });
  return (await Promise.all(made)).flat();
}
