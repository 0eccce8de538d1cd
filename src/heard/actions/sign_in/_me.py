"""What a holder sees of themselves, and how a session names the way it came in by."""

from dataclasses import dataclass
from typing import Annotated

from heard.formats.wire import Answer, Id, about, one_of
from heard.records.models import Holder

# "passkey:<credential id>" or "recovery:<digest>". A session lives no longer than its way in:
# removing a stolen passkey ends whatever was signed in with it, on every device, at once.
Way = str


class SessionHolder(Answer, kw_only=True):
    """A holder as they see themselves."""

    id: Id
    name: str
    role: str
    tier: Annotated[
        int, one_of((0, 1, 2, 3), "0: sees the figures and nothing else; stands in no roster.")
    ]
    unit: str
    oversight: Annotated[bool, about("Whether they see the figures.")]


@dataclass(frozen=True, kw_only=True)
class Me:
    """Who is signed in; ``active`` once the signed roster names them."""

    holder: SessionHolder
    active: bool

    @property
    def id(self) -> str:
        """The holder's."""
        return self.holder.id


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A successful sign-in: who, the sealed keyring, and the way in that the session hangs on."""

    me: Me
    keyring: bytes
    way: Way


def me_of(holder: Holder) -> Me:
    return Me(
        holder=SessionHolder(
            id=holder.id,
            name=holder.name,
            role=holder.role,
            tier=holder.tier,
            unit=holder.unit,
            oversight=holder.oversight,
        ),
        active=holder.state == Holder.State.ACTIVE,
    )


def passkey_way(credential: str) -> Way:
    return f"passkey:{credential}"


def recovery_way(digest: str) -> Way:
    return f"recovery:{digest}"


MAY_SIGN_IN = (Holder.State.JOINED, Holder.State.ACTIVE)
