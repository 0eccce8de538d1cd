/** What keeps and opens a draft: one part, fetched when she asks for either. */

export { keepDraft, readDraft } from "../../../lib/draft.ts";
export { deriveKeys, newEntropy, readCode, wordsOf } from "../../../lib/returncode.ts";
export { codeGrid, codeLanguage } from "../../codeview.ts";
