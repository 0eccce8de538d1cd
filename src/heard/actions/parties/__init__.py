"""How a respondent, a witness or a supporter comes to have keys, and what they write and read.

``inviting``: by a holder; ``answering``: by whoever has the nine words; ``channel``, ``moves``: by
a party with twelve words of their own (docs/spec/channel.md). No time is kept of a party that is
finer than the hour, and none is told that is finer than the day.
"""

from heard.access.file_key import StaleFileKeyError
from heard.actions.parties.answering import (
    InvitationOverError,
    InvitationUsedError,
    NewAnswer,
    answer,
    read_invitation,
)
from heard.actions.parties.channel import (
    Channel,
    NewPartyLetter,
    PartySeqError,
    add_letter,
    read,
    read_letter,
)
from heard.actions.parties.inviting import NewInvitation, forget_expired, invite
from heard.actions.parties.moves import PartysMove, move

__all__ = [
    "Channel",
    "InvitationOverError",
    "InvitationUsedError",
    "NewAnswer",
    "NewInvitation",
    "NewPartyLetter",
    "PartySeqError",
    "PartysMove",
    "StaleFileKeyError",
    "add_letter",
    "answer",
    "forget_expired",
    "invite",
    "move",
    "read",
    "read_invitation",
    "read_letter",
]
