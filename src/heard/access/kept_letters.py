"""Of which class of what is kept each letter of a case is (docs/spec/retention.md, 1)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from heard.records.models import Assent, Case, FileKey, FileLetter, Letter, Move
from heard.rules import retention
from heard.rules.codes.letters import IntakeKind, MessageKind
from heard.rules.codes.retention import Kept

_BY_KIND: dict[str, Kept] = {IntakeKind.IDENTITY: Kept.IDENTITY, MessageKind.FILE_KEY: Kept.WRAPS}


class Thing(NamedTuple):
    """What is erased at once: a class of a case; of a person's name, which party (``record``)."""

    what: Kept
    record: str = ""


def letters_of(case: Case, thing: Thing) -> list[str]:
    """The ids of letters under the case key that are of it."""
    if thing.what == Kept.RESPONDENT_NAME:
        return []
    moved = _moved(case)
    rows = Letter.objects.filter(case=case).values_list("id", "kind")
    return [id for id, kind in rows if (_BY_KIND.get(kind) or _of(moved, id)) == thing.what]


def file_letters_of(case: Case, thing: Thing) -> list[str]:
    """The same of letters under the file key, to a party or not."""
    rows = FileLetter.objects.filter(case=case)
    if thing.what == Kept.RESPONDENT_NAME:
        room = rows.filter(party=thing.record).values_list("id", flat=True)
        return [*room, *_on_party(case, thing.record)]
    moved = _moved(case)
    stating = set(FileKey.objects.filter(case=case).values_list("statement", flat=True))
    return [
        id
        for id in rows.values_list("id", flat=True)
        if (Kept.WRAPS if id in stating else _of(moved, id)) == thing.what
    ]


def classes_of(case: Case, letters: Iterable[str]) -> set[Kept]:
    """Of which classes these letters (ids) of a party's room are."""
    moved = _moved(case)
    return {_of(moved, each) for each in letters}


def _of(moved: dict[str, Kept], letter: str) -> Kept:
    return moved.get(letter, Kept.REPORT)


def _moved(case: Case) -> dict[str, Kept]:
    """The class of each letter that a move or an assent names, by its id."""
    found = {}
    for object, letters in _named(case):
        for each in filter(None, letters):
            found[each] = Kept(retention.class_of(object))
    return found


def _named(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    moves = Move.objects.filter(case=case)
    names = ("object", "letter", "file_letter", "party_letter")
    for object, *letters in moves.values_list(*names):
        yield object, tuple(letters)
    for object, letter in Assent.objects.filter(case=case).values_list("object", "file_letter"):
        yield object, (letter,)


def _on_party(case: Case, party: str) -> list[str]:
    """Of the moves by which somebody came into the case and was named."""
    moves = Move.objects.filter(case=case, object="party", record=party)
    return [each for each in moves.values_list("file_letter", flat=True) if each]
