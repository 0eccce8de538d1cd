"""What two spellings of a name have in common (docs/spec/conflicts.md, "Keys").

Who asks makes ONE key of what she typed; a stored name is found under several.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import combinations

from anyascii import anyascii

KINDS = ("email", "id", "name")
MOST_NAMES = 12  # of one person
_PAIRED = range(3, 7)  # words of a name of which any two find it
# Letters that have no decomposition, and letters that are written one for another.
_ALIKE = str.maketrans("øđðłħŧςةىیک", "oddlhtσهييك", "ـʼʻ") | str.maketrans(
    {"þ": "th", "æ": "ae", "œ": "oe"}
)
# As a person writes who has no such key: Müller, Mueller.
_SPELT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    | {"å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe"}
)
_CONTRACTED = re.compile("(?<=[aou])e|(?<=a)a")
_WORD = re.compile("[0-9a-z]+")
_NO_NAME = re.compile(r"[\d@＠]")


def key_of(text: str) -> str:
    """The one key of what somebody typed; empty where there is nothing to look up.

    With an @ it is an e-mail address; with a digit and no space an employee id; else a name.
    """
    plain = plain_form(text)
    if "@" in plain:
        return f"email:{plain}"
    if _is_one(text) and any(unicodedata.category(each) == "Nd" for each in plain):
        return f"id:{plain}"
    form = name_form(text)
    return f"name:{form}" if form else ""


def _is_one(text: str) -> bool:
    kinds = (unicodedata.category(each) for each in text)
    return len("".join(" " if kind in _UNSEEN else "x" for kind in kinds).split()) == 1


def plain_form(text: str) -> str:
    """An employee id or an e-mail address: letters' case and white space say nothing."""
    if text.isascii():
        return "".join(text.split()).lower() if text.isprintable() else _plain(text)
    return _plain(text)


def _plain(text: str) -> str:
    kept = _fold(unicodedata.normalize("NFKC", text))
    return "".join(each for each in kept if unicodedata.category(each) not in _UNSEEN)


def _fold(text: str) -> str:
    # By way of capitals: ß and ss, ı and i become one; ẞ has no other small letter than ß.
    return text.lower().upper().lower()


_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def words(text: str) -> list[str]:
    """The words of a name, without case, marks, and what is neither letter nor digit."""
    if text.isascii():
        return _WORD.findall(text.lower())
    folded = _fold(unicodedata.normalize("NFKD", text))
    folded = unicodedata.normalize("NFKD", folded).translate(_ALIKE)
    return "".join(map(_letter, folded)).split()


def _letter(each: str) -> str:
    kind = unicodedata.category(each)[0]
    if kind in "LN":
        return each
    return "" if kind == "M" else " "


def name_form(text: str) -> str:
    """The letters of a name in the order of the alphabet.

    So neither the order of its words nor a space or hyphen between them makes a difference.
    """
    return "".join(sorted("".join(words(text))))


def name_forms(names: Sequence[str]) -> set[str]:
    """Every form under which somebody with these names is found."""
    found: set[str] = set()
    for name in names[:MOST_NAMES]:
        for spelt in _spellings(name):
            found |= _forms(spelt.split())
    return found - {""}


def _spellings(name: str) -> set[str]:
    said = [" ".join(words(name))]
    if not name.isascii():
        said += [" ".join(words(each)) for each in (anyascii(name), name.translate(_SPELT))]
    return {*said, *(_CONTRACTED.sub("", each) for each in said)}


def _forms(spelt: list[str]) -> set[str]:
    found = {"".join(sorted("".join(spelt)))}
    if len(spelt) in _PAIRED:
        found |= {"".join(sorted(one + other)) for one, other in combinations(spelt, 2)}
    return found


def keys(*, id: str, email: str, names: Sequence[str]) -> set[str]:
    """Every key under which somebody is found. An id of old may stand among the names."""
    found = {f"name:{form}" for form in name_forms(names)}
    found |= {key_of(name) for name in names if _NO_NAME.search(name)} - {""}
    if id:
        found.add(f"id:{plain_form(id)}")
    if email:
        found.add(f"email:{plain_form(email)}")
    return found
