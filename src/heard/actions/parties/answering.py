"""What whoever was told nine words does with them: reads the invitation, and answers it once."""

import hashlib
from datetime import datetime

import msgspec

from heard.access import casework, parties
from heard.access.case_access import NoSuchCaseError, lock, verifier_bytes
from heard.formats import inviteanswer, inviteown
from heard.formats._errors import FormatError
from heard.formats.inviteanswer import Answer
from heard.ledger import receipts
from heard.ledger.journal import JournalEntry, truncate_to_hour, write
from heard.records.models import Case, Invitation, PartyKeys
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.events.casework import ChannelOpened
from heard.rules.refusals import MalformedError, RefusedError

PREFIX = "Heard-Invite "


class InvitationUsedError(Exception):
    """Somebody has answered it; ``day``: when, as the party is told."""

    def __init__(self, day: str) -> None:
        super().__init__(f"These words were used on {day}. If that was not you, tell the team.")
        self.day = day


class InvitationOverError(Exception):
    """It has expired, was replaced, or ended with the file key."""

    def __init__(self) -> None:
        super().__init__("These words are not valid any more. Ask the team for new ones.")


class NewAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST channel/answer``: the answer, and the party's own copy of the invitation."""

    party: str
    recipient: str
    signing: str
    verifier: str
    invitation: str
    signature: str
    mac: str
    own: bytes

    def answer(self) -> Answer:
        """As it is signed. Raises ``MalformedError``."""
        members = {name: getattr(self, name) for name in self.__struct_fields__ if name != "own"}
        try:
            return inviteanswer.parse(members)
        except FormatError as error:
            raise MalformedError(str(error)) from error


def read_invitation(*, authorization: str, now: datetime) -> bytes:
    """The sealed invitation of nine words, any number of times until it is answered.

    Raises ``NoSuchCaseError``, ``InvitationUsedError``, ``InvitationOverError``.
    """
    found = _find(authorization)
    _refuse_over(found, now)
    return bytes(found.sealed)


def answer(*, authorization: str, new: NewAnswer, now: datetime) -> str:
    """Take a party's keys; the leaf hash of the event. The same again is the same action.

    Raises ``NoSuchCaseError``, ``InvitationUsedError``, ``InvitationOverError``,
    ``MalformedError``, ``RefusedError`` (``CannotMoveError`` where the rules are against it),
    ``UnavailableError``.
    """
    found, made = _find(authorization), new.answer()
    _check_own(new.own)
    casework.remember(found.case)

    def action(entry: JournalEntry) -> None:
        locked = lock(found.case.id)
        invitation = Invitation.objects.select_related("case").get(pk=found.pk)
        if _is_again(invitation, new):
            return
        _refuse_over(invitation, now)
        _check(invitation, made, now)
        _refuse_others(made)
        _open(entry, locked, invitation, new, truncate_to_hour(now))

    write(action)
    index = PartyKeys.objects.get(invitation=found).index
    assert index is not None
    return receipts.leaf(index)


def _find(authorization: str) -> Invitation:
    """By the hash of whatever was sent: what is no locator is looked for like one."""
    given = verifier_bytes(authorization.removeprefix(PREFIX))
    stored = hashlib.sha256(given).hexdigest()
    found = Invitation.objects.filter(locator=stored).select_related("case").first()
    if found is None or not authorization.startswith(PREFIX):
        raise NoSuchCaseError
    return found


def _refuse_over(invitation: Invitation, now: datetime) -> None:
    if invitation.answered is not None:
        raise InvitationUsedError(invitation.answered.date().isoformat())
    if invitation.ended is not None or invitation.expires <= now:
        raise InvitationOverError


def _is_again(invitation: Invitation, new: NewAnswer) -> bool:
    """Whether exactly this was taken before: its answer was lost on the way."""
    if invitation.answered is None:
        return False
    row = PartyKeys.objects.get(invitation=invitation)
    had = (row.party, row.recipient, row.signing, row.code, row.signature, row.mac, bytes(row.own))
    return had == (
        *(new.party, new.recipient, new.signing, new.verifier, new.signature, new.mac),
        new.own,
    )


def _check(invitation: Invitation, made: Answer, now: datetime) -> None:
    try:
        inviteanswer.check_seen(
            made,
            party=invitation.party,
            digest=invitation.digest,
            expires=invitation.expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
            used=None,
            now=now,
        )
    except FormatError as error:
        raise MalformedError(str(error)) from error


def _check_own(sealed: bytes) -> None:
    try:
        inviteown.check_sealed(sealed)
    except FormatError as error:
        raise MalformedError(f"What came is not sealed as it must be. {error}") from error


def _refuse_others(made: Answer) -> None:
    """Keys that are a holder's or another party's would let one speak for the other."""
    if parties.are_taken(made.recipient, made.signing, made.verifier):
        raise RefusedError("These keys are in use already. Make new words, and send them again.")


def _open(
    entry: JournalEntry, case: Case, invitation: Invitation, new: NewAnswer, at: datetime
) -> None:
    """Keys, event and the code's end in one commit."""
    before = PartyKeys.objects.filter(case=case, party=new.party, replaced=None).update(replaced=at)
    row = PartyKeys(
        case=case,
        party=new.party,
        invitation=invitation,
        recipient=new.recipient,
        signing=new.signing,
        code=new.verifier,
        signature=new.signature,
        mac=new.mac,
        own=new.own,
        at=at,
    )
    entry.add(row)
    Invitation.objects.filter(pk=invitation.pk).update(answered=at, sealed=b"")
    opened = ChannelOpened(
        case=case.id,
        party=new.party,
        recipient=hashlib.sha256(new.recipient.encode()).hexdigest(),
        signing=new.signing,
        replaces=before > 0,
    )
    entry.log(opened, at=at, actor=parties.actor_of(new.party), marks=[row])
    _move(entry, case, new.party, at)


def _move(entry: JournalEntry, case: Case, party: str, at: datetime) -> None:
    """The record of it has no letter: the answer is signed, and each reader's browser checks it."""
    there = casework.state_of(case).get(WorkedObject.PARTY, party)
    new = casework.NewMove(
        object=WorkedObject.PARTY,
        record=party,
        move=WorkedMove.OPEN,
        version=there.version + 1 if there else 1,
    )
    by = casework.party_mover(party)
    moved = casework.moved(case, new, actor=party, at=at)
    casework.place_move(entry, case=case, by=by, moved=moved, letters=[], now=at, offered=False)
