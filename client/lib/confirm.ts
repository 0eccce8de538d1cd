/** An action that its holder confirms once more, to the byte (docs/spec/api.md, "Confirming"). */

import { json, type Options } from "./api.ts";
import { base64url, hex, utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";

const DOMAIN = "heard/confirm/v1";

/** The digest that stands for an action: its address and every byte of what it says. */
export async function aboutOf(path: string, body: string): Promise<string> {
  return hex(await sha256(utf8(`${DOMAIN}\n${path}\n${body}`)));
}

/** What an assertion says in `Authorization`. */
export function byPasskey(credential: object): string {
  return `Heard-Passkey ${base64url(utf8(JSON.stringify(credential)))}`;
}

/** What the recovery code's login verifier (base64url) says there. */
export function byRecovery(login: string): string {
  return `Heard-Recovery ${login}`;
}

/** An action that is ready, and goes once somebody has confirmed exactly it. */
export interface Sure<T> {
  readonly about: string;
  readonly send: (proof: string) => Promise<T>;
}

export async function sure<T>(path: string, body: object, options: Options = {}): Promise<Sure<T>> {
  const about = await aboutOf(path, JSON.stringify(body));
  const send = (proof: string) =>
    json<T>(path, { ...options, json: body, headers: { Authorization: proof } });
  return { about, send };
}
