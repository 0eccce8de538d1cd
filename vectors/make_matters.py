"""Who may hold the file key of a matter, who is owed it, and who must not be the last of it."""

from dataclasses import asdict, replace
from typing import Any

from seeds import Json

from heard.formats import FormatError, caselink
from heard.rules import matters
from heard.rules.matters import CaseSide, Copy, Link, Seat

AMARA, BEN, RUTH, XU, GAO = (str(n) * 32 for n in range(1, 6))
OLD, NEW = "0" * 64, "1" * 64


def side(
    *sealed_to: str,
    out: tuple[str, ...] = (),
    conflicted: tuple[str, ...] = (),
    team: tuple[str, ...] = (),
) -> CaseSide:
    sets = (frozenset(each) for each in (sealed_to, out, conflicted, team))
    return CaseSide(**dict(zip(("sealed_to", "excluded", "conflicted", "team"), sets, strict=True)))


def plain(case: CaseSide) -> Json:
    return {name: sorted(each) for name, each in asdict(case).items()}


ALL = side(AMARA, BEN, RUTH, XU)
SIDES: dict[str, tuple[CaseSide, ...]] = {
    "of no case": (),
    "of one": (ALL,),
    "struck out of the other": (ALL, side(AMARA, BEN, RUTH, XU, out=(XU,))),
    "in conflict in the other": (ALL, side(AMARA, BEN, RUTH, XU, conflicted=(BEN,))),
    "the other is another's": (ALL, side(AMARA, RUTH, GAO)),
    "a third has nobody of them": (ALL, ALL, side(GAO)),
    "no later tier is in both": (side(AMARA, BEN, RUTH), side(AMARA, BEN, XU)),
    "neither has a later tier": (side(AMARA, BEN), side(AMARA, BEN)),
    "both teams have both": (
        side(AMARA, BEN, RUTH, team=(AMARA, BEN)),
        side(AMARA, BEN, RUTH, team=(AMARA,)),
    ),
    "one of a team was left out of the other": (
        side(AMARA, BEN, RUTH, XU, team=(AMARA, XU)),
        side(AMARA, BEN, RUTH, XU, out=(XU,)),
    ),
    "its later tier was left out": (side(AMARA, BEN, RUTH, out=(RUTH,)), side(AMARA, BEN)),
}
LATER = (RUTH, XU)
BOTH, APART = (ALL, ALL), (frozenset({BEN}), frozenset({XU}))
COUNTER = Link(by=AMARA, counter=True, checked=frozenset({RUTH}), deciders=APART)
LINKS: dict[str, tuple[Link, tuple[CaseSide, ...], str]] = {
    "who reads both links them": (Link(by=AMARA), BOTH, ""),
    "who reads one": (Link(by=GAO), (ALL, side(AMARA, BEN, RUTH, GAO)), "not_a_reader"),
    "who was left out of one": (
        Link(by=XU),
        (ALL, side(AMARA, BEN, XU, out=(XU,))),
        "not_a_reader",
    ),
    "it would leave one reader": (
        Link(by=AMARA),
        (side(AMARA, BEN, RUTH), side(AMARA, RUTH)),
        "few_readers",
    ),
    "it would lose the later tier": (
        Link(by=AMARA),
        (side(AMARA, BEN, RUTH), side(AMARA, BEN)),
        "later_tier_lost",
    ),
    "a counter-complaint": (COUNTER, BOTH, ""),
    "nobody asked whether it is retaliation": (
        replace(COUNTER, checked=frozenset()),
        BOTH,
        "not_checked",
    ),
    "one of the deciders asked, and somebody else": (
        replace(COUNTER, checked=frozenset({XU, RUTH})),
        BOTH,
        "",
    ),
    "who decides asked": (replace(COUNTER, checked=frozenset({XU})), BOTH, "not_checked"),
    "who investigates asked": (replace(COUNTER, inquirers=frozenset({RUTH})), BOTH, "not_checked"),
    "who links asked": (replace(COUNTER, by=RUTH), BOTH, "not_checked"),
    "one decides both": (replace(COUNTER, deciders=(APART[0], APART[0])), BOTH, "one_decider"),
    "of two committees one sits in both": (
        replace(COUNTER, deciders=(frozenset({BEN, GAO}), frozenset({XU, GAO}))),
        BOTH,
        "one_decider",
    ),
}
LEAVING: dict[str, dict[str, tuple[str, ...]]] = {
    "a team, and somebody waits outside": {
        "readers": (AMARA, BEN),
        "waiting": (RUTH,),
        "team": (AMARA, BEN),
    },
    "nobody outside": {"readers": (AMARA, BEN), "waiting": (RUTH,), "team": (AMARA, BEN, RUTH)},
    "nobody waits": {"readers": (AMARA, BEN), "waiting": (), "team": (AMARA, BEN)},
    "who waited reads": {"readers": (AMARA, RUTH), "waiting": (), "team": (AMARA,)},
    "nobody reads": {"readers": (), "waiting": (RUTH,), "team": (AMARA,)},
    "one leaves": {
        "readers": (AMARA, BEN),
        "waiting": (RUTH,),
        "team": (AMARA, BEN),
        "leaving": (BEN,),
    },
    "the last reader leaves": {
        "readers": (AMARA,),
        "waiting": (RUTH,),
        "team": (AMARA,),
        "leaving": (AMARA,),
    },
    "the last outside leaves": {
        "readers": (AMARA, BEN),
        "waiting": (RUTH,),
        "team": (AMARA, BEN),
        "leaving": (RUTH,),
    },
}
SEATS = (
    Seat(holder=AMARA, recipient=NEW),
    Seat(holder=BEN, recipient=NEW),
    Seat(holder=RUTH, recipient=NEW, until="draft_shared"),
    Seat(holder=XU, recipient=NEW, until="tier_2"),
)
EVERYBODY = (AMARA, BEN, RUTH, XU)


def by(author: str, holder: str, recipient: str = NEW) -> Copy:
    return Copy(holder=holder, recipient=recipient, author=author)


FRESH = (by(AMARA, AMARA), by(AMARA, BEN), by(AMARA, RUTH), by(AMARA, XU))
PAID = (*FRESH, by(BEN, RUTH), by(BEN, XU))
DEBTS: dict[str, tuple[tuple[Copy, ...], tuple[str, ...], tuple[str, ...]]] = {
    "nobody has it": ((), EVERYBODY, ()),
    "one has sealed it to all": (FRESH, EVERYBODY, ()),
    "two have": (PAID, EVERYBODY, ()),
    "the same one twice": ((*FRESH, by(AMARA, RUTH)), EVERYBODY, ()),
    "her own copy while she waits": ((*FRESH, by(RUTH, RUTH)), EVERYBODY, ()),
    "one is enough for who reads by now": (FRESH, EVERYBODY, ("draft_shared",)),
    "to keys of before": ((*PAID[1:], by(AMARA, AMARA, OLD)), EVERYBODY, ()),
    "of who waits, one of two to keys of before": (
        *((*FRESH, by(BEN, RUTH, OLD), by(BEN, XU)), EVERYBODY, ()),
    ),
    "who may not hold it is owed nothing": (FRESH[:2], (AMARA, BEN, RUTH), ()),
}


def _debt(name: str) -> Json:
    copies, may, happened = DEBTS[name]
    found = matters.owed(SEATS, copies, may=may, happened=happened)
    return {
        "name": name,
        "copies": [asdict(each) for each in copies],
        "may": list(may),
        "happened": list(happened),
        "owed": [{**asdict(each), "authors": list(each.authors)} for each in found],
        "payable": {each: matters.payable(found, each) for each in (AMARA, BEN)},
    }


def _link(name: str, link: Link, sides: tuple[CaseSide, ...], fault: str) -> Json:
    found = matters.link_fault(link, sides, LATER)
    if found != fault:
        raise ValueError(f"{name}: {found!r}, not {fault!r}")
    said = asdict(link) | {
        "checked": sorted(link.checked),
        "deciders": [sorted(each) for each in link.deciders],
        "inquirers": sorted(link.inquirers),
    }
    return {"name": name, "link": said, "cases": [plain(each) for each in sides], "fault": fault}


FIRST, SECOND = {"id": "1" * 32, "file": OLD}, {"id": "2" * 32, "file": NEW}
GOOD = {"kind": "link", "cases": [FIRST, SECOND], "words": "Both name the same man."}
LETTERS: dict[str, Any] = {
    "a letter that links two": GOOD,
    "of no words": GOOD | {"words": ""},
    "of one case": GOOD | {"cases": [FIRST]},
    "of one case twice": GOOD | {"cases": [FIRST, FIRST | {"file": NEW}]},
    "of two cases and one file": GOOD | {"cases": [FIRST, SECOND | {"file": OLD}]},
    "not in order": GOOD | {"cases": [SECOND, FIRST]},
    "of three": GOOD | {"cases": [FIRST, SECOND, {"id": "3" * 32, "file": "2" * 64}]},
    "about something else": GOOD | {"kind": "readers"},
    "words that are none": GOOD | {"words": 1},
    "words without end": GOOD | {"words": "ä" * 32_769},
    "as many words as there may be": GOOD | {"words": "ä" * 32_768},
    "a member more": GOOD | {"more": ""},
    "a case with more": GOOD | {"cases": [FIRST | {"generation": 0}, SECOND]},
    "a digest that is none": GOOD | {"cases": [FIRST, SECOND | {"file": "x"}]},
    "a list of nothing": [],
}

LOOK = GOOD | {"kind": "link-check", "answers": OLD, "retaliation": False}
LOOKS: dict[str, Any] = {
    "a look that finds no retaliation": LOOK,
    "one that does": LOOK | {"retaliation": True},
    "the letter that links": GOOD,
    "of another kind": LOOK | {"kind": "link"},
    "of what it answers nothing": LOOK | {"answers": ""},
    "a finding in words": LOOK | {"retaliation": "no"},
    "a finding that is none": LOOK | {"retaliation": None},
    "cases not in order": LOOK | {"cases": [SECOND, FIRST]},
    "words that are none": LOOK | {"words": None},
    "a member more": LOOK | {"more": ""},
    "a list of nothing": [],
}


def _letter(name: str, value: Any, parse: Any = caselink.parse) -> Json:
    try:
        sound = parse(value).value() == value
    except FormatError:
        sound = False
    return {"name": name, "value": value, "sound": sound}


def make_matters() -> Json:
    leaving: Any = LEAVING
    return {
        "until": matters.UNTIL,
        "released": [
            {"until": until, "happened": happened, "is": matters.is_released(until, happened)}
            for until in sorted(set(matters.UNTIL.values()))
            for happened in ([], ["draft_shared"], ["appeal_lodged", "tier_2"])
        ],
        "later": list(LATER),
        "cases": [
            {
                "name": name,
                "cases": [plain(each) for each in sides],
                "may": sorted(matters.may_hold(sides)),
                "linking": matters.linking_fault(sides, LATER),
            }
            for name, sides in SIDES.items()
        ],
        "links": [_link(name, *each) for name, each in LINKS.items()],
        "letters": [_letter(name, value) for name, value in LETTERS.items()],
        "looks": [_letter(*each, caselink.parse_check) for each in LOOKS.items()],
        "floors": [
            {
                "newest": 4,
                "holders": holders,
                "may": may,
                "parted": parted,
                "floor": matters.floor(4, holders, may, parted=parted),
            }
            for holders, may, parted in (
                ([AMARA, BEN], [AMARA, BEN, RUTH], False),
                ([AMARA, BEN], [AMARA], False),
                ([], [AMARA], False),
                ([AMARA], [], False),
                ([AMARA, BEN], [AMARA, BEN], True),
            )
        ],
        "leaving": [
            {
                "name": name,
                "given": {part: list(ids) for part, ids in given.items()},
                "fault": matters.leaving_fault(**given),
            }
            for name, given in leaving.items()
        ],
        "seats": [asdict(each) for each in SEATS],
        "debts": [_debt(name) for name in DEBTS],
    }
