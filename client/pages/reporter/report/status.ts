/** What the report's pages say of themselves: what is missing, going on, or went wrong. */

import { byId, show, t } from "../../dom.ts";
import { explain } from "../../errors.ts";

/** Shows what is wrong at the control that it is about; whether it is. */
export function flag(id: string, wrong: boolean, control: string): boolean {
  show(byId(id), wrong);
  byId(control).ariaInvalid = wrong ? "true" : null;
  if (wrong) byId(control).focus();
  return wrong;
}

/** What to do with an error that belongs to one question. */
export function complain(id: string): (error: unknown) => void {
  return error => {
    byId(id).textContent = explain(error);
    show(byId(id));
  };
}

/** What is going on; "": nothing any more. */
export function busy(key: string): void {
  const line = byId("send-busy");
  line.textContent = key === "" ? "" : t(key);
  show(line, key !== "");
}

/** What went wrong on the page that she is on. */
export function failed(error: unknown): void {
  const box = byId("send-failed");
  const what = box.querySelector("[data-what]");
  if (what) what.textContent = explain(error);
  show(box);
  box.focus();
}
