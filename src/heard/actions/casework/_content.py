"""What several actions of a worked case say, and what their idempotency keys cover."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple

from heard.access.casework import NewLetter, NewMove

NOT_IN_IT = "You do not have the key to the file of this case. Ask who has to give it to you."


def said(new: NewMove) -> tuple[str, ...]:
    """What was said of a move, as words that an idempotency key covers."""
    return tuple(",".join(each) if isinstance(each, tuple) else str(each) for each in astuple(new))


def sealed(letters: Sequence[NewLetter]) -> tuple[str, ...]:
    """The same of its letters."""
    return tuple(
        " ".join(
            (
                *(each.to, each.id, str(each.seq), str(each.generation)),
                hashlib.sha256(each.sealed).hexdigest(),
            )
        )
        for each in letters
    )
