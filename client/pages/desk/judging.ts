/** People whom this holder cannot judge: reports about them are not offered to this holder. */

import { deskApi } from "../../lib/deskapi.ts";
import { button, field, h, notice, replace } from "./dom.ts";
import { keepForm, keepForms } from "./drafts.ts";
import { say } from "./frame.ts";
import { problemWords } from "./problems.ts";
import { t } from "./words.ts";

const api = deskApi();
const MAX_WHO = 200;

/** The part of the account page; every change is saved at once. */
class Judging {
  readonly #list = h("div", {});
  readonly #problem = h("div", { role: "alert" });
  readonly #who = h("input", { type: "text", maxlength: MAX_WHO, autocomplete: "off", dir: "auto" });
  #declared: readonly string[];

  constructor(declared: readonly string[]) {
    this.#declared = declared;
  }

  element(): HTMLElement {
    this.#draw();
    const part = h(
      "section",
      { "aria-labelledby": "judging-title" },
      h("h2", { id: "judging-title" }, t("judging.title")),
      h("p", {}, t("judging.lead")),
      this.#list,
      h(
        "form",
        { class: "adder", on: { submit: (event: Event) => event.preventDefault() } },
        field({ id: "judging-who", label: t("judging.who"), hint: t("judging.who_hint") }, this.#who),
        this.#problem,
        button({ label: t("judging.add"), act: () => this.#add() }),
      ),
    );
    keepForm("judging", part);
    return part;
  }

  #draw(): void {
    replace(
      this.#list,
      this.#declared.length === 0
        ? h("p", { class: "empty-line" }, t("judging.none"))
        : h("ul", { class: "plain rooms" }, ...this.#declared.map(who => this.#item(who))),
    );
  }

  #item(who: string): HTMLElement {
    const gone = (): Promise<void> =>
      this.#save(
        this.#declared.filter(each => each !== who),
        t("judging.removed"),
      );
    const remove = button({ label: t("word.remove"), kind: "link", act: gone });
    remove.setAttribute("aria-label", t("judging.remove_of", { who }));
    return h("li", {}, h("bdi", {}, who), " ", remove);
  }

  async #add(): Promise<void> {
    const who = this.#who.value.trim();
    if (who === "") {
      replace(this.#problem, notice("warm", t("judging.empty")));
      this.#who.focus();
      return;
    }
    await this.#save([...this.#declared.filter(each => each !== who), who], t("judging.added"));
  }

  async #save(next: readonly string[], said: string): Promise<void> {
    replace(this.#problem);
    try {
      await api.declare(next);
    } catch (error) {
      replace(this.#problem, notice("warm", t("form.unsaved", { why: problemWords(error) })));
      return;
    }
    if (next.includes(this.#who.value.trim())) this.#who.value = "";
    void keepForms();
    this.#declared = next;
    this.#draw();
    say(said);
    this.#who.focus();
  }
}

export async function judgingPart(): Promise<HTMLElement> {
  return new Judging((await api.declared()).declared).element();
}
