/** A party's answer to an invitation: the keys of a channel (docs/spec/channel.md, 5; twin of inviteanswer.py). */

import { base64, type Bytes, concat, equalSecret, isId, unbase64, utf8 } from "./bytes.ts";
import { verify } from "./ed25519.ts";
import { hmac } from "./hash.ts";
import { demandOpen, type Invitation, invitationDigest } from "./invitation.ts";
import type { InviteKeys } from "./invitecode.ts";
import {
  demand,
  hasInviteMembers,
  inviteSize,
  isInviteDigest,
  isInviteKey,
  isInviteRecipient,
} from "./inviteframe.ts";
import type { KeptInvitation } from "./invitekept.ts";
import { canonicalJson } from "./json.ts";
import type { CodeKeys } from "./returncode.ts";

/** As it is sent. */
export interface InviteAnswer {
  readonly party: string;
  /** The party's own, `age1pq1…`. */
  readonly recipient: string;
  /** The party's own, Ed25519, base64. */
  readonly signing: string;
  /** SHA-256 of the login verifier, hexadecimal. */
  readonly verifier: string;
  /** `invitationDigest`. */
  readonly invitation: string;
  /** By `signing`; base64. */
  readonly signature: string;
  /** By the code's `mac`; base64. */
  readonly mac: string;
}

const DOMAIN = "heard/invite-answer/v1\n";
const MEMBERS = "invitation,mac,party,recipient,signature,signing,verifier";

/** Reads an answer's JSON; only what a writer writes. Raises BadInvitation. */
export function parseAnswer(value: unknown): InviteAnswer {
  demand(hasInviteMembers(value, MEMBERS), "member", "the answer's members are wrong");
  const sound = {
    party: isId(value["party"]),
    recipient: isInviteRecipient(value["recipient"]),
    signing: isInviteKey(value["signing"]),
    verifier: isInviteDigest(value["verifier"]),
    invitation: isInviteDigest(value["invitation"]),
    signature: inviteSize(value["signature"]) === 64,
    mac: inviteSize(value["mac"]) === 32,
  };
  for (const [name, good] of Object.entries(sound)) {
    demand(good, "member", `the answer's ${name} is malformed`);
  }
  return value as unknown as InviteAnswer;
}

type Bare = Omit<InviteAnswer, "signature" | "mac">;

function messageOf({ party, recipient, signing, verifier, invitation }: Bare): Bytes {
  return utf8(DOMAIN + canonicalJson({ party, recipient, signing, verifier, invitation }));
}

/** The answer of a party who has checked the invitation and made twelve words of their own. */
export async function makeAnswer(
  invitation: Invitation,
  keys: InviteKeys,
  own: CodeKeys,
): Promise<InviteAnswer> {
  const bare = {
    party: invitation.party,
    recipient: own.recipient,
    signing: base64(own.signer.key),
    verifier: own.code,
    invitation: await invitationDigest(invitation),
  };
  const message = messageOf(bare);
  const signature = await own.signer.sign(message);
  const mac = await hmac(keys.mac, concat(message, signature));
  return { ...bare, signature: base64(signature), mac: base64(mac) };
}

/** What is known when an answer is looked at. */
export interface AnswerCame {
  /** When the log says that it came. */
  readonly came: Date;
  /** Of the invitation that the log has as the party's newest then: SHA-256 of the code's, hexadecimal. */
  readonly locator: string;
  /** The newest generation of the file key then. */
  readonly newest: number;
}

/** What the team checks before anything is sealed to the party. Raises BadInvitation. */
export async function checkAnswer(
  answer: InviteAnswer,
  { invitation, mac }: KeptInvitation,
  { came, locator, newest }: AnswerCame,
): Promise<void> {
  demandOpen(invitation, came);
  demand(answer.party === invitation.party, "party", "the answer is another party's");
  const digest = await invitationDigest(invitation);
  demand(answer.invitation === digest, "invitation", "the answer is to another one");
  const [message, signature] = [messageOf(answer), unbase64(answer.signature)];
  const signed = await verify(unbase64(answer.signing), signature, message);
  demand(signed, "signature", "the answer is not signed by its own key");
  const made = await hmac(mac, concat(message, signature));
  demand(equalSecret(made, unbase64(answer.mac)), "mac", "who answered does not have the nine words");
  demand(invitation.locator === locator, "replaced", "the party was invited anew since");
  demand(invitation.generation === newest, "generation", "the file key was renewed since");
  const theirs = invitation.team.some(({ signing }) => signing === answer.signing);
  const own = !theirs && answer.recipient !== invitation.file_recipient;
  demand(own, "keys", "the answer names keys of the team");
}
