/**
 * HEIF (ISO/IEC 23008-12) as phones write it: HEIC and AVIF. The file is written anew with the one
 * picture that is shown, what that is made of (tiles, transparency), and the properties that tell
 * how it is shown. EXIF, XMP, thumbnails, depth and every other item are not copied.
 */

import { type Bytes, utf8 } from "../bytes.ts";
import { BadImage, bigEndian, type Found, fourCC, join } from "./base.ts";
import { type Box, box, boxesOf, Fields, fullBox, one } from "./boxes.ts";
import { nalLength, plainAv1, plainAv1Config, plainHevc, plainHevcConfig } from "./coded.ts";
import { plainProfile } from "./icc.ts";

const BRANDS = ["heic", "heix", "heim", "heis", "mif1", "mif2", "miaf", "avif", "MA1A", "MA1B"];
const MAJOR = ["heic", "heix", "mif1", "avif"];
const ALPHA = ["urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"];
const MAX_ITEMS = 4096;

/** How long a property of plain numbers is. */
const NUMBERS: Readonly<Record<string, number>> = {
  ispe: 12,
  pasp: 8,
  clap: 32,
  irot: 1,
  imir: 1,
  mdcv: 24,
  clli: 4,
  a1op: 1,
  lsel: 2,
};

interface Item {
  readonly id: number;
  readonly type: string;
}

interface Association {
  readonly index: number;
  readonly essential: boolean;
}

interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

const text = (bytes: Bytes) => String.fromCharCode(...bytes.subarray(0, 200));

function itemsOf(iinf: Bytes): Item[] {
  const fields = new Fields(iinf);
  const version = fields.number(4) >>> 24;
  fields.number(version === 0 ? 2 : 4);
  const infos = boxesOf(iinf.subarray(fields.at));
  if (infos.length > MAX_ITEMS) throw new BadImage("too many items");
  return infos.map(({ type, body }) => {
    const info = new Fields(body);
    const form = info.number(4) >>> 24;
    if (type !== "infe" || (form !== 2 && form !== 3)) throw new BadImage("an item of another form");
    const id = info.number(form === 2 ? 2 : 4);
    if (info.number(2) !== 0) throw new BadImage("a protected item");
    return { id, type: fourCC(info.take(4), 0) };
  });
}

/** An item's bytes, put together from where they lie. */
interface Content {
  readonly bytes: Bytes;
  readonly source: Bytes;
  readonly parts: readonly (readonly [number, number])[];
}

function contentsOf(iloc: Bytes, file: Bytes, idat: Bytes): Map<number, Content> {
  const fields = new Fields(iloc);
  const version = fields.number(4) >>> 24;
  const sizes = fields.number(2);
  const [offset, length, base, index] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, sizes & 15];
  const count = fields.number(version < 2 ? 2 : 4);
  if (version > 2 || count > MAX_ITEMS) throw new BadImage("items in another form");
  const out = new Map<number, Content>();
  let total = 0;
  for (let i = 0; i < count; i++) {
    const id = fields.number(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : fields.number(2) & 15;
    const elsewhere = fields.number(2) !== 0 || method > 1;
    const start = fields.number(base);
    const parts = Array.from({ length: fields.number(2) }, () => {
      if (version > 0) fields.number(index);
      const at = start + fields.number(offset);
      return [at, at + fields.number(length)] as const;
    });
    total += parts.reduce((sum, [from, to]) => sum + to - from, 0);
    if (out.has(id) || total > file.length) throw new BadImage("items overlap");
    const source = method === 1 ? idat : file;
    // What lies elsewhere is refused only where the picture needs it.
    const inside = !elsewhere && parts.every(([from, to]) => to > from && to <= source.length);
    if (!inside) continue;
    const bytes = join(parts.map(([from, to]) => source.subarray(from, to)));
    out.set(id, { bytes, source, parts });
  }
  return out;
}

function referencesOf(iref: Bytes | undefined): Reference[] {
  if (!iref) return [];
  const wide = new Fields(iref).number(4) >>> 24 === 0 ? 2 : 4;
  return boxesOf(iref.subarray(4)).map(({ type, body }) => {
    const fields = new Fields(body);
    const from = fields.number(wide);
    return { type, from, to: Array.from({ length: fields.number(2) }, () => fields.number(wide)) };
  });
}

function associationsOf(ipma: Bytes): Map<number, Association[]> {
  const fields = new Fields(ipma);
  const head = fields.number(4);
  const [wide, size] = [head >>> 24 === 0 ? 2 : 4, head & 1 ? 2 : 1];
  const essential = size === 2 ? 0x8000 : 0x80;
  const out = new Map<number, Association[]>();
  for (let left = fields.number(4); left > 0; left--) {
    const id = fields.number(wide);
    const list = Array.from({ length: fields.number(1) }, () => {
      const value = fields.number(size);
      return { index: value % essential, essential: value >= essential };
    });
    if (out.has(id)) throw new BadImage("properties told twice");
    out.set(id, list);
  }
  return out;
}

/** A property without anything but how the picture is shown; null where it is for nothing else. */
function plainProperty({ type, body }: Box): Bytes | null {
  if (NUMBERS[type] !== undefined) {
    if (body.length !== NUMBERS[type]) throw new BadImage("a bad property");
    return box(type, body);
  }
  if (type === "pixi" && body.length === 5 + (body[4] ?? 0)) return box(type, body);
  if (type === "hvcC") return box(type, plainHevcConfig(body));
  if (type === "av1C") return box(type, plainAv1Config(body));
  if (type === "colr") {
    const kind = fourCC(body, 0);
    if (kind === "nclx" && body.length === 11) return box(type, body);
    if (kind === "prof") return box(type, body.slice(0, 4), plainProfile(body.subarray(4)));
  }
  const urn = type === "auxC" ? ALPHA.find(name => text(body.subarray(4)).startsWith(`${name}\0`)) : null;
  return urn ? fullBox("auxC", 0, utf8(`${urn}\0`)) : null;
}

interface Heif {
  readonly items: ReadonlyMap<number, string>;
  readonly contents: ReadonlyMap<number, Content>;
  readonly references: readonly Reference[];
  readonly properties: readonly Box[];
  readonly associations: ReadonlyMap<number, readonly Association[]>;
  readonly primary: number;
}

function read(bytes: Bytes, top: readonly Box[]): Heif {
  const meta = one(top, "meta");
  const boxes = boxesOf(meta.subarray(4));
  const maybe = (type: string) => (boxes.some(each => each.type === type) ? one(boxes, type) : undefined);
  if (fourCC(one(boxes, "hdlr"), 8) !== "pict") throw new BadImage("not of pictures");
  const pitm = new Fields(one(boxes, "pitm"));
  const primary = pitm.number(4) >>> 24 === 0 ? pitm.number(2) : pitm.number(4);
  const iprp = boxesOf(one(boxes, "iprp"));
  return {
    items: new Map(itemsOf(one(boxes, "iinf")).map(({ id, type }) => [id, type])),
    contents: contentsOf(one(boxes, "iloc"), bytes, maybe("idat") ?? new Uint8Array(0)),
    references: referencesOf(maybe("iref")),
    properties: boxesOf(one(iprp, "ipco")),
    associations: associationsOf(one(iprp, "ipma")),
    primary,
  };
}

const propertiesOf = (heif: Heif, id: number) =>
  (heif.associations.get(id) ?? []).map(each => ({ ...each, property: heif.properties[each.index - 1] }));

const isAlpha = (heif: Heif, id: number) =>
  propertiesOf(heif, id).some(
    ({ property }) => property?.type === "auxC" && plainProperty(property) !== null,
  );

/** The primary picture, its transparency, and the tiles that both are made of. */
function shownItems(heif: Heif): number[] {
  const alphas = heif.references.filter(
    ({ type, from, to }) => type === "auxl" && to.includes(heif.primary) && isAlpha(heif, from),
  );
  const kept = new Set<number>();
  const queue = [heif.primary, ...alphas.map(({ from }) => from)];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (kept.has(id)) continue;
    kept.add(id);
    queue.push(
      ...heif.references.filter(({ type, from }) => type === "dimg" && from === id).flatMap(({ to }) => to),
    );
    if (kept.size > MAX_ITEMS) throw new BadImage("too many items");
  }
  return [...kept];
}

function plainContent(heif: Heif, id: number): Bytes {
  const [type, content] = [heif.items.get(id), heif.contents.get(id)?.bytes];
  if (!content) throw new BadImage("a part of the picture is missing");
  if (type === "av01") {
    const picture = plainAv1(content);
    if (picture.length === 0) throw new BadImage("no picture");
    return picture;
  }
  if (type === "hvc1") {
    const config = propertiesOf(heif, id).find(({ property }) => property?.type === "hvcC")?.property;
    if (!config || config.body.length < 23) throw new BadImage("a picture without its key");
    return plainHevc(content, nalLength(config.body));
  }
  if (type !== "grid" || content.length !== ((content[1] ?? 0) & 1 ? 12 : 8)) {
    throw new BadImage("a picture of another kind");
  }
  return content;
}

const meet = (one: Content, other: Content) =>
  one.source === other.source &&
  one.parts.some(([from, to]) => other.parts.some(([start, end]) => from < end && start < to));

/** Bytes that belong to the picture and to something else as well are of no picture. */
function refuseShared(heif: Heif, kept: readonly number[]): void {
  const [picture, rest]: [Content[], Content[]] = [[], []];
  for (const [id, content] of heif.contents) (kept.includes(id) ? picture : rest).push(content);
  if (picture.some(one => rest.some(other => meet(one, other)))) throw new BadImage("items overlap");
}

class Properties {
  readonly written: Bytes[] = [];
  private readonly places = new Map<number, number>();
  private readonly heif: Heif;

  constructor(heif: Heif) {
    this.heif = heif;
  }

  /** The new association of an item: only what it needs. */
  of(id: number): Bytes[] {
    return propertiesOf(this.heif, id).flatMap(({ index, essential, property }) => {
      const plain = property && (this.places.has(index) || plainProperty(property));
      if (!plain) {
        if (essential && index !== 0) throw new BadImage("a property that is needed and unknown");
        return [];
      }
      if (plain !== true) this.places.set(index, this.written.push(plain));
      const place = this.places.get(index) ?? 0;
      return [bigEndian((essential ? 0x8000 : 0) + place, 2)];
    });
  }
}

function references(heif: Heif, number: ReadonlyMap<number, number>): Bytes[] {
  const kept = heif.references.flatMap(({ type, from, to }) => {
    const source = number.get(from);
    const targets = to.flatMap(id => number.get(id) ?? []);
    if (!["dimg", "auxl", "prem"].includes(type) || !source || targets.length !== to.length) return [];
    return [
      box(type, bigEndian(source, 2), bigEndian(targets.length, 2), ...targets.map(id => bigEndian(id, 2))),
    ];
  });
  return kept.length > 0 ? [fullBox("iref", 0, ...kept)] : [];
}

/** Where each item lies in the file, one after another from `mdat` on: the entries of `iloc`. */
function placesOf(contents: readonly Bytes[], mdat: number): Bytes[] {
  let at = mdat;
  return contents.map(({ length }, i) => {
    const place = [
      bigEndian(i + 1, 2),
      bigEndian(0, 4),
      bigEndian(1, 2),
      bigEndian(at, 4),
      bigEndian(length, 4),
    ];
    at += length;
    return join(place);
  });
}

function writeMeta(heif: Heif, kept: readonly number[], contents: readonly Bytes[], mdat: number): Bytes {
  const number = new Map(kept.map((id, i) => [id, i + 1]));
  const properties = new Properties(heif);
  const associations = kept.map((id, i) => {
    const list = properties.of(id);
    return join([bigEndian(i + 1, 2), bigEndian(list.length, 1), ...list]);
  });
  const places = placesOf(contents, mdat);
  const infos = kept.map((id, i) =>
    fullBox(
      "infe",
      0x02000000,
      bigEndian(i + 1, 2),
      bigEndian(0, 2),
      utf8(heif.items.get(id) ?? ""),
      bigEndian(0, 1),
    ),
  );
  return fullBox(
    "meta",
    0,
    fullBox("hdlr", 0, bigEndian(0, 4), utf8("pict"), new Uint8Array(13)),
    fullBox("pitm", 0, bigEndian(number.get(heif.primary) ?? 0, 2)),
    fullBox("iloc", 0x01000000, bigEndian(0x4400, 2), bigEndian(kept.length, 2), ...places),
    fullBox("iinf", 0, bigEndian(kept.length, 2), ...infos),
    ...references(heif, number),
    box(
      "iprp",
      box("ipco", ...properties.written),
      fullBox("ipma", 1, bigEndian(kept.length, 4), ...associations),
    ),
  );
}

function brandsOf(ftyp: Bytes): Bytes {
  const major = fourCC(ftyp, 0);
  if (ftyp.length < 8 || !MAJOR.includes(major)) throw new BadImage("a moving picture, or of another brand");
  const count = Math.min(100, Math.floor((ftyp.length - 8) / 4));
  const brands = Array.from({ length: count }, (_, i) => fourCC(ftyp, 8 + 4 * i));
  const kept = brands.filter(brand => BRANDS.includes(brand));
  return box("ftyp", utf8(major), bigEndian(0, 4), ...kept.map(brand => utf8(brand)));
}

function noteGone(heif: Heif, kept: readonly number[], details: Found): void {
  for (const [id, type] of heif.items) {
    if (kept.includes(id)) continue;
    if (type === "Exif") details.add("EXIF");
    else details.add(type === "mime" ? "XMP" : "preview");
  }
}

/** `bytes` begins with an `ftyp` of HEIF. Raises BadImage. */
export function cleanHeif(bytes: Bytes, details: Found): Bytes {
  const top = boxesOf(bytes);
  if (top.some(({ type }) => type === "moov")) throw new BadImage("a moving picture");
  const ftyp = brandsOf(one(top, "ftyp"));
  const heif = read(bytes, top);
  const kept = shownItems(heif);
  refuseShared(heif, kept);
  const contents = kept.map(id => plainContent(heif, id));
  noteGone(heif, kept, details);
  if (top.some(({ type }) => !["ftyp", "meta", "mdat", "free"].includes(type))) details.add("other");
  // Offsets have a fixed width: the length is the same whatever they say.
  const before = ftyp.length + writeMeta(heif, kept, contents, 0).length + 8;
  return join([ftyp, writeMeta(heif, kept, contents, before), box("mdat", ...contents)]);
}
