"""The file of a case as its people's browsers have it: keys that really open, made in Python."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cast

from heard.formats import agefile, filestatement, letter, partyletter, readers, report, wrap
from heard.formats.filestatement import FileStatement, Waiter
from heard.formats.ids import new_id

# People with keys, and what each waits for; empty: they read.
Who = Sequence[tuple[cast.Keys, str]]


_recipient_of = cache(agefile.recipient_of)  # each letter is sealed to it


def digest_of(recipient: str) -> str:
    return hashlib.sha256(recipient.encode()).hexdigest()


def stated(person: cast.Keys) -> readers.Reader:
    return readers.reader(id=person.id, recipient=person.recipient, signing=person.signing)


@dataclass
class CaseFile:
    """What was made of a file so far. ``keys``: its identities, oldest first.

    ``bases``: the statement that made each. ``seq``: of each author the number of the next letter
    to the file, and of the one that tells Lin its key, where nothing else is written to her.
    """

    lin: cast.Reporter
    matter: str = field(default_factory=new_id)
    keys: list[str] = field(default_factory=list)
    bases: list[FileStatement] = field(default_factory=list)
    seq: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def generation(self) -> int:
        return len(self.keys) - 1

    @property
    def recipient(self) -> str:
        return _recipient_of(self.keys[-1])

    def made(
        self,
        author: cast.Keys,
        who: Who,
        *,
        now: dt.datetime,
        told_seq: int | None = None,
        case_key: str = "",
        case_generation: int = 0,
        excluded: Iterable[cast.Keys] = (),
        authors: Sequence[cast.Keys] = (),
        junk: Iterable[cast.Keys] = (),
    ) -> dict[str, Any]:
        """The body of ``POST file-keys`` for the next generation.

        ``authors``: the two who seal to those who wait. ``junk``: whose copies do not open.
        """
        self.keys.append(agefile.generate_identity())
        statement = self._stated(
            who, case_generation, authors, prev=self.bases[-1].digest() if self.bases else "",
            excluded=excluded,
        )  # fmt: skip
        self.bases.append(statement)
        told_seq = self.seq.get((author.id, "told"), 0) if told_seq is None else told_seq
        self.seq[author.id, "told"] = told_seq + 1
        told = author.author.letter(
            case=self.lin.case, kind="file-key", seq=told_seq, now=now,
            content={
                "matter": self.matter, "generation": self.generation, "recipient": self.recipient
            },
        )  # fmt: skip
        sealed = letter.seal(told, author.seed, [case_key or self.lin.recipient])
        return {
            "id": new_id(),
            "matter": self.matter,
            "generation": self.generation,
            "recipient": self.recipient,
            "case_generation": case_generation,
            "digest": statement.digest(),
            "statement": self.letter(author, "note", statement.value(), now=now),
            "told": {
                "to": "case", "id": told.id, "seq": told_seq, "sealed": cast.b64(sealed),
                "generation": case_generation,
            },
            "copies": [self.copy(each, until, junk=each in junk) for each, until in who],
        }  # fmt: skip

    def given(
        self,
        author: cast.Keys,
        who: Who,
        *,
        now: dt.datetime,
        stating: bool = False,
        authors: Sequence[cast.Keys] = (),
    ) -> dict[str, Any]:
        """The body of ``POST file-keys/copies``. ``stating``: they are let in with it."""
        body: dict[str, Any] = {
            "id": new_id(),
            "generation": self.generation,
            "copies": [self.copy(each, until) for each, until in who],
        }
        if stating:
            people = [(author, ""), *who]
            statement = self._stated(people, 0, authors, prev=self.bases[-1].digest())
            body["digest"] = statement.digest()
            body["statement"] = self.letter(author, "note", statement.value(), now=now)
        return body

    def copy(self, person: cast.Keys, until: str = "", *, junk: bool = False) -> dict[str, Any]:
        """The newest key sealed to somebody; ``junk``: another in its place."""
        key = agefile.generate_identity() if junk else self.keys[-1]
        made = wrap.Wrap(self.matter, self.generation, key, wrap.FILE)
        return {
            "holder": person.id,
            "until": until,
            "recipient": digest_of(person.recipient),
            "sealed": cast.b64(wrap.seal(made, person.recipient)),
        }

    def letter(
        self,
        author: Any,
        kind: str,
        content: Mapping[str, Any],
        *,
        now: dt.datetime,
        party: Any = None,
    ) -> dict[str, Any]:
        """A letter of a holder (cast.Keys) or of the reporter, to the file or a party and it."""
        signer = author.author if isinstance(author, cast.Keys) else _reporter(author)
        name = signer.name, (party.id if party else "")
        seq = self.seq.get(name, 0)
        made = signer.letter(case=self.matter, kind=kind, seq=seq, content=content, now=now)
        self.seq[name] = seq + 1
        if party is None:
            sealed = letter.seal(made, signer.seed, [self.recipient])
        else:
            sealed = partyletter.seal(
                made, signer.seed,
                party=party.recipient, file=self.recipient, generation=self.generation,
            )  # fmt: skip
        to = "file" if party is None else "party"
        return {
            "to": to, "id": made.id, "seq": seq, "sealed": cast.b64(sealed),
            "generation": self.generation,
        }  # fmt: skip

    def opened(self, person: cast.Keys, sealed: bytes, generation: int | None = None) -> str:
        """The identity out of somebody's copy. Raises FormatError."""
        at = self.generation if generation is None else generation
        found = wrap.unseal(
            sealed, [person.identity], case=self.matter, generation=at,
            case_recipient=agefile.recipient_of(self.keys[at]), object=wrap.FILE,
        )  # fmt: skip
        return found.identity

    def read(self, sealed: bytes, author: cast.Keys) -> Mapping[str, Any]:
        """What a letter to the file says. Raises FormatError."""
        return letter.unseal(sealed, self.keys, key=author.public).content

    def _stated(
        self,
        who: Who,
        case_generation: int,
        authors: Sequence[cast.Keys],
        *,
        prev: str,
        excluded: Iterable[cast.Keys] = (),
    ) -> FileStatement:
        pair = tuple(sorted(each.id for each in authors))
        return filestatement.state(
            matter=self.matter,
            cases={self.lin.case: case_generation},
            generation=self.generation,
            recipient=self.recipient,
            readers=[stated(each) for each, until in who if not until],
            waiting=[Waiter(stated(each), until, pair) for each, until in who if until],
            excluded=[each.id for each in excluded],
            prev=prev,
        )


def _reporter(lin: cast.Reporter) -> report.Author:
    return report.reporter(lin.secrets.keys)
