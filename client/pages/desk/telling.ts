/** Where this holder is told that something waits: mail, rooms, and hours of quiet. */

import { deskApi, type Notifications, type Told } from "../../lib/deskapi.ts";
import { button, field, h, notice, replace } from "./dom.ts";
import { dropForms, keepForm } from "./drafts.ts";
import { say } from "./frame.ts";
import { problemWords } from "./problems.ts";
import { language, list, t } from "./words.ts";

const api = deskApi();
const HOURS = 24;
const MAX_ADDRESS = 500;

type Quiet = [number, number] | null;

function hourName(hour: number): string {
  const options: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language(), options).format(new Date(Date.UTC(2026, 0, 1, hour)));
}

function hourMenu(chosen: number): HTMLSelectElement {
  const hours = Array.from({ length: HOURS }, (_, hour) => hour);
  return h(
    "select",
    {},
    ...hours.map(hour => h("option", { value: hour, selected: hour === chosen }, hourName(hour))),
  );
}

/** The part of the account page, drawn anew from every answer of the server. */
class Telling {
  readonly #body = h("div", {});
  readonly #problem = h("div", { role: "alert" });
  readonly #result = h("div", { role: "status" });
  #ways: Notifications;

  constructor(ways: Notifications) {
    this.#ways = ways;
  }

  element(): HTMLElement {
    this.#draw();
    return h(
      "section",
      { "aria-labelledby": "telling-title" },
      h("h2", { id: "telling-title" }, t("telling.title")),
      h("p", {}, t("telling.lead")),
      this.#body,
      this.#problem,
    );
  }

  #draw(): void {
    const { email, targets, quiet } = this.#ways;
    replace(this.#result);
    replace(
      this.#body,
      h("p", {}, t(email ? "telling.mail" : "telling.no_mail")),
      h("h3", {}, t("telling.rooms")),
      targets.length === 0
        ? h("p", { class: "empty-line" }, t("telling.no_rooms"))
        : h("ul", { class: "plain rooms" }, ...targets.map(room => this.#room(room))),
      this.#adder(),
      h("h3", {}, t("telling.quiet")),
      this.#quietForm(quiet),
      h("h3", {}, t("telling.try")),
      h("p", { class: "hint" }, t("telling.try_hint")),
      button({ label: t("telling.test"), act: () => this.#test() }),
      this.#result,
    );
  }

  /** Saves; what is refused is said, and what was typed stays. */
  async #save(targets: readonly string[], quiet: Quiet, said: string): Promise<boolean> {
    replace(this.#problem);
    try {
      this.#ways = await api.tell(targets, quiet);
    } catch (error) {
      replace(this.#problem, notice("warm", t("form.unsaved", { why: problemWords(error) })));
      return false;
    }
    dropForms("telling");
    this.#draw();
    say(said);
    return true;
  }

  #ids(without = ""): string[] {
    return this.#ways.targets.map(({ id }) => id).filter(id => id !== without);
  }

  #room({ id, label }: { id: string; label: string }): HTMLElement {
    const gone = (): Promise<boolean> =>
      this.#save(this.#ids(id), this.#ways.quiet, t("telling.removed", { label }));
    const remove = button({ label: t("word.remove"), kind: "link", act: gone });
    remove.setAttribute("aria-label", t("telling.remove_of", { label }));
    return h("li", {}, h("span", { class: "mono", dir: "ltr" }, label), " ", remove);
  }

  #adder(): HTMLElement {
    const address = h("input", {
      type: "text",
      maxlength: MAX_ADDRESS,
      autocomplete: "off",
      spellcheck: "false",
      dir: "ltr",
    });
    const add = async (): Promise<void> => {
      const typed = address.value.trim();
      if (typed === "") {
        replace(this.#problem, notice("warm", t("telling.empty")));
        address.focus();
        return;
      }
      await this.#save([...this.#ids(), typed], this.#ways.quiet, t("telling.added"));
    };
    const hint = t("telling.address_hint", { kinds: list(this.#ways.kinds.map(kind => `${kind}://`)) });
    const form = h(
      "form",
      { class: "adder", on: { submit: (event: Event) => event.preventDefault() } },
      field({ id: "room", label: t("telling.address"), hint }, address),
      button({ label: t("telling.add"), act: add }),
    );
    keepForm("telling/room", form);
    return form;
  }

  #quietForm(quiet: Quiet): HTMLElement {
    const [from, until] = [hourMenu(quiet?.[0] ?? 20), hourMenu(quiet?.[1] ?? 7)];
    const keep = (): Promise<boolean> =>
      this.#save(this.#ids(), [Number(from.value), Number(until.value)], t("telling.quiet_kept"));
    const none = (): Promise<boolean> => this.#save(this.#ids(), null, t("telling.quiet_gone"));
    return h(
      "form",
      { class: "adder", on: { submit: (event: Event) => event.preventDefault() } },
      h("p", { class: "hint" }, t("telling.quiet_hint", { zone: this.#ways.zone })),
      h(
        "p",
        {},
        quiet
          ? t("telling.quiet_now", { from: hourName(quiet[0]), until: hourName(quiet[1]) })
          : t("telling.quiet_none"),
      ),
      h(
        "div",
        { class: "two" },
        field({ id: "quiet-from", label: t("telling.from") }, from),
        field({ id: "quiet-until", label: t("telling.until") }, until),
      ),
      button({ label: t("telling.quiet_keep"), act: keep }),
      quiet ? button({ label: t("telling.quiet_remove"), kind: "link", act: none }) : null,
    );
  }

  async #test(): Promise<void> {
    replace(this.#problem);
    try {
      replace(this.#result, this.#tried(await api.testTelling()));
    } catch (error) {
      replace(this.#problem, notice("warm", problemWords(error)));
    }
  }

  #tried({ email, targets }: Told): HTMLElement {
    const labels = new Map(this.#ways.targets.map(({ id, label }) => [id, label]));
    const line = (name: string, arrived: boolean): HTMLElement =>
      h("li", {}, t(arrived ? "telling.arrived" : "telling.failed", { name }));
    const none = email === null && targets.length === 0;
    return notice(
      "calm",
      none ? h("p", {}, t("telling.nowhere")) : null,
      h(
        "ul",
        {},
        email === null ? null : line(t("how.mail"), email),
        ...targets.map(([id, arrived]) => line(labels.get(id) ?? "", arrived)),
      ),
    );
  }
}

export async function tellingPart(): Promise<HTMLElement> {
  return new Telling(await api.notifications()).element();
}
