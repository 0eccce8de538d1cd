/** From nine words to an open room, by what a server answers: what holds, and what is told where it does not. */

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { unbase64 } from "./bytes.ts";
import { hear } from "./clock.ts";
import { openInvited, readyAnswer, refusalOf, sendAnswer, teamOf } from "./enrolling.ts";
import type { Invitation } from "./invitation.ts";
import { openOwn } from "./inviteown.ts";
import { wordsOf } from "./returncode.ts";
import { verifyRoster } from "./roster.ts";

interface Vectors {
  readonly site: string;
  readonly entropy: string;
  readonly derive: readonly { readonly words: readonly string[]; readonly header: string }[];
  readonly invitation: Invitation;
  readonly rosters: readonly { readonly note: string; readonly root: string }[];
  readonly sealed: readonly { readonly sealed: string }[];
}
const { site, derive, invitation, rosters, sealed } = JSON.parse(
  readFileSync("vectors/channel.json", "utf8"),
) as Vectors;
const NINE = derive[0]?.words.join(" ") ?? "";
const [{ note, root } = { note: "", root: "" }, { root: otherRoot } = { root: "" }] = rosters;
const NEWER = rosters[3]?.note ?? "";
const PLACE = "/report/api/channel";

type Answer = unknown;
let answers: Record<string, Answer>;
let asked: { readonly url: string; readonly init: RequestInit }[];

const refused = (status: number, code: string): Response =>
  Response.json({ error: { code, message: "" } }, { status });

beforeEach(() => {
  hear("2026-11-21T09:30:00Z");
  asked = [];
  answers = {
    "/site.json": { site, root },
    "/roster": NEWER,
    "/roster/1": note,
    [`${PLACE}/invitation`]: unbase64(sealed[0]?.sealed ?? ""),
    [`${PLACE}/answer`]: { leaf: "0".repeat(64) },
  };
  vi.spyOn(globalThis, "fetch").mockImplementation((url, init = {}) => {
    asked.push({ url: url as string, init });
    const found = answers[url as string];
    if (found instanceof Response) return Promise.resolve(found);
    if (found === undefined) return Promise.resolve(refused(404, "not_found"));
    const isRaw = typeof found === "string" || found instanceof Uint8Array;
    return Promise.resolve(isRaw ? new Response(found as BodyInit) : Response.json(found));
  });
});
afterEach(() => vi.restoreAllMocks());

async function told(typed = NINE): Promise<string> {
  return openInvited(typed).then(() => "opened", refusalOf);
}

test("nine words open the invitation, by the roster that it names and the newest one", async () => {
  const invited = await openInvited(NINE);
  expect(invited.invitation).toEqual(invitation);
  expect([invited.roster.version, invited.team.map(({ id }) => id), invited.gone]).toEqual([
    2,
    invitation.team.map(({ id }) => id),
    [],
  ]);
  expect(asked.map(({ url }) => url)).toEqual(["/site.json", `${PLACE}/invitation`, "/roster", "/roster/1"]);
  expect(asked[1]?.init.headers).toMatchObject({ Authorization: `Heard-Invite ${derive[0]?.header}` });
  // Nobody but the place that keeps it is told by what it is found, and nobody the words.
  const elsewhere = asked.filter(({ url }) => !url.startsWith(PLACE));
  expect(JSON.stringify(elsewhere)).not.toContain("Heard-Invite");
  expect(JSON.stringify(asked)).not.toContain("survey");
});

test.each<[string, Record<string, Answer>]>([
  ["root", { "/site.json": { site, root: otherRoot } }],
  ["roster", { "/roster/1": NEWER }],
  ["forged", { [`${PLACE}/invitation`]: unbase64(sealed[3]?.sealed ?? "") }],
  ["forged", { [`${PLACE}/invitation`]: unbase64(sealed[2]?.sealed ?? "").slice(0, 4000) }],
  ["life", { [`${PLACE}/invitation`]: unbase64(sealed[1]?.sealed ?? "") }],
  ["other", { [`${PLACE}/invitation`]: unbase64(sealed[2]?.sealed ?? "") }],
  ["unknown", { [`${PLACE}/invitation`]: undefined }],
])("%s is what is told where a server answers otherwise: %#", async (fault, instead) => {
  answers = { ...answers, ...instead };
  expect(await told()).toBe(fault);
});

test.each(["used", "expired"])("that the words are %s is told as that", async code => {
  answers[`${PLACE}/invitation`] = refused(410, code);
  expect(await told()).toBe(code);
});

test("what no server said has words of its own elsewhere", async () => {
  expect(await told("pattern survey gallery")).toBe("");
  expect(asked).toEqual([]);
  hear("2026-11-24T09:00:00Z");
  expect(await told()).toBe("expired");
});

test("who is listed no more, or with another key, is named as gone", async () => {
  const then = await verifyRoster(note, { root });
  const [first, ...others] = then.entries;
  const changed = { ...then, entries: [{ ...first, signing: "A".repeat(43) }, ...others] } as typeof then;
  const found = teamOf(invitation, then, changed);
  expect(found.gone).toEqual([first?.name]);
  expect(found.team.map(({ id }) => id)).toEqual(
    invitation.team.map(({ id }) => id).filter(id => id !== first?.id),
  );
});

test("an answer is made once, and sent again as the same bytes", async () => {
  const invited = await openInvited(NINE);
  const entropy = new Uint8Array(16).fill(7);
  const ready = await readyAnswer(invited, entropy);
  expect(await openOwn(unbase64(ready.body.own), ready.own)).toEqual(invitation);
  answers[`${PLACE}/answer`] = refused(409, "conflict");
  await expect(sendAnswer(invited, ready)).rejects.toMatchObject({ status: 409 });
  answers[`${PLACE}/answer`] = { leaf: "0".repeat(64) };
  await sendAnswer(invited, ready);
  const [one, two] = asked.filter(({ url }) => url === `${PLACE}/answer`).map(({ init }) => init.body);
  expect([one === two, typeof one]).toEqual([true, "string"]);
  for (const word of await wordsOf(entropy, "en")) expect(one).not.toContain(` ${word} `);
  expect(JSON.stringify(asked)).not.toContain(ready.own.identity);
});
