/** What went wrong, in words that say the next step. Nothing technical, and nothing lost. */

import type { ApiError } from "../lib/api.ts";
import { t } from "./dom.ts";

const BY_CODE: Readonly<Record<string, string>> = {
  storage_full: "error.full",
  too_many: "error.busy",
  unavailable: "error.server",
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
export function plainly(error: unknown): string {
  if (!(error instanceof Error)) return t("error.server");
  if (error.name === "UploadFailed") return ofUpload(error);
  if (isApiError(error)) {
    const known = BY_CODE[error.code];
    return known ? t(known) : t("error.refused", { reason: error.message });
  }
  if (error.name === "Unreachable" || error instanceof TypeError) return t("error.network");
  if (["BadRoster", "BadNote", "WeakKey"].includes(error.name)) return t("error.roster");
  if (error.name === "BadCode") return ofCode(error);
  return t("error.open", { reason: error.message });
}

function ofUpload(error: Error & FromWorker): string {
  if (error.reason === "Unreachable") return t("error.network");
  const known = BY_CODE[error.code ?? ""];
  return known ? t(known) : t("error.refused", { reason: error.message });
}

const BY_FAULT: Readonly<Record<string, string>> = {
  words: "error.words",
  unknown: "error.unknown",
};

function ofCode(error: Error & { readonly fault?: string }): string {
  return t(BY_FAULT[error.fault ?? ""] ?? "error.checksum");
}
