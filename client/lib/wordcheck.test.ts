import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ASKS, check, CHECKED, demandsProof, flagsOf, OVERRIDES } from "./wordcheck.ts";

const HITS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  en: {
    why: [
      "Why did you wait five days?",
      "Why didn't you say no?",
      "Why didn’t you tell anyone?",
      "why were you in his room",
      "Why not report it sooner?",
      "How come you went along?",
      "Couldn't you say why you waited? Tell us why you waited.",
      "Please explain why you stayed.",
      "We need to understand why you drank with them.",
      "If you did not want to go, why did you?",
      "What made you go to the dinner?",
      "I read your report.\nWhy did you\nwait?",
    ],
    clothing: ["What were you wearing?", "How were you dressed that evening?", "Describe your outfit."],
    drinking: [
      "How much did you drink?",
      "Were you drunk?",
      "How many glasses of wine did you have?",
      "Had you been drinking?",
      "Did you have any alcohol?",
    ],
    sexual_history: [
      "Have you ever slept with him before?",
      "Are you single?",
      "Tell us about your sexual history.",
    ],
    proof: [
      "Please send us the video.",
      "Do you have any proof?",
      "Can you prove it?",
      "We need more evidence.",
      "We cannot do anything without proof.",
      "Without a video we can't start.",
      "You need to bring evidence first.",
      "If you do not send the video, we cannot look into it.",
      "Unless there is evidence, this stays open.",
      "Could you share screenshots of the messages?",
      "We do not doubt you, but please send proof.",
      "Is there any footage of it?",
    ],
    witnesses: [
      "Did anyone see it?",
      "Who can confirm this?",
      "Were there any witnesses?",
      "Give us the names of witnesses.",
    ],
    exact_times: [
      "At what exact time did he come in?",
      "When exactly was that?",
      "Tell us everything in chronological order.",
    ],
    retelling: [
      "Please tell us everything again.",
      "Walk us through the evening.",
      "Describe what happened in full detail.",
      "Please write us a detailed account.",
    ],
    identity: ["What is your real name?", "Tell us who you are.", "We need to know your name."],
    medical: ["Please send us your medical report.", "Have you seen a doctor?", "Are you pregnant?"],
    verdict: [
      "Was it harassment?",
      "Do you think that this counts as sexual assault?",
      "Did you consent to it?",
    ],
    false_report_threat: [
      "Are you aware that a false report has consequences?",
      "You could be sued for this.",
      "If this turns out to be untrue, you will be dismissed.",
    ],
    formal_process: [
      "You must file a formal complaint first.",
      "We can only act if you make a written statement, so unless you sign a formal complaint it ends here.",
    ],
    disbelief: [
      "Are you sure that it was him?",
      "It is your word against his.",
      "Did that really happen?",
      "You may have misunderstood him.",
      "He would never do such a thing.",
    ],
    blame: [
      "Did you not scream?",
      "You should have left.",
      "Did you fight back?",
      "What did you expect?",
      "Couldn't you have stopped him?",
    ],
    pressure: [
      "Please keep this to yourself.",
      "Do not tell anyone.",
      "Think of his career.",
      "Would you withdraw the report?",
      "Are you sure you want to report this?",
    ],
  },
  "zh-Hans": {
    why: [
      "您为什么没有早点说？",
      "你当时怎么不拒绝？",
      "为什么现在才报告？",
      "请告诉我们为什么你去了他的房间。",
      "您好，为什么没有离开？",
      "我们想知道您为什么没有报警。",
      "您没有马上说的原因是什么？",
    ],
    clothing: ["您当天穿的是什么衣服？", "你穿得是不是太暴露？", "您的穿着怎么样？"],
    drinking: ["您喝了多少酒？", "你是不是喝醉了？", "你酒量怎么样？"],
    sexual_history: ["请说说您的感情经历。", "你有没有男朋友？"],
    proof: [
      "请您提供相关证据。",
      "您有没有录像？",
      "没有视频我们无法处理。",
      "请尽快把聊天记录发给我们，再提供照片。",
      "你能证明吗？",
      "目前证据不足。",
      "如果您不提供录像，我们就无法调查。",
      "除非您有证据，否则不受理。",
    ],
    witnesses: ["当时有谁看到了？", "您有没有证人？", "证人是谁？"],
    exact_times: ["具体时间是几点？", "请按时间顺序写。", "到底是几点发生的？"],
    retelling: ["请您从头再说一遍。", "请详细描述当晚的情况。", "请写出每一个细节。"],
    identity: ["您的真实姓名是什么？", "请实名举报。", "你是哪个部门的？你是谁？"],
    medical: ["请提交医院证明。", "您有没有去医院检查？"],
    verdict: ["您认为这是性骚扰吗？", "这算不算骚扰？", "您是不是自愿的？"],
    false_report_threat: ["诬告要承担法律责任。", "如果内容不属实，您要承担后果。"],
    formal_process: ["您必须提出正式投诉。"],
    disbelief: ["您确定是他吗？", "您会不会误会了？", "你想多了。", "这是真的吗？"],
    blame: ["您有没有反抗？", "你就不应该去。", "您应该早点说。"],
    pressure: ["请不要对别人说。", "请考虑一下公司的名声。", "建议您撤回举报。", "您真的要举报吗？"],
  },
  ar: {
    why: [
      "لماذا انتظرت خمسة أيام؟",
      "لماذا لم تقولي لا؟",
      "ولماذا لم تُبلِغ أحدًا؟",
      "لِماذا كنتَ في غرفته؟",
      "ليش رحتي معه؟",
      "ما سبب تأخرك في الإبلاغ؟",
      "ما الذي منعك من المغادرة؟",
      "نريد أن نفهم لماذا بقيت هناك.",
      "شكرًا لك. لماذا الآن؟",
    ],
    clothing: ["ماذا كنتِ ترتدين؟", "كيف كانت ملابسك ذلك المساء؟", "صفي لنا ملابسك.", "هل كنت تلبسين تنورة؟"],
    drinking: ["كم شربت؟", "هل شربتِ الكحول؟", "هل كنت سكرانة؟", "كم كأسًا كان ذلك؟", "هل تناولت أي مشروب؟"],
    sexual_history: [
      "هل لديك صديق؟",
      "هل أنتِ متزوجة؟",
      "حدثينا عن علاقاتك السابقة.",
      "هل كانت بينكما علاقة؟",
    ],
    proof: [
      "يُرجى إرسال الفيديو.",
      "هل لديك دليل؟",
      "هل تستطيعين إثبات ذلك؟",
      "نحتاج إلى مزيد من الأدلة.",
      "بدون دليل لا يمكننا فعل شيء.",
      "لا نستطيع البدء من دون تسجيل.",
      "عليك أن تقدم الأدلة أولًا.",
      "إذا لم ترسلي الفيديو فلن نحقق في الأمر.",
      "ما لم يكن هناك دليل يبقى الملف مفتوحًا.",
      "أرسلي لنا صور المحادثات.",
      "لا نشك في كلامك، ولكن يُرجى إرسال الدليل.",
      "هل توجد تسجيلات لما حدث؟",
    ],
    witnesses: [
      "هل رأى أحد ما حدث؟",
      "من يستطيع أن يؤكد ذلك؟",
      "هل كان هناك شهود؟",
      "نرجو ذكر أسماء الشهود.",
    ],
    exact_times: [
      "متى دخل بالضبط؟",
      "في أي ساعة بالتحديد؟",
      "اكتب ما حدث بالترتيب الزمني.",
      "ما الوقت الدقيق؟",
    ],
    retelling: [
      "يُرجى أن تخبرنا بكل شيء مرة أخرى.",
      "احكي لنا ما حدث من البداية.",
      "نرجو كتابة كل التفاصيل.",
      "صف ما حدث بالتفصيل.",
    ],
    identity: ["ما اسمك الحقيقي؟", "من أنت؟", "نحتاج إلى معرفة اسمك.", "في أي قسم تعملين؟"],
    medical: ["يُرجى إرسال تقرير طبي.", "هل زرت طبيبًا؟", "هل أنت حامل؟", "هل تتناولين أدوية؟"],
    verdict: ["هل كان ذلك تحرشًا؟", "هل تعتبرين ما حدث اعتداءً؟", "هل كان ذلك برضاك؟", "هل وافقت؟"],
    false_report_threat: [
      "للبلاغات الكاذبة عواقب قانونية: بلاغ كاذب يعني الفصل.",
      "قد تتعرض للمساءلة بسبب هذا.",
      "إذا تبين أن البلاغ غير صحيح فسوف تتحمل النتيجة.",
    ],
    formal_process: ["يجب عليك تقديم شكوى رسمية أولًا.", "لن نتحرك ما لم تقدم شكوى رسمية موقعة."],
    disbelief: [
      "هل أنتِ متأكدة أنه هو؟",
      "كلمتك ضد كلمته.",
      "هل حدث هذا فعلًا؟",
      "ربما أسأت الفهم.",
      "لا يمكن أن يفعل شيئًا كهذا.",
    ],
    blame: [
      "ألم تصرخي؟",
      "كان عليك أن تغادري.",
      "هل قاومت؟",
      "ماذا كنت تتوقعين؟",
      "ما كان عليك أن تذهبي معه.",
    ],
    pressure: [
      "لا تخبري أحدًا بهذا.",
      "يُرجى عدم الحديث مع الزملاء.",
      "فكّري في مستقبله.",
      "ننصحك بسحب البلاغ.",
      "هل أنت متأكدة من أنك تريدين الإبلاغ؟",
    ],
  },
};

const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  en: [
    "That is why we write to you.",
    "This is why we ask how you are.",
    "You may wonder why we write.",
    "We understand why you did not say anything.",
    "You do not have to say why you waited.",
    "You do not have to bring proof.",
    "You don't need to send us proof or names of witnesses.",
    "You need not have any evidence.",
    "There is no need to send photos.",
    "Nobody will ask you what you were wearing.",
    "What you were wearing does not matter.",
    "It does not matter how much you drank.",
    "No matter what you wore, it is not your fault.",
    "No proof is needed.",
    "If you do not want to, you do not have to bring proof.",
    "You do not have to tell us everything again.",
    "There is no proof needed from you.",
    "We have told the hotel to keep the footage.",
    "We asked the hotel for the camera recordings and the door log.",
    "We will send you the documents on Monday.",
    "We have to send you some documents.",
    "If you have photos and want to share them, you can; nothing depends on it.",
    "If you do not have proof, that is all right.",
    "You will not be punished for a report, and nobody will call it a false report.",
    "You can withdraw your report at any time.",
    "Are you safe tonight?",
    "Are you sure you are safe tonight?",
    "How may we contact you safely, and what name may we use?",
    "What would help you now?",
    "Would you like to meet us, or would you rather write?",
    "When and where is good for you?",
    "You may bring somebody along.",
    "A doctor can write a report if you ever want one; you decide.",
    "The investigation needs no statement from you this week.",
    "We met Li and asked why nothing was done.",
    "We keep this confidential.",
    "May we tell Ines that you wrote to us?",
    "Mr. Gao is away from your floor from today.",
  ],
  "zh-Hans": [
    "这就是我们写信给您的原因。",
    "您可能想知道我们为什么这样问。",
    "您不需要提供任何证据。",
    "您不必说明为什么没有早说。",
    "我们理解您为什么没有马上说。",
    "您不用找证人，也不用提供录像。",
    "没有证据也没关系。",
    "没有证据也不能成为不处理的理由。",
    "我们已请酒店保存监控录像。",
    "我们已要求酒店提供监控录像。",
    "我们会问酒店是否有监控录像。",
    "穿什么都不是您的错。",
    "喝了多少酒都不是您的错。",
    "没有人会问您穿了什么，这也不重要。",
    "您现在安全吗？",
    "您希望我们怎样联系您？",
    "什么能帮到您？",
    "您是否想去医院？我们可以陪您去。",
    "您随时可以撤回举报。",
    "即使不能证实，也不会被当作诬告处理。",
    "我们想告诉独立调查员，您同意吗？",
    "您不需要从头再说一遍。",
  ],
  ar: [
    "لهذا نكتب إليك.",
    "قد تتساءلين لماذا نسأل عن حالك.",
    "نفهم لماذا لم تقولي شيئًا.",
    "لا داعي لأن تشرح لماذا انتظرت.",
    "لا يلزمك تقديم أي دليل.",
    "لست بحاجة إلى إرسال صور أو أسماء شهود.",
    "لا حاجة إلى دليل.",
    "لن يسألك أحد ماذا كنت ترتدي.",
    "لا يهم كم شربت.",
    "مهما كان ما لبست فالخطأ ليس منك.",
    "ما كان عليك أن تمر بهذا، ونأسف لما حدث.",
    "طلبنا من الفندق حفظ تسجيلات الكاميرا وسجل الباب.",
    "سنرسل إليك المستندات يوم الاثنين.",
    "إن كانت لديك صور وأردت مشاركتها فذلك ممكن، ولا يتوقف عليها شيء.",
    "إن لم يكن لديك دليل فلا بأس.",
    "لن يُعاقب أحد على بلاغه ولن يُسمى بلاغًا كاذبًا.",
    "يمكنك سحب بلاغك في أي وقت.",
    "هل أنت في أمان الليلة؟",
    "هل أنت متأكدة أنك في أمان؟",
    "كيف يمكننا التواصل معك بأمان، وأي اسم نستخدم؟",
    "ما الذي يساعدك الآن؟",
    "هل تفضل اللقاء أم الكتابة؟",
    "متى وأين يناسبك ذلك؟",
    "يمكن أن يرافقك شخص تثق به.",
    "يستطيع طبيب أن يكتب تقريرًا إن أردت يومًا؛ القرار لك.",
    "سألنا لي لماذا لم يُفعل شيء.",
    "نحفظ هذا سرًّا.",
    "هل توافق على أن نخبر إيناس بأنك كتبت إلينا؟",
    "نصدقك، وشكرًا لأنك كتبت.",
    "لن يكون السيد غاو في طابقك من اليوم.",
    "لا نخبر أحدًا بما كتبت دون موافقتك.",
    "يجب علينا أن نجمع الأدلة، وهذا واجبنا نحن.",
  ],
};

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
