/** What goes into a package of the reporter's: what is hers, and what proves it (docs/spec/package.md, 1). */

import { open } from "../../../lib/agefile.ts";
import { publicApi, request } from "../../../lib/api.ts";
import { base64, type Bytes, utf8 } from "../../../lib/bytes.ts";
import {
  type OpenedLetter,
  type ReportContent,
  splitLetter,
  type WordsContent,
} from "../../../lib/letter.ts";
import { exhibitPath } from "../../../lib/package/bag.ts";
import {
  CHECKS,
  type Exhibit,
  index,
  item,
  keysItem,
  named,
  numbered,
  table,
} from "../../../lib/package/items.ts";
import type { About, Item } from "../../../lib/package/making.ts";
import { indexPage } from "../../../lib/package/page.ts";
import { extension } from "../../../lib/promiseOrProof.ts";
import { generationOfFile, identitiesOf } from "../../../lib/report.ts";
import { openFile } from "../../../lib/sealedFileReader.ts";
import { directionOf } from "../../../lib/languages.ts";
import { language, t, term } from "../../dom.ts";
import type { InboxSession } from "./inboxSession.ts";
import { author } from "./letters.ts";
import { summaryText } from "./summary.ts";

export function exhibitsOf(session: InboxSession): Exhibit[] {
  const whole = session.files().flatMap(({ whole: content }) => (content ? [content] : []));
  return whole.map((content, at) => {
    const openers = identitiesOf(session.inbox, generationOfFile(session.view, content.file));
    return {
      path: exhibitPath(at + 1, content.name),
      ...{ name: content.name, size: content.size, digest: content.digest },
      stream: () =>
        named(content.name, openFile(content, openers, session.api.segment(content.file)).stream()),
    };
  });
}

function wordsOf(session: InboxSession): Item[] {
  const said = session.letters.flatMap(entry => (entry.ok ? [entry.letter] : []));
  const [report] = session.opened("report");
  const later = said.filter(({ body }) => ["message", "addition", "request"].includes(body.kind));
  const text = ({ body }: OpenedLetter) =>
    `${author(session, body.author)}\n${body.sent}\n\n${(body.content as WordsContent).words}\n`;
  return [
    ...(report ? [item("10-report/report.txt", summaryText(report.body.content as ReportContent))] : []),
    ...later.map((letter, at) => item(`20-messages/${numbered(at)}.txt`, text(letter))),
  ];
}

function tablesOf(session: InboxSession): Item[] {
  const { timeline, holders } = session.view;
  const events = timeline.map(({ at, event, actor, name, leaf }) => {
    const who = actor === "reporter" ? t("word.you") : name || actor;
    return [at, term("event", event), event, who, leaf];
  });
  const column = (...names: readonly string[]) => names.map(name => t(`package.column_${name}`));
  return [
    table("50-timeline.csv", [column("when", "what", "code", "by", "leaf"), ...events]),
    table("70-people.csv", [
      column("id", "person", "role"),
      ...holders.map(({ id, name, role }) => [id, name, role]),
    ]),
  ];
}

/** A letter as it was signed, so that the signature can be checked without any key that opens. */
async function signedLetter(session: InboxSession, id: string, generation: number): Promise<Bytes> {
  const sealed = await session.api.letter(id);
  const { body, signature } = splitLetter(await open(sealed, identitiesOf(session.inbox, generation)));
  return utf8(`${JSON.stringify({ body: base64(body), signature: base64(signature) })}\n`);
}

function proofsOf(session: InboxSession): Item[] {
  const { letters } = session.view;
  const opened = new Set(session.letters.filter(({ ok }) => ok).map(({ id }) => id));
  const signed = letters.filter(({ id }) => opened.has(id));
  return [
    ...signed.map(({ id, generation }, at) => ({
      path: `data/90-proofs/letters/${numbered(at)}.json`,
      content: () => signedLetter(session, id, generation),
    })),
    {
      path: "data/90-proofs/roster.txt",
      content: async () => utf8(await publicApi().roster()),
    },
    {
      path: "data/90-proofs/heard-verify.html",
      content: async () => new Uint8Array(await (await request("/verify/heard-verify.html")).arrayBuffer()),
    },
  ];
}

/** A promise is named otherwise than a proof: which of them it is, is known once it is here. */
async function* receiptsOf(session: InboxSession): AsyncGenerator<Item> {
  for (const { leaf, actor } of session.view.timeline) {
    if (actor !== "reporter") continue;
    const receipt = await session.api.receipt(leaf);
    yield item(`90-proofs/receipts/${leaf.slice(0, 16)}${extension(receipt)}`, receipt);
  }
}

/** What is not in it, and why: no reader has to guess. */
function withheld(session: InboxSession): string[] {
  const broken = session.files().filter(({ whole }) => whole === null);
  const closed = session.letters.filter(({ ok }) => !ok);
  return [
    t("package.withheld"),
    ...broken.map(({ name }) => t("package.withheld_file", { name })),
    ...closed.map(({ id }) => t("package.withheld_letter", { id })),
  ];
}

function readme(): Item {
  const parts = ["what", "check", "signed", "receipts", "keys"].map(part => t(`package.readme_${part}`));
  return item("90-proofs/README.txt", `${parts.join("\n\n")}\n\n${CHECKS}\n`);
}

/** The same as a table and as a page. */
function indexes(session: InboxSession, exhibits: readonly Exhibit[], about: About): Item[] {
  const left = withheld(session);
  const head = ["path", "name", "size", "sha256", "digest"].map(name => t(`package.column_${name}`));
  const page = {
    ...{ lang: language(), dir: directionOf(language()), title: t("package.index"), about, head },
    ...{ made: t("package.readme_what"), withheld: left, check: t("package.readme_check") },
  };
  return [item("99-withheld.txt", `${left.join("\n")}\n`), indexPage(page, exhibits), index(head, exhibits)];
}

/** All of it, what is largest first: what fails, fails soon. */
export async function* itemsOf(
  session: InboxSession,
  exhibits: readonly Exhibit[],
  about: About,
): AsyncGenerator<Item> {
  for (const { path, stream } of exhibits) yield { path, content: stream };
  yield* [...wordsOf(session), ...tablesOf(session), ...proofsOf(session)];
  yield keysItem(session.trusted?.site ?? (await publicApi().site()));
  yield* receiptsOf(session);
  yield* [readme(), ...indexes(session, exhibits, about)];
}
