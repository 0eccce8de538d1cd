/** The forms behind "Tell me": an address sealed here to the notification key, or this browser. */

import { base64, newId } from "../../../lib/bytes.ts";
import { type Contact, isAddress, pushContact, sealContact } from "../../../lib/contact.ts";
import { type ContactKind, inboxDeeds } from "../../../lib/inboxActions.ts";
import { noticesOf, type Service } from "../../../lib/roster.ts";
import { pushServiceWorker } from "../../../lib/trusted.ts";
import { button, h, language, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { trust } from "../../site.ts";
import type { InboxSession } from "./inboxSession.ts";

function api(session: InboxSession) {
  return inboxDeeds(session.source.keys.login);
}

async function kept(session: InboxSession, service: Service, contact: Contact): Promise<void> {
  const sealed = base64(await sealContact(contact, service));
  await api(session).setContact(newId(), contact.kind, sealed);
  await session.refresh();
}

/** A status line and a guard: what goes wrong is said where she looks. */
function guarded(): { says: HTMLElement; run: (act: () => Promise<void>) => Promise<void> } {
  const says = h("p", { role: "status", class: "small" });
  const run = async (act: () => Promise<void>) => {
    says.textContent = "";
    try {
      await act();
    } catch (error) {
      const refused = error instanceof DOMException || (error as Error).name === "ContactTooLong";
      says.textContent = refused ? t("tell.refused") : explain(error);
    }
  };
  return { says, run };
}

function emailForm(keep: (contact: Contact) => Promise<void>): HTMLElement {
  const { says, run } = guarded();
  const address = h("input", {
    id: "tell-address",
    type: "email",
    dir: "ltr",
    autocomplete: "off",
    "aria-describedby": "tell-email-hint",
  });
  const save = button(t("tell.email_save"), () =>
    run(async () => {
      const typed = address.value.trim();
      if (!isAddress(typed)) {
        says.textContent = t("tell.email_wrong");
        return address.focus();
      }
      await keep({ kind: "email", address: typed, language: language() });
    }),
  );
  return h(
    "div",
    { class: "field" },
    h("h3", {}, t("tell.email")),
    h("p", { class: "hint", id: "tell-email-hint" }, t("tell.email_hint")),
    h("label", { for: address.id }, t("tell.address")),
    address,
    h("p", {}, save),
    says,
  );
}

function pushForm(keep: (contact: Contact) => Promise<void>, key: string): HTMLElement {
  const { says, run } = guarded();
  const save = button(t("tell.push_save"), () =>
    run(async () => keep(await pushContact(await pushServiceWorker(), key))),
  );
  return h(
    "div",
    { class: "field" },
    h("h3", {}, t("tell.push")),
    h("p", { class: "hint" }, t("tell.push_hint")),
    h("p", {}, save),
    says,
  );
}

/** What this site and this browser can do; a plain sentence where that is nothing, or not safe. */
export async function contactForms(
  session: InboxSession,
  place: HTMLElement,
  home: () => void,
): Promise<HTMLElement[]> {
  try {
    // As it is now, and the key from the roster alone: site.json is signed by nobody.
    const { site, roster } = await trust(true);
    const service = noticesOf(roster);
    const { notify } = site;
    if (service === null || notify === null) return [h("p", { class: "notice" }, t("tell.no_key"))];
    const { signing } = service;
    const canPush = "serviceWorker" in navigator && "PushManager" in globalThis;
    const keep = (contact: Contact) => kept(session, service, contact).then(home);
    const forms: HTMLElement[] = [];
    if (notify.email) forms.push(emailForm(keep));
    if (notify.push && signing && canPush) forms.push(pushForm(keep, signing));
    if (forms.length === 0) return [h("p", { class: "notice" }, t("tell.no_way"))];
    const close = button(t("go.stay"), () => place.replaceChildren(), "link");
    return [h("div", { class: "notice warm" }, h("p", {}, t("tell.warning"))), ...forms, close];
  } catch (error) {
    return [h("p", { class: "flag" }, explain(error))];
  }
}

/** Forgets it at the server, and at the push service where this browser is the one. */
export async function removeContact(
  session: InboxSession,
  kind: ContactKind,
  place: HTMLElement,
  home: () => void,
): Promise<void> {
  const { says, run } = guarded();
  place.replaceChildren(says);
  await run(async () => {
    await api(session).removeContact(newId(), kind);
    if (kind === "push") await forgetPush();
    await session.refresh();
    home();
  });
}

async function forgetPush(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/report/");
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe().catch(() => false);
  await registration?.unregister();
}
