"""A whole report, sealed: what a reporter's browser does, for those who write without one.

Used by the page without JavaScript, by the demonstration and by tests. Randomness comes from
``Secrets.generate``; everything else follows from its arguments. The result is the body of
``POST /report/api/reports`` (docs/spec/api.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.formats import _ed25519, agefile, carried, letter, readers, returncode, wrap
from heard.formats._text import base64_text
from heard.formats.ids import new_id
from heard.formats.letter import Letter
from heard.formats.readers import Statement
from heard.formats.roster import Entry


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What opens one report. Never shown by ``repr``."""

    case: str
    identity: str  # the case identity
    code: bytes  # entropy of the return code
    keys: returncode.Keys

    @classmethod
    def generate(cls, site: str, *, language: str = "english") -> "Secrets":
        """Fresh secrets for one report at a site; ``language``: of the list of her words."""
        code = returncode.generate(language)
        return cls(new_id(), agefile.generate_identity(), code, returncode.derive(code, site))

    @property
    def recipient(self) -> str:
        """The case recipient."""
        return agefile.recipient_of(self.identity)


@dataclass(frozen=True, slots=True, repr=False)
class Author:
    """Who signs a letter: ``reporter`` or a holder id, with the Ed25519 seed."""

    name: str
    seed: bytes

    def letter(
        self,
        *,
        case: str,
        kind: str,
        seq: int,
        content: Mapping[str, Any],
        now: datetime,
        id: str = "",
        files: Iterable[Mapping[str, Any]] = (),
        seen: str | None = None,
    ) -> Letter:
        """A letter of this author, not yet sealed.

        ``seen``: what they had verified of the case; None as from before there was such a member.
        """
        return Letter(
            case=case,
            id=id or new_id(),
            seq=seq,
            kind=kind,
            author=self.name,
            key=_ed25519.public_of(self.seed),
            sent=letter.sent_text(now, author=self.name),
            files=tuple(files),
            content=content,
            seen=seen,
        )


def reporter(keys: returncode.Keys) -> Author:
    """The reporter, as her return code makes her."""
    return Author(letter.REPORTER, keys.signing_seed)


def seal(
    secrets: Secrets,
    *,
    roster: str,
    holders: Sequence[Entry],
    content: Mapping[str, Any],
    now: datetime,
    disclosed: str | None = None,
    name: Mapping[str, Any] | None = None,
    named_to: Sequence[Entry] = (),
) -> dict[str, Any]:
    """Seal a report to ``holders``.

    ``roster``: hexadecimal SHA-256 of the roster note that they stand in; ``content``: of the
    kind ``report``, to which who reads it is added; ``name``: content of the kind ``identity``,
    sealed to ``named_to`` and to the reporter, not to the case.
    Raises ``LetterError`` (``too_large``), ``FormatError``.
    """
    author = reporter(secrets.keys)
    to_case, to_reporter = secrets.recipient, secrets.keys.recipient  # each is a key derived
    stated = statement(secrets, holders)
    on = letter.sent_text(now, author=author.name)[:10]
    alone = carried.sign(stated, case=secrets.case, author=author.name, on=on, seed=author.seed)
    fields = {**content, "readers": stated.value(), "signed": base64_text(alone.signature)}
    first = author.letter(case=secrets.case, kind="report", seq=0, content=fields, now=now, seen="")
    return {
        "case": secrets.case,
        "roster": roster,
        "code": secrets.keys.stored,
        "reporter": {
            "recipient": to_reporter,
            "signing": base64_text(secrets.keys.signing_public),
        },
        "case_recipient": to_case,
        "wraps": [
            {"holder": holder.id, "sealed": base64_text(wrap_for(secrets, holder.recipient))}
            for holder in holders
        ],
        "reporter_wrap": base64_text(wrap_for(secrets, to_reporter)),
        "letter": _posted(first, author, [to_case]),
        "identity": _identity(secrets, author, name, named_to, now) if name else None,
        "disclosed": disclosed,
        "urgent": content.get("safe") in {"no", "unsure"},
        "readers": stated.digest(),
    }


def statement(secrets: Secrets, holders: Iterable[Entry]) -> Statement:
    """Who reads it, as she signs it (docs/spec/sealing.md, section 9). Raises FormatError."""
    people = [
        readers.reader(id=each.id, recipient=each.recipient, signing=each.signing)
        for each in holders
    ]
    return readers.state(generation=0, recipient=secrets.recipient, readers=people)


def wrap_for(secrets: Secrets, recipient: str) -> bytes:
    """The case identity (generation 0), sealed to one recipient."""
    return wrap.seal(wrap.Wrap(secrets.case, 0, secrets.identity), recipient)


def _identity(
    secrets: Secrets,
    author: Author,
    name: Mapping[str, Any],
    named_to: Sequence[Entry],
    now: datetime,
) -> dict[str, Any]:
    written = author.letter(case=secrets.case, kind="identity", seq=1, content=name, now=now)
    recipients = [*(holder.recipient for holder in named_to), secrets.keys.recipient]
    posted = _posted(written, author, recipients)
    return {**posted, "holders": [holder.id for holder in named_to]}


def _posted(written: Letter, author: Author, recipients: Sequence[str]) -> dict[str, Any]:
    sealed = letter.seal(written, author.seed, recipients)
    return {"id": written.id, "sealed": base64_text(sealed)}
