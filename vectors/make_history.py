"""What a server may tell of a case, and what it may not: `prev` followed (docs/spec/log.md)."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace

from seeds import Json, an_id, secret

from heard.formats import entry, history, merkle
from heard.formats.history import HistoryError, Told

CASE = an_id("case of the history")
AMARA = an_id("Amara")


def letter(name: str) -> str:
    return secret(f"letter {name}").hex()


def salts(name: str) -> Callable[[int], bytes]:
    """As many bytes as are asked for, always the same."""
    return lambda size: b"".join(
        secret(f"{name} {part}") for part in range(-(-size // entry.SALT))
    )[:size]


def told(name: str, *, opening: entry.Opening | None = None, **said: str) -> Told:
    """An event as it is logged and told; ``opening``: another than that of all its fields."""
    shown = opening or entry.make(said, salts(name))
    leaf = merkle.leaf_hash(shown.entry).hex()
    return Told(leaf, said["event"], said["at"], said["actor"], shown.encode())


def made(name: str, event: str, before: Told | None, **more: str) -> Told:
    """An event that goes on from ``before``."""
    prev = before.leaf if before else ""
    return told(name, **{**plain(event), "prev": prev, **more})


def plain(event: str, actor: str = "reporter") -> dict[str, str]:
    return {"event": event, "at": "2026-11-28T09:00:00Z", "actor": actor, "case": CASE}


REPORT = made("report", "report_received", None, letter=letter("report"))
OPENED = made("opened", "case_opened", REPORT, actor=AMARA)
MESSAGE = made("message", "letter_received", OPENED, letter=letter("message"), kind="message")
RENEWED = made("renewed", "identity_renewed", MESSAGE, letter=letter("renewed"), generation="1")
EVIDENCE = made("evidence", "evidence_noted", RENEWED, actor=AMARA, letter=letter("evidence"))
NOTE = made("note", "note_added", None, actor=AMARA, letter=letter("note"), kind="note")
NOTE_2 = made("second note", "note_added", NOTE, actor=AMARA, letter=letter("note 2"), kind="note")
CONTACT = made("contact", "contact_changed", None, kind="push", contact="")
OLD = told("old report", **plain("report_received"), letter=letter("report"))
OLD_OPENED = told("old opened", **plain("case_opened", AMARA))
AFTER_OLD = made("after old", "case_acknowledged", OLD_OPENED, actor=AMARA)
OF_OLD_NOTE = told("old note", **plain("note_added", AMARA), letter=letter("note"), kind="note")


def _hiding(event: Told, name: str) -> Told:
    opening = entry.parse(event.opening).close([name])
    return replace(event, opening=opening.encode())


EVENTS: dict[str, Told] = {
    "report": REPORT,
    "opened": OPENED,
    "message": MESSAGE,
    "renewed": RENEWED,
    "evidence": EVIDENCE,
    "note": NOTE,
    "second note": NOTE_2,
    "contact": CONTACT,
    "old report": OLD,
    "old opened": OLD_OPENED,
    "after old": AFTER_OLD,
    "old note": OF_OLD_NOTE,
    "message after report": made(
        "fork", "letter_received", REPORT, letter=letter("message"), kind="message"
    ),
    "opened from nothing": made("from nothing", "case_opened", None, actor=AMARA),
    "opened, another time": replace(OPENED, at="2026-11-28T10:00:00Z"),
    "opened, by another": replace(OPENED, actor="reporter"),
    "opened, as another event": replace(OPENED, event="case_acknowledged"),
    "opened, of another leaf": replace(OPENED, leaf=MESSAGE.leaf),
    "opened, with another opening": replace(OPENED, opening=MESSAGE.opening),
    "opened, no opening": replace(OPENED, opening=""),
    "opened, prev hidden": _hiding(OPENED, "prev"),
    "opened, actor hidden": _hiding(OPENED, "actor"),
    "opened, of another case": made(
        "another case", "case_opened", REPORT, actor=AMARA, case=an_id("another case")
    ),
    "message, letter hidden": _hiding(MESSAGE, "letter"),
}
HERS = ("report", "message", "renewed")
ALL = (*HERS, "evidence", "note", "note 2")
WHOLE = ("report", "opened", "message", "renewed", "evidence")

# name, reader, what is told, which letters are listed, what others had seen
Case = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
CASES: tuple[Case, ...] = (
    ("all that she is told", "reporter", (*WHOLE, "contact"), HERS, ("report", "evidence")),
    ("all that the desk is told", "desk", (*WHOLE, "note", "second note"), ALL, ("note",)),
    ("a note stands anywhere between", "desk", ("report", "note", *WHOLE[1:]), ALL, ()),
    ("nothing", "reporter", (), (), ()),
    ("nothing had been seen", "reporter", WHOLE, HERS, ("", "report")),
    ("nothing had been seen, and it is from before", "reporter", ("old report",), (), ("",)),
    ("the newest is withheld", "reporter", WHOLE[:3], HERS, ("opened", "renewed", "message")),
    ("the first is missing", "reporter", WHOLE[1:], HERS, ()),
    ("one between is missing", "reporter", ("report", *WHOLE[2:]), HERS, ()),
    ("only the newest", "reporter", ("evidence",), HERS, ()),
    ("two in another order", "reporter", ("report", "message", "opened"), HERS, ()),
    ("two go on from one", "reporter", ("report", "opened", "message after report"), HERS, ()),
    ("one goes on from nothing", "reporter", ("report", "opened from nothing"), HERS, ()),
    ("it begins with something else", "reporter", ("opened from nothing",), HERS, ()),
    ("one comes twice", "reporter", ("report", "opened", "opened"), HERS, ()),
    ("another time", "reporter", ("report", "opened, another time"), HERS, ()),
    ("another person", "reporter", ("report", "opened, by another"), HERS, ()),
    ("another event", "reporter", ("report", "opened, as another event"), HERS, ()),
    ("another case", "reporter", ("report", "opened, of another case"), HERS, ()),
    ("another leaf", "reporter", ("report", "opened, of another leaf"), HERS, ()),
    ("another opening", "reporter", ("report", "opened, with another opening"), HERS, ()),
    ("no opening", "reporter", ("report", "opened, no opening"), HERS, ()),
    ("what went before is hidden", "reporter", ("report", "opened, prev hidden"), HERS, ()),
    ("who it was is hidden", "reporter", ("report", "opened, actor hidden"), HERS, ()),
    (
        "which letter came is hidden",
        "reporter",
        ("report", "opened", "message, letter hidden"),
        HERS,
        (),
    ),
    ("a letter of hers is not listed", "reporter", WHOLE[:3], ("report",), ()),
    ("an evidence letter is the desk's", "desk", WHOLE, HERS, ()),
    ("a note is not listed", "desk", ("report", "note"), HERS, ()),
    ("the first note is missing", "desk", (*WHOLE, "second note"), ALL, ()),
    ("from before", "reporter", ("old report", "old opened"), (), ()),
    ("from before, and on", "desk", ("old report", "old opened", "after old"), (), ()),
    ("what went before the first is missing", "desk", ("old report", "after old"), (), ()),
    ("from before, after what is linked", "reporter", ("report", "old opened"), HERS, ()),
    ("a note from before, after a linked event", "desk", ("report", "old note"), HERS, ()),
)


def follow(reader: str, names: Iterable[str], listed: Iterable[str]) -> history.History:
    events = [EVENTS[name] for name in names]
    return history.follow(CASE, events, letters=set(map(letter, listed)), reader=reader)


def _case(case: Case) -> Json:
    name, reader, names, listed, seen = case
    given: Json = {
        "name": name,
        "reader": reader,
        "told": list(names),
        "letters": [letter(each) for each in listed],
        "seen": [EVENTS[each].leaf if each else "" for each in seen],
    }
    try:
        found = follow(reader, names, listed)
    except HistoryError as error:
        return {**given, "expect": error.kind}
    unseen = found.unseen(given["seen"])
    return {**given, "expect": "ok", "newest": found.newest, "older": found.older, "unseen": unseen}


def make_history() -> Json:
    events = {name: asdict(each) for name, each in EVENTS.items()}
    return {"case": CASE, "events": events, "histories": [_case(each) for each in CASES]}
