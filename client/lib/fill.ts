/** Words with gaps. Where a page has its words from is the page's affair. */

export type Values = Readonly<Record<string, string | number>>;

/** `text` with each `{name}` filled from `values`; a gap that has no value stays as it is. */
export function fill(text: string, values: Values = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => {
    return Object.hasOwn(values, name) ? String(values[name]) : gap;
  });
}
