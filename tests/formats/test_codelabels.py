"""Return codes as people write them down: under labels made of words of the lists."""

import pytest

from heard.formats import returncode as codes

COUNTED = {
    "english": [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
    "chinese_simplified": [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
    ],
}
EACH = [
    *("Word {n}: {word}\n", "Word {n} {word}\n", "word {said}: {word}\n", "{said} {word}\n"),
    *("Word {n}: {word} ", "word {n} {word}, ", "第 {n} 个字：{word}\n", "第{n}个词：{word}\n"),
    *("{said}、{word}\n", "{said}、{word} ", "第{said}个字：{word}\n"),
]
ROUND = {
    "english": ["code {}", "my code words {}", "(code) {}", "{} (keep it secret)"],
    "chinese_simplified": ["【返回码】的 {}", "返回码—的 {}", "{}（请保密）", "我的返回码是{}"],
}


@pytest.mark.parametrize("language", codes.LANGUAGES)
@pytest.mark.parametrize("style", EACH)
def test_code_with_a_label_at_each_word_is_read_as_itself(language: str, style: str) -> None:
    for _ in range(200):
        drawn = codes.generate(language)
        said = zip(range(1, 13), COUNTED[language], codes.words(drawn, language), strict=True)
        text = "".join(style.format(n=n, said=number, word=word) for n, number, word in said)
        assert codes.read(text) == drawn, text


@pytest.mark.parametrize("between", [" ", "\n", ""])
@pytest.mark.parametrize(
    ("language", "style"), [(name, each) for name in ROUND for each in ROUND[name]]
)
def test_code_with_words_round_it_is_read_as_itself(
    language: str, style: str, between: str
) -> None:
    if language == "english" and not between:
        between = ", "
    for _ in range(200):
        drawn = codes.generate(language)
        text = style.format(between.join(codes.words(drawn, language)))
        assert codes.read(text) == drawn, text
