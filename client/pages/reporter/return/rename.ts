/** "Name someone else": who would lose the report and why is shown before anything is done. */

import type { HolderView } from "../../../lib/api.ts";
import { button, h, t } from "../../dom.ts";
import { explain } from "../../errors.ts";
import { type Checked, limits, person, reasons } from "../../readers.ts";
import type { Navigation } from "./navigation.ts";
import { renewCase } from "./renewing.ts";
import type { InboxSession } from "./inboxSession.ts";

interface Fields {
  readonly name: HTMLInputElement;
  readonly key: HTMLInputElement;
  readonly role: HTMLSelectElement;
  readonly words: HTMLTextAreaElement;
}

function fields(): Fields {
  const role = h("select", { id: "rename-role" });
  for (const value of ["respondent", "bystander", "told"]) {
    role.append(h("option", { value }, t(value === "told" ? "rename.failed" : `role.${value}`)));
  }
  return {
    name: h("input", { id: "rename-name", dir: "auto", autocomplete: "off" }),
    key: h("input", {
      id: "rename-key",
      dir: "auto",
      autocomplete: "off",
      "aria-describedby": "rename-key-hint",
    }),
    role,
    words: h("textarea", { id: "rename-words", rows: 3, dir: "auto" }),
  };
}

function field(label: string, control: HTMLElement, hint?: HTMLElement): HTMLElement {
  return h("div", { class: "field" }, h("label", { for: control.id }, label), hint, control);
}

function named({ name, key, role }: Fields) {
  const failed = role.value === "told";
  return { name: name.value.trim(), key: key.value.trim(), line: !failed, failed };
}

/** What is sent with the new key, so that the readers know whom she named. */
function wordsOf(form: Fields): string {
  const { name, key } = named(form);
  const role = form.role.selectedOptions[0]?.textContent ?? "";
  const who = [name, key && `(${key})`, `– ${role}`].filter(Boolean).join(" ");
  return [t("rename.said", { who }), form.words.value.trim()].filter(Boolean).join("\n\n");
}

/** Who is near them; null where it cannot be looked up now, which is said. */
async function lookedUp(
  who: ReturnType<typeof named>,
  holders: readonly HolderView[],
  says: HTMLElement,
): Promise<Checked | null> {
  try {
    const { checkNamed } = await import("../../conflictLookup.ts");
    return await checkNamed([who], holders);
  } catch (error) {
    says.textContent = explain(error);
    return null;
  }
}

export async function showRename(session: InboxSession, go: Navigation): Promise<void> {
  const form = fields();
  const says = h("p", { role: "status" });
  const result = h("div", {});
  const look = button(
    t("rename.look"),
    async () => {
      const who = named(form);
      says.textContent = who.name || who.key ? t("rename.looking") : t("rename.empty");
      if (!who.name && !who.key) return form.name.focus();
      const holders = session.view.holders.filter(({ left }) => left === null);
      const checked = await lookedUp(who, holders, says);
      if (checked === null) return;
      says.textContent = "";
      const out = new Set(checked.outs.map(({ holder }) => holder));
      draw({ session, go, form, holders, checked, out, place: result });
      result.querySelector<HTMLElement>("h2")?.focus();
    },
    "",
  );
  go.subpage(
    h("h1", { tabindex: -1 }, t("rename.title")),
    h("p", {}, t("rename.text")),
    field(t("people.name"), form.name),
    field(t("people.key"), form.key, h("p", { class: "hint", id: "rename-key-hint" }, t("people.key_hint"))),
    field(t("people.role"), form.role),
    field(t("rename.words"), form.words),
    h("div", { class: "row" }, look, button(t("go.stay"), go.home)),
    says,
    result,
  );
}

interface Choice {
  readonly session: InboxSession;
  readonly go: Navigation;
  readonly form: Fields;
  readonly holders: readonly HolderView[];
  readonly checked: Checked;
  /** Ids of those who would lose it: moved by her. */
  readonly out: Set<string>;
  /** Where it is shown. */
  readonly place: HTMLElement;
}

/** Who would lose it and who stays; each can be moved by her. */
function draw(choice: Choice): void {
  const { holders, checked, out, place } = choice;
  const losing = holders.filter(({ id }) => out.has(id));
  const staying = holders.filter(({ id }) => !out.has(id));
  const says = h("p", { role: "alert" });
  const act = button(
    losing.length > 0 ? t("rename.yes") : t("rename.yes_nobody"),
    () => send(choice, says),
    "",
  );
  const people = (shown: readonly HolderView[]) =>
    h("ul", { class: "people wide" }, ...shown.map(one => card(choice, one)));
  place.replaceChildren(
    ...limits(checked),
    h("h2", { tabindex: -1 }, t("rename.losing")),
    losing.length > 0 ? people(losing) : h("p", {}, t("rename.losing_nobody")),
    h("h2", {}, t("rename.staying")),
    staying.length > 0 ? people(staying) : h("p", {}, t("rename.staying_nobody")),
    h("p", {}, t("rename.past")),
    ...(staying.length > 0 ? [h("div", { class: "row" }, act)] : []),
    says,
  );
}

function card(choice: Choice, holder: HolderView): HTMLLIElement {
  const { checked, out, place } = choice;
  const { id, name } = holder;
  const loses = out.has(id);
  const label = t(loses ? "report.restore" : "report.strike");
  const move = button(
    label,
    () => {
      if (!out.delete(id)) out.add(id);
      draw(choice);
      place.querySelector<HTMLElement>(`[data-holder="${id}"]`)?.focus();
    },
    "link",
  );
  move.ariaLabel = `${label}: ${name}`;
  move.dataset["holder"] = id;
  const why = loses ? reasons(checked.outs, id) : [];
  return person(holder, ...why.map(reason => h("p", { class: "small" }, reason)), h("div", {}, move));
}

async function send({ session, go, form, out }: Choice, says: HTMLElement): Promise<void> {
  try {
    const words = wordsOf(form);
    if (out.size === 0) await session.write("addition", words);
    else await session.retryOnStaleKey(() => renewCase(session, [...out], words));
    go.home();
  } catch (error) {
    says.textContent = `${explain(error)} ${t("send.kept")}`;
  }
}
