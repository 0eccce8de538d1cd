/** Targets with a Python twin: what a package is made of. */

import { hex, NotCanonical, text } from "../lib/bytes.ts";
import { canonicalJson } from "../lib/json.ts";
import {
  BadBag,
  bagInfo,
  exhibitPath,
  isPath,
  manifest,
  readInfo,
  readManifest,
} from "../lib/package/bag.ts";
import { sheet } from "../lib/package/sheet.ts";
import { same, target, type Target, textOf } from "./target.ts";

const path = target(["bag.isPath"], [NotCanonical], data => {
  const given = textOf(data);
  return isPath(given) ? given : null;
});

const list = target(["bag.readManifest"], [BadBag], data => {
  const digests = readManifest(data);
  same(text(manifest(digests)), text(data));
  return canonicalJson(Object.fromEntries(digests));
});

const info = target(["bag.readInfo"], [BadBag], data => {
  const { case: id, ...rest } = readInfo(data);
  same(text(bagInfo({ case: id, ...rest })), text(data));
  return canonicalJson({ case: id, ...rest });
});

const exhibit = target([], [NotCanonical], data => exhibitPath(7, textOf(data)));

const cells = target([], [NotCanonical], data => {
  const given = textOf(data);
  return hex(sheet([[given, "x"], [given]]));
});

export const SHARED_BAG: Readonly<Record<string, Target>> = {
  "bag-path": path,
  "bag-manifest": list,
  "bag-info": info,
  "bag-exhibit": exhibit,
  sheet: cells,
};
