"""A worked case as the browsers of its people move it: really sealed, to whom it must be."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode
from typing import Any, NamedTuple

import cast
from deskworld import World
from django.db.models import QuerySet
from filekeys import CaseFile

from heard.access import casework
from heard.formats import gateagreed, letter, report, shell, withdrawal
from heard.formats.ids import new_id
from heard.records.models import Case, Letter, PartyKeys, Wrap
from heard.records.questions import Question
from heard.rules.casework import audiences

DIGEST = "c" * 64
SIGNED = frozenset({"case.withdraw", "case.come_back", "gate.agree"})


class Enrolled(NamedTuple):
    """Whom a letter is sealed to."""

    id: str
    recipient: str


def enrolled(party: str) -> Enrolled:
    """A party who has keys, as each reader's browser knows them."""
    return Enrolled(party, PartyKeys.objects.get(party=party, replaced=None).recipient)


@Question
def _row(case: str) -> QuerySet[Case]:
    """Asked some ten times for each move that a test makes."""
    return Case.objects.filter(id=case)


class Worked:
    """One case. ``file``: its file, once ``begin`` made its key; ``ids``: of records, by name."""

    def __init__(self, world: World, case: str) -> None:
        self.world, self.case = world, case
        self.lin = world.reporters[case]
        self.file = CaseFile(self.lin)
        self.ids: dict[str, str] = {}

    def begin(self, author: Any, *others: Any, waiting: Any = ()) -> None:
        """The file gets its key; ``waiting``: pairs of who waits and for what."""
        who = [(author, ""), *((each, "") for each in others), *waiting]
        body = self.file.made(
            author, who, now=self.now, told_seq=self.next(author), authors=[author, *others][:2]
        )
        answer = author.post(f"cases/{self.case}/file-keys", body)
        assert answer.status_code == 201, answer.content

    @property
    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    @property
    def row(self) -> Case:
        return _row(self.case)[0]

    def id(self, name: str) -> str:
        """A record's id by a name of the test's own; ``case`` and ``reporter`` are the case's."""
        return self.case if name in {"case", "reporter"} else self.ids.setdefault(name, new_id())

    def name(self, id: str) -> str:
        """What the test calls a record."""
        return next(name for name, each in self.ids.items() if each == id)

    def next(self, author: Any) -> int:
        name = "reporter" if author is self.lin else author.id
        return Letter.objects.filter(case__id=self.case, author=name).count()

    def said(self, what: str, name: str, **said: Any) -> dict[str, Any]:
        """What is said of a move, but for its letters."""
        object, move = what.split(".")
        state = casework.state_of(self.row)
        there = state.get(object, name if name in {"case", "reporter"} else self.id(name))
        return {
            "object": object, "record": self.id(name), "move": move,
            "version": (there.version if there else 0) + 1, **said,
        }  # fmt: skip

    def body(self, by: Any, what: str, name: str, **said: Any) -> dict[str, Any]:
        """The body of ``POST moves``, with each letter that goes with it.

        What does not follow from how the case stands has the letters of the move in the air.
        """
        told = self.said(what, name, **said)
        body = {"id": new_id(), **told, "letters": self.letters(by, told)}
        return body | (self.signed(body) if what in SIGNED and by is self.lin else {})

    def signed(self, body: dict[str, Any]) -> dict[str, str]:
        """What the reporter signs in clear."""
        letters = {each["to"]: b64decode(each["sealed"]) for each in body["letters"]}
        said = {"case": self.case, "version": body["version"], "sealed": letters["case"]}
        seed = self.lin.secrets.keys.signing_seed
        if body["object"] == "gate":
            return {"signature": gateagreed.sign(seed, record=body["record"], **said)}
        return {"signature": withdrawal.sign(seed, move=body["move"], **said)}

    def letters(self, by: Any, told: dict[str, Any]) -> list[dict[str, Any]]:
        clear, to = self.clear(by, told)
        content = {"record": clear.value(), "text": "Because it is so."}
        found = []
        if to.file:
            found.append(self.file.letter(by, "record", content, now=self.now))
        if to.case:
            found.append(self.to_case(by, content))
        if to.party:
            party = enrolled(to.party)
            found.append(self.file.letter(by, "record", content, now=self.now, party=party))
        return found

    def clear(self, by: Any, told: dict[str, Any]) -> Any:
        actor = "reporter" if by is self.lin else by.id
        new = casework.NewMove(
            **{name: tuple(each) if isinstance(each, list) else each for name, each in told.items()}
        )
        moved = casework.moved(self.row, new, actor=actor, at=self.now)
        state = casework.state_of(self.row)
        return (
            casework.shell_of(self.row, state, moved),
            audiences(state, moved, has_file=bool(self.file.keys)),
        )

    def to_case(self, by: Any, content: dict[str, Any]) -> dict[str, Any]:
        signer = report.reporter(by.secrets.keys) if by is self.lin else by.author
        made = signer.letter(
            case=self.case, kind="record", seq=self.next(by), content=content, now=self.now
        )
        sealed = letter.seal(made, signer.seed, [self.lin.recipient])
        return {
            "to": "case", "id": made.id, "seq": made.seq, "sealed": cast.b64(sealed),
            "generation": 0,
        }  # fmt: skip

    def send(self, by: Any, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = by.post(f"cases/{self.case}/moves", body)
        return answer.status_code, answer.json().get("error", {})

    def moves(self, by: Any, what: str, name: str, **said: Any) -> dict[str, Any]:
        """Make a move; what was sent."""
        body = self.body(by, what, name, **said)
        status, error = self.send(by, body)
        assert status == 201, (what, error)
        return body

    def assents(self, by: Any, what: str, name: str, *, actor: Any, **said: Any) -> str:
        """Sign a move that ``actor`` will make; the digest of its shell."""
        told = self.said(what, name, **said)
        clear, _ = self.clear(actor, told)
        body = {
            "id": new_id(), "shell": shell.digest_of(clear),
            **{member: told[member] for member in ("object", "record", "move", "version")},
            "letter": self.file.letter(
                by, "assent", {"record": clear.value(), "text": "Yes."}, now=self.now
            ),
        }  # fmt: skip
        answer = by.post(f"cases/{self.case}/assents", body)
        assert answer.status_code == 201, answer.content
        return body["shell"]

    def triaged(self, by: Any, route: str = "investigate") -> None:
        past = casework.state_of(self.row).case.version
        body = by.decision(self.lin, route, seq=self.next(by), now=self.now, version=past + 1)
        answer = by.post(f"cases/{self.case}/triage", body)
        assert answer.status_code == 201, answer.content

    def seat(self, by: Any, part: str, holder: Any) -> str:
        name = f"seat of {holder.id}"
        self.moves(by, "seat.propose", name, code=part, holder=holder.id)
        self.moves(holder, "seat.declare", name, digest=DIGEST)
        return name

    def team(self, lead: Any, investigator: Any, decider: Any, outside: Any) -> None:
        """Triaged, with an officer's team."""
        self.triaged(lead)
        parts = {"lead": lead, "investigator": investigator, "decider": decider}
        for part, holder in (*parts.items(), ("outside", outside)):
            self.seat(lead, part, holder)
        self.moves(lead, "case.form_team", "case", code="officer")


def read_by_all(world: World) -> Worked:
    """A case that came to Ruth (2) and Ines (3) too; all four have the file's key."""
    desks = [world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines")]
    found = Worked(world, world.case(desks[:2], desks[2:]))
    Wrap.objects.filter(case__id=found.case).update(released=world.now)
    found.begin(*desks)
    return found
