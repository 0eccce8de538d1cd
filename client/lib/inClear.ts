/** What a reporter signs in clear, beside a letter that no server reads (twin of heard/formats/_inclear.py). */

import { base64, unbase64, utf8 } from "./bytes.ts";
import type { Signer } from "./ed25519.ts";
import { sha256hex } from "./hash.ts";

/** Lines, a domain of their own first, each with a line feed behind it; the last is the letter. Base64, 64 bytes. */
export async function signLetter(signer: Signer, lines: readonly string[], sealed: string): Promise<string> {
  const letter = await sha256hex(unbase64(sealed));
  return base64(await signer.sign(utf8([...lines, letter, ""].join("\n"))));
}
