/** What proves what is in a package of the desk: the signed letters that it says, and receipts of their events. */

import { open } from "../../../../lib/agefile.ts";
import { publicApi, request } from "../../../../lib/api.ts";
import { base64, type Bytes, utf8 } from "../../../../lib/bytes.ts";
import { identitiesOf } from "../../../../lib/desk.ts";
import { splitLetter } from "../../../../lib/letter.ts";
import { CHECKS, item, keysItem, numbered } from "../../../../lib/package/items.ts";
import type { Item } from "../../../../lib/package/making.ts";
import { extension } from "../../../../lib/promiseOrProof.ts";
import { keysOf } from "../../case/model.ts";
import { desk } from "../../session.ts";
import { t } from "../../words.ts";
import { sealedLetter } from "../file.ts";
import { api, type JudgedMove, type Work } from "../model.ts";
import type { Packed } from "./exhibits.ts";
import { approvedIn, pastOf, writtenIn } from "./words.ts";

/** A letter that is in it: `sealed`, as it lies on the server, and what opens it. */
interface Proof {
  readonly leaf: string;
  readonly sealed: () => Promise<Bytes>;
  readonly identities: readonly string[];
}

function caseProof({ open: { id, listed, ...of } }: Work, letter: string): Proof[] {
  const sent = listed.find(each => each.sent.id === letter)?.sent;
  if (!sent) return [];
  const keys = keysOf({ id, listed, ...of });
  return [
    {
      leaf: sent.leaf ?? "",
      sealed: () => api.letter(id, letter),
      identities: identitiesOf(keys, sent.generation),
    },
  ];
}

/** By the letter that the file has of it; of what the file has none of, by that of the case. */
function moveProof(work: Work, { view }: JudgedMove): Proof[] {
  const letter = view.party_letter || view.file_letter;
  if (letter === "") return view.letter === "" ? [] : caseProof(work, view.letter);
  const identities = [...(work.file?.opened.keys.values() ?? [])];
  return [{ leaf: view.event, sealed: () => sealedLetter(work.open.id, letter), identities }];
}

function proofsIn(work: Work, packed: readonly Packed[]): Proof[] {
  const records = [...packed.map(({ record }) => record), ...approvedIn(work)];
  const moves = records.flatMap(record => pastOf(work, record));
  return [
    ...writtenIn(work).flatMap(({ id }) => caseProof(work, id)),
    ...moves.filter(({ faults }) => faults.length === 0).flatMap(move => moveProof(work, move)),
  ];
}

/** As it was signed, so that the signature can be checked without any key that opens. */
async function signed({ sealed, identities }: Proof): Promise<Bytes> {
  const { body, signature } = splitLetter(await open(await sealed(), identities));
  return utf8(`${JSON.stringify({ body: base64(body), signature: base64(signature) })}\n`);
}

async function* receipts({ open: { id, timeline } }: Work, proofs: readonly Proof[]): AsyncGenerator<Item> {
  const files = timeline.flatMap(({ event, leaf }) => (event === "file_received" ? [leaf] : []));
  const leaves = new Set([...proofs.map(({ leaf }) => leaf), ...files]);
  for (const leaf of leaves) {
    if (leaf === "") continue;
    const receipt = await api.receipt(id, leaf);
    yield item(`90-proofs/receipts/${leaf.slice(0, 16)}${extension(receipt)}`, receipt);
  }
}

function readme(): Item {
  const parts = [
    t("handover.readme"),
    t("package.readme_check"),
    t("package.readme_signed"),
    t("package.readme_receipts"),
    t("package.readme_keys"),
  ];
  return item("90-proofs/README.txt", `${parts.join("\n\n")}\n\n${CHECKS}\n`);
}

export async function* proofItems(work: Work, packed: readonly Packed[]): AsyncGenerator<Item> {
  const proofs = proofsIn(work, packed);
  for (const [at, proof] of proofs.entries()) {
    yield { path: `data/90-proofs/letters/${numbered(at)}.json`, content: () => signed(proof) };
  }
  yield { path: "data/90-proofs/roster.txt", content: async () => utf8(await publicApi().roster()) };
  yield {
    path: "data/90-proofs/heard-verify.html",
    content: async () => new Uint8Array(await (await request("/verify/heard-verify.html")).arrayBuffer()),
  };
  const site = await publicApi().site();
  yield keysItem({ ...site, ...desk().roster });
  yield* receipts(work, proofs);
  yield readme();
}
