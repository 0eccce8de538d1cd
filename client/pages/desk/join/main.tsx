/**
 * Joining, one thing a page: compare the root key with the poster, keep the recovery code, make
 * the passkey. The passkey comes last, so that whoever stops half-way leaves none behind that
 * opens nothing, and so that its challenge does not run out while words are being typed.
 */

import { recipientOf } from "../../../lib/agefile.ts";
import { publicApi } from "../../../lib/api.ts";
import { deskApi, type JoinBody } from "../../../lib/deskapi.ts";
import { base64, type Bytes } from "../../../lib/bytes.ts";
import { makeHolderKeys } from "../../../lib/holderkeys.ts";
import { identityFromPrf, sealKeyring, type WayIn } from "../../../lib/keyring.ts";
import { deriveKeys } from "../../../lib/returncode.ts";
import { fingerprint } from "../../../lib/roster.ts";
import { mountFrame } from "../Frame.tsx";
import { redraw, announce, show } from "../frameState.ts";
import { type CreationJson, makePasskey, type Touched } from "../passkey.ts";
import { newRecoveryCode } from "../RecoveryCode.tsx";
import type { Me, Site } from "../session.ts";
import { chooseLanguage, type Language, speak, t } from "../words.ts";
import { Compare, Failed, Joined, MakePasskey, WithoutPrf } from "./pages.tsx";
import { started } from "../../started.ts";

interface Joining {
  readonly token: string;
  readonly site: Site;
  readonly me: Me;
}

/** Resolves when the fingerprint was compared. */
async function compare({ site, me }: Joining): Promise<void> {
  const print = await fingerprint(site.root);
  return new Promise(next => {
    show(() => <Compare {...{ site, me, print, next }} />);
  });
}

/** Resolves with what the passkey gave; without PRF only when the person goes on anyway. */
function passkey({ token }: Joining): Promise<Touched> {
  return new Promise(next => {
    const make = async (): Promise<void> => {
      const { options } = await deskApi().joinOptions(token);
      const touched = await makePasskey(options as CreationJson);
      if (touched.prf) next(touched);
      else show(() => <WithoutPrf touched={touched} next={next} />);
    };
    show(() => <MakePasskey make={make} />);
  });
}

async function makeKeys(joining: Joining, touched: Touched, entropy: Bytes): Promise<JoinBody> {
  const { site, me, token } = joining;
  const { keyring, recipient, signing } = await makeHolderKeys(me.id, site);
  const recovery = await deriveKeys(entropy, site.site, "recovery-code");
  entropy.fill(0);
  const ways: WayIn[] = [{ id: "recovery", recipient: recovery.recipient }];
  if (touched.prf) {
    const own = await identityFromPrf(touched.prf, site.site);
    touched.prf.fill(0);
    ways.push({ id: touched.id, recipient: await recipientOf(own) });
  }
  return {
    token,
    credential: touched.credential,
    prf: ways.length > 1,
    keyring: base64(await sealKeyring({ ...keyring, ways })),
    recipient,
    signing,
    recovery: recovery.code,
  };
}

async function join(token: string): Promise<void> {
  const site = await publicApi().site();
  const { holder: me } = await deskApi().joinOptions(token);
  const joining = { token, site, me };
  await compare(joining);
  const entropy = await newRecoveryCode({ name: me.name, title: () => t("recovery.title"), show });
  const touched = await passkey(joining);
  await deskApi().join(await makeKeys(joining, touched, entropy));
  show(() => <Joined site={site} tier={me.tier} />);
}

async function begin(token: string): Promise<void> {
  try {
    await join(token);
  } catch (error) {
    show(() => <Failed error={error} again={() => begin(token)} />);
  }
}

/** In place: whoever is half-way through stays there. */
async function changeLanguage(chosen: Language): Promise<void> {
  await speak(chosen).catch(() => announce(t("problem.unreachable")));
  redraw();
}

async function start(): Promise<void> {
  const token = location.hash.slice(1);
  // Out of the address bar and the history at once: whoever finds it there could join instead.
  history.replaceState(null, "", location.pathname + location.search);
  // Without its words the page speaks English.
  await speak(chooseLanguage(location.search, navigator.languages)).catch(() => undefined);
  started();
  const nothing = (): void => undefined;
  mountFrame({ lock: nothing, signOut: nothing, speak: chosen => void changeLanguage(chosen) }, "/desk/");
  await begin(token);
}

void start();
