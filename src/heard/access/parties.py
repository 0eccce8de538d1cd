"""Parties of a case: whose words these are, what they may read, and what came of invitations.

The server knows a party by a random id and by the keys of their answer (docs/spec/channel.md).
"""

import hmac
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from heard.access import case_view
from heard.access.case_access import NoSuchCaseError, case_by, code_of
from heard.access.casework_answers import InvitationView, PartyKeysView
from heard.ledger.journal import Actor, rfc3339
from heard.records.models import Case, FileLetter, Holder, Invitation, PartyKeys
from heard.records.questions import Question


def actor_of(party: str) -> Actor:
    """A party as the journal names them."""
    return Actor(kind="party", id=party)


def party_for(authorization: str) -> PartyKeys:
    """The keys of whose twelve words these are, with the case. Raises ``NoSuchCaseError``.

    A reporter's words come in the same header. Both tables are asked each time, so that neither
    what is asked nor how long it takes tells which of them has these.
    """
    code = code_of(authorization)
    reporters, found = case_by(code), _keys_by(code)
    if reporters or not found or not hmac.compare_digest(found[0].code, code):
        raise NoSuchCaseError
    return found[0]


@Question
def _keys_by(code: str) -> QuerySet[PartyKeys]:
    return PartyKeys.objects.filter(code=code, replaced=None).select_related("case")


def are_taken(recipient: str, signing: str, verifier: str) -> bool:
    """Whether any of these is a holder's or a party's already, or the words a reporter's."""
    same = Q(recipient=recipient) | Q(signing=signing)
    return (
        PartyKeys.objects.filter(same | Q(code=verifier)).exists()
        or Holder.objects.filter(same).exists()
        or Case.objects.filter(code=verifier).exists()
    )


def keys_of(case: Case, party: str) -> PartyKeys | None:
    """The keys that a party has today; None before they have answered."""
    return PartyKeys.objects.filter(case=case, party=party, replaced=None).first()


def letters_of(keys: PartyKeys) -> QuerySet[FileLetter]:
    """What was written between a party and the team since these keys, oldest first.

    What came before is sealed to keys that were lost. In the order in which they came, as their
    authors saw them: a party's time is cut to the hour, and would stand before what they answer.
    """
    letters = FileLetter.objects.filter(case=keys.case, party=keys.party)
    return letters.filter(index__gt=keys.index).order_by("index", "number")


def lost_letters(keys: PartyKeys) -> QuerySet[FileLetter]:
    """What was sealed to keys that the party had before these."""
    letters = FileLetter.objects.filter(case=keys.case, party=keys.party)
    return letters.filter(index__lt=keys.index)


def open_invitations(case: Case) -> QuerySet[Invitation]:
    """Those that nobody has answered and nothing has ended."""
    return Invitation.objects.filter(case=case, answered=None, ended=None)


def end_open(case: Case, *, now: datetime, party: str = "") -> None:
    """End every open invitation, or those of one party. The case must be locked.

    To be called in the commit that renews the file key: whoever is left out by it had what
    authenticates an answer, and could give one in the party's place.
    """
    ending = open_invitations(case)
    if party:
        ending = ending.filter(party=party)
    ending.update(ended=now, sealed=b"", kept=b"")


def invitation_views(case: Case, leaves: Mapping[int, str] | None = None) -> list[InvitationView]:
    """Every invitation of a case, oldest first.

    ``leaves``: as of ``case_view.leaves``, where that was asked.
    """
    leaves = leaves or case_view.leaves(case.id)
    return [
        InvitationView(
            id=row.id,
            party=row.party,
            holder=str(row.holder_id),
            digest=row.digest,
            generation=row.generation,
            expires=rfc3339(row.expires),
            at=rfc3339(row.at),
            answered=rfc3339(row.answered) if row.answered else None,
            ended=rfc3339(row.ended) if row.ended else None,
            event=_leaf(leaves, row.index),
        )
        for row in _invitations(case.pk)
    ]


@Question
def _invitations(case: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(case_id=case).order_by("at", "id")


def keys_views(case: Case, leaves: Mapping[int, str] | None = None) -> list[PartyKeysView]:
    """What each reader's browser checks before anything is sealed to a party, oldest first.

    ``leaves``: as of ``case_view.leaves``, where that was asked.
    """
    leaves = leaves or case_view.leaves(case.id)
    return [
        PartyKeysView(
            party=row.party,
            invitation=row.invitation.id,
            recipient=row.recipient,
            signing=row.signing,
            verifier=row.code,
            digest=row.invitation.digest,
            signature=row.signature,
            mac=row.mac,
            kept=bytes(row.invitation.kept),
            at=rfc3339(row.at),
            event=_leaf(leaves, row.index),
            replaced=rfc3339(row.replaced) if row.replaced else None,
        )
        for row in _keys(case.pk)
    ]


@Question
def _keys(case: int) -> QuerySet[PartyKeys]:
    rows = PartyKeys.objects.filter(case_id=case).select_related("invitation")
    return rows.order_by("number")


def _leaf(leaves: Mapping[int, str], index: int | None) -> str:
    return "" if index is None else leaves.get(index, "")
