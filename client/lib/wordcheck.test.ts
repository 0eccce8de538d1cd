import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { HARMLESS, HITS } from "./wordcheck.cases.ts";
import { ASKS, check, CHECKED, demandsProof, flagsOf, OVERRIDES } from "./wordcheck.ts";
describe("what must not be asked", () => {
  for (const [language, flags] of Object.entries(HITS)) {
    for (const [flag, sentences] of Object.entries(flags)) {
      test.each(sentences)(`${language} ${flag}: %s`, text => {
        expect(flagsOf(check(text, [language]))).toContain(flag);
        expect(flagsOf(check(text))).toContain(flag);
      });
    }
  }

  test("every flag has words in every language", () => {
    const all = Object.keys(HITS["en"] ?? {}).sort();
    for (const language of CHECKED) expect(Object.keys(HITS[language] ?? {}).sort()).toEqual(all);
  });
});

describe("what may be said", () => {
  for (const [language, sentences] of Object.entries(HARMLESS)) {
    test.each(sentences)(`${language}: %s`, text => {
      expect(check(text)).toEqual([]);
    });
  }
});

describe("where it stands", () => {
  test("a finding names the words it found, in the text as it was written", () => {
    const text = "Thank you. 谢谢 😀. What were you wearing? You do not need proof. Why did you go?";
    const [first, second] = check(text);
    expect(text.slice(first?.start, first?.end)).toBe("What were you wearing");
    expect(text.slice(second?.start, second?.end)).toBe("Why did you");
    expect(check(text)).toHaveLength(2);
  });

  test("Arabic is found however it is spelled, and named as it was written", () => {
    const text = "شكرًا لكِ. هل لـديكِ أيُّ دَلِيلٍ؟ ولِمَاذا لَمْ تُبلِغي أحدًا؟";
    const [first, second] = check(text);
    expect(text.slice(first?.start, first?.end)).toBe("هل لـديكِ أيُّ دَلِيلٍ");
    expect(text.slice(second?.start, second?.end)).toBe("ولِمَاذا لَمْ تُ");
    expect(check(text)).toHaveLength(2);
    expect(flagsOf(check("ليش ما قلتِ؟"))).toEqual(flagsOf(check("ليش ما قلت")));
  });

  test("findings of one flag that overlap are one", () => {
    expect(check("Can you send us proof, can you prove it?").map(({ flag }) => flag)).toEqual([
      "proof",
      "proof",
    ]);
  });

  test("a language that is not known finds nothing", () => {
    expect(check("Why did you wait?", ["tlh"])).toEqual([]);
  });
});

describe("time", () => {
  const sentence = "We have told the hotel to keep the footage, and that is why we write to you today. ";
  const worst: Readonly<Record<string, string>> = {
    "ordinary words": sentence.repeat(300),
    "no end of a sentence": sentence.replaceAll(".", ",").repeat(300),
    "ordinary Chinese": "我们已请酒店保存监控录像，请您放心，您不需要做任何事情。".repeat(800),
    "Chinese without an end": "我们已请酒店保存监控录像，您不需要".repeat(1300),
    "one word": "a".repeat(25_000),
    "one sign": "请".repeat(25_000),
    "half a demand": "please send us the ".repeat(1300),
    "half a question": "why did n't ".repeat(2000),
    spaces: " ".repeat(25_000),
    you: "您".repeat(25_000),
    hits: "why did you ".repeat(2000),
    "ordinary Arabic": "طلبنا من الفندق حفظ تسجيلات الكاميرا، ولا يلزمك فعل أي شيء. ".repeat(400),
    "Arabic without an end": "طلبنا من الفندق حفظ التسجيلات ولا يلزمك شيء ".repeat(500),
    "half an Arabic demand": "يرجى أن ترسل لنا ".repeat(1300),
    "Arabic vowel signs": "لِمَاذَا ".repeat(2300),
    "one Arabic word": "ت".repeat(25_000),
  };
  // The best of a few: whatever else the machine does takes time away and never gives any.
  function took(text: string): number {
    const one = (): number => {
      const began = performance.now();
      check(text);
      return performance.now() - began;
    };
    return Math.min(one(), one(), one());
  }

  // As a ratio: work that grows with the square of the text takes sixteen times as long.
  const grows = (text: string): void => {
    expect(took(text.slice(0, 16_000))).toBeLessThan(8 * took(text.slice(0, 4_000)) + 50);
  };

  test.each(Object.entries(worst))("grows with the text: %s", (_name, text) => {
    grows(text);
  });

  test("grows with the text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), unit => {
        grows(unit.repeat(Math.ceil(16_000 / unit.length)));
      }),
      { numRuns: 10 },
    );
  });
});

describe("the vocabulary", () => {
  const shared = JSON.parse(readFileSync("vectors/requests.json", "utf8")) as Record<string, string[]>;

  test("is the server's", () => {
    expect([...ASKS].sort()).toEqual(shared["asks"]);
    expect(ASKS.filter(demandsProof).sort()).toEqual(shared["proof"]);
    expect([...OVERRIDES].sort()).toEqual(shared["overrides"]);
    expect(Object.keys(HITS["en"] ?? {}).sort()).toEqual(shared["flags"]);
  });
});
