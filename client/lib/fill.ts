/** Words with gaps, as client/build/messages.mjs hands them over. Where a page has them from is its affair. */

export type Values = Readonly<Record<string, string | number>>;

/** A text with gaps `{name}`, or one for each plural form of the number called `by`. */
export type Message = string | { readonly by: string; readonly forms: Readonly<Record<string, string>> };

export type Messages = Readonly<Record<string, Message>>;

/** A language (BCP 47) and which way its script runs. */
export interface Tongue {
  readonly tag: string;
  readonly direction: string;
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const LEFT_TO_RIGHT = /(?![\p{Script=Arabic}\p{Script=Hebrew}])[\p{L}\p{N}]/u;

/** Text that may run against the sentence it stands in would be torn apart (Unicode, UAX 9). */
export function isolated(text: string, direction: string): string {
  const against = direction === "rtl" ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  return against.test(text) ? `\u2068${text}\u2069` : text;
}

/** `message` with each gap filled from `values`; a gap that has no value stays as it is. */
export function fill(message: Message, values: Values, { tag, direction }: Tongue): string {
  return textOf(message, values, tag).replaceAll(/\{(\w+)\}/g, (gap, name: string) => {
    if (!Object.hasOwn(values, name)) return gap;
    const value = values[name] ?? "";
    return typeof value === "number" ? new Intl.NumberFormat(tag).format(value) : isolated(value, direction);
  });
}

function textOf(message: Message, values: Values, tag: string): string {
  if (typeof message === "string") return message;
  const form = new Intl.PluralRules(tag).select(Number(values[message.by]));
  return message.forms[form] ?? message.forms["other"] ?? "";
}
