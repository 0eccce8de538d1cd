"""The cast of the tests: the demonstration's people, with keys that really seal and sign.

- **Lin** reports. She may strike anyone out and has a return code.
- **Amara** and **Jonas** handle (tier 1); **Ruth** is independent (2); **Ines** is outside (3).
- **Gao** is accused, and stands on the roster too (tier 1): a leak to him is a leak that counts.
- **Bo** stands by: has keys, is in no roster.
- The **operator** runs the machine and holds no key.

Handlers' keys are made from their names, so that two processes of one test agree on them.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from heard.doors.operator.demonstration import story
from heard.formats import (
    agefile,
    ids,
    letter,
    note,
    report,
    returncode,
    roster,
    shell,
    withdrawal,
    wrap,
)

SINCE = dt.date(2026, 1, 1)
ORGANISATION = "Meridian Group"
# Every member a report has (docs/spec/sealing.md, section 5); a test changes those it is about.
CONTENT: dict[str, Any] = {
    "words": "He came to my room four times that night. I do not remember the rest.",
    "about": "me",
    "safe": "yes",
    "people": [{"name": "Gao", "role": "respondent", "relation": "my manager", "note": ""}],
    "when": "the second night",
    "where": "the hotel",
    "ongoing": "unsure",
    "told": [],
    "help": [],
    "help_words": "",
    "worries": "",
    "contact": {"how": "", "detail": "", "times": "", "name": "", "avoid": ""},
    "language": "en",
    "needs": "",
    "reveal": "anonymous",
}


def b64(data: bytes) -> str:
    """Bytes as the JSON doors write them."""
    return base64.b64encode(data).decode("ascii")


# Asked for again and again, of the same few; each takes half a millisecond.
_recipient_of = functools.lru_cache(256)(agefile.recipient_of)


def _seed(of: str) -> bytes:
    return hashlib.sha256(f"cast {of}".encode()).digest()


class Named(Protocol):
    """Whoever a roster names."""

    @property
    def entry(self) -> roster.Entry:
        """As it names them."""


class Keys:
    """What whoever holds keys does with them, wherever the keys come from."""

    id: str
    identity: str  # what opens what is sealed to them
    seed: bytes  # of the signing key

    @property
    def recipient(self) -> str:
        return _recipient_of(self.identity)

    @property
    def author(self) -> report.Author:
        """Who signs their letters."""
        return report.Author(self.id, self.seed)

    @property
    def public(self) -> bytes:
        """The Ed25519 public key."""
        return note.Signer("x", self.seed).verifier.public

    @property
    def signing(self) -> str:
        """The same as the roster has it, base64."""
        return b64(self.public)

    def open_case(self, sealed: bytes, lin: Reporter) -> str:
        """Lin's case identity out of this person's wrap. Raises FormatError."""
        opened = wrap.unseal(
            sealed, [self.identity], case=lin.case, generation=0, case_recipient=lin.recipient
        )
        return opened.identity

    def letter(
        self, lin: Reporter, words: str, *, seq: int, now: dt.datetime, kind: str = "message"
    ) -> dict[str, Any]:
        """A sealed letter, as ``POST cases/<id>/letters`` takes it."""
        return _posted(self.author, lin, kind=kind, seq=seq, content={"words": words}, now=now)

    def decision(
        self,
        lin: Reporter,
        route: str,
        *,
        seq: int,
        now: dt.datetime,
        version: int = 1,
        text: str = "Two people who do not know him will look into it.",
    ) -> dict[str, Any]:
        """What ``POST cases/<id>/triage`` takes: how it goes on, and the sealed reason."""
        move = shell.Shell(
            object="case",
            id=lin.case,
            move="triage",
            from_="received" if version == 1 else "triaged",
            to="triaged",
            code=route,
            version=version,
        )
        content = {"text": text, shell.RECORD: move.value()}
        made = _posted(self.author, lin, kind="decision", seq=seq, content=content, now=now)
        sealed = {name: made[name] for name in ("id", "seq", "sealed")} | {"generation": 0}
        return {"id": ids.new_id(), "route": route, "version": version, "letter": sealed}


@dataclass(frozen=True, slots=True)
class Person(Keys):
    """A case handler whose secrets follow from the name."""

    name: str
    role: str
    tier: int
    unit: str

    @property
    def id(self) -> str:
        return _seed(f"{self.name} id")[:16].hex()

    @property
    def identity(self) -> str:
        return agefile.identity_from_seed(_seed(f"{self.name} identity"))

    @property
    def seed(self) -> bytes:
        return _seed(f"{self.name} signing")

    @property
    def recovery(self) -> returncode.Keys:
        """What her printed recovery code gives."""
        return returncode.derive(_seed(f"{self.name} code")[:16], "", domain=returncode.RECOVERY)

    @property
    def entry(self) -> roster.Entry:
        """As the roster names her."""
        return roster.Entry(
            id=self.id,
            name=self.name,
            role=self.role,
            tier=self.tier,
            unit=self.unit,
            recipient=self.recipient,
            signing=self.signing,
            from_=SINCE,
            until=None,
        )


def _of_the_demonstration(key: str) -> Person:
    told = next(each for each in story.PEOPLE if each.key == key)
    return Person(told.name.split()[0], told.role, told.tier, told.unit)


AMARA, JONAS, RUTH, INES = map(_of_the_demonstration, ("amara", "jonas", "ruth", "ines"))
GAO = Person("Gao", "Regional manager", 1, "Meridian Fresh")
BO = Person("Bo", "Case handler", 1, "People, Group")
ROSTER = (AMARA, JONAS, GAO, RUTH, INES)
UNINVOLVED = (AMARA, JONAS, RUTH, INES)


def root_key(site: str) -> note.Signer:
    """The organisation's root key, kept by the ceremony and never by the server."""
    return note.Signer(f"{site}/root", _seed("root"))


@dataclass(slots=True)
class Reporter:
    """Lin: her code, her case, and how many letters she has written.

    ``as_case``: another id than a new one, for two worlds that are to be compared.
    """

    site: str
    as_case: dataclasses.InitVar[str] = ""
    secrets: report.Secrets = field(init=False)
    seq: int = 1  # the report itself is number 0

    def __post_init__(self, as_case: str) -> None:
        secrets = report.Secrets.generate(self.site)
        self.secrets = dataclasses.replace(secrets, case=as_case or secrets.case)

    @property
    def case(self) -> str:
        return self.secrets.case

    @property
    def recipient(self) -> str:
        """The case recipient."""
        return self.secrets.recipient

    @property
    def authorization(self) -> str:
        """The header of her inbox."""
        return f"Heard-Inbox {self.secrets.keys.header}"

    def report(
        self,
        roster_note: str,
        *,
        now: dt.datetime,
        to: Iterable[Named] = UNINVOLVED,
        disclosed: str | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        """The body of ``POST reports``, sealed to ``to``."""
        return report.seal(
            self.secrets,
            roster=roster.digest(roster_note),
            holders=[person.entry for person in to],
            content={**CONTENT, **changes},
            now=now,
            disclosed=disclosed,
        )

    def letter(
        self, kind: str, content: Mapping[str, Any], *, now: dt.datetime, seen: str | None = None
    ) -> dict[str, Any]:
        """The next sealed letter ``{id, kind, seq, sealed}``; ``seen``: what she had been told."""
        author = report.reporter(self.secrets.keys)
        posted = _posted(author, self, kind=kind, seq=self.seq, content=content, now=now, seen=seen)
        self.seq += 1
        return posted

    def turns(
        self, move: str = "withdraw", *, now: dt.datetime, version: int = 1, phase: str = "received"
    ) -> dict[str, Any]:
        """What ``POST inbox/moves`` takes to take the report back, or to ``come_back``."""
        said = shell.Shell(
            object="case", id=self.case, move=move, version=version, from_=phase, to=phase
        )
        content = {"text": "It became too much.", shell.RECORD: said.value()}
        made = self.letter("record", content, now=now)
        sealed = base64.b64decode(made["sealed"])
        signature = withdrawal.sign(
            self.secrets.keys.signing_seed,
            case=self.case,
            move=move,
            version=version,
            sealed=sealed,
        )
        letter = {name: made[name] for name in ("id", "seq", "sealed")}
        return {
            "id": ids.new_id(), "object": "case", "record": self.case, "move": move,
            "version": version, "signature": signature,
            "letters": [letter | {"to": "case", "generation": 0}],
        }  # fmt: skip

    def read(self, sealed: bytes, author: Keys) -> str:
        """The words of a letter from ``author``. Raises FormatError, LetterError."""
        opened = letter.unseal(sealed, [self.secrets.identity], key=author.public)
        return str(opened.content["words"])


def _posted(
    author: report.Author,
    lin: Reporter,
    *,
    kind: str,
    seq: int,
    content: Mapping[str, Any],
    now: dt.datetime,
    seen: str | None = None,
    to: str = "",
) -> dict[str, Any]:
    made = author.letter(case=lin.case, kind=kind, seq=seq, content=content, now=now, seen=seen)
    sealed = letter.seal(made, author.seed, [to or lin.recipient])
    return {"id": made.id, "kind": kind, "seq": seq, "sealed": b64(sealed)}
