"""What a holder sees of themselves, and how a session names the way it came in by."""

from dataclasses import dataclass

from heard.records.models import Holder

# "passkey:<credential id>" or "recovery:<digest>". A session lives no longer than its way in:
# removing a stolen passkey ends whatever was signed in with it, on every device, at once.
Way = str


@dataclass(frozen=True, kw_only=True)
class Me:
    """A holder as they see themselves; ``active`` once the signed roster names them.

    ``oversight``: they see the figures. With tier 0 they see nothing else.
    """

    id: str
    name: str
    role: str
    tier: int
    unit: str
    active: bool
    oversight: bool = False


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A successful sign-in: who, the sealed keyring, and the way in that the session hangs on."""

    me: Me
    keyring: bytes
    way: Way


def me_of(holder: Holder) -> Me:
    return Me(
        id=holder.id,
        name=holder.name,
        role=holder.role,
        tier=holder.tier,
        unit=holder.unit,
        active=holder.state == Holder.State.ACTIVE,
        oversight=holder.oversight,
    )


def passkey_way(credential: str) -> Way:
    return f"passkey:{credential}"


def recovery_way(digest: str) -> Way:
    return f"recovery:{digest}"


MAY_SIGN_IN = (Holder.State.JOINED, Holder.State.ACTIVE)
