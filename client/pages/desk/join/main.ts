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
import { button, h, notice } from "../dom.ts";
import { mountFrame } from "../Frame.tsx";
import { type Content, show } from "../frame.ts";
import { type CreationJson, makePasskey, type Touched } from "../passkey.ts";
import { newRecoveryCode } from "../recovery.ts";
import type { Me, Site } from "../session.ts";
import { problemWords } from "../problems.ts";
import { chooseLanguage, speak, t } from "../words.ts";
import { started } from "../../started.ts";

interface Joining {
  readonly token: string;
  readonly site: Site;
  readonly me: Me;
}

const put = (page: Content): void => show(page);

/** 1: who you are, and whose desk this is. Resolves when the fingerprint was compared. */
async function compare({ site, me }: Joining): Promise<void> {
  const print = await fingerprint(site.root);
  return new Promise(next => {
    const box = h("input", { type: "checkbox", id: "compared" });
    const problem = h("div", { role: "alert" });
    const act = (): void => {
      if (box.checked) next();
      else problem.replaceChildren(notice("warm", t("join.compare_first")));
    };
    put(
      h(
        "div",
        { class: "page narrow" },
        h("h1", {}, t("join.title", { name: me.name })),
        h("p", { class: "lead" }, t("join.lead", { role: me.role, organisation: site.organisation })),
        h("h2", {}, t("join.root")),
        h("p", {}, t("join.root_why")),
        h("p", { class: "print mono", dir: "ltr" }, print),
        h("p", { class: "hint" }, t("join.root_differs")),
        h("div", { class: "choice" }, box, h("label", { for: "compared" }, t("join.compared"))),
        problem,
        button({ label: t("word.continue"), kind: "main", act }),
      ),
    );
  });
}

/** 3: a passkey. Resolves with what it gave; without PRF only when the person goes on anyway. */
function passkey({ token }: Joining): Promise<Touched> {
  return new Promise(next => {
    const problem = h("div", { role: "alert" });
    const act = async (): Promise<void> => {
      problem.replaceChildren();
      try {
        const { options } = await deskApi().joinOptions(token);
        const made = await makePasskey(options as CreationJson);
        if (made.prf) next(made);
        else put(withoutPrf(() => next(made)));
      } catch (error) {
        problem.append(notice("warm", problemWords(error)));
      }
    };
    put(
      h(
        "div",
        { class: "page narrow" },
        h("h1", {}, t("join.passkey")),
        h("p", { class: "lead" }, t("join.passkey_lead")),
        h("ul", {}, h("li", {}, t("join.passkey_twice")), h("li", {}, t("join.passkey_prf"))),
        problem,
        button({ label: t("join.passkey_make"), kind: "main", act }),
      ),
    );
  });
}

function withoutPrf(goOn: () => void): HTMLElement {
  return h(
    "div",
    { class: "page narrow" },
    h("h1", {}, t("join.no_prf")),
    notice("warm", h("p", {}, t("join.no_prf_what")), h("p", {}, t("join.no_prf_choice"))),
    button({ label: t("join.no_prf_on"), kind: "main", act: goOn }),
  );
}

async function makeKeys(joining: Joining, made: Touched, entropy: Bytes): Promise<JoinBody> {
  const { site, me, token } = joining;
  const { keyring, recipient, signing } = await makeHolderKeys(me.id, site);
  const recovery = await deriveKeys(entropy, site.site, "recovery-code");
  entropy.fill(0);
  const ways: WayIn[] = [{ id: "recovery", recipient: recovery.recipient }];
  if (made.prf) {
    const own = await identityFromPrf(made.prf, site.site);
    made.prf.fill(0);
    ways.push({ id: made.id, recipient: await recipientOf(own) });
  }
  return {
    token,
    credential: made.credential,
    prf: ways.length > 1,
    keyring: base64(await sealKeyring({ ...keyring, ways })),
    recipient,
    signing,
    recovery: recovery.code,
  };
}

function done(site: Site, tier: number): void {
  put(
    h(
      "div",
      { class: "page narrow" },
      h("h1", {}, t("join.done")),
      h("p", { class: "lead" }, t("join.done_lead", { organisation: site.organisation })),
      tier > 0 ? h("p", {}, t("join.done_roster")) : null,
      h("p", {}, t("join.done_second")),
      h("p", { class: "row" }, h("a", { class: "button", href: "/desk/" }, t("join.done_go"))),
    ),
  );
}

async function join(token: string): Promise<void> {
  const site = await publicApi().site();
  const { holder: me } = await deskApi().joinOptions(token);
  const joining = { token, site, me };
  await compare(joining);
  const entropy = await newRecoveryCode({ name: me.name, title: t("recovery.title"), put });
  const made = await passkey(joining);
  await deskApi().join(await makeKeys(joining, made, entropy));
  done(site, me.tier);
}

function failed(error: unknown, token: string): void {
  put(
    h(
      "div",
      { class: "page narrow" },
      h("h1", {}, t("join.failed")),
      notice("warm", problemWords(error)),
      button({ label: t("join.again"), act: () => begin(token) }),
    ),
  );
}

async function begin(token: string): Promise<void> {
  try {
    await join(token);
  } catch (error) {
    failed(error, token);
  }
}

async function start(): Promise<void> {
  const token = location.hash.slice(1);
  // Out of the address bar and the history at once: whoever finds it there could join instead.
  history.replaceState(null, "", location.pathname + location.search);
  // Without its words the page speaks English.
  await speak(chooseLanguage(location.search, navigator.languages)).catch(() => undefined);
  started();
  const nothing = (): void => undefined;
  const speakThere = (chosen: string): void => location.replace(`/desk/join/?lang=${chosen}#${token}`);
  mountFrame({ lock: nothing, signOut: nothing, speak: speakThere }, "/desk/");
  await begin(token);
}

void start();
