/** Cases that are worked together: what holds of a link, making one, and who has both. */

import { newId, unbase64 } from "../../../../lib/bytes.ts";
import {
  type CaseLink,
  type KeyOf,
  type LinkCheck,
  openLink,
  openLinkCheck,
  sealLink,
  sealLinkCheck,
} from "../../../../lib/caseLink.ts";
import { serverTime } from "../../../../lib/clock.ts";
import type { LinkView } from "../../../../lib/wire.ts";
import { ApiError, publicApi } from "../../../../lib/api.ts";
import { SigningKeys } from "../../../../lib/signingKeys.ts";
import { lookUp } from "../../case/conflictLookup.ts";
import { keysOf, mayDecide } from "../../case/model.ts";
import { nearness } from "../../case/passing.ts";
import { desk } from "../../session.ts";
import { LocalizedError, t, term } from "../../words.ts";
import { ensureFile, fileNeed, giveKey } from "../filekey.ts";
import { api, readWork, type Work } from "../model.ts";
import { namedIn } from "../naming.ts";

/** Those of a case that have not ended, with what keeps them from holding. */
export function liveLinks({ view }: Work): readonly LinkView[] {
  return view.links.filter(({ ended }) => ended === null);
}

async function orNull<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof Error && ["AgeError", "BadLetter", "BadLink"].includes(error.name)) return null;
    throw error;
  }
}

function opener({ file }: Work): [string[], KeyOf] {
  const signers = new SigningKeys(desk().roster, version => publicApi().roster(version));
  const identities = [...(file?.opened.keys.values() ?? [])];
  return [identities, (by, day, claimed) => signers.of(by, day, claimed)];
}

/** What its author signed; null where that cannot be opened here, or is about something else. */
export async function signedLink(work: Work, link: LinkView): Promise<CaseLink | null> {
  const { id, author, letter } = link;
  const given = { id, own: work.open.id, other: link.case, author, letter, sealed: unbase64(link.sealed) };
  return orNull(openLink(given, ...opener(work)));
}

/** The same of what somebody found who looked whether it is retaliation. */
export async function signedCheck(work: Work, link: LinkView): Promise<LinkCheck | null> {
  if (link.check === null) return null;
  const { author, letter, retaliation, sealed } = link.check;
  const of = { id: link.id, own: work.open.id, other: link.case, author, letter, retaliation };
  const given = { ...of, sealed: unbase64(sealed), answered: unbase64(link.sealed) };
  return orNull(openLinkCheck(given, ...opener(work)));
}

/** Whether whoever looks may say if a counter-complaint is retaliation. */
export function mayCheck({ me, open }: Work, { counter, check, ended, author }: LinkView): boolean {
  const isWaiting = counter && check === null && ended === null;
  const isLater = ["tier2", "tier3"].some(each => me.standing.includes(each));
  return isWaiting && isLater && author !== me.id && mayDecide(open);
}

export interface Somebody {
  readonly id: string;
  readonly name: string;
}

/** What linking two cases would do. */
export interface Outlook {
  readonly other: Work;
  /** Who may have the file of both. */
  readonly both: readonly Somebody[];
  /** Who has the file of one, and would not have the next key of it. */
  readonly without: readonly Somebody[];
  /** Who of them has to do with somebody who is named in either case, and how. */
  readonly near: readonly { readonly name: string; readonly why: string }[];
}

function having({ view }: Work): Somebody[] {
  const copies = view.file?.keys.at(-1)?.copies ?? [];
  const theirs = new Set(copies.filter(({ left }) => left === null).map(({ holder }) => holder));
  return view.may_hold.filter(({ id }) => theirs.has(id));
}

/** Looks at both cases, and asks the directory about everybody who is named in either. Raises as `lookUp`. */
export async function lookAhead(work: Work, id: string): Promise<Outlook> {
  const other = await readWork(id, desk());
  const both = work.view.may_hold.filter(each => other.view.may_hold.some(one => one.id === each.id));
  const isOutside = (each: Somebody): boolean => !both.some(one => one.id === each.id);
  const without = new Map([...having(work), ...having(other)].filter(isOutside).map(each => [each.id, each]));
  const names = [...new Set([...namedIn(work), ...namedIn(other)])];
  const found = await lookUp(
    names,
    both.map(each => each.id),
  );
  const near = both.flatMap(each => {
    const why = nearness(names, each, found);
    return why === "" ? [] : [{ name: each.name, why }];
  });
  return { other, both, without: [...without.values()], near };
}

async function withFile(id: string): Promise<Work> {
  const work = await readWork(id, desk());
  return (await ensureFile(work)) ? readWork(id, desk()) : work;
}

/** The next key of a file, made for those alone who have both, where somebody else has the newest. */
async function renewed(id: string): Promise<void> {
  const work = await readWork(id, desk());
  if (fileNeed(work) === "renew") await giveKey(work);
}

/** Why the rules are against it, in the words of the page. */
function inWords(error: unknown): never {
  const reason = error instanceof ApiError && error.status === 409 ? error.data["reason"] : undefined;
  if (typeof reason === "string") throw new LocalizedError(() => term("linked_fault", reason));
  throw error;
}

export interface Why {
  readonly words: string;
  /** One is a complaint against who reported the other. */
  readonly counter: boolean;
}

/** Whoever looks in the first of them, and both with the newest keys of their files. Raises LocalizedError. */
async function inBoth(one: string, other: string) {
  const [here, there] = [await withFile(one), await withFile(other)];
  const cases = [here, there].map(({ open, file }) => {
    if (!file?.opened.mayWrite) throw new LocalizedError(() => t("linked.no_key"));
    return { id: open.id, recipient: file.opened.recipient };
  });
  return { here, cases };
}

export interface Found {
  readonly words: string;
  readonly retaliation: boolean;
}

/** Says whether it is retaliation; if not, the next key of either file is made at once. Raises as `linkCases`. */
export async function checkLink(one: string, link: LinkView, found: Found): Promise<void> {
  const { here, cases } = await inBoth(one, link.case);
  const said = { ...found, link: link.id, cases, author: here.me.id, now: serverTime() };
  const checking = { ...said, answered: unbase64(link.sealed) };
  const { id: letter, sealed } = await sealLinkCheck(checking, keysOf(here.open).signer);
  const body = { id: newId(), retaliation: found.retaliation, letter, sealed };
  await api.checkLink(one, link.id, body).catch(inWords);
  await renewed(one);
  await renewed(link.case);
}

/** Links them; the next key of either file is made at once. Raises what the server says. */
export async function linkCases(one: string, other: string, { words, counter }: Why): Promise<void> {
  const { here, cases } = await inBoth(one, other);
  const link = newId();
  const linking = { link, cases, words, author: here.me.id, now: serverTime() };
  const { id: letter, sealed } = await sealLink(linking, keysOf(here.open).signer);
  await api.link(one, { id: newId(), link, other, counter, letter, sealed }).catch(inWords);
  await renewed(one);
  await renewed(other);
}
