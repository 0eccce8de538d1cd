/** Inputs by chance, out of inputs that are there: the same seed gives the same inputs. */

/** Mulberry32: 32 bits of state, enough to choose where to bite. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const TELLING = [
  "\0",
  "\n",
  "\r\n",
  " ",
  "+",
  "=",
  '"',
  "\\",
  ",",
  "{",
  "}",
  "[",
  "]",
  "0",
  "-1",
  "1.0",
  "1e9",
  "9007199254740993",
  "9223372036854775808",
  "true",
  "null",
  "—",
  "\u00a0",
  "\u2028",
  "\ufeff",
  "İ",
  "\\ud800",
  "\\u0000",
  "__proto__",
  "\x7f",
  "\u0085",
  "\u202e",
  "..",
  "/",
  "2026-02-29",
].map(each => Buffer.from(each));
TELLING.push(
  ...[[0xff], [0xff, 0xff, 0xff, 0xff], [0xed, 0xa0, 0x80], [0, 0, 0, 0], [0x80, 0, 0, 0]].map(each =>
    Buffer.from(each),
  ),
);

function spliced(data, at, end, put) {
  return Buffer.concat([data.subarray(0, at), put, data.subarray(end)]);
}

const CHANGES = [
  (data, { at, random }) => {
    if (data.length === 0) return data;
    const out = Buffer.from(data);
    out[Math.min(at, out.length - 1)] ^= 1 << random(8);
    return out;
  },
  (data, { at, random }) => spliced(data, at, at, TELLING[random(TELLING.length)]),
  (data, { at, end }) => spliced(data, at, Math.min(end, at + 16), Buffer.alloc(0)),
  (data, { at, random }) => {
    const put = TELLING[random(TELLING.length)];
    return spliced(data, at, at + put.length, put);
  },
  (data, { at, end }) => spliced(data, at, at, data.subarray(at, Math.min(end, at + 256))),
  (data, { at, end, random, seeds }) => {
    const other = seeds[random(seeds.length)];
    const from = random(other.length + 1);
    return spliced(data, at, end, other.subarray(from, from + 1 + random(64)));
  },
  (data, { at, random }) => {
    const out = Buffer.from(data);
    for (let i = at; i < Math.min(at + 4, out.length); i++) out[i] = random(256);
    return out;
  },
  (data, { end }) => data.subarray(0, end),
];

/** One of `seeds`, changed in one to eight places; at most `longest` bytes. */
export function changed(seeds, random, longest) {
  let data = seeds[random(seeds.length)];
  for (let n = 1 << random(4); n > 0; n--) {
    const [at, end] = [random(data.length + 1), random(data.length + 1)].sort((a, b) => a - b);
    data = CHANGES[random(CHANGES.length)](data, { at, end, random, seeds });
  }
  return Uint8Array.from(data.subarray(0, longest));
}
