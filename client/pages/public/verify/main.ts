/** Checks a receipt in this browser and says what it says. Nothing is sent. */

import { byId, h, once, t } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { fieldsOf, names, policyOf } from "../../receipts.ts";

const MAX_RECEIPT = 64 * 1024;

function say(...children: readonly (HTMLElement | string)[]): void {
  const result = byId("result");
  result.replaceChildren(...children);
  result.focus();
}

async function siteKeys() {
  const { publicApi } = await import("../../../lib/api.ts");
  return publicApi().site();
}

function bad(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  say(
    h(
      "div",
      { class: "notice warm" },
      h("h2", {}, t("verify.bad")),
      h("p", {}, t("verify.bad_text", { reason })),
      h("p", {}, t("verify.bad_next")),
    ),
  );
}

async function check(text: string): Promise<void> {
  if (text.trim() === "") return say(h("p", { class: "flag" }, t("verify.empty")));
  say(h("p", { class: "busy" }, t("verify.busy")));
  let site;
  try {
    site = await siteKeys();
  } catch {
    return say(h("p", { class: "flag" }, t("verify.site")));
  }
  try {
    const { verifyReceipt } = await import("../../../lib/receipt.ts");
    const verified = await verifyReceipt(tidy(text), policyOf(site));
    const { index, size, operators } = verified;
    const witnessed = operators.length >= site.quorum && operators.length > 0;
    say(
      h(
        "div",
        { class: "notice" },
        h("h2", {}, t("verify.good")),
        h("p", {}, t("verify.good_text", { index, size, origin: site.origin })),
        h("p", {}, witnessed ? t("verify.witnessed", { names: names(operators) }) : t("verify.first")),
      ),
      h("h2", {}, t("verify.says")),
      fieldsOf(verified),
    );
  } catch (error) {
    bad(error);
  }
}

/** Pasting brings other line ends, and loses the last one; a receipt has exactly one form. */
function tidy(text: string): string {
  return `${text.replaceAll("\r\n", "\n").trim()}\n`;
}

async function take(file: File | undefined): Promise<void> {
  if (!file) return;
  if (file.size > MAX_RECEIPT) return say(h("p", { class: "flag" }, t("verify.large")));
  const text = await file.text();
  byId<HTMLTextAreaElement>("receipt").value = text;
  await check(text);
}

armExit();
const form = byId<HTMLFormElement>("verify-form");
const file = byId<HTMLInputElement>("file");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void once(form, () => check(byId<HTMLTextAreaElement>("receipt").value));
});
file.addEventListener("change", () => void once(form, () => take(file.files?.[0])));
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => event.preventDefault());
}
byId("drop").addEventListener("drop", (event) => {
  void once(form, () => take(event.dataTransfer?.files[0]));
});
