"""Who handles cases, on their way into the roster and out of it."""

from enum import StrEnum


class HolderState(StrEnum):
    """How far somebody has come."""

    INVITED = "invited"  # has a link, has no keys yet
    JOINED = "joined"  # has keys; waits for the root key's signature
    ACTIVE = "active"  # stands in the current roster
    REMOVED = "removed"
