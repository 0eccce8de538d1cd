/** One's own page: ways in (each change seals the keyring anew), whom one cannot judge, notices. */

import { recipientOf } from "../../lib/agefile.ts";
import { deskApi, type KeyChange, type PasskeyView, type Resealed } from "../../lib/deskapi.ts";
import type { Bytes } from "../../lib/bytes.ts";
import { identityFromPrf, type Keyring, type WayIn } from "../../lib/keyring.ts";
import { deriveKeys } from "../../lib/returncode.ts";
import { fingerprint } from "../../lib/roster.ts";
import { change } from "./changing.ts";
import { bdi, button, facts, field, h, notice, replace } from "./dom.ts";
import { type Content, done } from "./frame.ts";
import { type CreationJson, forgetPasskey, makePasskey } from "./passkey.ts";
import { ownKeysPart } from "./ownkeys.ts";
import { newRecoveryCode } from "./recovery.ts";
import { desk } from "./session.ts";
import { problemWords } from "./problems.ts";
import { judgingPart } from "./judging.ts";
import { tellingPart } from "./telling.ts";
import { moment } from "./times.ts";
import { t, term } from "./words.ts";

const api = deskApi();
const MAX_LABEL = 100;

function withWay(keyring: Keyring, way: WayIn): Keyring {
  return { ...keyring, ways: [...keyring.ways.filter(({ id }) => id !== way.id), way] };
}

function withoutWay(keyring: Keyring, gone: string): Keyring {
  return { ...keyring, ways: keyring.ways.filter(({ id }) => id !== gone) };
}

async function addPasskey(label: string): Promise<void> {
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

async function newCode(entropy: Bytes): Promise<void> {
  const keys = await deriveKeys(entropy, desk().site.site, "recovery-code");
  entropy.fill(0);
  const next = withWay(desk().keyring, { id: "recovery", recipient: keys.recipient });
  const deed = (sealed: Resealed) => api.newRecovery({ recovery: keys.code, ...sealed });
  await change({ words: t("account.code_replacing"), next, deed });
  done(t("account.code_changed"));
}

interface AccountPage {
  readonly put: (page: Content) => void;
  /** Shows the account page anew. */
  readonly again: () => Promise<void>;
}

/** A row that asks once more before it removes. */
function passkeyItem(passkey: PasskeyView, page: AccountPage, problem: HTMLElement): HTMLElement {
  const item = h("li", { class: "card" });
  const label = passkey.label || t("account.first");
  const remove = async (): Promise<void> => {
    try {
      const next = withoutWay(desk().keyring, passkey.id);
      const deed = (sealed: Resealed) => api.removePasskey(passkey.id, sealed);
      await change({ words: t("account.removing", { label }), next, deed });
      await page.again();
    } catch (error) {
      problem.replaceChildren(notice("warm", problemWords(error)));
    }
  };
  const used = passkey.used ? moment(new Date(passkey.used)) : t("account.never");
  const asking = (): void => {
    replace(
      item,
      h("p", {}, t("account.remove_sure", { label })),
      h(
        "div",
        { class: "row" },
        button({ label: t("account.remove_yes"), kind: "main", act: remove }),
        button({ label: t("account.remove_no"), act: plain }),
      ),
    );
    item.querySelector("button")?.focus();
  };
  const plain = (): void =>
    replace(
      item,
      h("h3", { dir: "auto", lang: "" }, label),
      h(
        "p",
        { class: "small" },
        t("account.made", { when: moment(new Date(passkey.created)) }),
        " · ",
        t("account.used", { when: used }),
      ),
      passkey.prf ? null : h("p", { class: "flag" }, t("account.no_prf")),
      button({ label: t("account.remove", { label }), kind: "link", act: asking }),
    );
  plain();
  return item;
}

function adder(page: AccountPage, problem: HTMLElement): HTMLElement {
  const label = h("input", { type: "text", maxlength: MAX_LABEL, autocomplete: "off", dir: "auto" });
  const act = async (): Promise<void> => {
    problem.replaceChildren();
    try {
      await addPasskey(label.value.trim() || t("account.unnamed"));
      await page.again();
    } catch (error) {
      problem.append(notice("warm", problemWords(error)));
    }
  };
  return h(
    "form",
    { class: "adder", on: { submit: (event: Event) => event.preventDefault() } },
    field({ id: "label", label: t("account.label"), hint: t("account.label_hint") }, label),
    button({ label: t("account.add"), kind: "main", act }),
  );
}

/** What went wrong on a page of its own, for the account page that comes after it. */
let trouble: readonly string[] = [];

async function renewCode(page: AccountPage): Promise<void> {
  const { me } = desk();
  try {
    await newCode(await newRecoveryCode({ name: me.name, title: t("account.code"), put: page.put }));
  } catch (error) {
    // Whoever has just written twelve words down must know that they are good for nothing.
    trouble = [problemWords(error), t("account.code_kept")];
  }
  await page.again();
}

/** What was changed last, so that nobody's keys are changed behind their back. */
function changesPart(changes: readonly KeyChange[]): HTMLElement | null {
  if (changes.length === 0) return null;
  const items = changes.map(({ at, change: what }) =>
    h("li", {}, `${moment(new Date(at))}: ${term("change", what)}`),
  );
  return h(
    "section",
    { "aria-labelledby": "changes" },
    h("h2", { id: "changes" }, t("account.changes")),
    h("ul", {}, ...items),
    h("p", { class: "hint" }, t("account.changes_not_you")),
  );
}

async function aboutMe(): Promise<HTMLElement> {
  const { me, site } = desk();
  const root = await fingerprint(desk().keyring.root);
  return facts([
    [t("word.you"), [bdi(me.name), " · ", bdi(me.role)]],
    [t("account.unit"), me.unit === "" ? "" : bdi(me.unit)],
    [t("account.tier"), term("tier", String(me.tier))],
    [t("account.root"), h("span", { class: "mono", dir: "ltr" }, root)],
    [t("account.organisation"), bdi(site.organisation)],
  ]);
}

/** The page. `byCode`: signed in by recovery code, so a passkey should be added now. */
export async function accountPage(page: AccountPage, byCode: boolean): Promise<HTMLElement> {
  const { passkeys, changes, new_keys: waiting } = await api.keyring();
  const wrong = trouble.length > 0 ? notice("warm", ...trouble.map(words => h("p", {}, words))) : null;
  const problem = h("div", { role: "alert" }, wrong);
  trouble = [];
  const useful = passkeys.filter(({ prf }) => prf).length;
  const items = passkeys
    .toSorted((a, b) => a.created.localeCompare(b.created))
    .map(passkey => passkeyItem(passkey, page, problem));
  return h(
    "div",
    { class: "page" },
    h("h1", {}, t("account.title")),
    byCode ? notice("warm", h("p", {}, t("account.by_code"))) : null,
    problem,
    await aboutMe(),
    h("h2", {}, t("account.passkeys")),
    useful < 2 ? notice("calm", h("p", {}, t("account.second"))) : null,
    h("ul", { class: "keys" }, ...items),
    adder(page, problem),
    h("h2", {}, t("account.code")),
    h("p", {}, t("account.code_lead")),
    button({ label: t("account.code_new"), act: () => renewCode(page) }),
    await ownKeysPart(waiting, page.again),
    changesPart(changes),
    ...(await Promise.all([judgingPart(), tellingPart()])),
  );
}
