/**
 * Messages are written in Unicode MessageFormat 2 (docs/adr/0021, docs/TRANSLATING.md) and read here with its
 * own library. Pages get what is left to do: text with gaps, or one text for each plural form.
 *
 * Of the format Heard uses `{$name}` and one plural over a whole number, written in one way, so that
 * the server's own reader (src/heard/languages/messages.py) can be small:
 *   .input {$n :number} .match $n one {{{$n} day}} * {{{$n} days}}
 */

import { parseMessage, validate } from "messageformat";

const PLURAL =
  /^\.input \{\$(\w+) :number\} \.match \$\1(?: (?:\w+|\*) \{\{.*?\}\}(?= (?:\w+|\*) \{\{|$))+$/s;

class BadMessage extends Error {}

/** The text with its gaps as `{name}`. Raises BadMessage. */
function text(pattern) {
  return pattern.map(part => (typeof part === "string" ? plain(part) : gap(part))).join("");
}

function plain(part) {
  if (/[{}\\]/.test(part)) throw new BadMessage("braces and backslashes are not used in words");
  return part;
}

function gap({ arg, functionRef }) {
  if (arg?.type === "literal") {
    throw new BadMessage(`{${arg.value}} is the old form of a gap: write {$${arg.value}}`);
  }
  if (arg?.type !== "variable" || functionRef) throw new BadMessage("a gap is {$name} and no more");
  return `{${arg.name}}`;
}

function read(source) {
  try {
    const message = parseMessage(source);
    validate(message);
    return message;
  } catch (error) {
    throw new BadMessage(`is not MessageFormat 2 (${error.message})`);
  }
}

/** A text, or `{ by, forms }`: the number that decides, and a text for each plural form. */
export function compile(source) {
  const message = read(source);
  if (message.type === "message") {
    if (message.declarations.length > 0) throw new BadMessage("declares something: only plurals do");
    return text(message.pattern);
  }
  if (!PLURAL.test(source)) {
    throw new BadMessage("a plural is written “.input {$n :number} .match $n one {{…}} * {{…}}”");
  }
  const forms = message.variants.map(({ keys: [key], value }) => [key.value ?? "other", text(value)]);
  return { by: message.selectors[0].name, forms: Object.fromEntries(forms) };
}

/**
 * The names of the gaps, sorted; the number of a plural is one, said or not.
 *
 * @returns {string[]}
 */
export function gapsOf(compiled) {
  const { by, forms } = typeof compiled === "string" ? { forms: { other: compiled } } : compiled;
  const named = Object.values(forms).flatMap(form =>
    [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
  );
  return [...new Set(by ? [by, ...named] : named)].sort();
}

/** CLDR's plural forms of a language, as this build's Node has them. */
export function formsOf(tag) {
  return new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
}

/** What is wrong with a message of `tag` beside the one it translates; empty where nothing is. */
export function faultsOf(tag, compiled, original) {
  const faults = [];
  const wanted = gapsOf(original).join(", ");
  const found = gapsOf(compiled).join(", ");
  if (wanted !== found) faults.push(`has the gaps [${found}] and not [${wanted}]`);
  const needed = formsOf(tag);
  if (typeof compiled === "string") {
    if (typeof original !== "string" && needed.length > 1) faults.push(`needs forms: ${needed.join(", ")}`);
    return faults;
  }
  const given = Object.keys(compiled.forms);
  const lacking = needed.filter(form => !given.includes(form));
  const strange = given.filter(form => !needed.includes(form));
  if (lacking.length > 0) faults.push(`lacks the forms ${lacking.join(", ")} (“*” is other)`);
  if (strange.length > 0) faults.push(`has forms that ${tag} has not: ${strange.join(", ")}`);
  return faults;
}

export { BadMessage };
