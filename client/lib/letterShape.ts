/**
 * How a letter of several paragraphs stands in one text (docs/spec/casework.md, "What the letters say"), so
 * that who cannot show its shape still reads all of it. Pure.
 */

/** A paragraph of a letter as it stands in it. */
export interface Paragraph {
  readonly as: "heading" | "text" | "item";
  readonly words: string;
}

const SHAPES: Readonly<Record<string, Paragraph["as"]>> = { h: "heading", t: "text", i: "item" };

/** `text`, an empty line between two paragraphs, and of each what it is. */
export function packed(paragraphs: readonly Paragraph[]): { text: string; shape: string } {
  return {
    text: paragraphs.map(({ words }) => words).join("\n\n"),
    shape: paragraphs.map(({ as }) => as.charAt(0)).join(""),
  };
}

/** Paragraphs of a letter, whoever wrote it: where the shape is of another letter, all are text. */
export function unpacked({ text = "", shape = "" }: { text?: string; shape?: string }): Paragraph[] {
  const all = text.split(/\n\n+/).filter(each => each.trim() !== "");
  const is = shape.length === all.length ? shape : "";
  return all.map((words, at) => ({ as: SHAPES[is.charAt(at)] ?? "text", words }));
}
