/** Changes of one's own ways in: passkeys and the recovery code. Each seals the keyring anew. */

import { recipientOf } from "../../lib/agefile.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { deskApi, type PasskeyView, type Resealed } from "../../lib/deskapi.ts";
import { identityFromPrf, type Keyring, type WayIn } from "../../lib/keyring.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { changeKeyring } from "./keyringChange.ts";
import { flashNext } from "./frameState.ts";
import { type CreationJson, forgetPasskey, makePasskey } from "./passkey.ts";
import { desk } from "./session.ts";
import { t } from "./words.ts";

const api = deskApi();

function withMethod(keyring: Keyring, way: WayIn): Keyring {
  return { ...keyring, ways: [...keyring.ways.filter(({ id }) => id !== way.id), way] };
}

function withoutMethod(keyring: Keyring, gone: string): Keyring {
  return { ...keyring, ways: keyring.ways.filter(({ id }) => id !== gone) };
}

export async function addPasskey(label: string): Promise<void> {
  const { options } = await api.passkeyOptions();
  const creation = options as CreationJson;
  const passkey = await makePasskey(creation);
  const own = passkey.prf ? await identityFromPrf(passkey.prf, desk().site.site) : null;
  passkey.prf?.fill(0);
  const next = own
    ? withMethod(desk().keyring, { id: passkey.id, recipient: await recipientOf(own) })
    : desk().keyring;
  const more = { credential: passkey.credential, label, prf: own !== null };
  const send = (sealed: Resealed) => api.addPasskey({ ...more, ...sealed });
  try {
    await changeKeyring({ words: t("account.adding", { label }), next, send, opener: own });
  } catch (error) {
    await forgetPasskey(creation, passkey.id);
    throw error;
  }
  flashNext(() => t(own ? "account.added" : "account.added_no_prf"));
}

/** `label`: as it is called on the page. */
export async function removePasskey({ id }: PasskeyView, label: string): Promise<void> {
  const next = withoutMethod(desk().keyring, id);
  const send = (sealed: Resealed) => api.removePasskey(id, sealed);
  await changeKeyring({ words: t("account.removing", { label }), next, send });
}

/** Wipes `entropy`. */
export async function newCode(entropy: Bytes): Promise<void> {
  const keys = await deriveKeys(entropy, desk().site.site, "recovery-code");
  entropy.fill(0);
  const next = withMethod(desk().keyring, { id: "recovery", recipient: keys.recipient });
  const send = (sealed: Resealed) => api.newRecovery({ recovery: keys.code, ...sealed });
  await changeKeyring({ words: t("account.code_replacing"), next, send });
  flashNext(() => t("account.code_changed"));
}
