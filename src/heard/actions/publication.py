"""What anyone may read: who runs this, whom it can be sealed to, and the log."""

from collections.abc import Hashable
from datetime import tzinfo
from functools import lru_cache
from typing import Annotated

from django.conf import settings
from django.db import connection

from heard.access import law, notify_key
from heard.access import roster as access_roster
from heard.actions.transports import mail
from heard.formats import roster as rosters
from heard.formats.note import Verifier
from heard.formats.roster import Roster
from heard.formats.wire import Answer, Time, about
from heard.ledger import alarms as ledger_alarms
from heard.ledger import receipts, tree_store
from heard.ledger.journal import rfc3339
from heard.records.models import Cosignature, Organisation, RosterVersion
from heard.rules import referrals
from heard.rules.exits import EXITS


class NotPublishedError(Exception):
    """There is no such thing yet."""


class WitnessView(Answer, kw_only=True):
    """A witness of the log, as the newest roster names it."""

    name: str
    operator: str
    vkey: str


class NotifyView(Answer, kw_only=True):
    """By which ways a reporter can be told."""

    email: bool
    push: bool


class MustReportView(Answer, kw_only=True):
    """What a law of the organisation's country has it pass on to an authority."""

    id: Annotated[str, about("Names the sentence of the shared book that says it.")]
    law: Annotated[str, about("Title and article.")]
    verified: Annotated[bool, about("Whether anybody compared it with the text of the law.")]


class Site(Answer, kw_only=True):
    """Who runs this Heard, and what its pages go by. Nobody signs it."""

    organisation: str
    site: str
    origin: Annotated[str, about("Of the web.")]
    root: Annotated[str, about("vkey of the root key.")]
    log: Annotated[str, about("vkey of the log.")]
    languages: list[str]
    plain: Annotated[bool, about("Whether there are pages that need no script.")]
    country: str
    must_report: Annotated[list[MustReportView], about("As the law of `country` has it.")]
    zone: Annotated[str, about("IANA name: where the organisation's days begin and end.")]
    exit: Annotated[str, about('Where "Exit quickly" leads; empty: each language has its own.')]
    part_bytes: Annotated[int, about("Most of one part of a file.")]
    max_file_bytes: int
    witnesses: list[WitnessView]
    quorum: int
    promise: Annotated[str | None, about("vkey of the key of promises; null where none are made.")]
    notify: Annotated[
        NotifyView | None,
        about("Null where the roster names no key for it that is here."),
    ]


class WitnessAlarm(Answer, kw_only=True):
    """A witness that refuses to cosign."""

    witness: str
    what: str
    since: Time


def site() -> Site:
    """``GET /site.json`` (docs/spec/api.md). Raises NotPublishedError before ``heard init``."""
    organisation = Organisation.objects.first()
    if organisation is None:
        raise NotPublishedError("This Heard is not set up yet.")
    newest = RosterVersion.objects.order_by("-version").first()
    roster = _read(newest.note, organisation.root) if newest else None
    return Site(
        organisation=organisation.name,
        site=organisation.site,
        origin=settings.HEARD.origin,
        root=organisation.root,
        log=organisation.log,
        languages=list(settings.HEARD.languages),
        plain=settings.HEARD.plain,
        country=organisation.country,
        must_report=must_report(),
        zone=str(law.zone_of(organisation.country)),
        exit=settings.HEARD.exit_url or EXITS.get(organisation.country, ""),
        part_bytes=settings.HEARD.part_bytes,
        max_file_bytes=settings.HEARD.max_file_bytes,
        witnesses=[
            WitnessView(name=each.name, operator=each.operator, vkey=each.vkey)
            for each in (roster.witnesses if roster else ())
        ],
        quorum=roster.quorum if roster else 0,
        promise=roster.promise if roster else None,
        notify=_notify(),
    )


def must_report() -> list[MustReportView]:
    """What the law of the organisation's country has it pass on to an authority."""
    country = Organisation.objects.values_list("country", flat=True).first()
    return [
        MustReportView(id=each.id, law=f"{each.title}, {each.article}", verified=each.verified)
        for each in referrals.binding(country or "")
    ]


def site_state() -> Hashable:
    """Another value whenever ``site`` says something else: all that it reads, unread.

    None before ``heard init``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, site, root, log, country,"
            " (SELECT sha256 FROM heard_rosterversion ORDER BY version DESC LIMIT 1)"
            " FROM heard_organisation"
        )
        row = cursor.fetchone()
    return (*row, notify_key.changed()) if row else None


def roster_state() -> Hashable:
    """Another value whenever ``roster_note`` gives another roster; None before there is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256 FROM heard_rosterversion ORDER BY version DESC LIMIT 1")
        row = cursor.fetchone()
    return str(row[0]) if row else None


def exit_url() -> str:
    """Where "Exit quickly" leads here; empty where each language has its own."""
    country = Organisation.objects.values_list("country", flat=True).first()
    return settings.HEARD.exit_url or EXITS.get(country or "", "")


def zone() -> tzinfo:
    """Where the organisation's days begin and end."""
    return law.zone_of(law.country())


def _notify() -> NotifyView | None:
    """By which ways she can be told. To which key is not said here: nobody signs this answer."""
    service = access_roster.notices()
    if service is None:
        return None
    push = settings.HEARD.notices.push and service.signing == notify_key.load().push
    email = bool(mail.of_reporters()["EMAIL_HOST"] and settings.HEARD.notices.reporter_from)
    return NotifyView(email=email, push=push)


@lru_cache(maxsize=64)
def _read(note: str, root: str) -> Roster:
    return rosters.verify(note, root=Verifier.parse(root))


def roster_note(*, version: int | None = None) -> str:
    """A signed roster, the newest where no version is named. Raises NotPublishedError."""
    rows = RosterVersion.objects.order_by("-version")
    row = (rows if version is None else rows.filter(version=version)).first()
    if row is None:
        raise NotPublishedError("There is no such roster.")
    return row.note


def roster() -> tuple[str, Roster]:
    """The newest roster with the SHA-256 under which a report names it.

    Raises NotPublishedError.
    """
    note = roster_note()
    return rosters.digest(note), _read(note, Organisation.objects.get().root)


def signing_keys() -> dict[str, frozenset[str]]:
    """The Ed25519 keys (base64) that everyone who ever stood in a roster had, by id."""
    root = Organisation.objects.get().root
    matches: dict[str, frozenset[str]] = {}
    for each in RosterVersion.objects.order_by("version"):
        for entry in _read(each.note, root).entries:
            matches[entry.id] = matches.get(entry.id, frozenset()) | {entry.signing}
    return matches


def checkpoint() -> str:
    """The checkpoint of the newest epoch. Raises NotPublishedError.

    Never the log's own newest: it grows with every action, and one who asked for it each second
    would see to the second when somebody reports, writes or reads.
    """
    return _epoch().note


def alarms() -> list[WitnessAlarm]:
    """Witnesses that refuse to cosign, or have seen another log: everybody's business."""
    return [
        WitnessAlarm(witness=each.subject, what=each.what, since=rfc3339(each.since))
        for each in ledger_alarms.standing(ledger_alarms.Kind.WITNESS)
    ]


def tile(*, level: int, number: int, width: int) -> bytes:
    """A tile of hashes (c2sp.org/tlog-tiles), as far as is published. Raises NotPublishedError."""
    try:
        return tree_store.tile(level, number, width, within=_epoch().size)
    except tree_store.NoSuchEntryError as error:
        raise NotPublishedError(str(error)) from error


def entries(*, number: int, width: int) -> bytes:
    """A tile of entries (c2sp.org/tlog-tiles), as far as is published. Raises NotPublishedError."""
    try:
        return tree_store.bundle(number, width, within=_epoch().size)
    except tree_store.NoSuchEntryError as error:
        raise NotPublishedError(str(error)) from error


def leaf(*, hash: str) -> str:
    """The newest proof of a leaf, by its hash (hexadecimal). Raises NotPublishedError.

    Whoever knows the hash may ask, without a login: of an event, only who was told it does. One
    answer for what waits and for what never was.
    """
    try:
        return receipts.proof_of(hash, quorum=_quorum())
    except tree_store.NoSuchEntryError as error:
        raise NotPublishedError(str(error)) from error


def _quorum() -> int:
    try:
        return roster()[1].quorum
    except NotPublishedError:
        return 0


def _epoch() -> Cosignature:
    newest = Cosignature.objects.order_by("-size").first()
    if newest is None:
        raise NotPublishedError("The log's first checkpoint is published within the hour.")
    return newest


def health() -> bool:
    """Whether the database answers."""
    return tree_store.size() >= 0
