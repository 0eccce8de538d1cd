"""Which words of a text are meant as a code (docs/spec/return-code.md, "Reading").

``count``: how many words such a code has, twelve at most.
"""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

LABELLED, LED, EVEN, UNEVEN = range(4)  # how sure it is that a run is what was meant
Run = tuple[int, str, list[str]]  # rank, language, as many words as a code has
_LANGUAGES = ("english", "chinese_simplified")
_WORD = {"english": re.compile("[a-z]+"), "chinese_simplified": re.compile("[\u3400-\u9fff]")}
_PIECE = {"english": re.compile("[a-z]+"), "chinese_simplified": re.compile("[\u3400-\u9fff]+")}
_NUMBER = re.compile(r"\d+[^\S\n]*[:=]")
_LABEL = re.compile(r"[\n\r\u2028\u2029:=()\[\]{}<>\u3010\u3011]")
_LINES = re.compile(r"[\n\r\u2028\u2029]")
_ITEMS = re.compile(r"[\n\r\u2028\u2029,;\u3001\u3002]")
_WIDEST = 8  # pieces of a label and its word
_REPEATED = 4  # as often no word stands in a code
_LABELS = (
    "a are code codes invite is key my number our recovery return secret the these word words your"
)
_LEADS = frozenset(_LABELS.split()) | frozenset("我的您返回访訪邀请請码碼是为為代号號字词詞")
_ONE = "one two three four five six seven eight nine ten eleven twelve"
_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_HAN = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_ORDINALS = [
    [[one], [first], list(han)]
    for one, first, han in zip(_ONE.split(), _FIRST.split(), _HAN, strict=True)
]


def tokens(text: str, language: str) -> list[str]:
    """All that may be words of that language, by letters alone."""
    return _WORD[language].findall(text)


def leads(words: list[str]) -> bool:
    """Whether these are words of a label."""
    return _LEADS.issuperset(words)


def runs(text: str, count: int) -> list[Run]:
    """All words that may be meant; those with labels alone if there are any."""
    labelled = [
        (LABELLED, name, run) for name in _LANGUAGES for run in _labelled(text, name, count)
    ]
    if labelled:
        return labelled
    matches = [
        each for name in _LANGUAGES for each in _one_led(_plain(_segments(text, name), name, count))
    ]
    return [each for each in matches if len(set(each[2])) > 1] or matches


def _labelled(text: str, language: str, count: int) -> Iterator[list[str]]:
    """The words of ``count`` lines, items or rows that all open with a label."""
    cuts = [[tokens(part, language) for part in cut.split(text)] for cut in (_LINES, _ITEMS)]
    for cut in cuts:
        rows = [row for row in cut if row]
        for start in range(len(rows) - count, -1, -1):
            yield from _unlabelled(rows[start : start + count])
    pieces = [list(tokens(each, language)) for each in _PIECE[language].findall(text)]
    for width in range(2, _WIDEST + 1):
        for start in range(len(pieces) - count * width, -1, -1):
            places = range(start, start + count * width, width)
            row = [list(chain.from_iterable(pieces[at : at + width])) for at in places]
            yield from _unlabelled(row)


def _unlabelled(rows: list[list[str]]) -> Iterator[list[str]]:
    """The one word that each row has left where every row opens alike, or with its number."""
    left, dropped = rows, False
    while (fewer := _opened(left)) is not None and all(fewer):
        left, dropped = fewer, True
    if dropped and _opened(left) is None and all(len(row) == 1 for row in left):
        yield [word for (word,) in left]


def _opened(rows: list[list[str]]) -> list[list[str]] | None:
    if len({row[0] for row in rows}) == 1:
        return [row[1:] for row in rows]
    for kind in range(3):
        ordinals = [each[kind] for each in _ORDINALS]
        pairs = list(zip(rows, ordinals, strict=False))  # a code may have fewer words than twelve
        if all(row[: len(said)] == said for row, said in pairs):
            return [row[len(said) :] for row, said in pairs]
    return None


def _segments(text: str, language: str) -> list[list[str]]:
    """The words by what may be a label of its own; in Chinese each sign divides."""
    unnumbered = _NUMBER.sub(" ", text)
    if language == "english":
        parts = _LABEL.split(unnumbered)
    else:
        parts = _PIECE[language].findall(unnumbered)
    return [found for part in parts if (found := tokens(part, language))]


def _plain(segments: list[list[str]], language: str, count: int) -> Iterator[Run]:
    """Every run of whole segments with ``count`` words, the last one first."""
    if _has_labels(segments, count):
        return
    for end in range(len(segments), 0, -1):
        start = end
        while start > 0 and sum(map(len, segments[start:end])) < count:
            start -= 1
        run = list(chain.from_iterable(segments[start:end]))
        over = len(run) - count
        if over == 0:
            yield _rank(segments, start, end), language, run
        elif over > 0 and leads(run[:over]):
            yield LED, language, run[over:]


def _one_led(found: Iterator[Run]) -> Iterator[Run]:
    """The last of those that a label leads to: the others begin with a part of the label."""
    seen = False
    for rank, language, run in found:
        yield (EVEN if seen and rank == LED else rank), language, run
        seen = seen or rank == LED


def _rank(segments: list[list[str]], start: int, end: int) -> int:
    if len({len(each) for each in segments[start:end]}) > 1:
        return UNEVEN
    return LED if start > 0 and leads(segments[start - 1]) else EVEN


def _has_labels(segments: list[list[str]], count: int) -> bool:
    """Labels that could not be told from words: then nothing is guessed."""
    if sum(map(len, segments)) <= count:
        return False
    opening = [each[0] for each in segments]
    if any(opening.count(each) >= _REPEATED for each in opening):
        return True
    return any(_counts(segments, kind) for kind in range(3))


def _counts(segments: list[list[str]], kind: int) -> bool:
    """Whether one, two, three, four open segments in this order."""
    opening = [each[0] for each in segments]
    firsts = [each[kind][0] for each in _ORDINALS[:_REPEATED]]
    if not set(firsts) <= set(opening):
        return False
    return all(one < other for one, other in pairwise(map(opening.index, firsts)))
