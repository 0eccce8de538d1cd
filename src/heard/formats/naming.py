"""What of a line may be the name of somebody (docs/spec/conflicts.md, "What is looked up").

People write "Dr. Gao Jun", "Gao Jun, Sales" or paste a line of a mail. Few texts come out of it:
each is one question more to a table, and related questions tell more than unrelated ones.
"""

import re
import unicodedata

from heard.formats.names import key_of, words

MOST = 200  # characters of a line that are looked at
SURE = 2  # addresses and numbers
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"'，；：、（）]+@[^\s@<>()\[\],;:\"'，；：、（）]+")
_DIVIDERS = re.compile(r"([,，、])|[;:<>()\[\]{}\"|/；：（）【】《》“”\n\t]|\s[-–—]\s")
_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc"})
_HAN = re.compile("[\u3400-\u9fff]+")
# What stands before a name and is none, as `words` folds it.
_TITLES = """
dr prof professor mr mrs ms miss mx herr frau mme mlle monsieur madame sr sra srta senor senora
dra signor signora dott dhr mevr hrn manager colleague supervisor director from cc sender السيد
السيده الانسه الدكتور الدكتوره المهندس المهندسه الاستاذ الاستاذه مديري مديرتي زميلي زميلتي
господин госпожа शर शरमत 发件人 寄件人 寄件者 收件人 抄送 mailto
"""
TITLES = frozenset(_TITLES.split())
# As before, but somebody may be called so: then the whole is looked up too.
_DOUBTFUL = """
my our boss the mein meine chef chefin mon mi jefe jefa sig to
"""
DOUBTFUL = frozenset(_DOUBTFUL.split())
# What comes after a name and is no part of it any more.
_ENDS = """
from in at who is was works working with on and my our said did phd md mba jr jnr esq aus bei
chez من في عند
"""
ENDS = frozenset(_ENDS.split())
# Of one word of Chinese, Japanese or Korean: before or behind the name.
_HONORIFICS = """
董事长 先生 女士 小姐 太太 老师 老師 经理 經理 总监 總監 主任 部长 部長 组长 組長 主管 老板 老闆
领导 領導 同事 博士 教授 医生 醫生 院长 院長 总 總 さん 様 氏 씨 님
"""
HONORIFICS = tuple(_HONORIFICS.split())


def readings(typed: str) -> list[str]:
    """The texts to look up: at most two names, then two addresses or staff numbers."""
    text = "".join(map(_spaced, unicodedata.normalize("NFKC", typed[:MOST])))
    if len(text.split()) == 1 and "@" not in text and _has_digit(text):
        return [text.strip()]
    sure = [each.rstrip(".") for each in _ADDRESS.findall(text)]
    rest = _ADDRESS.sub(" ", text)
    sure += [
        word for part in _DIVIDERS.split(rest)[::2] for word in part.split() if _has_digit(word)
    ]
    found = list(dict.fromkeys([*_names(rest), *sure[:SURE]]))
    return found or ([text.strip()] if any(map(str.isalnum, text)) else [])


def keys_of(typed: str) -> list[str]:
    """The keys of all that may be meant."""
    return list(dict.fromkeys(filter(None, map(key_of, readings(typed)))))


def _names(text: str) -> list[str]:
    """The first part that may be a whole name, and the next best reading of the line."""
    pieces = _DIVIDERS.split(text)  # text, comma or None, text …
    parts = [(_cleaned(piece), at) for at, piece in enumerate(pieces[::2])]
    parts = [(part, at) for part, at in parts if part]
    if not parts:
        return []
    first, place = next((each for each in parts if _is_whole(each[0])), parts[0])
    found = [_ended(first), first] if _is_whole(first) else []
    (one, at), (other, then) = parts[0], parts[min(1, len(parts) - 1)]
    if then == at + 1 and pieces[2 * at + 1]:
        found.append(f"{one} {other}")  # Gao, Jun
    said = pieces[2 * place].split()
    if _folded(said[0]) in DOUBTFUL:
        found.append(" ".join(said))
    return list(dict.fromkeys(found))[:2] or [first]


def _cleaned(part: str) -> str:
    """Without titles before it; one Chinese word also without those behind, and all up to 的."""
    said = part.split()
    while said and _folded(said[0]) in TITLES | DOUBTFUL:
        del said[0]
    if len(said) == 1 and not said[0].isascii():
        return _bare(said[0])
    return " ".join(said)


def _spaced(each: str) -> str:
    if each in "\n\t":
        return each
    return " " if unicodedata.category(each) in _SPACES or each == "\ufeff" else each


def _folded(word: str) -> str:
    return "".join(words(word))


def _has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word))


def _bare(word: str) -> str:
    word = word.rpartition("的")[2] if _HAN.fullmatch(word) else word
    for each in HONORIFICS:
        if word.endswith(each) and len(word) - len(each) > 1:
            word = word.removesuffix(each)
        if len(each) > 1 and word.startswith(each) and len(word) - len(each) > 1:
            word = word.removeprefix(each)
    return word


def _is_whole(part: str) -> bool:
    """More than a family name alone, as far as one can tell."""
    return " " in part or not part.isascii()


def _ended(part: str) -> str:
    """Up to a number, or to a word that ends a name, from the third word on."""
    said = part.split()
    ends = (
        n
        for n, word in enumerate(said)
        if (n > 0 and _has_digit(word)) or (n > 1 and _folded(word) in ENDS)
    )
    return " ".join(said[: next(ends, len(said))])
