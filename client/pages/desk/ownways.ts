/** Changes of one's own ways in: passkeys and the recovery code. Each seals the keyring anew. */

import { recipientOf } from "../../lib/agefile.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { deskApi, type PasskeyView, type Resealed } from "../../lib/deskapi.ts";
import { identityFromPrf, type Keyring, type WayIn } from "../../lib/keyring.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { change } from "./changing.ts";
import { done } from "./frame.ts";
import { type CreationJson, forgetPasskey, makePasskey } from "./passkey.ts";
import { desk } from "./session.ts";
import { t } from "./words.ts";

const api = deskApi();

function withWay(keyring: Keyring, way: WayIn): Keyring {
  return { ...keyring, ways: [...keyring.ways.filter(({ id }) => id !== way.id), way] };
}

function withoutWay(keyring: Keyring, gone: string): Keyring {
  return { ...keyring, ways: keyring.ways.filter(({ id }) => id !== gone) };
}

export async function addPasskey(label: string): Promise<void> {
  const { options } = await api.passkeyOptions();
  const creation = options as CreationJson;
  const made = await makePasskey(creation);
  const own = made.prf ? await identityFromPrf(made.prf, desk().site.site) : null;
  made.prf?.fill(0);
  const next = own
    ? withWay(desk().keyring, { id: made.id, recipient: await recipientOf(own) })
    : desk().keyring;
  const more = { credential: made.credential, label, prf: own !== null };
  const deed = (sealed: Resealed) => api.addPasskey({ ...more, ...sealed });
  try {
    await change({ words: t("account.adding", { label }), next, deed, opener: own });
  } catch (error) {
    await forgetPasskey(creation, made.id);
    throw error;
  }
  done(t(own ? "account.added" : "account.added_no_prf"));
}

/** `label`: as it is called on the page. */
export async function removePasskey({ id }: PasskeyView, label: string): Promise<void> {
  const next = withoutWay(desk().keyring, id);
  const deed = (sealed: Resealed) => api.removePasskey(id, sealed);
  await change({ words: t("account.removing", { label }), next, deed });
}

/** Wipes `entropy`. */
export async function newCode(entropy: Bytes): Promise<void> {
  const keys = await deriveKeys(entropy, desk().site.site, "recovery-code");
  entropy.fill(0);
  const next = withWay(desk().keyring, { id: "recovery", recipient: keys.recipient });
  const deed = (sealed: Resealed) => api.newRecovery({ recovery: keys.code, ...sealed });
  await change({ words: t("account.code_replacing"), next, deed });
  done(t("account.code_changed"));
}
