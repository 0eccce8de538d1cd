import { expect, test } from "vitest";
import { generateIdentity, recipientOf } from "./agefile.ts";
import type { CaseView, ReportBody } from "./api.ts";
import { type Bytes, base64, newId, unbase64 } from "./bytes.ts";
import { makeHolderKeys } from "./holderkeys.ts";
import { ForeignCase, verifyCase } from "./verifyCase.ts";
import { emptyReport, openInbox, sealLetter, sealReport } from "./report.ts";
import { deriveKeys, newEntropy } from "./returncode.ts";
import type { Roster } from "./roster.ts";
import { sealWrap } from "./wrap.ts";

const now = new Date("2026-11-21T09:41:07Z");

async function reported() {
  const id = newId();
  const { recipient, signing } = await makeHolderKeys(id, { root: "r", log: "l" });
  const entry = { id, name: "Amara", role: "Handler", unit: "", tier: 1, recipient, signing };
  const roster = { entries: [entry], sha256: "00".repeat(32) } as unknown as Roster;
  const keys = await deriveKeys(await newEntropy("en"), "heard.meridian.example");
  const answers = { ...emptyReport("en"), words: "I did not want to go." };
  const sealed = await sealReport({
    roster,
    answers,
    holders: [id],
    keys,
    disclosed: null,
    urgent: false,
    identity: null,
    now,
  });
  return { keys, sealed };
}

function view(body: ReportBody, changed: Partial<CaseView> = {}): CaseView {
  const letters = [{ id: body.letter.id, kind: "report", author: "reporter", seq: 0, generation: 0 }];
  const { case: id, case_recipient, reporter_wrap: wrap, reporter } = body;
  return {
    case: id,
    generation: 0,
    keys: [],
    case_recipient,
    wrap,
    reporter,
    letters,
    ...changed,
  } as CaseView;
}

const serving = (sealed: string) => async (): Promise<Bytes> => unbase64(sealed);

test("her own case is taken", async () => {
  const { keys, sealed } = await reported();
  const inbox = await openInbox(view(sealed.body), keys);
  await expect(verifyCase(inbox, serving(sealed.body.letter.sealed))).resolves.toBe(undefined);
});

test("a case that the server made and sealed to her is refused", async () => {
  const { keys, sealed } = await reported();
  const identity = generateIdentity();
  const made = { case: sealed.body.case, generation: 0, identity };
  const wrap = base64(await sealWrap(made, keys.recipient));
  const case_recipient = await recipientOf(identity);
  const inbox = await openInbox(view(sealed.body, { wrap, case_recipient }), keys);
  const forger = await deriveKeys(await newEntropy("en"), "heard.meridian.example");
  const forged = await sealLetter(
    { keys: forger, case: made, view: { case_recipient }, seen: "" },
    { kind: "report", seq: 0, content: emptyReport("en"), now, id: sealed.body.letter.id },
  );
  for (const served of [sealed.body.letter.sealed, forged.sealed]) {
    await expect(verifyCase(inbox, serving(served))).rejects.toBeInstanceOf(ForeignCase);
  }
});

test("a case without her report is refused, and a broken network is no verdict", async () => {
  const { keys, sealed } = await reported();
  const bare = await openInbox(view(sealed.body, { letters: [] }), keys);
  const served = serving(sealed.body.letter.sealed);
  await expect(verifyCase(bare, served)).rejects.toBeInstanceOf(ForeignCase);
  const inbox = await openInbox(view(sealed.body), keys);
  const broken = () => Promise.reject(new TypeError("network"));
  await expect(verifyCase(inbox, broken)).rejects.toBeInstanceOf(TypeError);
});
