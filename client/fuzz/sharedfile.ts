/** Targets with a Python twin: who reads the file of a matter, and what letters say of themselves. */

import CARRIED from "../../vectors/carried.json" with { type: "json" };
import HANDED from "../../vectors/handedon.json" with { type: "json" };
import { type Bytes, NotCanonical, unbase64 } from "../lib/bytes.ts";
import { believed, parseCarried } from "../lib/carried.ts";
import { BadLink, parseLink, parseLinkCheck } from "../lib/caseLink.ts";
import { type FileSaid, followFile } from "../lib/fileReaders.ts";
import { fileDigest, parseFileStatement } from "../lib/fileStatement.ts";
import { heldOf, parseHandedOn } from "../lib/handedOn.ts";
import { canonicalJson, readJson } from "../lib/json.ts";
import { BadLetter } from "../lib/letter.ts";
import { parseRoom, parseTo } from "../lib/partyLetter.ts";
import { parseVouch } from "../lib/partyVouch.ts";
import { BadStatement, follow, type Readers } from "../lib/readers.ts";
import { BadShell, fits, parseShell } from "../lib/shell.ts";
import { saidOf, stepsOf } from "./sharedlog.ts";
import { Broken, target, type Target, textOf } from "./target.ts";

const REPORTER = "RryDzTWq23W0FPim7U79KwP4B971d98h9FdUKqXZoYs=";
const KEYS: Readonly<Record<string, string>> = HANDED.keys;
const LATE_KEYS: Readonly<Record<string, string>> = CARRIED.keys;
const MATTER = "ae".repeat(16);

/** An object, as Python's reader of JSON takes nothing else. */
function objectOf(data: Bytes): Record<string, unknown> {
  const value = readJson(textOf(data));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new NotCanonical("no object");
  return value as Record<string, unknown>;
}

const statement = target(
  [
    "fileStatement.parseFileStatement",
    "readers.hasMembers",
    "readers.isDigest",
    "readers.isGeneration",
    "readers.isReader",
  ],
  [BadStatement, NotCanonical],
  data => fileDigest(parseFileStatement(objectOf(data))),
);

const course = target(["fileReaders.followFile"], [BadStatement, NotCanonical], async data => {
  const value = objectOf(data);
  const { happened, let_in: letIn = [] } = value;
  const steps = stepsOf(value);
  const cases = steps && (await casesOf(value["cases"], steps));
  const said = fileSaidOf(value["said"]);
  if (!steps || !cases || !said || !areTexts(happened) || !areTexts(letIn)) return null;
  const matter = said.find(each => each.statement)?.statement?.matter ?? MATTER;
  const read = await followFile({ matter, cases, said, successors: steps, happened, letIn });
  const ids = (each: ReadonlyMap<number, ReadonlyMap<string, unknown>>) =>
    Object.fromEntries([...each].map(([at, people]) => [at, [...people.keys()].sort()]));
  const made = Object.fromEntries([...read.bases].map(([at, { digest }]) => [at, digest]));
  return canonicalJson([made, ids(read.members), ids(read.waiting), read.floor(cases)]);
});

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(each => typeof each === "string");

async function casesOf(
  value: unknown,
  steps: NonNullable<ReturnType<typeof stepsOf>>,
): Promise<Map<string, Readers> | null> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const found = new Map<string, Readers>();
  for (const [id, said] of Object.entries(value)) {
    const letters = saidOf({ said });
    if (!letters) return null;
    found.set(id, await follow(REPORTER, letters, steps));
  }
  return found;
}

function fileSaidOf(value: unknown): FileSaid[] | null {
  if (!Array.isArray(value)) return null;
  const made: FileSaid[] = [];
  for (const each of value as FileSaid[]) {
    const { author, key, recipient, generation, statement: given, handed = false } = each ?? {};
    const texts = [author, key, recipient].every(member => typeof member === "string");
    if (!texts || !Number.isSafeInteger(generation) || generation < 0 || given === undefined) return null;
    if (typeof handed !== "boolean") return null;
    made.push({ author, key, recipient, generation, handed, statement: given && parseFileStatement(given) });
  }
  return made;
}

const shell = target(["shell.parseShell"], [BadShell, NotCanonical], async data => {
  const value = objectOf(data);
  const read = parseShell(value);
  if ((await fits(read, { record: value })).length > 0) throw new Broken("a shell is not the same as itself");
  return canonicalJson(read);
});

const to = target(["partyLetter.parseTo"], [BadLetter, NotCanonical], data =>
  canonicalJson(parseTo(objectOf(data))),
);

const room = target(["partyLetter.parseRoom"], [BadLetter, NotCanonical], data =>
  canonicalJson(parseRoom(objectOf(data))),
);

const vouch = target(["partyVouch.parseVouch"], [BadLetter, NotCanonical], data =>
  canonicalJson(parseVouch(objectOf(data))),
);

const handed = target(["handedOn.parseHandedOn"], [BadLetter, NotCanonical], async data => {
  const { letters, matter } = parseHandedOn(objectOf(data));
  const keyOf = (author: string) => (author in KEYS ? unbase64(String(KEYS[author])) : null);
  const said = await Promise.all(
    letters.map(async each => {
      const [held] = await heldOf([each], matter, keyOf);
      return held ? fileDigest(held.said.statement) : "";
    }),
  );
  return canonicalJson(said);
});

function eventsOf(value: unknown): Map<string, string>[] | null {
  const areEvents =
    Array.isArray(value) &&
    value.every(
      each =>
        typeof each === "object" && each !== null && !Array.isArray(each) && areTexts(Object.values(each)),
    );
  return areEvents ? value.map(each => new Map(Object.entries(each as Record<string, string>))) : null;
}

const carried = target(
  ["carried.parseCarried", "carried.isSignedAlone"],
  [BadLetter, BadStatement, NotCanonical],
  async data => {
    const value = objectOf(data);
    const said = saidOf(value);
    const events = eventsOf(value["events"]);
    if (!said || !events) return null;
    const keyOf = (author: string) =>
      Object.hasOwn(LATE_KEYS, author) ? unbase64(String(LATE_KEYS[author])) : null;
    const have = new Set(said.map(({ generation }) => generation));
    const older = await believed(parseCarried(value["earlier"]), { case: CARRIED.case, have, keyOf, events });
    const read = await follow(CARRIED.reporter, [...said, ...older.map(each => each.said)]);
    const made = Object.fromEntries([...read.bases].map(([at, { digest }]) => [at, digest]));
    const ids = [...read.members].map(([at, people]) => [at, [...people.keys()].sort()]);
    return canonicalJson([made, Object.fromEntries(ids)]);
  },
);

const link = target(["caseLink.parseLink"], [BadLink, NotCanonical], data =>
  canonicalJson(parseLink(objectOf(data))),
);

const linkCheck = target(["caseLink.parseLinkCheck"], [BadLink, NotCanonical], data =>
  canonicalJson(parseLinkCheck(objectOf(data))),
);

export const SHARED_FILE: Readonly<Record<string, Target>> = {
  "file-readers": statement,
  "file-readers-follow": course,
  shell,
  "party-to": to,
  "party-room": room,
  "party-vouch": vouch,
  "statements-handed-on": handed,
  "statements-carried": carried,
  "case-link": link,
  "case-link-check": linkCheck,
};
