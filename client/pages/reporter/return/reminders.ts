/** Where she wants to be told that something changed: hers to give, and to take away. */

import { button, h, moment, t } from "../../dom.ts";
import { actions } from "./later.ts";
import { panel } from "./panel.ts";
import type { InboxSession } from "./inboxSession.ts";

/** A list of what is set; the forms are fetched when she asks for them. */
export function remindersPanel(session: InboxSession, home: () => void): HTMLElement | false {
  // While it can still be undone, somebody may have something to tell.
  if (session.view.state === "stopped") return false;
  const place = h("div", {});
  const contacts = session.view.contacts ?? [];
  const rows = contacts.map(({ kind, at }) => {
    const remove = button(t("word.remove"), () => openForms("remove", kind), "link");
    remove.ariaLabel = `${t("word.remove")}: ${t(`tell.${kind}`)}`;
    return h(
      "li",
      {},
      h("b", {}, t(`tell.${kind}`)),
      t("tell.since", { when: moment(at) }),
      h("div", {}, remove),
    );
  });
  const openForms = async (act: "add" | "remove", kind?: "email" | "push") => {
    const { contactForms, removeContact } = await actions();
    if (act === "remove" && kind) return removeContact(session, kind, place, home);
    place.replaceChildren(...(await contactForms(session, place, home)));
    place.querySelector<HTMLElement>("input, button")?.focus();
  };
  return panel(
    t("tell.title"),
    h("p", {}, t("tell.text")),
    rows.length > 0 ? h("ul", { class: "lines" }, ...rows) : h("p", { class: "hint" }, t("tell.none")),
    button(t("tell.open"), () => openForms("add"), "link"),
    place,
  );
}
