"""Rosters: drafted here, signed by the root key elsewhere, accepted here and logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.sessions.models import Session

from heard.access import file_key, own_keys
from heard.access.services import services
from heard.access.tiers import NobodyElseError, let_go
from heard.formats import note as notes
from heard.formats import roster
from heard.ledger import promise_key
from heard.ledger.journal import Actor, JournalEntry, Receipt, write
from heard.records.models import Holder, NewKeys, Organisation, RosterVersion, Witness
from heard.rules.directory import is_email
from heard.rules.events.organisation import RosterSigned
from heard.rules.refusals import RefusedError

OPERATOR = Actor(kind="operator")
MAX_EMAIL = 254  # characters (RFC 5321, 4.5.3.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A holder as the operator sees them."""

    id: str
    name: str
    role: str
    unit: str
    tier: int
    state: str
    signed: bool  # stands in the newest roster
    new_keys: bool = False  # made keys that no roster names yet


def listing() -> list[Row]:
    """Every holder who was not removed and can stand in a roster, by tier and name."""
    signed = {entry.id for entry in current().entries} if RosterVersion.objects.exists() else set()
    created = set(NewKeys.objects.values_list("holder", flat=True))
    holders = Holder.objects.exclude(state=Holder.State.REMOVED).filter(tier__gt=0)
    return [
        Row(
            id=holder.id,
            name=holder.name,
            role=holder.role,
            unit=holder.unit,
            tier=holder.tier,
            state=holder.state,
            signed=holder.id in signed,
            new_keys=holder.id in created,
        )
        for holder in holders.order_by("tier", "name")
    ]


def remove(*, holder: str, now: datetime) -> str:
    """Take someone's access away at once and leave them out of the next roster; gives the name.

    It does not undo what they have read. Cases that only they could read now are opened to the
    next tier. Raises RefusedError, also where nobody else could read some case.
    """
    found = _known(holder)
    write(lambda entry: _let_go(entry, [found], now))
    return found.name


def _known(holder: str) -> Holder:
    row = Holder.objects.filter(id=holder).exclude(state=Holder.State.REMOVED).first()
    if row is None:
        raise RefusedError(f"Nobody on the roster has the id {holder}. See: heard roster list")
    return row


def end_sessions(*, holder: str) -> tuple[str, int]:
    """End all sessions of a person, who can sign in again; gives the name, and how many there were.

    Raises RefusedError.
    """
    found = _known(holder)
    open_now = Session.objects.all()
    theirs = [each for each in open_now if each.get_decoded().get("holder") == found.id]
    for each in theirs:
        each.delete()
    return found.name, len(theirs)


def _let_go(entry: JournalEntry, people: Sequence[Holder], now: datetime) -> None:
    holders = [each.id for each in people]
    files = file_key.held_by(holders)
    try:
        let_go(entry, holders=holders, actor=OPERATOR, now=now)
    except NobodyElseError as alone:
        names = " and ".join(each.name for each in people)
        raise RefusedError(
            f"{names} cannot be removed yet: nobody else could act on {alone.count} open case(s)."
            " Ask them to pass these on to somebody at the desk, then remove them again."
        ) from alone
    if lost := sum(bool(file_key.lost(each)) for each in files):
        names = " and ".join(each.name for each in people)
        raise RefusedError(
            f"{names} cannot be removed yet: nobody else could open the file of {lost} open"
            " case(s), or nobody outside of its team. Ask them to let somebody into these files at"
            " the desk, then remove them again."
        )


def set_email(*, holder: str, email: str) -> str:
    """Change someone's work e-mail; gives the name. Raises RefusedError."""
    found = _known(holder)
    if not is_email(email) or len(email) > MAX_EMAIL:
        raise RefusedError(f"{email} is not an e-mail address.")
    Holder.objects.filter(id=holder).update(email=email)
    return found.name


def add_witness(*, operator: str, vkey: str, url: str) -> str:
    """Name a witness for the next roster, or change a known one's; gives its name."""
    verifier = notes.Verifier.parse(vkey)
    if verifier.kind != notes.COSIGNATURE:
        raise RefusedError("This is not a witness's key. Ask for what heard witness init printed.")
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise RefusedError("The witness's address must begin with https://.")
    Witness.objects.update_or_create(
        name=verifier.name,
        defaults={"operator": operator, "vkey": vkey, "url": url.rstrip("/")},
    )
    return verifier.name


def remove_witness(*, name: str) -> None:
    """Leave a witness out of the next roster. Raises RefusedError."""
    if not Witness.objects.filter(name=name).delete()[0]:
        raise RefusedError(f"No witness is named {name}.")


def current() -> roster.Roster:
    """The newest signed roster. Raises RefusedError where there is none."""
    newest = RosterVersion.objects.order_by("-version").first()
    if newest is None:
        raise RefusedError("No roster is signed yet. Run: heard roster sign --help")
    root = notes.Verifier.parse(Organisation.objects.get().root)
    return roster.verify(newest.note, root=root)


def draft(*, now: datetime, quorum: int | None) -> roster.Roster:
    """The next roster: everyone who has keys and was not removed. Raises RefusedError.

    ``quorum``: how many operators of witnesses must cosign; None keeps the newest roster's, or
    two where there are two.
    """
    organisation = Organisation.objects.first()
    if organisation is None:
        raise RefusedError("This Heard is not set up yet. Run: heard init --help")
    newest = RosterVersion.objects.order_by("-version").first()
    witnesses = tuple(
        roster.Witness(name=each.name, operator=each.operator, vkey=each.vkey)
        for each in Witness.objects.order_by("name")
    )
    drafted = roster.Roster(
        site=organisation.site,
        version=newest.version + 1 if newest else 1,
        organisation=organisation.name,
        issued=now.replace(microsecond=0),
        previous=newest.sha256 if newest else None,
        log=organisation.log,
        quorum=_quorum(quorum, witnesses),
        entries=_entries(now.date()),
        witnesses=witnesses,
        promise=promise_key.ensure(f"{organisation.site}/log").vkey,
        services=services(),
    )
    _refuse_without_intake(drafted)
    return drafted


def _quorum(wanted: int | None, witnesses: tuple[roster.Witness, ...]) -> int:
    operators = len({each.operator for each in witnesses})
    if wanted is None:
        return min(2, operators)
    if not 0 <= wanted <= operators:
        raise RefusedError(f"A quorum of {wanted} cannot be met by {operators} witness operators.")
    return wanted


def _entries(issued: date) -> tuple[roster.Entry, ...]:
    """Everybody, each with the keys that wait for a roster of that day."""
    waiting = {row.holder_id: row for row in NewKeys.objects.all()}
    return tuple(own_keys.follow_on(each, waiting.get(each.id), issued) for each in _as_they_are())


def _as_they_are() -> tuple[roster.Entry, ...]:
    ready = Holder.objects.filter(state__in=[Holder.State.JOINED, Holder.State.ACTIVE], tier__gt=0)
    return tuple(
        roster.Entry(
            id=holder.id,
            name=holder.name,
            role=holder.role,
            tier=holder.tier,
            unit=holder.unit,
            recipient=holder.recipient,
            signing=holder.signing,
            from_=holder.since,
            until=holder.until,
            earlier=own_keys.earlier(holder.id),
        )
        for holder in ready.order_by("tier", "name", "id")
    )


def _refuse_without_intake(drafted: roster.Roster) -> None:
    if not any(entry.tier == 1 for entry in drafted.entries):
        raise RefusedError(
            "Nobody in tier 1 (intake) has joined: reports would reach nobody. Send an invitation"
            " (heard roster add --tier 1 …) and sign when it was taken up (heard roster list)."
        )


def gaps(drafted: roster.Roster) -> list[str]:
    """What is allowed but weak, in sentences."""
    present = {entry.tier for entry in drafted.entries}
    names = {2: "independent inside", 3: "outside"}
    matches = [
        f"Nobody is in tier {tier} ({names[tier]}): a report that tier 1 must not read, or lets"
        " lie, has nowhere to go."
        for tier in sorted(names.keys() - present)
    ]
    if len([entry for entry in drafted.entries if entry.tier == 1]) == 1:
        matches.append("Tier 1 has one person: a report about that person goes past the intake.")
    return matches


def accept(*, signed: str, now: datetime) -> Receipt:
    """Take a roster that the root key has signed: store it, make its people active, log it.

    Raises FormatError where the note is not what it claims, RefusedError where it does not
    fit this server.
    """
    organisation = Organisation.objects.get()
    newest = RosterVersion.objects.order_by("-version").first()
    found = roster.verify(
        signed,
        root=notes.Verifier.parse(organisation.root),
        newest=newest.version + 1 if newest else 1,
        previous=newest.note if newest else None,
    )
    if found.version != (newest.version + 1 if newest else 1):
        raise RefusedError("This roster skips a version. Export the next one again and sign that.")
    _refuse_unknown(found, organisation)
    _refuse_stale(found, now)
    written = write(lambda entry: _store(entry, found, signed, now))
    return written.receipts[0]


def _refuse_unknown(found: roster.Roster, organisation: Organisation) -> None:
    if found.site != settings.HEARD.site or found.log != organisation.log:
        raise RefusedError("This roster is for another site or another log.")
    if found.promise != promise_key.ensure(f"{organisation.site}/log").vkey:
        raise RefusedError(
            "This roster does not name the key of promises that is on this server. Export the"
            " roster again and sign that one."
        )
    if found.services != services():
        raise RefusedError(
            "This roster does not name the key for reporters' contacts that is on this server, or"
            " not the machines that are named here. Export the roster again and sign that one."
        )
    _refuse_without_intake(found)
    # Whose new keys came after the roster was made stands in it as before, until the next.
    here = {*_as_they_are(), *_entries(found.issued.date())}
    for entry in found.entries:
        if entry not in here:
            raise RefusedError(
                f"{entry.name} is not on this server as the roster says: removed, or with other"
                " keys. Export the roster again and sign that one."
            )


def _refuse_stale(found: roster.Roster, now: datetime) -> None:
    """Where it ends keys, it must have come before they end: desks that are open sign with them."""
    known = {entry.signing for entry in _as_they_are()}
    for each in found.entries:
        if each.signing not in known and now.date() >= each.earlier[-1].until:
            raise RefusedError(
                f"This roster names new keys of {each.name}, and was made too long ago for that."
                " Export the roster again and sign that one."
            )


def _store(entry: JournalEntry, found: roster.Roster, signed: str, now: datetime) -> None:
    named = [each.id for each in found.entries]
    # Tier 0 sees figures and stands in no roster.
    active = Holder.objects.filter(state=Holder.State.ACTIVE, tier__gt=0)
    dropped = list(active.exclude(id__in=named).order_by("name"))
    if dropped:
        _let_go(entry, dropped, now)
    digest = roster.digest(signed)
    entry.add(RosterVersion(version=found.version, note=signed, sha256=digest, signed=now))
    Holder.objects.filter(id__in=named).update(state=Holder.State.ACTIVE)
    Organisation.objects.update(promise=found.promise or "")
    entry.log(RosterSigned(roster=digest, version=found.version), at=now, actor=OPERATOR)
    own_keys.take_up(entry, found.entries, roster=digest, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolder:
    """Who somebody is, for ``enrol``."""

    id: str
    name: str
    role: str
    unit: str
    tier: int


def enrol(
    *,
    holder: NewHolder,
    recipient: str,
    signing: str,
    keyring: bytes,
    recovery: str,
    now: datetime,
) -> None:
    """Make a holder whose keys were made elsewhere, with a recovery code as the only way in.

    ``recovery``: hexadecimal SHA-256 of the code's login verifier. For the next roster, which a
    holder of tier 0 never stands in.
    """
    Holder.objects.create(
        id=holder.id,
        name=holder.name,
        role=holder.role,
        unit=holder.unit,
        tier=holder.tier,
        # Of tier 0 no roster ever says anything: nothing is to be waited for.
        state=Holder.State.JOINED if holder.tier else Holder.State.ACTIVE,
        recipient=recipient,
        signing=signing,
        keyring=keyring,
        recovery=recovery,
        since=now.date(),
    )


def current_digest() -> str:
    """Hexadecimal SHA-256 of the newest roster's note. Raises RefusedError."""
    newest = RosterVersion.objects.order_by("-version").first()
    if newest is None:
        raise RefusedError("No roster is signed yet. Run: heard roster sign --help")
    return newest.sha256
