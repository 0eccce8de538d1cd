/** Targets that have no twin: what only the pages read. */

import { recipientKey, recipientKinds } from "../lib/agefile.ts";
import { AgeError } from "../lib/ageheader.ts";
import { type Bytes, base64url, hex, NotCanonical, unbase64url, unhex } from "../lib/bytes.ts";
import { hear, isTold, serverTime } from "../lib/clock.ts";
import { isAddress } from "../lib/contact.ts";
import { between, read as readDay } from "../lib/days.ts";
import { MAX_NAME_BYTES, safeName, sameName } from "../lib/filenames.ts";
import { openForms } from "../lib/forms.ts";
import { BadImage, kindOf, SNIFFED, stripMetadata } from "../lib/metadata.ts";
import { BadFile, checkSegments } from "../lib/sealedFileReader.ts";
import { sameFingerprint } from "../lib/roster.ts";
import { languageOf } from "../lib/textLanguage.ts";
import { check as checkWords } from "../lib/wordcheck.ts";
import KNOWN from "./known.json" with { type: "json" };
import { Broken, same, target, type Target, textOf } from "./target.ts";

const DAYS = between("1960-01-01", "2030-12-31");
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A clean picture has nothing left to take out, and is not touched by a second cleaning. */
const picture = target(
  [
    "metadata.stripMetadata",
    "metadata.kindOf",
    "jpeg.cleanJpeg",
    "png.cleanPng",
    "webp.cleanWebp",
    "gif.cleanGif",
    "heif.cleanHeif",
    "exif.readExif",
    "icc.plainProfile",
    "scan.readFrame",
    "scan.readParts",
    "scan.readCodes",
    "coded.plainAv1",
    "coded.plainAv1Config",
    "coded.plainHevc",
    "coded.plainHevcConfig",
  ],
  [BadImage],
  async data => {
    const { bytes } = await stripMetadata(data);
    const again = await stripMetadata(bytes);
    // The way up is all that is left of EXIF.
    const left = again.removed.filter(kind => kind !== "EXIF");
    if (left.length > 0) throw new Broken(`left in a cleaned picture: ${left.join(", ")}`);
    same(hex(again.bytes), hex(bytes));
    if (kindOf(bytes.subarray(0, SNIFFED)) !== kindOf(data.subarray(0, SNIFFED))) {
      throw new Broken("a cleaned picture is of another kind");
    }
    return String(bytes.length);
  },
);

const day = target(["days.read"], [NotCanonical], data => {
  const read = readDay(textOf(data), DAYS);
  for (const each of [read.day, ...read.offers]) {
    if (each !== null && !DAY.test(each)) throw new Broken(`no day: ${each}`);
  }
  if (read.offers.some(each => each < DAYS.earliest || each > DAYS.latest)) {
    throw new Broken("a day was offered that cannot be");
  }
  return JSON.stringify(read);
});

const fileName = target(["filenames.sameName"], [NotCanonical], data => {
  const name = safeName(textOf(data), new Set([sameName("file"), sameName("a.txt")]));
  const fits = new TextEncoder().encode(name).length <= MAX_NAME_BYTES;
  if (name === "" || !fits || /[\p{Cc}/\\:*?"<>|]/u.test(name) || /^\.|[. ]$/u.test(name)) {
    throw new Broken(`no safe name: ${JSON.stringify(name)}`);
  }
  return name;
});

const segments = target(["sealedFileReader.checkSegments"], [BadFile, NotCanonical], data => {
  const given = JSON.parse(jsonOf(data)) as unknown;
  if (typeof given !== "object" || given === null) return null;
  const content = { ...given } as Parameters<typeof checkSegments>[0];
  if (Array.isArray(content.segments) && content.segments.some(each => !each)) return null;
  checkSegments(content);
  if (!Number.isSafeInteger(content.size)) throw new Broken("a size that no file has");
  return String(content.size);
});

function jsonOf(data: Bytes): string {
  const given = textOf(data);
  try {
    JSON.parse(given);
  } catch {
    throw new NotCanonical("not JSON");
  }
  return given;
}

/** Gives no forms where it is not what this browser sealed, and never raises. */
const forms = target(["forms.openForms"], [NotCanonical], async data => {
  const found = await openForms(textOf(data), KNOWN.identity);
  return String(found.size);
});

const time = target(["clock.hear"], [NotCanonical], data => {
  hear(textOf(data));
  if (isTold() && Number.isNaN(serverTime().getTime())) throw new Broken("the server's time is none");
  return String(isTold());
});

const wording = target(["wordcheck.check"], [NotCanonical], data => {
  const given = textOf(data);
  const found = checkWords(given);
  return String(found.length);
});

const spoken = target(["textLanguage.languageOf"], [NotCanonical], data => {
  const given = textOf(data);
  const [hint = "", ...rest] = given.split("\n");
  return languageOf(rest.join("\n"), hint);
});

const hexadecimal = target(["bytes.unhex"], [NotCanonical], data => {
  const given = textOf(data);
  same(hex(unhex(given)), given);
  return given;
});

const url64 = target(["bytes.unbase64url"], [NotCanonical], data => {
  const given = textOf(data);
  same(base64url(unbase64url(given)), given);
  return given;
});

const address = target(["contact.isAddress"], [NotCanonical], data => {
  const given = textOf(data);
  if (isAddress(given) && /[\s\0-\x20\x7f-\uffff]/u.test(given))
    throw new Broken("an address with more in it");
  return String(isAddress(given));
});

const recipient = target(["agefile.recipientKey", "agefile.isHybrid"], [AgeError, NotCanonical], data =>
  String(recipientKey(textOf(data)).length),
);

const kinds = target(["agefile.recipientKinds"], [AgeError], data => recipientKinds(data).join());

const printed = target(["roster.sameFingerprint"], [NotCanonical], data =>
  String(sameFingerprint(textOf(data), "0".repeat(40))),
);

export const OWN: Readonly<Record<string, Target>> = {
  picture,
  day,
  "file-name": fileName,
  segments,
  forms,
  time,
  wording,
  spoken,
  hex: hexadecimal,
  base64url: url64,
  address,
  recipient,
  "recipient-kinds": kinds,
  fingerprint: printed,
};
