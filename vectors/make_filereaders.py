"""Who reads the file of a matter: statements as they may be written, and what follows."""

from copy import deepcopy
from dataclasses import asdict, replace

from make_readers import HERS, person, signing
from make_readers import said as case_said
from make_readers import state as case_state
from seeds import Json, an_id, b64

from heard.formats import filereaders, filestatement, readers
from heard.formats.filereaders import FileSaid
from heard.formats.filestatement import FileStatement, Waiter
from heard.formats.readers import Said, Successor

MATTER = an_id("matter")
ONE, OTHER = "a case", "another case"
CASES = {name: an_id(name) for name in (ONE, OTHER)}
AMARA, XU, RUTH, GAO = (person(name) for name in ("Amara", "Xu", "Ruth", "Gao"))
IDS = {each: person(each).id for each in ("Amara", "Xu", "Ruth", "Gao")}

# What was said in the cases: all four read the first; then Xu is left out of it, or Gao.
EVERYBODY = case_said("reporter", case_state(0, "Amara", "Xu", "Ruth", "Gao"))
WITHOUT_XU = case_said("reporter", case_state(1, "Amara", "Ruth", "Gao", out=("Xu",)))
OF_TWO = case_said("reporter", case_state(0, "Amara", "Ruth"))

ALL = {ONE: (EVERYBODY,)}
XU_OUT = {ONE: (EVERYBODY, WITHOUT_XU)}
LINKED = {ONE: (EVERYBODY,), OTHER: (OF_TWO,)}


def waiter(name: str, until: str, *authors: str) -> Waiter:
    return Waiter(person(name), until, tuple(sorted(IDS[each] for each in authors)))


def state(
    generation: int,
    *names: str,
    waiting: tuple[Waiter, ...] = (),
    out: tuple[str, ...] = (),
    prev: str = "",
    cites: dict[str, int] | None = None,
    key: str = "",
) -> FileStatement:
    cited = cites or {ONE: 0}
    return filestatement.state(
        matter=MATTER,
        cases={CASES[name]: at for name, at in cited.items()},
        generation=generation,
        recipient=f"file key {generation}{key}",
        readers=map(person, names),
        waiting=waiting,
        excluded=[IDS[name] for name in out],
        prev=prev,
    )


def said(author: str, statement: FileStatement, **changed: object) -> FileSaid:
    made = FileSaid(
        author=IDS[author],
        key=person(author).signing,
        generation=statement.generation,
        recipient=statement.recipient,
        statement=statement,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


DECIDER = waiter("Ruth", "draft_shared", "Amara", "Xu")
FIRST = state(0, "Amara", "Xu", waiting=(DECIDER,))
FORMED = said("Amara", FIRST)
BY_A_STRANGER = state(0, "Amara", "Xu", waiting=(waiter("Ruth", "tier_2", "Amara", "Gao"),))
SECOND = state(1, "Amara", "Ruth", out=("Xu",), prev=FIRST.digest(), cites={ONE: 1})
NO_XU = state(1, "Amara", "Ruth", out=("Xu",), prev=FIRST.digest())
XU_AGAIN = state(1, "Amara", "Xu", prev=NO_XU.digest())
SINCE = state(0, "Amara", "Ruth", cites={ONE: 1})
BY_WHO_WAITS = state(0, "Xu", waiting=(waiter("Gao", "tier_2", "Ruth", "Xu"),), prev=FIRST.digest())
BY_XU = state(1, "Xu", "Gao", prev=FIRST.digest(), key=" of Xu")
LETS_GAO = state(0, "Xu", "Gao", prev=FIRST.digest())
LETS_GAO_LATE = state(1, "Amara", "Gao", prev=SECOND.digest(), cites={ONE: 1})
GAO_WAITS = state(0, "Xu", waiting=(waiter("Gao", "tier_2", "Amara", "Xu"),), prev=FIRST.digest())
PAIR = state(0, "Amara", "Ruth", cites={ONE: 0, OTHER: 0})
STRANGER = b64(bytes(32))


def malformed() -> dict[str, object]:
    good = FIRST.value()
    one, wait, case = good["readers"][0], good["waiting"][0], good["cases"][0]

    def waits(**changed: object) -> Json:
        return {**good, "waiting": [{**wait, **changed}]}

    return {
        "nothing": None,
        "a list": [],
        "of a case key": case_state(0, "Amara").value(),
        "a member is missing": {name: good[name] for name in good if name != "waiting"},
        "a member too many": {**good, "note": ""},
        "of another kind": {**good, "kind": "writers"},
        "of another object": {**good, "object": "case"},
        "no matter": {**good, "matter": ""},
        "no case": {**good, "cases": []},
        "17 cases": {**good, "cases": [case] * 17},
        "a case twice": {**good, "cases": [case, case]},
        "a case with a member too many": {**good, "cases": [{**case, "note": ""}]},
        "a case of generation 64": {**good, "cases": [{**case, "generation": 64}]},
        "generation 64": {**good, "generation": 64},
        "generation true": {**good, "generation": True},
        "recipient in capitals": {**good, "recipient": "A" * 64},
        "prev is null": {**good, "prev": None},
        "nobody reads it": {**good, "readers": []},
        "out of order": {**good, "readers": deepcopy(good["readers"])[::-1]},
        "63 who wait": {**good, "waiting": [wait] * 63},
        "a reader who waits": waits(id=one["id"]),
        "one key for a reader and somebody who waits": waits(signing=one["signing"]),
        "nobody knows for what": waits(until="tomorrow"),
        "one author": waits(authors=wait["authors"][:1]),
        "one author twice": waits(authors=[wait["authors"][0]] * 2),
        "three authors": waits(authors=sorted([*wait["authors"], IDS["Gao"]])),
        "authors out of order": waits(authors=wait["authors"][::-1]),
        "their own author": waits(authors=sorted([one["id"], wait["id"]])),
        "authors are no list": waits(authors=one["id"]),
        "left out and a reader": {**good, "excluded": [one["id"]]},
        "left out and waiting": {**good, "excluded": [wait["id"]]},
        "left out is no id": {**good, "excluded": ["Xu"]},
    }


Course = tuple[dict[str, tuple[Said, ...]], tuple[FileSaid, ...], tuple[str, ...]]

COURSES: dict[str, Course] = {
    "a team is formed, and the decider waits": (ALL, (FORMED,), ()),
    "the draft is shared, and the decider reads": (ALL, (FORMED,), ("draft_shared",)),
    "what nobody waits for happens": (ALL, (FORMED,), ("appeal_lodged", "tier_2")),
    "signed by a stranger": (ALL, (said("Amara", FIRST, key=STRANGER),), ()),
    "sealed anew by the server": (ALL, (said("Amara", FIRST, recipient="0" * 64),), ()),
    "served as another generation": (ALL, (said("Amara", FIRST, generation=1),), ()),
    "of another matter": (ALL, (said("Amara", replace(FIRST, matter=an_id("else"))),), ()),
    "made by somebody who does not stand in it": (ALL, (said("Gao", FIRST),), ()),
    "made by who does not read the case": (
        *({ONE: (OF_TWO,)}, (said("Gao", state(0, "Gao")),), ()),
    ),
    "it names somebody who does not read the case": (
        *({ONE: (OF_TWO,)}, (said("Amara", state(0, "Amara", "Gao")),), ()),
    ),
    "somebody waits who does not read the case": ({ONE: (OF_TWO,)}, (FORMED,), ()),
    "it cites a key of the case that nobody made": (
        *(ALL, (said("Amara", state(0, "Amara", cites={ONE: 1})),), ()),
    ),
    "it names somebody with another key": (
        ALL,
        (said("Amara", replace(FIRST, readers=(AMARA, replace(XU, signing=GAO.signing)))),),
        (),
    ),
    "it names somebody with their key and another's recipient": (
        ALL,
        (said("Amara", replace(FIRST, readers=(AMARA, replace(XU, recipient=GAO.recipient)))),),
        (),
    ),
    "somebody is let in with their key and another's recipient": (
        ALL,
        (
            FORMED,
            said("Xu", replace(LETS_GAO, readers=(XU, replace(GAO, recipient="0" * 64)))),
        ),
        (),
    ),
    "who waits is sealed to by somebody who does not read": (
        ALL,
        (
            said(
                "Amara",
                state(0, "Amara", "Xu", waiting=(waiter("Ruth", "tier_2", "Amara", "Gao"),)),
            ),
        ),
        (),
    ),
    "she leaves Xu out, and Amara makes the next": (
        *(XU_OUT, (FORMED, said("Amara", SECOND)), ()),
    ),
    "the newest comes first, and each twice": (
        *(XU_OUT, (said("Amara", SECOND), FORMED, said("Amara", SECOND), FORMED), ()),
    ),
    "who waits makes the next": (
        *(ALL, (FORMED, said("Ruth", state(1, "Amara", "Ruth", prev=FIRST.digest()))), ()),
    ),
    "who waited makes the next": (
        ALL,
        (FORMED, said("Ruth", state(1, "Amara", "Ruth", prev=FIRST.digest()))),
        ("draft_shared",),
    ),
    "the next names no statement before it": (
        *(ALL, (FORMED, said("Amara", state(1, "Amara", "Xu"))), ()),
    ),
    "Xu, who was left out of the case, writes the next": (
        *(XU_OUT, (FORMED, said("Xu", BY_XU), said("Amara", SECOND)), ()),
    ),
    "after it, one that cites what Xu cannot": (
        XU_OUT,
        (
            *(FORMED, said("Xu", BY_XU)),
            said("Amara", state(1, "Amara", "Ruth", prev=FIRST.digest(), key=" of Amara")),
            said("Amara", state(2, "Amara", "Ruth", prev=FIRST.digest(), cites={ONE: 1})),
        ),
        (),
    ),
    "after it, one that cites what both cite": (
        ALL,
        (
            *(FORMED, said("Xu", BY_XU)),
            said("Amara", state(1, "Amara", "Ruth", prev=FIRST.digest(), key=" of Amara")),
            said("Amara", state(2, "Amara", "Ruth", prev=FIRST.digest())),
        ),
        (),
    ),
    "two begin it, and neither counts": (
        *(ALL, (FORMED, said("Gao", state(0, "Gao", key=" of Gao"))), ()),
    ),
    "who was left out of the file comes back": (
        XU_OUT,
        (
            *(FORMED, said("Amara", SECOND)),
            said("Amara", state(2, "Amara", "Xu", prev=SECOND.digest(), cites={ONE: 1})),
        ),
        (),
    ),
    "who was left out of the file, and not of the case, comes back": (
        ALL,
        (
            FORMED,
            said("Amara", NO_XU),
            said("Amara", state(2, "Amara", "Xu", prev=NO_XU.digest())),
        ),
        (),
    ),
    "who was left out of the file is let in": (
        *(ALL, (FORMED, said("Amara", NO_XU), said("Amara", XU_AGAIN)), ()),
    ),
    "a later one cites an older key": (
        XU_OUT,
        (
            *(FORMED, said("Amara", SECOND)),
            said("Amara", state(2, "Amara", "Ruth", prev=SECOND.digest(), cites={ONE: 0})),
        ),
        (),
    ),
    "Xu lets Gao in": (ALL, (FORMED, said("Xu", LETS_GAO)), ()),
    "Gao is let in to wait": (ALL, (FORMED, said("Xu", GAO_WAITS)), ()),
    "Gao is let in to wait, and his tier is released": (
        *(ALL, (FORMED, said("Xu", GAO_WAITS)), ("tier_2",)),
    ),
    "who does not read the case is let in": (
        {ONE: (OF_TWO,)},
        (
            said("Amara", state(0, "Amara", "Ruth")),
            said("Amara", state(0, "Amara", "Gao", prev=state(0, "Amara", "Ruth").digest())),
        ),
        (),
    ),
    "who was left out of the case since is let in by an older key of it": (
        XU_OUT,
        (
            said("Amara", SINCE),
            said("Amara", state(0, "Amara", "Xu", prev=SINCE.digest(), cites={ONE: 0})),
        ),
        (),
    ),
    "who is let in to wait is sealed to by somebody who waits": (
        *(ALL, (FORMED, said("Xu", BY_WHO_WAITS)), ()),
    ),
    "Gao lets himself in": (
        *(ALL, (FORMED, said("Gao", state(0, "Gao", prev=FIRST.digest()))), ()),
    ),
    "who waits lets herself in": (
        *(ALL, (FORMED, said("Ruth", state(0, "Ruth", prev=FIRST.digest()))), ()),
    ),
    "who waits is let in by a reader": (
        *(ALL, (FORMED, said("Amara", state(0, "Amara", "Ruth", prev=FIRST.digest()))), ()),
    ),
    "a reader is made to wait": (
        ALL,
        (
            FORMED,
            said("Xu", LETS_GAO),
            said(
                "Amara",
                state(
                    *(0, "Amara", "Gao"),
                    waiting=(waiter("Xu", "tier_3", "Amara", "Gao"),),
                    prev=FIRST.digest(),
                ),
            ),
        ),
        (),
    ),
    "who lets somebody in leaves nobody out": (
        ALL,
        (
            FORMED,
            said("Xu", state(0, "Xu", "Gao", out=("Amara",), prev=FIRST.digest())),
        ),
        (),
    ),
    "two cases are linked by who reads both": (LINKED, (said("Amara", PAIR),), ()),
    "a case was linked, and no key cites it yet": (
        *(LINKED, (said("Amara", state(0, "Amara", "Ruth")),), ()),
    ),
    "a linked case is joined by a new generation": (
        LINKED,
        (
            FORMED,
            said(
                "Amara",
                state(1, "Amara", "Ruth", prev=FIRST.digest(), cites={ONE: 0, OTHER: 0}),
            ),
        ),
        (),
    ),
    "a linked case is joined, and Xu reads on by the other": (
        LINKED,
        (
            FORMED,
            said("Amara", state(1, "Amara", "Xu", prev=FIRST.digest(), cites={ONE: 0, OTHER: 0})),
        ),
        (),
    ),
    "a linked case is left out again": (
        LINKED,
        (said("Amara", PAIR), said("Amara", state(1, "Amara", "Ruth", prev=PAIR.digest()))),
        (),
    ),
}

# Amara's key named another, which the file's statement has.
NEW_AMARA = replace(AMARA, signing=signing("new Amara"))
STEP = Successor(holder=AMARA.id, before=AMARA.signing, after=NEW_AMARA.signing, by=AMARA.signing)
BY_NEW = replace(FIRST, readers=(NEW_AMARA, XU))
OF_NEW = said("Amara", BY_NEW, key=NEW_AMARA.signing)
WITH_STEPS: dict[str, Course] = {
    "Amara's new key forms the team": (ALL, (OF_NEW,), ()),
    "her key of before lets Gao in": (
        *(ALL, (OF_NEW, said("Amara", state(0, "Amara", "Gao", prev=BY_NEW.digest()))), ()),
    ),
    "her key of before makes the next": (
        *(ALL, (OF_NEW, said("Amara", state(1, "Amara", "Gao", prev=BY_NEW.digest()))), ()),
    ),
}

BY_GAO = state(0, "Gao", key=" of Gao")
NEXT = state(1, "Amara", "Ruth", out=("Xu",), prev=FIRST.digest(), key=" of Amara")
TWO = (FORMED, said("Gao", BY_GAO))
RIVALS = (FORMED, said("Xu", BY_XU), said("Amara", NEXT))
Logged = dict[int, str]
# What the log named first.
LOGGED: dict[str, tuple[Course, Logged]] = {
    "two begin it, and the log has one": ((ALL, TWO, ()), {0: FIRST.digest()}),
    "two begin it, and the log has the other": ((ALL, TWO, ()), {0: BY_GAO.digest()}),
    "who is left out by the next writes another, which the log has not": (
        (ALL, RIVALS, ()),
        {0: FIRST.digest(), 1: NEXT.digest()},
    ),
    "who is left out by the next was first": ((ALL, RIVALS, ()), {1: BY_XU.digest()}),
    "the log has neither": ((ALL, TWO, ()), {0: "0" * 64}),
    "what the log has was made by nobody who may": (
        (ALL, (FORMED, said("Gao", BY_GAO, key=STRANGER)), ()),
        {0: BY_GAO.digest()},
    ),
    "the log is kept back": ((ALL, TWO, ()), {}),
}


def handed(author: str, statement: FileStatement, **changed: object) -> FileSaid:
    return said(author, statement, handed=True, **changed)


# Gao was let in under the second key, and never had the first.
GAO_LATE = (said("Amara", SECOND), said("Amara", LETS_GAO_LATE))
BOTH_LOGGED = {0: FIRST.digest(), 1: SECOND.digest()}
# Who came to the case by its second key knows no statement of its first.
CAME_SINCE = {ONE: (WITHOUT_XU,)}
BY_WHO_WAS_LET_IN = state(1, "Gao", "Amara", prev=FIRST.digest())

HANDED: dict[str, tuple[Course, Logged, tuple[str, ...]]] = {
    "who came late is handed the first": (
        (XU_OUT, (handed("Amara", FIRST), *GAO_LATE), ()),
        *(BOTH_LOGGED, ()),
    ),
    "who came late is handed nothing": ((XU_OUT, GAO_LATE, ()), BOTH_LOGGED, ()),
    "what is handed on the log has not": (
        (XU_OUT, (handed("Amara", FIRST), *GAO_LATE), ()),
        *({1: SECOND.digest()}, ()),
    ),
    "what is handed on another signed": (
        (XU_OUT, (handed("Amara", FIRST, key=STRANGER), *GAO_LATE), ()),
        *(BOTH_LOGGED, ()),
    ),
    "what is handed on names who reads no case": (
        ({ONE: (OF_TWO, WITHOUT_XU)}, (handed("Amara", FIRST), *GAO_LATE), ()),
        *(BOTH_LOGGED, ()),
    ),
    "who came late to the case, too, is handed the first": (
        (CAME_SINCE, (handed("Amara", FIRST), *GAO_LATE), ()),
        *(BOTH_LOGGED, ()),
    ),
    "who came late to the case opens the first": (
        (CAME_SINCE, (said("Amara", FIRST), *GAO_LATE), ()),
        *(BOTH_LOGGED, ()),
    ),
    "what is handed on cites a case of no matter": (
        (CAME_SINCE, (handed("Amara", state(0, "Amara", cites={ONE: 0, OTHER: 0})),), ()),
        *({0: state(0, "Amara", cites={ONE: 0, OTHER: 0}).digest()}, ()),
    ),
    "who made the next was let in by what is handed on": (
        (ALL, (handed("Amara", FIRST), handed("Xu", LETS_GAO), said("Gao", BY_WHO_WAS_LET_IN)), ()),
        *({0: FIRST.digest(), 1: BY_WHO_WAS_LET_IN.digest()}, (LETS_GAO.digest(),)),
    ),
    "who made the next was let in by what the log has not": (
        (ALL, (handed("Amara", FIRST), handed("Xu", LETS_GAO), said("Gao", BY_WHO_WAS_LET_IN)), ()),
        *({0: FIRST.digest(), 1: BY_WHO_WAS_LET_IN.digest()}, ()),
    ),
}


def found_of(
    given: Course, steps: tuple[Successor, ...], logged: Logged, let_in: tuple[str, ...]
) -> Json:
    cases, letters, happened = given
    known = {CASES[name]: readers.follow(HERS, each, steps) for name, each in cases.items()}
    found = filereaders.follow(
        *(MATTER, known, letters),
        successors=steps,
        happened=happened,
        logged=logged,
        let_in=let_in,
    )
    return {
        "made": {str(at): base.digest() for at, base in sorted(found.bases.items())},
        "readers": {str(at): sorted(ids) for at, ids in sorted(found.members.items())},
        "waiting": {str(at): sorted(ids) for at, ids in sorted(found.waiting.items())},
        "last": found.last,
        "floor": found.floor(known),
    }


def case_letters(letters: tuple[Said, ...]) -> list[Json]:
    return [
        {
            "author": each.author,
            "key": each.key,
            "generation": each.generation,
            "recipient": each.recipient,
            "statement": each.statement.value() if each.statement else None,
        }
        for each in letters
    ]


def course(
    name: str,
    given: Course,
    steps: tuple[Successor, ...] = (),
    logged: Logged | None = None,
    let_in: tuple[str, ...] = (),
) -> Json:
    cases, letters, happened = given
    said_here = case_letters(letters)  # type: ignore[arg-type]
    return {
        "name": name,
        "cases": {CASES[one]: case_letters(each) for one, each in cases.items()},
        "said": [
            each | {"handed": one.handed} for each, one in zip(said_here, letters, strict=True)
        ],
        "happened": list(happened),
        "successors": [asdict(each) for each in steps],
        "logged": {str(at): digest for at, digest in (logged or {}).items()},
        "let_in": list(let_in),
        **found_of(given, steps, logged or {}, let_in),
    }


def make_filereaders() -> Json:
    good = {"a first": FIRST, "one that follows": SECOND, "of two cases": PAIR}
    statements = [
        {"name": name, "value": each.value(), "expect": "ok", "digest": each.digest()}
        for name, each in good.items()
    ]
    statements += [
        {"name": name, "value": value, "expect": "statement", "digest": None}
        for name, value in malformed().items()
    ]
    return {
        "reporter": HERS,
        "matter": MATTER,
        "ids": IDS,
        "statements": statements,
        "courses": [
            *(course(name, given) for name, given in COURSES.items()),
            *(course(name, given, (STEP,)) for name, given in WITH_STEPS.items()),
            *(course(name, given, logged=logged) for name, (given, logged) in LOGGED.items()),
            *(course(name, given, (), *more) for name, (given, *more) in HANDED.items()),
        ],
    }
