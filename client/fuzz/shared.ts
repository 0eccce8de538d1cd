/** Targets with a Python twin (tests/support/fuzzing): the verdicts of both are compared. */

import { AgeError, armor, dearmor, open, Payload, recipientOf } from "../lib/agefile.ts";
import { coveredBytes, headerBytes, parseHeader } from "../lib/ageheader.ts";
import { bech32, unbech32 } from "../lib/bech32.ts";
import { base64, base64nopad, hex, isId, NotCanonical, text, unbase64, unbase64nopad } from "../lib/bytes.ts";
import { publicKey, WeakKey } from "../lib/ed25519.ts";
import { canonicalJson } from "../lib/json.ts";
import { keyOf } from "../lib/names.ts";
import { readings } from "../lib/naming.ts";
import { BadCode, differing, readCode, sameWord } from "../lib/returncode.ts";
import KNOWN from "./known.json" with { type: "json" };
import { same, target, type Target, textOf } from "./target.ts";

const PREFIXES = ["age", "age1pq", "age-secret-key-", "age-secret-key-pq-"];
const FILE_KEY = new Uint8Array(16).fill(6);

const base64Target = target(["bytes.unbase64"], [NotCanonical], data => {
  const given = textOf(data);
  const read = unbase64(given);
  same(base64(read), given);
  return hex(read);
});

const nopad = target(["bytes.unbase64nopad"], [NotCanonical], data => {
  const given = textOf(data);
  const read = unbase64nopad(given);
  same(base64nopad(read), given);
  return hex(read);
});

const bech = target(["bech32.unbech32"], [NotCanonical], data => {
  const given = textOf(data);
  for (const prefix of PREFIXES) {
    if (given.slice(0, given.lastIndexOf("1")).toLowerCase() !== prefix) continue;
    const read = unbech32(prefix, given);
    same(bech32(prefix, read), given.toLowerCase());
    return `${prefix} ${hex(read)}`;
  }
  return null;
});

const id = target(["bytes.isId"], [NotCanonical], data => (isId(textOf(data)) ? text(data) : null));

const signingKey = target(["ed25519.publicKey", "ed25519.isWeak"], [NotCanonical, WeakKey], data => {
  const given = textOf(data);
  same(base64(publicKey(given)), given);
  return given;
});

const code = target(
  ["returncode.readCode", "returncode.differing", "returncode.sameWord"],
  [NotCanonical, BadCode],
  async data => {
    const typed = textOf(data);
    await sameWord(typed, "abandon");
    await differing(typed, Array<string>(12).fill("abandon")).catch(refusedCode);
    return hex(await readCode(typed));
  },
);

function refusedCode(error: unknown): void {
  if (!(error instanceof BadCode)) throw error;
}

const nameKey = target(["names.keyOf"], [NotCanonical], data => keyOf(textOf(data)));

const nameReadings = target(["naming.readings"], [NotCanonical], data =>
  canonicalJson(readings(textOf(data))),
);

const armored = target(["armor.dearmor"], [AgeError, NotCanonical], data => {
  const read = dearmor(textOf(data));
  same(
    armor(read),
    `${text(data)
      .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")
      .replaceAll("\r\n", "\n")}\n`,
  );
  return hex(read);
});

const header = target(["ageheader.parseHeader"], [AgeError], data => {
  const { stanzas, mac, size } = parseHeader(data);
  same(hex(headerBytes(coveredBytes(stanzas), mac)), hex(data.subarray(0, size)));
  return canonicalJson([size, stanzas.map(({ args, body }) => [...args, hex(body)])]);
});

const file = target(["agefile.open", "agefile.openHead"], [AgeError], async data =>
  hex(await open(data, [KNOWN.identity])),
);

const payload = target(["stream.chunkCount"], [AgeError], async data => {
  if (data.length < 16) return null;
  const stream = await Payload.from(FILE_KEY, data.slice(0, 16));
  const opened = await stream.open(data.slice(16));
  same(hex(await stream.seal(opened)), hex(data.subarray(16)));
  return String(opened.length);
});

const identity = target(["agefile.recipientOf"], [AgeError, NotCanonical], data => recipientOf(textOf(data)));

export const SHARED_TEXT: Readonly<Record<string, Target>> = {
  base64: base64Target,
  base64nopad: nopad,
  bech32: bech,
  id,
  "signing-key": signingKey,
  "return-code": code,
  "name-key": nameKey,
  "name-readings": nameReadings,
  armor: armored,
  "age-header": header,
  "age-file": file,
  "age-payload": payload,
  identity,
};
