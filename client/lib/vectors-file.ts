/**
 * The cases of vectors/carried.json, filereaders.json, handedon.json, shell.json, partyletter.json, partyroom.json and matters.json:
 * who reads the file of a matter, and what letters of a record and of a party say of themselves.
 */

import { AgeError } from "./agefile.ts";
import { unbase64 } from "./bytes.ts";
import { believed, parseCarried } from "./carried.ts";
import { BadLink, parseLink, parseLinkCheck } from "./caseLink.ts";
import { followFile, type FileSaid } from "./fileReaders.ts";
import { fileDigest, parseFileStatement } from "./fileStatement.ts";
import { parseHandedOn, saidOnce, type SignedBody } from "./handedOn.ts";
import { canonicalJson } from "./json.ts";
import { BadLetter, type Claim } from "./letter.ts";
import * as matters from "./matters.ts";
import { followRoom, type RoomBegun, type ToldInRoom } from "./partyChain.ts";
import { type Between, openPartyLetter, parseRoom, parseTo, toOf } from "./partyLetter.ts";
import { parseVouch } from "./partyVouch.ts";
import { BadStatement, follow, parseStatement, type Said, type Successor } from "./readers.ts";
import { BadShell, bodyDigest, fits, parseShell, shellDigest } from "./shell.ts";

type Case = { readonly [member: string]: unknown };
interface Check {
  readonly name: string;
  readonly expected: string;
  readonly work: () => Promise<string>;
}
type Refusal = abstract new (...given: never[]) => Error;

const list = (value: unknown): readonly Case[] => value as readonly Case[];

async function refusedAs(kind: string, refusal: Refusal, work: () => Promise<string> | string) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof refusal) return kind;
    throw error;
  }
}

function saidOf<T>(value: unknown, parse: (statement: unknown) => T) {
  return list(value).map(each => ({
    ...each,
    statement: each["statement"] ? parse(each["statement"]) : null,
  }));
}

async function found(vectors: Case, course: Case): Promise<string> {
  const successors = course["successors"] as Successor[];
  const cases = new Map<string, Awaited<ReturnType<typeof follow>>>();
  for (const [id, said] of Object.entries(course["cases"] as Case)) {
    const letters = saidOf(said, parseStatement) as unknown as Said[];
    cases.set(id, await follow(String(vectors["reporter"]), letters, successors));
  }
  const read = await followFile({
    matter: String(vectors["matter"]),
    cases,
    said: saidOf(course["said"], parseFileStatement) as unknown as FileSaid[],
    successors,
    happened: course["happened"] as string[],
    logged: new Map(Object.entries(course["logged"] as Case).map(([at, each]) => [Number(at), String(each)])),
    letIn: course["let_in"] as string[],
  });
  const ids = (each: ReadonlyMap<number, ReadonlyMap<string, unknown>>) =>
    Object.fromEntries([...each].map(([at, people]) => [at, [...people.keys()].sort()]));
  return canonicalJson({
    made: Object.fromEntries([...read.bases].map(([at, { digest }]) => [at, digest])),
    readers: ids(read.members),
    waiting: ids(read.waiting),
    last: read.last,
    floor: read.floor(cases),
  });
}

export function fileReadersChecks(vectors: Case): Check[] {
  const statements = list(vectors["statements"]).map(({ name, value, expect, digest }) => ({
    name: String(name),
    expected: String(digest ?? expect),
    work: () => refusedAs("statement", BadStatement, () => fileDigest(parseFileStatement(value))),
  }));
  const courses = list(vectors["courses"]).map(course => ({
    name: String(course["name"]),
    expected: canonicalJson(
      Object.fromEntries(["made", "readers", "waiting", "last", "floor"].map(name => [name, course[name]])),
    ),
    work: () => found(vectors, course),
  }));
  return [...statements, ...courses];
}

export function handedOnChecks(vectors: Case): Check[] {
  const keys = vectors["keys"] as Case;
  const keyOf = (author: string) => (author in keys ? unbase64(String(keys[author])) : null);
  const notes = list(vectors["notes"]).map(({ name, value, expect }) => ({
    name: String(name),
    expected: expect === "ok" ? canonicalJson(value) : String(expect),
    work: () => refusedAs("handed", BadLetter, () => canonicalJson(parseHandedOn(value))),
  }));
  const letters = list(vectors["letters"]).map(({ name, value, digest }) => ({
    name: String(name),
    expected: String(digest),
    work: () =>
      refusedAs("null", BadStatement, () =>
        refusedAs("null", BadLetter, async () => {
          const said = await saidOnce(value as SignedBody, String(vectors["matter"]), keyOf);
          return fileDigest(said.statement);
        }),
      ),
  }));
  return [...notes, ...letters];
}

async function lateFound(vectors: Case, course: Case): Promise<string> {
  const keys = vectors["keys"] as Case;
  const keyOf = (author: string, day: string) =>
    author in keys && day >= String(vectors["since"]) ? unbase64(String(keys[author])) : null;
  const said = saidOf(course["said"], parseStatement) as unknown as Said[];
  const have = new Set(said.map(({ generation }) => generation));
  const events = list(course["events"]).map(each => new Map(Object.entries(each as Record<string, string>)));
  const given = list(course["earlier"]);
  const earlier = given.length > 0 ? parseCarried(given) : [];
  const older = await believed(earlier, { case: String(vectors["case"]), have, keyOf, events });
  const read = await follow(String(vectors["reporter"]), [...said, ...older.map(each => each.said)]);
  return canonicalJson({
    made: Object.fromEntries([...read.bases].map(([at, { digest }]) => [at, digest])),
    readers: Object.fromEntries([...read.members].map(([at, people]) => [at, [...people.keys()].sort()])),
  });
}

export function carriedChecks(vectors: Case): Check[] {
  const lists = list(vectors["lists"]).map(({ name, value, expect }) => ({
    name: String(name),
    expected: expect === "ok" ? canonicalJson(value) : String(expect),
    work: () =>
      refusedAs("statement", BadStatement, () =>
        refusedAs("carried", BadLetter, () => canonicalJson(parseCarried(value))),
      ),
  }));
  const courses = list(vectors["courses"]).map(course => ({
    name: String(course["name"]),
    expected: canonicalJson({ made: course["made"], readers: course["readers"] }),
    work: () => lateFound(vectors, course),
  }));
  return [...lists, ...courses];
}

export function shellChecks(vectors: Case): Check[] {
  const shells = list(vectors["shells"]).map(({ name, value, expect, sha256 }) => ({
    name: String(name),
    expected: expect === "ok" ? `${canonicalJson(value)} ${String(sha256)}` : String(expect),
    work: () =>
      refusedAs("shell", BadShell, async () => {
        const read = parseShell(value);
        return `${canonicalJson(read)} ${await shellDigest(read)}`;
      }),
  }));
  const { body, sha256: answer } = vectors["digest"] as Case;
  const digest = {
    name: "digest",
    expected: String(answer),
    work: () => bodyDigest(unbase64(String(body))),
  };
  const compared = list(vectors["fits"]).map(({ name, content, answered, older, differing }) => ({
    name: String(name),
    expected: canonicalJson(differing),
    work: async () => {
      const body = answered === null ? undefined : unbase64(String(answered));
      const options = { answered: body, older: older === true };
      return canonicalJson(await fits(parseShell(vectors["shell"]), content as Case, options));
    },
  }));
  return [...shells, digest, ...compared];
}

export function partyLetterChecks(vectors: Case): Check[] {
  const between = vectors["between"] as Between;
  const tos = list(vectors["tos"]).map(({ name, value, expect }) => ({
    name: String(name),
    expected: expect === "ok" ? canonicalJson(value) : String(expect),
    work: () =>
      refusedAs("to", BadLetter, async () => {
        const read = parseTo(value);
        const same = canonicalJson(read) === canonicalJson(await toOf(between));
        return same ? canonicalJson(read) : "another than by the recipients";
      }),
  }));
  const sealed = list(vectors["sealed"]).flatMap(entry =>
    Object.entries(vectors["identities"] as Case).map(([whose, identity]) => ({
      name: `${entry["name"]}, by the ${whose}`,
      expected: entry["expect"] === "ok" ? "ok" : "refused",
      work: () => openedBy(vectors, String(entry["sealed"]), String(identity)),
    })),
  );
  return [...tos, ...sealed];
}

async function openedBy(vectors: Case, sealed: string, identity: string): Promise<string> {
  const claim = { ...(vectors["claim"] as Case), key: unbase64(String(vectors["key"])) } as unknown as Claim;
  const between = vectors["between"] as Between;
  try {
    const { doubts, addressed, body } = await openPartyLetter(unbase64(sealed), identity, claim, between);
    if (doubts.length > 0) return `doubted: ${doubts.join()}`;
    const { content } = vectors["plain"] as Case;
    if (!addressed) return "refused";
    return canonicalJson(body.content) === canonicalJson(content) ? "ok" : "another letter";
  } catch (error) {
    if (error instanceof BadLetter || error instanceof AgeError) return "refused";
    throw error;
  }
}

const FOUND_IN_ROOM = ["saw_more", "heads", "files", "team", "strangers", "late"];

export function partyRoomChecks(vectors: Case): Check[] {
  const said = list(vectors["said"]).map(({ name, value, expect }) => ({
    name: String(name),
    expected: expect === "ok" ? canonicalJson(value) : String(expect),
    work: () => refusedAs("room", BadLetter, () => canonicalJson(parseRoom(value))),
  }));
  const courses = list(vectors["courses"]).map(course => ({
    name: String(course["name"]),
    expected: canonicalJson(Object.fromEntries(FOUND_IN_ROOM.map(name => [name, course[name]]))),
    work: async () => {
      const begun = vectors["invitation"] as RoomBegun;
      const found = followRoom(begun, course["told"] as ToldInRoom[]);
      return canonicalJson({
        saw_more: found.sawMore,
        heads: found.heads,
        files: Object.fromEntries(found.files),
        team: Object.fromEntries(found.team),
        strangers: [...found.strangers].sort(),
        late: [...found.late].sort(),
      });
    },
  }));
  const vouches = list(vectors["vouches"]).map(({ name, value, expect }) => ({
    name: `vouch: ${String(name)}`,
    expected: expect === "ok" ? canonicalJson(value) : String(expect),
    work: () => refusedAs("vouch", BadLetter, () => canonicalJson(parseVouch(value))),
  }));
  return [...said, ...vouches, ...courses];
}

function isLink(value: unknown, parse: (value: unknown) => unknown = parseLink): boolean {
  try {
    parse(value);
    return true;
  } catch (error) {
    if (error instanceof BadLink) return false;
    throw error;
  }
}

export function mattersChecks(vectors: Case): Check[] {
  const later = vectors["later"] as string[];
  const check = (name: unknown, wanted: unknown, got: () => unknown): Check => ({
    name: String(name),
    expected: canonicalJson(wanted),
    work: async () => canonicalJson(await Promise.resolve(got())),
  });
  const cases = list(vectors["cases"]).map(({ name, cases: sides, may, linking }) => {
    const given = sides as matters.CaseSide[];
    return check(name, [may, linking], () => [matters.mayHold(given), matters.linkingFault(given, later)]);
  });
  const links = list(vectors["links"]).map(({ name, link, cases: sides, fault }) =>
    check(name, fault, () => matters.linkFault(link as matters.Link, sides as matters.CaseSide[], later)),
  );
  const floors = list(vectors["floors"]).map(({ newest, holders, may, parted, floor }, at) =>
    check(`floor ${at}`, floor, () =>
      matters.floorOf(Number(newest), holders as string[], may as string[], parted === true),
    ),
  );
  const letters = list(vectors["letters"]).map(({ name, value, sound }) =>
    check(name, sound, () => isLink(value)),
  );
  const looks = list(vectors["looks"]).map(({ name, value, sound }) =>
    check(name, sound, () => isLink(value, parseLinkCheck)),
  );
  const leaving = list(vectors["leaving"]).map(({ name, given, fault }) =>
    check(name, fault, () => matters.leavingFault(given as matters.Leaving)),
  );
  const released = list(vectors["released"]).map(({ until, happened, is }) =>
    check(`${until}, after ${happened}`, is, () => matters.isReleased(String(until), happened as string[])),
  );
  const debts = list(vectors["debts"]).map(({ name, owed, payable, ...given }) =>
    check(name, [owed, payable], () => {
      const debt = matters.owed({ ...given, seats: vectors["seats"] } as unknown as matters.Held);
      const by = Object.keys(payable as Case).map(id => [id, matters.payable(debt, id)]);
      return [debt, Object.fromEntries(by)];
    }),
  );
  const until = check("until", vectors["until"], () => matters.UNTIL);
  return [until, ...cases, ...links, ...letters, ...looks, ...floors, ...leaving, ...released, ...debts];
}
