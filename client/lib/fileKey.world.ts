/** A case with a file, and a server that hands on what its people's browsers make; for tests. */

import { generateIdentity, recipientOf } from "./agefile.ts";
import { base64, type Bytes, newId, unbase64, utf8 } from "./bytes.ts";
import { keyText, type Signer, signerFromSeed } from "./ed25519.ts";
import type {
  FileWorld,
  GivenFile,
  GivenFileKey,
  GivenFileLetter,
  OpenedBefore,
  OpenFile,
} from "./fileKey.ts";
import { openFile } from "./fileKey.ts";
import type { Making, Meant } from "./fileMaking.ts";
import { sha256hex } from "./hash.ts";
import { follow, type Said, state, type Successor } from "./readers.ts";
import { sealWrap } from "./wrap.ts";
import type { MoreCopies, NewFileKey, SealedLetter } from "./wire.ts";

export interface Somebody {
  readonly id: string;
  readonly identity: string;
  readonly recipient: string;
  readonly signing: string;
  readonly signer: Signer;
}

export async function somebody(seed: number): Promise<Somebody> {
  const signer = await signerFromSeed(new Uint8Array(32).fill(seed));
  const identity = generateIdentity();
  const recipient = await recipientOf(identity);
  return { id: String(seed).repeat(32), identity, recipient, signing: keyText(signer.key), signer };
}

interface Copy {
  readonly holder: string;
  readonly author: string;
  readonly recipient: string;
  readonly until: string;
  released: string | null;
  readonly sealed: string;
}

/** What the server keeps of it, and what each is told. */
export class Kept {
  readonly case = newId();
  readonly reporter: Somebody;
  roster: Somebody[];
  successors: Successor[] = [];
  /** What Lin and the holders stated of her case. */
  readonly said: Said[] = [];
  generation = -1;
  recipient = "";
  matter = "";
  readonly keys: { key: Omit<GivenFileKey, "copies" | "wraps">; copies: Copy[] }[] = [];
  readonly letters: GivenFileLetter[] = [];
  readonly sealed = new Map<string, Bytes>();
  /** Ids of letters, each time that one was asked for. */
  fetched: string[] = [];
  readonly events = new Map<string, ReadonlyMap<string, string>>();

  constructor(reporter: Somebody, roster: readonly Somebody[]) {
    this.reporter = reporter;
    this.roster = [...roster];
  }

  /** Lin's word on who reads her case, under a new key. */
  async states(readers: readonly Somebody[], excluded: readonly Somebody[] = []): Promise<void> {
    this.generation += 1;
    this.recipient = await recipientOf(generateIdentity());
    const statement = await state({
      ...{ generation: this.generation, recipient: this.recipient, holders: readers },
      excluded: excluded.map(({ id }) => id),
    });
    const { generation, recipient } = statement;
    this.said.push({ author: "reporter", key: this.reporter.signing, generation, recipient, statement });
  }

  readers() {
    return follow(this.reporter.signing, this.said, this.successors);
  }

  async making(by: Somebody, meant: readonly (readonly [Somebody, string])[]): Promise<Making> {
    const own = this.letters.filter(({ author, party }) => author === by.id && party === "");
    return {
      ...{ case: this.case, generation: this.generation, recipient: this.recipient },
      readers: await this.readers(),
      roster: this.roster,
      meant: meant.map(([{ id }, until]): Meant => ({ id, until })),
      me: { id: by.id, signer: by.signer },
      seq: { file: own.length, told: 0 },
      ...{ seen: "", now: new Date("2026-11-21T09:41:07Z") },
    };
  }

  made(by: Somebody, body: NewFileKey): void {
    this.matter = body.matter;
    const { generation, recipient } = body;
    this.keys.push({ key: { generation, recipient }, copies: this.#copies(by, body.copies) });
    this.keep(by.id, "note", body.statement);
    const [reading, waiting] = [(until: string) => until === "", (until: string) => until !== ""].map(is =>
      body.copies.filter(({ until }) => is(until)).map(({ holder }) => holder),
    );
    const fields = { event: "file_key_made", generation: String(generation), statement: body.digest };
    const people = { recipients: reading?.sort().join() ?? "", waiting: waiting?.sort().join() ?? "" };
    this.#log({ ...fields, ...people }, recipient);
  }

  #log(fields: Record<string, string>, recipient: string): void {
    const event = new Map(Object.entries({ ...fields, file_recipient: recipient }));
    this.events.set(newId(), event);
  }

  given(by: Somebody, body: MoreCopies): void {
    this.keys.at(-1)?.copies.push(...this.#copies(by, body.copies));
    if (body.statement) this.keep(by.id, "note", body.statement);
    const fields = { event: "file_key_given", generation: String(body.generation) };
    this.#log({ ...fields, statement: body.digest ?? "" }, "");
  }

  #copies(by: Somebody, copies: NewFileKey["copies"]): Copy[] {
    return copies.map(each => ({ ...each, author: by.id, released: each.until === "" ? "now" : null }));
  }

  keep(author: string, kind: string, letter: SealedLetter, party = ""): void {
    const { id, seq, generation, sealed } = letter;
    this.letters.push({ id, kind, party, author, seq, generation });
    this.sealed.set(id, unbase64(sealed));
  }

  release(until: string): void {
    for (const { copies } of this.keys) {
      for (const each of copies) if (each.until === until) each.released = "now";
    }
  }

  /** In the place of the newest copy that `by` made for somebody, another key. */
  async spoil(by: Somebody, to: Somebody): Promise<void> {
    const { key, copies } = this.keys.at(-1) as (typeof this.keys)[number];
    const at = copies.findIndex(({ author, holder }) => author === by.id && holder === to.id);
    const junk = { case: this.matter, generation: key.generation, identity: generateIdentity() };
    const sealed = base64(await sealWrap(junk, to.recipient, "file"));
    copies[at] = { ...(copies[at] as Copy), sealed };
  }

  view(me: Somebody): GivenFile {
    return {
      matter: this.matter,
      floor: 0,
      keys: this.keys.map(({ key, copies }) => {
        const own = copies.filter(({ holder, released }) => holder === me.id && released !== null);
        return { ...key, copies, wraps: own.map(({ sealed }) => sealed) };
      }),
      letters: this.letters,
    };
  }

  async world(opened: OpenedBefore = new Map()): Promise<FileWorld> {
    const fields = new Map<string, ReadonlyMap<string, string>>();
    for (const [leaf, event] of this.events) {
      const recipient = await sha256hex(utf8(event.get("file_recipient") ?? ""));
      fields.set(leaf, new Map([...event, ["file_recipient", recipient]]));
    }
    const known = [...this.roster, this.reporter];
    return {
      case: this.case,
      readers: await this.readers(),
      history: { fields },
      successors: () => this.successors,
      keyOf: author => known.find(({ id }) => id === author)?.signer.key ?? null,
      fetch: letter => {
        this.fetched.push(letter);
        return Promise.resolve(this.sealed.get(letter) as Bytes);
      },
      opened,
    };
  }

  /** `before`: what this reader's browser has opened already. */
  async opened(me: Somebody, before: OpenedBefore = new Map()): Promise<OpenFile> {
    return openFile(this.view(me), await this.world(before), { id: me.id, identities: [me.identity] });
  }
}
