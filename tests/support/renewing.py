"""A new case identity, as a browser makes it, with keys that really open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import cast

from heard.access.generations import NewIdentity, NewWrap
from heard.formats import agefile, letter, readers, report, wrap
from heard.formats.ids import new_id


@dataclass
class Renewed:
    """Generation ``generation`` of Lin's case, made for ``people``."""

    lin: cast.Reporter
    people: Iterable[cast.Person]
    exclude: Iterable[cast.Person] = ()
    generation: int = 1
    id: str = field(default_factory=new_id)
    secret: str = field(default_factory=agefile.generate_identity)

    @property
    def recipient(self) -> str:
        return agefile.recipient_of(self.secret)

    def sealed_to(self, recipient: str) -> bytes:
        made = wrap.Wrap(self.lin.case, self.generation, self.secret)
        return wrap.seal(made, recipient)

    @cached_property
    def identity(self) -> NewIdentity:
        return NewIdentity(
            generation=self.generation,
            case_recipient=self.recipient,
            wraps=tuple(NewWrap(who.id, self.sealed_to(who.recipient)) for who in self.people),
            reporter_wrap=self.sealed_to(self.lin.secrets.keys.recipient),
            exclude=tuple(who.id for who in self.exclude),
        )

    def opened(self, sealed: bytes, secret: str) -> str:
        """The new identity out of a wrap. Raises FormatError."""
        opened = wrap.unseal(
            sealed,
            [secret],
            case=self.lin.case,
            generation=self.generation,
            case_recipient=self.recipient,
        )
        return opened.identity

    def addition(self, words: str, *, now: dt.datetime) -> tuple[str, int, bytes]:
        """Her next letter, sealed to the new identity: id, seq, sealed."""
        author = report.reporter(self.lin.secrets.keys)
        seq = self.lin.seq
        stated = readers.state(
            generation=self.generation,
            recipient=self.recipient,
            readers=(
                readers.reader(id=who.id, recipient=who.recipient, signing=who.entry.signing)
                for who in self.people
            ),
            excluded=(who.id for who in self.exclude),
        )
        content = {"words": words, "readers": stated.value()}
        made = author.letter(case=self.lin.case, kind="addition", seq=seq, content=content, now=now)
        self.lin.seq += 1
        return made.id, seq, letter.seal(made, author.seed, [self.recipient])
