/** The law by which something is owed, in words. */

import { said, t } from "../words.ts";

function slug(value: string): string {
  return value
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

/**
 * The law and article that made a duty, "title: article" as the server says it: in words where the
 * book has them, else (the sections of laws) as it came. `known`: wholly in words of this language.
 */
export function source(formatted: string): { readonly words: string; readonly known: boolean } {
  const at = formatted.indexOf(": ");
  const [title, article] = at < 0 ? [formatted, ""] : [formatted.slice(0, at), formatted.slice(at + 2)];
  const law = said(`law.${slug(title)}`);
  if (law === undefined) return { words: formatted, known: false };
  const part = said(`article.${slug(article)}`) ?? article;
  return { words: t("duty.source", { law, article: part }), known: true };
}
