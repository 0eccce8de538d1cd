"""Rosters (docs/spec/roster.md): who can be sealed to, signed by the organisation's root key.

Kinds of refusal: ``format``, ``too_large``, ``signature``, ``key``, ``site``, ``recipient``,
``duplicate``, ``version`` (older than one already seen), ``previous``, ``new_keys`` (that the
ones before did not sign).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from heard.formats import _ed25519, newkeys
from heard.formats import note as notes
from heard.formats import policy as policies
from heard.formats import promise as promises
from heard.formats._errors import FormatError
from heard.formats._rostered import (
    MOST_OF_USE,
    NOTICES,
    USES,
    Service,
    check_recipient,
    check_service,
    check_services,
    is_text,
    signing_keys,
)
from heard.formats._text import base64_bytes, decimal, json_bytes, json_object
from heard.formats.ids import is_id

__all__ = [
    "MOST_OF_USE",
    "NOTICES",
    "USES",
    "Entry",
    "Roster",
    "Service",
    "Witness",
    "check_service",
    "digest",
    "fingerprint",
    "sign",
    "verify",
]
MAX_ROSTER = notes.MAX_NOTE
MAX_ENTRIES = 1000
MAX_WITNESSES = 100
TIERS = (1, 2, 3)
_FIRST = "heard/roster/v1"
_WITH_PROMISE = "heard/roster/v2"
_WITH_EARLIER = "heard/roster/v3"
_WITH_SERVICES = "heard/roster/v4"
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person. ``tier`` 1 intake, 2 independent inside, 3 outside."""

    id: str
    name: str
    role: str
    tier: int
    unit: str
    recipient: str  # age1pq1…
    signing: str  # base64 Ed25519
    from_: date
    until: date | None
    earlier: tuple[newkeys.Earlier, ...] = ()  # oldest first; from version 3 on

    @property
    def keys(self) -> newkeys.PublicKeys:
        """As a statement names them: the recipient by its SHA-256."""
        return newkeys.PublicKeys(hashlib.sha256(self.recipient.encode()).hexdigest(), self.signing)

    def valid_on(self, day: date) -> bool:
        """Whether one may seal to this person on that day."""
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Someone who cosigns the log's checkpoints."""

    name: str
    operator: str
    vkey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A roster's content."""

    site: str
    version: int
    organisation: str
    issued: datetime
    previous: str | None  # SHA-256 of the whole previous note, hexadecimal
    log: str  # vkey
    quorum: int
    entries: tuple[Entry, ...]
    witnesses: tuple[Witness, ...] = ()
    promise: str | None = None  # vkey; None in version 1, which knew no promises
    services: tuple[Service, ...] | None = None  # None before version 4, which names them

    def service(self, use: str) -> Service | None:
        """The machine to seal to for ``use``; None where the root key named none."""
        return next(iter(self.services_for(use)), None)

    def services_for(self, use: str) -> tuple[Service, ...]:
        """All of them, in the roster's order; pages seal for ``use`` to these and to nobody else.

        Empty where the root key named none: then nothing is sealed.
        """
        return tuple(each for each in self.services or () if each.use == use)

    def valid_on(self, day: date) -> tuple[Entry, ...]:
        """Who may be sealed to on a day (UTC), in the roster's order.

        Never as of a day before it was issued, which its signature dates: a clock that is behind
        brings nobody back whose time had ended, and hides nobody whose time had begun.
        """
        day = max(day, self.issued.date())
        return tuple(each for each in self.entries if each.valid_on(day))

    def encode(self) -> str:
        """The text that the root key signs."""
        third = any(each.earlier for each in self.entries) or self.services is not None
        members: dict[str, Any] = {
            "entries": [_entry_json(each, earlier=third) for each in self.entries],
            "issued": self.issued.strftime(_TIME),
            "log": self.log,
            "organisation": self.organisation,
            "previous": self.previous,
            "quorum": self.quorum,
            "witnesses": [asdict(each) for each in self.witnesses],
        }
        first = _FIRST
        if self.promise is not None:
            first, members["promise"] = _WITH_PROMISE, self.promise
        if third:
            first = _WITH_EARLIER
        if self.services is not None:
            first, members["services"] = _WITH_SERVICES, [asdict(each) for each in self.services]
        return f"{first}\n{self.site}\n{self.version}\n{json_bytes(members).decode()}\n"

    def policy(self) -> policies.Policy:
        """The log and its witnesses: ``quorum`` distinct operators."""
        parsed = [(w.name, w.operator, notes.Verifier.parse(w.vkey)) for w in self.witnesses]
        return policies.by_operator(notes.Verifier.parse(self.log), parsed, self.quorum)


def _entry_json(entry: Entry, *, earlier: bool) -> dict[str, Any]:
    value: dict[str, Any] = asdict(entry)
    del value["earlier"]
    if earlier:
        value["earlier"] = [each.value() for each in entry.earlier]
    value["from"] = value.pop("from_").isoformat()
    value["until"] = entry.until.isoformat() if entry.until else None
    return value


def digest(note: str) -> str:
    """Hexadecimal SHA-256 of the whole note, as ``previous`` and the log name it; or of a key."""
    return hashlib.sha256(note.encode()).hexdigest()


def fingerprint(vkey: str) -> str:
    """What a poster shows of the root key: 8 groups of 5 hexadecimal digits."""
    whole = hashlib.sha256(vkey.encode()).hexdigest()
    return " ".join(whole[at : at + 5] for at in range(0, 40, 5))


def sign(roster: Roster, root: notes.Signer) -> str:
    """The signed roster. Raises ``FormatError`` for what a reader would refuse."""
    text = roster.encode()
    if _read(text) != roster or root.name != f"{roster.site}/root":
        raise FormatError("format", "This roster would not read back as it is. Check its values.")
    return notes.sign(text, [root])


def verify(
    note: str | bytes, *, root: notes.Verifier, newest: int = 0, previous: str | None = None
) -> Roster:
    """Verify a roster against the pinned root key.

    ``newest``: the highest version seen before; ``previous``: the note of the version before this
    one, where it is at hand. Raises ``FormatError``.
    """
    if len(note) > MAX_ROSTER:
        raise FormatError("too_large", "The roster is over 1 MiB.")
    try:
        parsed = notes.parse(note)
        notes.verify(parsed, [root])
    except FormatError as error:
        raise FormatError(error.kind, f"The roster is not the organisation's. {error}") from error
    roster = _read(parsed.text)
    if root.name != f"{roster.site}/root":
        raise FormatError("site", "The roster is another site's.")
    if roster.version < newest:
        raise FormatError("version", "This roster is older than one you have seen. Do not use it.")
    if previous is not None and roster.previous != digest(previous):
        raise FormatError("previous", "This roster does not follow on the one before it.")
    return roster


def _format(error: Exception | None = None) -> FormatError:
    refusal = FormatError("format", "The roster is malformed. Ask the operator for a new one.")
    refusal.__cause__ = error
    return refusal


def _read(text: str) -> Roster:
    lines = text.split("\n")
    known = lines[0] in (_FIRST, _WITH_PROMISE, _WITH_EARLIER, _WITH_SERVICES)
    if len(lines) != _LINES or not known or lines[-1] or not lines[1]:
        raise _format()
    try:
        roster = _roster(lines[1], decimal(lines[2]), json_object(lines[3].encode()))
        if roster.encode() != text:
            raise _format()
        _check(roster)
    except FormatError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _format(error) from error
    return roster


def _roster(site: str, version: int, value: dict[str, Any]) -> Roster:
    return Roster(
        site=site,
        version=version,
        organisation=value["organisation"],
        issued=_time(value["issued"]),
        previous=value["previous"],
        log=value["log"],
        quorum=value["quorum"],
        entries=tuple(_entry(each) for each in value["entries"]),
        witnesses=tuple(Witness(**each) for each in value["witnesses"]),
        promise=value.get("promise"),
        services=_services(value["services"]) if "services" in value else None,
    )


def _services(value: list[dict[str, Any]]) -> tuple[Service, ...]:
    return tuple(Service(**each) for each in value)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _entry(value: dict[str, Any]) -> Entry:
    until = value.pop("until")
    begin = date.fromisoformat(value.pop("from"))
    earlier = tuple(_earlier(each) for each in value.pop("earlier", ()))
    last = date.fromisoformat(until) if until else None
    return Entry(**value, from_=begin, until=last, earlier=earlier)


def _earlier(value: dict[str, Any]) -> newkeys.Earlier:
    return newkeys.Earlier(**{**value, "until": date.fromisoformat(value["until"])})


def _check(roster: Roster) -> None:
    texts = [roster.organisation, *(t for e in roster.entries for t in (e.name, e.role))]
    may_be_empty = [e.unit for e in roster.entries]
    if not all(is_text(t) and t for t in texts) or not all(map(is_text, may_be_empty)):
        raise _format()
    if len(roster.entries) > MAX_ENTRIES or len(roster.witnesses) > MAX_WITNESSES:
        raise _format()
    whole = type(roster.quorum) is int and roster.quorum >= 0 and roster.version >= 1
    before = roster.previous is None or _DIGEST.match(roster.previous)
    if not whole or not before or (roster.previous is None) != (roster.version == 1):
        raise _format()
    for entry in roster.entries:
        _check_entry(entry)
    for entry in roster.entries:
        _check_earlier(roster, entry)
    every = [keys for e in roster.entries for keys in (e.keys, *(each.keys for each in e.earlier))]
    _unique([each.id for each in roster.entries])
    machines = roster.services or ()
    _unique([*(each.recipient for each in every), *(digest(each.recipient) for each in machines)])
    _unique([*(each.signing for each in every), *signing_keys(machines)])
    _check_keys(roster)
    if roster.services is not None:
        if roster.promise is None:
            raise _format()
        check_services(roster.services)


def _unique(values: Sequence[object]) -> None:
    if len(set(values)) != len(values):
        raise FormatError("duplicate", "The roster has one person or key twice.")


def _check_entry(entry: Entry) -> None:
    if not is_id(entry.id) or type(entry.tier) is not int or entry.tier not in TIERS:
        raise _format()
    check_recipient(entry.recipient, entry.name)
    if not _ed25519.is_sound(base64_bytes(entry.signing)):
        raise FormatError("key", f"The signing key of {entry.name} is weak. Do not use the roster.")


def _check_earlier(roster: Roster, entry: Entry) -> None:
    """Each of the earlier keys names the next one, and the last of them today's."""
    if len(entry.earlier) > newkeys.MOST_EARLIER or (entry.earlier and roster.promise is None):
        raise _format()
    following = [*(each.keys for each in entry.earlier[1:]), entry.keys]
    for each, after in zip(entry.earlier, following, strict=False):
        if not _DIGEST.match(each.recipient):
            raise _format()
        if not newkeys.is_signed(
            each.signature, site=roster.site, holder=entry.id, before=each.keys, after=after
        ):
            raise FormatError(
                "new_keys", f"The keys of {entry.name} are not named by the ones before."
            )


def _check_keys(roster: Roster) -> None:
    try:
        log = notes.Verifier.parse(roster.log)
        keys = [notes.Verifier.parse(each.vkey) for each in roster.witnesses]
    except FormatError as error:
        raise FormatError("key", f"A key in the roster is unsound. {error}") from error
    _unique([each.public for each in keys])
    _unique([each.name for each in roster.witnesses])
    texts = [text for each in roster.witnesses for text in (each.name, each.operator)]
    operators = {each.operator for each in roster.witnesses}
    if not all(is_text(text) and text for text in texts) or roster.quorum > len(operators):
        raise _format()
    if log.kind != notes.ED25519 or any(key.kind != notes.COSIGNATURE for key in keys):
        raise FormatError("key", "A key in the roster is of the wrong type.")
    if roster.promise is not None:
        _check_promise(roster, log)


def _check_promise(roster: Roster, log: notes.Verifier) -> None:
    try:
        key = notes.Verifier.parse(roster.promise or "")
    except FormatError as error:
        raise FormatError("key", f"The promise key is unsound. {error}") from error
    if key.kind != notes.ED25519 or key.public == log.public:
        raise FormatError("key", "The promise key must be a key of its own that signs notes.")
    if key.name != promises.key_name(log.name):
        raise FormatError("key", "The promise key is of another log.")
