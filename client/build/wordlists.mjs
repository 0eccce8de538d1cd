/**
 * BIP 39's lists of words, written shorter. As a list, English is 6.2 kB gzip and Chinese 5.3; each
 * word after what it shares with the one before, and signs without anything between, 4.5 each.
 */

export const WORD_LIST = /^@scure\/bip39\/wordlists\/[a-z-]+\.js$/;

const UNPACK_WORDS =
  'let word = ""; export const wordlist = PACKED.match(/\\d\\D+/g).map((each) => (word = word.slice(0, each[0]) + each.slice(1)));';
const UNPACK_SIGNS = "export const wordlist = [...PACKED];";

function shared(before, word) {
  let count = 0;
  while (count < 9 && count < before.length && before[count] === word[count]) count += 1;
  return count;
}

function packed(words) {
  return words.map((word, at) => {
    const count = shared(words[at - 1] ?? "", word);
    return `${count}${word.slice(count)}`;
  });
}

/** The module `words` as source, which exports `wordlist` as the library's own does. */
export function packWords(words) {
  if (words.every(word => [...word].length === 1))
    return UNPACK_SIGNS.replace("PACKED", JSON.stringify(words.join("")));
  if (words.some((word, at) => word === words[at - 1])) throw new Error("a list that has a word twice");
  if (!words.every(word => /^[a-z]+$/.test(word)))
    throw new Error("a list of words with other signs than a to z");
  return UNPACK_WORDS.replace("PACKED", JSON.stringify(packed(words).join("")));
}

/** `name`: what is imported from the library. */
export async function wordListModule(_root, name) {
  return packWords((await import(name)).wordlist);
}
