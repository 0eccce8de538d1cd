"""The only way to a case. Who may not see it and what does not exist get the same refusal."""

import hmac
from base64 import urlsafe_b64decode
from hashlib import sha256

from django.db.models import QuerySet

from heard.ledger.journal import Actor
from heard.records.models import Case, CaseKey, Holder, Wrap
from heard.records.questions import Question

PREFIX = "Heard-Inbox "
VERIFIER = 32  # bytes


class NoSuchCaseError(Exception):
    """There is no such thing, or it is not yours to see: deliberately one answer."""

    def __init__(self) -> None:
        super().__init__("There is nothing here for you. Check the address or the code.")


class StaleGenerationError(Exception):
    """What came is sealed to a case identity that is not the newest; ``generation`` is."""

    def __init__(self, generation: int) -> None:
        super().__init__(
            "The key of this report was renewed meanwhile. Load the page and send it again;"
            " nothing was kept of it."
        )
        self.generation = generation


def wrap_for(actor: Actor, id: str) -> Wrap:
    """The newest wrap by which a holder may read a case now, with both. Raises NoSuchCaseError.

    One question, because each request at the desk asks it, and each action once more under lock.
    """
    found = _read_by(id, actor.id)
    if actor.kind != "holder" or not found:
        raise NoSuchCaseError
    return found[0]


@Question
def _read_by(case: str, holder: str) -> QuerySet[Wrap]:
    wraps = Wrap.objects.filter(
        case__id=case,  # it is this case
        holder_id=holder,  # it was sealed to them
        holder__state=Holder.State.ACTIVE,  # they stand in the current roster
        released__isnull=False,  # their tier's turn has come
        left__isnull=True,  # they have not stepped out or been excluded
    )
    return wraps.select_related("case", "holder").order_by("-generation")[:1]


def lock(case: str) -> Case:
    """Let actions that look at who reads a case come one after the other, from any process.

    The case as it is from then on, by which what belongs to it is kept and found.
    """
    return _locked(case)[0]


@Question
def _locked(case: str) -> QuerySet[Case]:
    return Case.objects.select_for_update().filter(id=case)


def generation_of(case: Case) -> int:
    """The newest generation of a case identity."""
    return _generations(case.pk)[0]


@Question
def _generations(case: int) -> QuerySet[CaseKey, int]:
    newest = CaseKey.objects.filter(case_id=case).order_by("-generation")
    return newest.values_list("generation", flat=True)[:1]


def check_generation(case: Case, generation: int) -> None:
    """Raise ``StaleGenerationError`` unless what came is sealed to the newest case identity.

    What is sealed to an older one could be opened by a reader who was left out since. The
    case must be locked.
    """
    newest = generation_of(case)
    if generation != newest:
        raise StaleGenerationError(newest)


def code_of(authorization: str) -> str:
    """What the database knows of a return code. Whatever was sent is hashed: one path, one time."""
    given = authorization.removeprefix(PREFIX)
    return sha256(verifier_bytes(given)).hexdigest()


def verifier_bytes(text: str) -> bytes:
    """The verifier's bytes; of what is none, bytes that no code has."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raw = b""
    return raw if len(raw) == VERIFIER else b"\0" + text.encode("utf-8", "replace")


def inbox_for(authorization: str) -> Case:
    """The case of a return code, from the header that carries its verifier.

    Raises NoSuchCaseError.
    """
    code = code_of(authorization)
    found = case_by(code)
    if not found or not hmac.compare_digest(found[0].code, code):
        raise NoSuchCaseError
    return found[0]


@Question
def case_by(code: str) -> QuerySet[Case]:
    """The case that has this code."""
    return Case.objects.filter(code=code)
