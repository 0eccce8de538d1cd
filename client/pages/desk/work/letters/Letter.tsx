/** A letter on the outcome as whoever gets it reads it. */

import type { Paragraph } from "../../../../lib/letterShape.ts";
import { directionOf, LANGUAGES } from "../../../../lib/languages.ts";

function One({ as, words }: Paragraph) {
  if (as === "heading") return <h5 dir="auto">{words}</h5>;
  // A part with a direction of its own inside would leave the paragraph without one.
  return (
    <p class={as === "item" ? "item" : undefined} dir="auto">
      {words}
    </p>
  );
}

/** Two paragraphs may say the same. */
function keyed(paragraphs: readonly Paragraph[]): (readonly [string, Paragraph])[] {
  return paragraphs.map((each, at) => [`${at}`, each]);
}

export function Letter({ paragraphs, language }: { paragraphs: readonly Paragraph[]; language: string }) {
  const known = LANGUAGES.find(({ tag }) => tag === language);
  const own = known ? { lang: known.tag, dir: directionOf(known.tag) } : {};
  return (
    <div class="outcome-letter" {...own}>
      {keyed(paragraphs).map(([key, each]) => (
        <One key={key} {...each} />
      ))}
    </div>
  );
}
