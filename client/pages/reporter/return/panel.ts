/** A part of the report's page, under its heading. */

import { h } from "../../dom.ts";

export function panel(title: string, ...children: (Node | string)[]): HTMLElement {
  return h("section", { class: "card" }, h("h2", {}, title), ...children);
}
