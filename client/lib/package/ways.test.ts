import { describe, expect, test } from "vitest";

import { type Bytes, concat, utf8 } from "../bytes.ts";
import { inParts, pour, type Sink } from "./ways.ts";

const stream = (...pieces: readonly Bytes[]): ReadableStream<Bytes> =>
  new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
const failing = () =>
  new ReadableStream<Bytes>({
    pull(controller) {
      controller.enqueue(utf8("a"));
      controller.error(new Error("not the film"));
    },
  });

/** What came to it, in order. */
function witness(refuses = ""): Sink & { readonly told: string[] } {
  const told: string[] = [];
  const tell = (what: string) => {
    told.push(what);
    return what.startsWith(refuses) && refuses ? Promise.reject(new Error(refuses)) : Promise.resolve();
  };
  return {
    told,
    write: bytes => tell(`write ${bytes.length}`),
    close: () => tell("close").then(() => null),
    abort: () => tell("abort"),
  };
}

describe("what does not come to its end leaves nothing", () => {
  test("all is written, then it is noted, then it counts", async () => {
    const sink = witness();
    await pour(stream(utf8("ab"), utf8("c")), sink, async () => void sink.told.push("noted"));
    expect(sink.told).toEqual(["write 2", "write 1", "noted", "close"]);
  });

  test("a source that fails", async () => {
    const sink = witness();
    await expect(pour(failing(), sink, () => Promise.resolve())).rejects.toThrow("not the film");
    expect(sink.told.at(-1)).toBe("abort");
    expect(sink.told).not.toContain("close");
  });

  test.each(["write", "close"])("a disk that refuses to %s", async refuses => {
    const sink = witness(refuses);
    const pouring = pour(stream(utf8("a"), utf8("b")), sink, () => Promise.resolve());
    await expect(pouring).rejects.toThrow(refuses);
    expect(sink.told.at(-1)).toBe("abort");
  });

  test("nobody who notes it", async () => {
    const sink = witness();
    const gone = () => Promise.reject(new Error("no network"));
    await expect(pour(stream(utf8("a")), sink, gone)).rejects.toThrow("no network");
    expect(sink.told).toEqual(["write 1", "abort"]);
  });
});

describe("in parts", () => {
  test.each([
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [20, [10, 10]],
    [35, [10, 10, 10, 5]],
  ])("%i bytes in parts of ten, joined again", async (size, sizes) => {
    const whole = Uint8Array.from({ length: size }, (_, at) => at);
    const parts: Bytes[] = [];
    const lasts: boolean[] = [];
    const sink = inParts(async (part, number, last) => {
      parts.push(new Uint8Array(await part.arrayBuffer()));
      lasts.push(last);
      expect(number).toBe(parts.length);
    }, 10);
    await pour(stream(whole.slice(0, 3), whole.slice(3)), sink, () => Promise.resolve());
    expect(parts.map(({ length }) => length)).toEqual(sizes);
    expect(lasts.indexOf(true)).toBe(sizes.length - 1);
    expect(concat(...parts)).toEqual(whole);
  });

  test("the next one waits until the one before was taken", async () => {
    let taken = () => {};
    const given: number[] = [];
    const sink = inParts(async (_, number) => {
      given.push(number);
      await new Promise<void>(resolve => (taken = resolve));
    }, 2);
    const pouring = pour(stream(utf8("abcde")), sink, () => Promise.resolve());
    await new Promise(resolve => setTimeout(resolve, 10));
    expect(given).toEqual([1]);
    for (const _ of [1, 2, 3]) {
      taken();
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    await pouring;
    expect(given).toEqual([1, 2, 3]);
  });
});
