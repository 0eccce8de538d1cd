/** What went wrong, in the reader's language. */

import { ApiError, Unreachable } from "../../lib/api.ts";
import { PasskeyDeclined, PasskeyFailed, PasskeyKnown, PasskeysMissing } from "./passkey.ts";
import { unlocked } from "./session.ts";
import { language, t, term, LocalizedError } from "./words.ts";

const PROBLEMS = new Set([
  "bad_day",
  "not_signed_in",
  "not_found",
  "conflict",
  "damaged",
  "keyring_changed",
  "not_confirmed",
  "refused",
  "too_often",
  "too_large",
  "too_many",
  "storage_full",
  "unavailable",
]);

/** The words for what went wrong with a passkey or the server. */
export function explain(error: unknown): string {
  if (error instanceof PasskeyDeclined) return t("signin.declined");
  if (error instanceof PasskeysMissing) return t("signin.no_passkeys");
  if (error instanceof PasskeyKnown) return t("account.known_device");
  if (error instanceof PasskeyFailed) return t("signin.passkey_failed", { name: error.message });
  // By name: what proves a table is loaded where somebody looks one up.
  if (error instanceof Error && error.name === "Unproved") return t("problem.unproved");
  if (error instanceof LocalizedError) return error.words();
  if (error instanceof Unreachable) return t("problem.unreachable");
  if (unlocked() && error instanceof ApiError && error.code === "not_signed_in") {
    return t("problem.session_ended");
  }
  // The server's sentences are English: another language has its own for each code.
  if (error instanceof ApiError && language() !== "en") {
    return term("problem", PROBLEMS.has(error.code) ? error.code : "bad_request");
  }
  // The browser's own sentences are for programmers; those of lib/ are English.
  const ours = error instanceof Error && !(error instanceof DOMException) && language() === "en";
  return ours ? error.message : t("frame.broken");
}
