/** Runs vectors/keys.json: keys that begin or end with a zero byte. */

import { recipientOf } from "./agefile.ts";
import { base64, type Bytes, unbase64, utf8 } from "./bytes.ts";
import { keyText, signerFromSeed, verify } from "./ed25519.ts";
import { x25519 } from "./x25519.ts";

type Case = { readonly [member: string]: unknown };

const bytes = (value: unknown): Bytes => unbase64(String(value));

async function exchanges(entry: Case): Promise<boolean> {
  const secret = await x25519(bytes(entry["scalar"]), bytes(entry["point"]));
  return base64(secret) === entry["secret"];
}

async function isOf(entry: Case): Promise<boolean> {
  return (await recipientOf(String(entry["identity"]))) === entry["recipient"];
}

async function signs(entry: Case): Promise<boolean> {
  const words = utf8(String(entry["name"]));
  const signer = await signerFromSeed(bytes(entry["seed"]));
  const signature = await signer.sign(words);
  const same = keyText(signer.key) === entry["key"] && base64(signature) === entry["signature"];
  return same && (await verify(signer.key, signature, words));
}

export function keyChecks(vectors: Case) {
  const all = (member: string, holds: (entry: Case) => Promise<boolean>) =>
    (vectors[member] as readonly Case[]).map(entry => ({
      name: `${member}, ${entry["name"]}`,
      expected: "ok",
      work: async () => ((await holds(entry)) ? "ok" : "wrong result"),
    }));
  return [...all("x25519", exchanges), ...all("identities", isOf), ...all("signers", signs)];
}
