"""What is in a party's room, by what its letters say of each other."""

from dataclasses import asdict

from make_readers import person
from seeds import Json, an_id, b64, secret

from heard.formats import _ed25519, partyroom, partyvouch
from heard.formats.invitation import Member
from heard.formats.partyletter import MOST_BEFORE, RoomSaid, To
from heard.formats.partyroom import Held, Told

PARTY = an_id("party")
OWN = b64(_ed25519.public_of(secret("party signing")))
IDS = {name: person(name).id for name in ("Amara", "Xu", "Ruth")}
RECIPIENT = secret("a party's recipient").hex()


def member(name: str) -> Member:
    return Member(IDS[name], person(name).signing)


def team(*names: str) -> tuple[Member, ...]:
    return tuple(sorted(map(member, names), key=lambda each: each.id))


def file_of(generation: int, key: str = "") -> str:
    return secret(f"file key {generation}{key}").hex()


def sha256(name: str) -> str:
    return secret(f"letter {name}").hex()


def told(
    name: str,
    by: str,
    *before: str,
    generation: int = 0,
    reads: tuple[Member, ...] = (),
    key: str = "",
    of: str = "",
) -> Told:
    """A letter called ``name``; ``reads``: who it says reads; ``of``: another file key."""
    author, own = (PARTY, OWN) if by == "Gao" else (IDS[by], person(by).signing)
    to = To(RECIPIENT, file_of(generation, of), generation)
    said = RoomSaid(tuple(sorted(map(sha256, before))), reads)
    return Told(sha256(name), Held(author, key or own, to, said))


def older(name: str, by: str, generation: int = 0) -> Told:
    """One from before letters named each other."""
    made = told(name, by, generation=generation)
    assert made.held
    return Told(made.sha256, Held(made.held.author, made.held.key, made.held.to))


BOTH = team("Amara", "Xu")
FIRST = told("first", "Amara", reads=BOTH)
REPLY = told("reply", "Gao", "first")
NEXT = told("next", "Xu", "reply")
BESIDE = told("beside", "Amara", "first")
AFTER = told("after", "Gao", "beside", "reply")
WITHOUT_XU = told("without Xu", "Amara", "reply", generation=1, reads=team("Amara", "Ruth"))
XU_AGAIN = told("Xu again", "Xu", "reply", generation=1, of=" of Xu")
XU_LATER = told("Xu later", "Xu", "without Xu", generation=2, of=" of Xu", reads=BOTH)
RUTH = told("Ruth", "Ruth", "without Xu", generation=1)

COURSES: dict[str, tuple[Told, ...]] = {
    "nothing yet": (),
    "one after the other": (FIRST, REPLY, NEXT),
    "two at once, and one who saw both": (FIRST, REPLY, BESIDE, AFTER),
    "two at once": (FIRST, REPLY, BESIDE),
    "the first is withheld": (REPLY, NEXT),
    "one between is withheld": (FIRST, NEXT),
    "the newest is withheld": (FIRST, REPLY),
    "one of two is withheld": (FIRST, REPLY, AFTER),
    "they are told the other way round": (REPLY, FIRST),
    "what a party wrote is withheld, and they wrote again": (
        *(FIRST, told("again", "Gao", "reply")),
    ),
    "one does not open": (FIRST, Told(sha256("reply")), NEXT),
    "one that does not hold says something": (FIRST, Told(REPLY.sha256), BESIDE),
    "older ones name nothing": (older("one", "Amara"), older("two", "Gao")),
    "one names older ones": (
        *(older("one", "Amara"), older("two", "Gao"), told("three", "Xu", "one", "two")),
    ),
    "a new file key": (FIRST, REPLY, WITHOUT_XU),
    "a new file key, and who is new writes": (FIRST, REPLY, WITHOUT_XU, RUTH),
    "a new file key, of which nobody says who reads it": (
        *(FIRST, REPLY, older("renewed", "Amara", 1)),
    ),
    "who was left out writes under the newer key": (
        *(FIRST, REPLY, WITHOUT_XU, told("Xu on", "Xu", "without Xu", generation=1)),
    ),
    "who was left out makes a newer one known": (FIRST, REPLY, WITHOUT_XU, XU_LATER),
    "who was left out writes under the older key": (
        *(FIRST, REPLY, WITHOUT_XU, told("Xu back", "Xu", "reply")),
    ),
    "who was left out was first, and the others are told of later": (
        *(FIRST, REPLY, XU_AGAIN, WITHOUT_XU),
    ),
    "who is of no team makes a newer one known": (
        *(FIRST, told("Ruth new", "Ruth", "first", generation=1, reads=team("Ruth"))),
    ),
    "with another key than theirs": (FIRST, told("forged", "Xu", "first", generation=1, key=OWN)),
    "who is new under the same key": (
        *(
            FIRST,
            told("late", "Ruth", "first"),
            told("more", "Xu", "late", reads=team("Ruth", "Xu")),
        ),
        told("Ruth on", "Ruth", "more"),
    ),
    "nobody is given another key": (
        FIRST,
        told("other", "Amara", "first", reads=(Member(IDS["Xu"], OWN),)),
        told("own", "Xu", "other"),
    ),
    "who does not stand in the team that they name": (
        *(FIRST, told("lost", "Amara", "first", generation=1, reads=team("Xu"))),
    ),
    "who says who reads another file key": (
        *(FIRST, told("wrong", "Amara", "first", reads=team("Amara", "Ruth"), of=" else")),
    ),
    "a party makes nothing known": (
        *(FIRST, told("mine", "Gao", "first", generation=5, reads=team("Ruth"))),
    ),
}


def malformed() -> dict[str, object]:
    good = RoomSaid((sha256("first"), sha256("reply")), BOTH).value()
    return {
        "nothing": None,
        "a list": [],
        "a member is missing": {"before": good["before"]},
        "a member too many": {**good, "note": ""},
        "before is no list": {**good, "before": sha256("first")},
        "before is no digest": {**good, "before": ["first"]},
        "one twice": {**good, "before": good["before"][:1] * 2},
        "out of order": {**good, "before": sorted(good["before"], reverse=True)},
        "seventeen": {**good, "before": [f"{n:064x}" for n in range(MOST_BEFORE + 1)]},
        "team is null": {**good, "team": None},
        "a team out of order": {**good, "team": good["team"][::-1]},
        "somebody of the team with a member too many": {
            **good,
            "team": [{**good["team"][0], "name": "Amara"}],
        },
        "somebody of the team whose key is none": {
            **good,
            "team": [{**good["team"][0], "signing": "AAAA"}],
        },
    }


def course(name: str, letters: tuple[Told, ...]) -> Json:
    found = partyroom.follow(PARTY, generation=0, file=file_of(0), team=BOTH, told=letters)
    return {
        "name": name,
        "told": [plain(each) for each in letters],
        "saw_more": list(found.saw_more),
        "heads": list(found.heads),
        "files": {str(at): file for at, file in found.files.items()},
        "team": dict(sorted(found.team.items())),
        "strangers": sorted(found.strangers),
        "late": sorted(found.late),
    }


def plain(letter: Told) -> Json:
    if letter.held is None:
        return {"sha256": letter.sha256, "held": None}
    held = letter.held
    said = held.said.value() if held.said else None
    return {
        "sha256": letter.sha256,
        "held": {"author": held.author, "key": held.key, "to": asdict(held.to), "said": said},
    }


def vouches() -> list[Json]:
    """What a reader says of parties' keys, and what is none."""
    keys = sorted(
        (
            partyvouch.PartyKeysSaid(
                an_id(name), secret(f"leaf {name}").hex(), secret(f"recipient {name}").hex(), OWN
            )
            for name in ("party", "another party")
        ),
        key=lambda each: each.party,
    )
    good = partyvouch.Vouch(an_id("matter"), 3, tuple(keys)).value()
    one = good["keys"][0]
    bad: dict[str, object] = {
        "nothing": None,
        "words": {"words": "They hold."},
        "a member too many": {**good, "words": ""},
        "of another kind": {**good, "kind": "readers"},
        "no matter": {**good, "matter": ""},
        "generation 64": {**good, "generation": 64},
        "nobody's keys": {**good, "keys": []},
        "of 65": {**good, "keys": [{**one, "party": f"{n:032x}"} for n in range(65)]},
        "one party twice": {**good, "keys": [one, one]},
        "out of order": {**good, "keys": good["keys"][::-1]},
        "keys with a member too many": {**good, "keys": [{**one, "name": "Gao"}]},
        "a recipient itself": {**good, "keys": [{**one, "recipient": "age1pq1"}]},
        "a key that is none": {**good, "keys": [{**one, "signing": "AAAA"}]},
        "an event that is none": {**good, "keys": [{**one, "event": ""}]},
        "a party that is none": {**good, "keys": [{**one, "party": "reporter"}]},
    }
    return [{"name": "good", "value": good, "expect": "ok"}] + [
        {"name": name, "value": value, "expect": "vouch"} for name, value in bad.items()
    ]


def make_partyroom() -> Json:
    good = {
        "sixteen": RoomSaid(tuple(f"{n:064x}" for n in range(MOST_BEFORE)), ()),
        "with a team": RoomSaid((), BOTH),
        "nothing before it": RoomSaid(),
    }
    begun = RoomSaid((), BOTH).value()["team"]
    return {
        "ids": {**IDS, "Gao": PARTY},
        "invitation": {"party": PARTY, "generation": 0, "file": file_of(0), "team": begun},
        "said": [
            {"name": name, "value": each.value(), "expect": "ok"} for name, each in good.items()
        ]
        + [{"name": name, "value": value, "expect": "room"} for name, value in malformed().items()],
        "vouches": vouches(),
        "courses": [course(name, letters) for name, letters in COURSES.items()],
    }
