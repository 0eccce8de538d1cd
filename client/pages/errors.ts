/** What went wrong, in words that say the next step. Nothing technical, and nothing lost. */

import type { ApiError } from "../lib/api.ts";
import { listed, t } from "./dom.ts";

// The server's own sentences are English and for people who write programs: only the code is used.
const BY_CODE: Readonly<Record<string, string>> = {
  bad_day: "error.bad_day",
  conflict: "error.conflict",
  damaged: "error.damaged",
  not_found: "error.gone",
  storage_full: "error.full",
  too_large: "error.large",
  too_many: "problem.too_many",
  unavailable: "problem.unavailable",
};

function isApiError(error: Error): error is ApiError {
  return error.name === "ApiError";
}

/** What a worker hands over: the name and code of the error that it met. */
interface FromWorker {
  readonly reason?: string;
  readonly code?: string;
}

/** One or two plain sentences. Errors are told by name, so that this pulls no library in. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return t("problem.unavailable");
  if (error.name === "UploadFailed") return ofUpload(error);
  if (isApiError(error)) {
    return t(BY_CODE[error.code] ?? "error.refused");
  }
  if (error.name === "Unreachable" || error instanceof TypeError) return t("error.network");
  if (["BadRoster", "BadNote", "WeakKey"].includes(error.name)) return t("error.roster");
  if (error.name === "ForeignCase") return t("error.foreign");
  if (error.name === "HiddenHistory") return t("error.hidden");
  if (error.name === "Erased") return error.message;
  if (error.name === "BadCode") return ofCode(error);
  return t("error.open");
}

function ofUpload(error: Error & FromWorker): string {
  if (error.reason === "Unreachable") return t("error.network");
  return t(BY_CODE[error.code ?? ""] ?? "error.refused");
}

/** What a BadCode says (lib/returncode.ts). */
interface CodeError {
  readonly fault?: string;
  readonly count?: number;
  readonly wrong?: readonly { readonly number: number; readonly word: string }[];
}

/** As many as can be looked at in one go. */
const NAMED = 3;

function ofCode({ fault = "", count = 0, wrong = [] }: Error & CodeError): string {
  const words = wrong.slice(0, NAMED).map(each => t("code_fault.word_at", { ...each }));
  return t(`code_fault.${fault}`, { count, words: listed(words) });
}
