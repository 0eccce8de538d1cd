"""Who can read a case: statements as they may be written, and what follows from several."""

from copy import deepcopy
from dataclasses import replace

from seeds import Json, an_id, b64, secret

from heard.formats import _ed25519, readers
from heard.formats.readers import Reader, Said, Statement, Successor

PEOPLE = ("Amara", "Xu", "Ruth", "Gao")
IDS = dict(zip(PEOPLE, sorted(an_id(name) for name in PEOPLE), strict=True))


def signing(name: str) -> str:
    return b64(_ed25519.public_of(secret(f"signing {name}")))


HERS = signing("reporter")


def person(name: str) -> Reader:
    return readers.reader(
        id=IDS[name],
        recipient=f"age1pq1{name}",
        signing=signing(name),
    )


def state(generation: int, *names: str, out: tuple[str, ...] = (), prev: str = "") -> Statement:
    return readers.state(
        generation=generation,
        recipient=f"case key {generation}",
        readers=map(person, names),
        excluded=[IDS[name] for name in out],
        prev=prev,
    )


def said(author: str, statement: Statement | None, **changed: object) -> Said:
    hers = author == "reporter"
    name = "reporter" if hers else IDS[author]
    made = Said(
        author=name,
        key=HERS if hers else signing(author),
        generation=statement.generation if statement else 0,
        recipient=statement.recipient if statement else "",
        statement=statement,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


FIRST = state(0, "Amara", "Xu")
SECOND = state(1, "Amara", out=("Xu",), prev=FIRST.digest())
BY_AMARA = state(1, "Amara", "Ruth", out=("Xu",), prev=FIRST.digest())
BY_XU = state(1, "Xu", out=("Amara",), prev=FIRST.digest())
RUTH = state(1, "Ruth", prev=SECOND.digest())
GAO = state(1, "Gao", prev=SECOND.digest())
XU_AGAIN = state(1, "Xu", prev=SECOND.digest())
AFRESH = state(2, "Amara", "Ruth", out=("Xu",))
THIRD = state(2, "Amara", "Ruth", prev=SECOND.digest())

CASES: dict[str, tuple[Said, ...]] = {
    "her report": (said("reporter", FIRST),),
    "her report, signed by a stranger": (said("reporter", FIRST, key=signing("stranger")),),
    "her report, sealed anew by the server": (said("reporter", FIRST, recipient="0" * 64),),
    "her report, served as another generation": (said("reporter", FIRST, generation=1),),
    "she leaves Xu out": (said("reporter", FIRST), said("reporter", SECOND)),
    "it comes twice, and the newest first": (
        *(said("reporter", SECOND), said("reporter", FIRST)),
        *(said("reporter", SECOND), said("reporter", FIRST)),
    ),
    "Amara leaves Xu out": (said("reporter", FIRST), said("Amara", BY_AMARA)),
    "Gao was never sealed to": (said("reporter", FIRST), said("Gao", BY_AMARA)),
    "somebody in Amara's name": (
        said("reporter", FIRST),
        said("Amara", BY_AMARA, key=signing("stranger")),
    ),
    "two who could both": (
        *(said("reporter", FIRST), said("Amara", BY_AMARA)),
        said("Xu", BY_XU, recipient=BY_XU.recipient),
    ),
    "two who could both, and one goes on as if neither had": (
        *(said("reporter", FIRST), said("Amara", BY_AMARA)),
        said("Xu", BY_XU, recipient=BY_XU.recipient),
        said("Xu", state(2, "Xu", prev=FIRST.digest())),
    ),
    "after two who could both, she makes one, and others go on from it": (
        *(said("reporter", FIRST), said("Amara", BY_AMARA)),
        said("Xu", BY_XU, recipient=BY_XU.recipient),
        *(said("reporter", AFRESH), said("Amara", state(3, "Amara", prev=AFRESH.digest()))),
    ),
    "her word goes before a handler's": (
        *(said("reporter", FIRST), said("Xu", BY_XU), said("reporter", SECOND)),
    ),
    "Xu, whom she left out, makes the next": (
        *(said("reporter", FIRST), said("reporter", SECOND)),
        said("Xu", state(2, "Xu", prev=SECOND.digest())),
    ),
    "Xu goes on from what she read": (
        *(said("reporter", FIRST), said("reporter", SECOND)),
        said("Xu", state(2, "Xu", prev=FIRST.digest())),
    ),
    "Amara lets Ruth in": (
        *(said("reporter", FIRST), said("reporter", SECOND), said("Amara", RUTH)),
    ),
    "Ruth lets Gao in, and that comes first": (
        *(said("reporter", FIRST), said("Ruth", GAO)),
        *(said("Amara", RUTH), said("reporter", SECOND)),
    ),
    "Xu is brought back by Amara": (
        *(said("reporter", FIRST), said("reporter", SECOND), said("Amara", XU_AGAIN)),
    ),
    "Xu is brought back by a new key": (
        *(said("reporter", FIRST), said("reporter", SECOND)),
        said("Amara", state(2, "Amara", "Xu", prev=SECOND.digest())),
    ),
    "Xu is brought back by her": (
        *(said("reporter", FIRST), said("reporter", SECOND)),
        said("reporter", state(2, "Amara", "Xu")),
    ),
    "who lets somebody in leaves nobody out": (
        *(said("reporter", FIRST), said("reporter", SECOND)),
        said("Amara", state(1, "Ruth", out=("Gao",), prev=SECOND.digest())),
    ),
    "who was let in makes the next": (
        *(said("reporter", FIRST), said("reporter", SECOND)),
        *(said("Amara", RUTH), said("Ruth", THIRD)),
    ),
    "one generation is nobody's, and the next goes on from the last that was": (
        *(said("reporter", FIRST), said("Gao", BY_AMARA)),
        said("Amara", state(2, "Amara", "Ruth", prev=FIRST.digest())),
    ),
    "an older report, and a key of Amara's": (said("Amara", BY_AMARA),),
    "nothing but letters": (said("reporter", None), said("Amara", None)),
}


def _statement(statement: Statement | None) -> Json | None:
    return statement.value() if statement else None


def case(name: str, given: tuple[Said, ...], steps: tuple[Successor, ...] = ()) -> Json:
    """One case of readers.json, with what follows from it."""
    found = readers.follow(HERS, given, steps)
    return {
        "name": name,
        "said": [
            {
                "author": each.author,
                "key": each.key,
                "generation": each.generation,
                "recipient": each.recipient,
                "statement": _statement(each.statement),
            }
            for each in given
        ],
        "made": {str(at): base.digest() for at, base in sorted(found.bases.items())},
        "readers": {str(at): sorted(ids) for at, ids in sorted(found.members.items())},
        "last": found.last,
    }


def _malformed() -> dict[str, object]:
    good = FIRST.value()
    one = good["readers"][0]

    def with_reader(**changed: object) -> Json:
        return {**good, "readers": [{**one, **changed}]}

    twice = {**one, "id": "f" * 32}
    return {
        "nothing": None,
        "a list": [],
        "a member is missing": {name: good[name] for name in good if name != "prev"},
        "a member too many": {**good, "note": ""},
        "generation 64": {**good, "generation": 64},
        "generation below 0": {**good, "generation": -1},
        "generation true": {**good, "generation": True},
        "case recipient in capitals": {**good, "recipient": "A" * 64},
        "prev is null": {**good, "prev": None},
        "nobody reads it": {**good, "readers": []},
        "out of order": {**good, "readers": deepcopy(good["readers"])[::-1]},
        "somebody twice": {**good, "readers": [one, one]},
        "one key for two": {**good, "readers": [one, twice]},
        "63 readers": {**good, "readers": [one] * 63},
        "a weak signing key": with_reader(signing=b64(bytes(32))),
        "a short signing key": with_reader(signing=b64(bytes(31))),
        "a key that is no base64": with_reader(signing="!"),
        "a reader with a member too many": with_reader(name="Amara"),
        "left out and a reader": {**good, "excluded": [one["id"]]},
        "left out twice": {**good, "excluded": ["0" * 32, "0" * 32]},
        "left out is no id": {**good, "excluded": ["Xu"]},
    }


def make_readers(more_cases: list[Json]) -> Json:
    good = {"a first": FIRST, "one that follows": SECOND}
    statements = [
        {"name": name, "value": each.value(), "expect": "ok", "digest": each.digest()}
        for name, each in good.items()
    ]
    statements += [
        {"name": name, "value": value, "expect": "statement", "digest": None}
        for name, value in _malformed().items()
    ]
    cases = [case(name, given) for name, given in CASES.items()]
    return {
        "reporter": HERS,
        "ids": IDS,
        "statements": statements,
        "cases": [*cases, *more_cases],
    }
