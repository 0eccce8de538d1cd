/** Targets with a Python twin: what a party and a team send each other before there is a channel. */

import { hex, NotCanonical, text, unbase64 } from "../lib/bytes.ts";
import {
  BadInvitation,
  type Invitation,
  invitationDigest,
  inviterKey,
  readInvitation,
} from "../lib/invitation.ts";
import { checkAnswer, type InviteAnswer, parseAnswer } from "../lib/inviteanswer.ts";
import { readInvite } from "../lib/invitecode.ts";
import { isInviteKey, splitInvite } from "../lib/inviteframe.ts";
import { readKept } from "../lib/invitekept.ts";
import { readOwn } from "../lib/inviteown.ts";
import { canonicalJson, readJson } from "../lib/json.ts";
import { BadCode } from "../lib/returncode.ts";
import CHANNEL from "../../vectors/channel.json" with { type: "json" };
import { Broken, same, target, type Target, textOf } from "./target.ts";

/** Whose keys sign and authenticate what is tried here. */
const VECTORS: { readonly invitation: Invitation; readonly mac: string; readonly answer: InviteAnswer } =
  CHANNEL;
const OWN = unbase64(VECTORS.answer.signing);
const KEPT = { invitation: VECTORS.invitation, mac: unbase64(VECTORS.mac) };
const MEMBERS = new Map(VECTORS.invitation.team.map(({ id, signing }) => [id, signing]));
const CAME = { came: new Date("2026-11-21T10:00:00Z"), newest: 0 };

const code = target(["invitecode.readInvite"], [NotCanonical, BadCode], async data =>
  hex(await readInvite(textOf(data))),
);

const invitation = target(
  [
    "invitation.readInvitation",
    "invitation.isTeam",
    "invitation.parseInvitation",
    "inviteframe.splitInvite",
    "inviteframe.readInviteJson",
    "inviteframe.hasInviteMembers",
    "inviteframe.isInviteDigest",
    "inviteframe.isInviteKey",
    "inviteframe.isInviteRecipient",
  ],
  [BadInvitation],
  async data => {
    const read = await readInvitation(data, KEPT.mac);
    same(canonicalJson(read), text(splitInvite(data, 96).body));
    const key = inviterKey(read);
    if (!isInviteKey(key)) throw new Broken("a key that is none was taken");
    return canonicalJson([await invitationDigest(read), read.party, read.expires, key, read.team.length]);
  },
);

const kept = target(["invitekept.readKept"], [BadInvitation], async data => {
  const { invitation, mac } = await readKept(data, MEMBERS);
  return canonicalJson([await invitationDigest(invitation), hex(mac)]);
});

const own = target(["inviteown.readOwn"], [BadInvitation], async data => {
  const read = await readOwn(data, OWN);
  same(canonicalJson(read), text(splitInvite(data, 64).body));
  return invitationDigest(read);
});

const answer = target(
  ["inviteanswer.parseAnswer", "inviteanswer.checkAnswer"],
  [BadInvitation, NotCanonical],
  async data => {
    const value = readJson(textOf(data));
    const read = parseAnswer(value);
    same(canonicalJson(read), canonicalJson(value));
    const why = await checkAnswer(read, KEPT, { ...CAME, locator: KEPT.invitation.locator }).then(
      () => "ok",
      faultOf,
    );
    return canonicalJson([read.party, read.verifier, why]);
  },
);

function faultOf(error: unknown): string {
  if (error instanceof BadInvitation) return error.fault;
  throw error;
}

export const SHARED_INVITE: Readonly<Record<string, Target>> = {
  "invite-code": code,
  invitation,
  "invite-kept": kept,
  "invite-own": own,
  "invite-answer": answer,
};
