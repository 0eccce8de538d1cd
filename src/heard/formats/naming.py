"""What of a line may be the name of somebody (docs/spec/conflicts.md, "What is looked up").

People write "Dr. Gao Jun", "Gao Jun, Sales" or paste a line of a mail. Few texts come out of it:
each is one question more to a table, and related questions tell more than unrelated ones.
"""

import re
import unicodedata

from heard.formats.names import key_of, words

MOST = 200  # characters of a line that are looked at
NAMES = 4  # readings of the name, the untouched line among them
SURE = 2  # addresses and numbers
_COUNTED = 4  # digits of a staff number inside of a sentence
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"'，；：、（）،؛]+@[^\s@<>()\[\],;:\"'，；：、（）،؛]+")
_DIVIDERS = re.compile(r"([,，、،])|[;؛:<>()\[\]{}\"|/；：（）【】《》“”\n\t]|\s[-–—]\s")
_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc"})
_HAN = re.compile("[\u3400-\u9fff]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WORD_WITH_DIGIT = re.compile(r"[\w./-]+\Z")
_MARK = re.compile(r"\A(?:#+|(?:no|nr|id)[.#]+)(?=\d)", re.IGNORECASE)  # No.10002
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
# What stands before a name and is none, as `words` folds it.
_TITLES = """
dr prof professor mr mrs ms miss mx herr frau mme mlle monsieur madame sr sra srta senor senora
dra signor signora dott dhr mevr hrn manager colleague supervisor director from cc sender السيد
السيده الانسه الدكتور الدكتوره المهندس المهندسه الاستاذ الاستاذه مديري مديرتي زميلي زميلتي
господин госпожа शर शरमत 发件人 寄件人 寄件者 收件人 抄送 mailto
med ing rer nat ceo vp lead head hr fr herrn don dona د م ا دكتور استاذ مهندس سيد المدير
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
董事长 副总经理 总经理 副总裁 总裁 副总 先生 女士 小姐 太太 老师 老師 经理 經理 总监 總監 主任 部长
部長 组长 組長 主管 老板 老闆 领导 領導 同事 博士 教授 医生 醫生 院长 院長 总 總 さん 様 氏 씨 님
董事長 總經理 副總經理 副總裁 總裁 副總 副经理 副經理 副主任 副总监 副總監 副部长 副部長 副主管
副院长 副院長 处长 處長 科长 科長 课长 課長 班长 班長 店长 店長 厂长 廠長 组员 組員 专员 專員
助理 秘书 秘書 工程师 工程師 社長 係長 부장 과장 차장 대리 팀장 사장 실장 본부장
"""
HONORIFICS = tuple(_HONORIFICS.split())
# What somebody works at, where it leans on the name or on its title: 高军销售经理.
_WORK = """
销售 銷售 市场 市場 营销 營銷 人力资源 人力資源 人事 财务 財務 技术 技術 研发 研發 产品 產品 项目
專案 运营 營運 采购 採購 行政 法务 法務 客服 物流 仓储 生产 生產 质量 品質 业务 業務 営業 総務 開発
"""
_RANK = "区域 區域 大区 高级 高級 资深 資深 部门 部門 首席"
POSTS = (*(each + end for each in _WORK.split() for end in ("", "部")), *_RANK.split())
# No two of one length are both at one end of a word, so the longest first leaves nothing to choose.
_LONGEST_FIRST = tuple(sorted({*HONORIFICS, *POSTS}, key=len, reverse=True))


def readings(typed: str) -> list[str]:
    """The texts to look up: at most four names, then two addresses or staff numbers.

    The last of the names is the line as it was typed, where no other has its key.
    """
    text = "".join(map(_spaced, unicodedata.normalize("NFKC", typed[:MOST]))).strip()
    addresses = [each.rstrip(".") for each in _ADDRESS.findall(text)]
    rest = _ADDRESS.sub(" ", text)
    if _is_number(text) and not _MARK.match(text):
        sure, found = [text, text.translate(_EASTERN)], []
    else:
        sure = addresses + _numbers(rest)
        found = _unlike([*_unlike(_names(rest))[: NAMES - 1], *([] if addresses else [text])])
    return _unlike([*found, *_unlike(sure)[:SURE]])


def keys_of(typed: str) -> list[str]:
    """The keys of all that may be meant."""
    return list(map(key_of, readings(typed)))


def _unlike(texts: list[str]) -> list[str]:
    """One text for each key, the first that has it."""
    by_key: dict[str, str] = {}
    for each in texts:
        by_key.setdefault(key_of(each), each)
    return [each for key, each in by_key.items() if key]


def _names(text: str) -> list[str]:
    """The parts that may be a whole name, and the next best readings of the line."""
    pieces = _DIVIDERS.split(text)  # text, comma or None, text …
    parts = [(_cleaned(piece), at) for at, piece in enumerate(pieces[::2])]
    parts = [(part, at) for part, at in parts if part and not _is_number(part)]
    if not parts:
        return []
    whole = [(part, at) for part, at in parts if _is_whole(part)]
    (one, at), (other, then) = parts[0], parts[min(1, len(parts) - 1)]
    paired = [f"{one} {other}"] if then == at + 1 and pieces[2 * at + 1] else []  # Gao, Jun
    first, place = (whole or parts)[0]
    said = pieces[2 * place].split()
    doubtful = [" ".join(said)] if _folded(said[0]) in DOUBTFUL else []
    if not whole:
        return [*(paired or [first]), *doubtful]
    matches = [_ended(part) for part, _ in whole]
    after = [tail for part, _ in whole if (tail := _after_title(part))]
    return [*matches[:1], *after[:1], *matches[1:2], *paired, *matches[2:], first, *doubtful]


def _cleaned(part: str) -> str:
    """Without titles before it; Chinese words also without those behind, and all up to 的."""
    said = part.split()
    while said and (title := _title(said[0])):
        said[0] = said[0].removeprefix(title)
        said = said if said[0] else said[1:]
    while len(said) > 1 and _is_post(said[-1]) and _is_unspaced(said[-2]):
        del said[-1]
    while said and _is_post(said[0]) and (len(said) == 1 or _is_unspaced(said[1])):
        del said[0]
    if len(said) == 1 and not said[0].isascii():
        return _bare(said[0])
    return " ".join(said)


def _title(word: str) -> str:
    """What of a word is a title: all of it, or up to a full stop (Dr.Gao)."""
    if _folded(word) in TITLES | DOUBTFUL:
        return word
    head, stop, _ = word.partition(".")
    return head + stop if stop and _folded(head) in TITLES else ""


def _after_title(part: str) -> str:
    """What follows a title inside of one Chinese word: 销售经理高军."""
    for each in HONORIFICS:
        before, title, tail = part.rpartition(each)
        if len(each) > 1 and before and title and len(tail) > 1 and " " not in part:
            return tail
    return ""


def _numbers(text: str) -> list[str]:
    """Staff numbers: what stands alone between dividers, or has four digits."""
    found = []
    for part in _DIVIDERS.split(text)[::2]:
        said = _HAN.sub(" ", part).split()
        for word in filter(_has_digit, said):
            if len(said) == 1 or sum(map(str.isdecimal, word)) >= _COUNTED:
                found += [_MARK.sub("", word).translate(_EASTERN)]
    return found


def _is_number(text: str) -> bool:
    """One word with a digit, and neither Chinese nor a sign that divides or counts."""
    return bool(_WORD_WITH_DIGIT.match(text)) and _has_digit(text) and not _HAN.search(text)


def _is_unspaced(word: str) -> bool:
    return bool(_UNSPACED.search(word))


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
    return _without_posts(word, least=2)


def _is_post(word: str) -> bool:
    """Nothing but a title or what somebody works at: 销售经理."""
    return not _without_posts(word, least=0)


def _without_posts(word: str, *, least: int) -> str:
    """Without what stands behind the name, then before it, as long as `least` characters stay."""
    fitting = [each for each in _LONGEST_FIRST if len(each) <= len(word) - least]
    for behind in fitting:
        if word.endswith(behind):
            return _without_posts(word.removesuffix(behind), least=least)
    for before in fitting:
        if len(before) > 1 and word.startswith(before):
            return _without_posts(word.removeprefix(before), least=least)
    return word


def _is_whole(part: str) -> bool:
    """More than a family name alone, as far as one can tell."""
    return " " in part or _is_unspaced(part)


def _ended(part: str) -> str:
    """Up to a number, or to a word that ends a name, from the third word on."""
    said = part.split()
    ends = (
        n
        for n, word in enumerate(said)
        if (n > 0 and _has_digit(word)) or (n > 1 and _folded(word) in ENDS)
    )
    return " ".join(said[: next(ends, len(said))])
