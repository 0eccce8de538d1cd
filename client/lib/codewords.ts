/**
 * What the word lists of codes lack: who writes otherwise, and which words wound
 * (docs/spec/return-code.md; the same as heard/formats/_codewords.py).
 */

/** Words that a code of a person who was hurt must not hold up to her, of the whole BIP 39 lists. */
export const WOUNDING: Readonly<Record<"en" | "zh-Hans", ReadonlySet<string>>> = {
  en: new Set(
    `abandon abuse accuse addict afraid alcohol alone anger angry anxiety assault attack betray
    bitter blame blood body bomb broken bullet cage chest crash crazy crime cruel crush cry
    damage danger demise denial deny despair destroy dirt divorce drama drink dumb enemy evil
    exclude execute expose fat fatal fault force fragile girl grab grief guilt gun horror hunt
    hurt ignore ill inflict injury inmate insane isolate kick kiss knife liar lonely mad misery
    monster nasty neglect obey panic pistol prison punch razor regret reject rifle sad sadness
    scare secret shove sick silent slam squeeze strike submit suffer suspect swallow tongue
    tragic trap trigger ugly unfair unhappy useless vicious warfare weapon whip worry wrong`.split(/\s+/),
  ),
  "zh-Hans": new Set(
    "强侵暴奴罪死杀伤害痛血尸丧亡恨怒惨悲哭泪骂打逼压迫枪炮炸毁毒疯狂鬼狗畜牲猪乳胸肉摸抱" +
      "床酒喝脏污罚狱捕逮刺割砍刀盗偷骗欺诬叛恶凶狠残恐怕惊慌忧孤弃败埋病祸灾危弱苦惩抓捉抢" +
      "夺犯践咬脱性腿阴粪屈疑错怪责哀胁亏扰丢裂碎烂霸",
  ),
};

const PAIRS = `爲为 裏里 綫线 羣群 髮发 乾干 麵面 臺台 颱台 隻只 祇只 鍾钟 係系 繫系 複复 曆历 儘尽 鬆松
  製制 錶表 穀谷 迴回 睏困 巖岩 穫获 託托 緻致 纍累 佈布 誌志 捲卷 藉借 嚮向 纔才 瞭了 閤合
  捨舍 範范 鬍胡 鬚须 瀋沈 紮扎 噁恶 彙汇 弔吊 鼕冬 籤签 濛蒙 矇蒙 闇暗 慾欲 蓆席 讚赞 啓启
  麽么 産产 峯峰 氾泛 汎泛 歎叹 幷并 併并 註注 囌苏 檯台 燄焰 獃呆 韆千 砲炮 蹟迹 喫吃 囬回
  廻回 盃杯 鷄鸡 傢家 倖幸 嚐尝 尅克 剋克 摺折 擡抬 朞期 汙污 痠酸 癥症 硃朱 縴纤 薑姜 釐厘
  鈎钩 鑒鉴 闆板 陞升 鵰雕 彫雕 齣出`;

/** Beside BIP 39's own list of traditional characters: what else is typed for a simplified one. */
export const VARIANTS: ReadonlyMap<string, string> = new Map(
  PAIRS.split(/\s+/).map(pair => [pair.slice(0, 1), pair.slice(1)]),
);
