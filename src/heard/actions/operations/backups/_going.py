"""A restored Heard goes on: the guard and the witnesses are asked whether it may."""

from collections.abc import Collection

from heard.ledger import closed, guard, log, log_key, pending
from heard.ledger.guard import Tree
from heard.ledger.waiting_file import PromisesUnknownError
from heard.ledger.witness_calls import (
    Sealed,
    WitnessConflictError,
    WitnessRefusedError,
    WitnessSilentError,
    ask_once,
    witnesses,
)
from heard.records.models import Cosignature
from heard.rules.refusals import RefusedError

SECOND = (
    " Going on from here would sign a second history, and the receipts given out since then would"
    " prove it against you. Look for a newer copy: a replica, a later backup, the disk itself. If"
    " there is none, leave this Heard as it is: it can be read (docs/operate/backup.md)."
)


LACKS = (
    "This machine promised {count} entries that the database does not have: what people did after"
    " the backup was made is lost. Look for a newer copy: a replica, a later backup, the disk"
    " itself. If there is none: heard go-live --accept-loss. The entries are then logged as they"
    " were promised, without their words, and so is, for everybody to see, that {count} are lost."
)


def go_live(*, new_machine: bool, accept_loss: bool, lost: Collection[str]) -> int:
    """Open a restored Heard; how many witnesses agreed. Raises RefusedError, with nothing changed.

    ``new_machine``: the guard is lost with the old machine, and the operator says so.
    ``accept_loss``: what was promised and is lost is logged all the same, and that it is lost; also
    in a Heard that is open. ``lost``: names of witnesses that answer no more. What is shown to a
    witness is the newest epoch of the backup, which was signed before it was made.
    """
    if not (accept_loss and _lacks() and not closed.mode()):
        _refuse_open()
    head = log.head()
    tree = Tree(head.size, bytes(head.root))
    unguarded = _compare(new_machine=new_machine, accept_loss=accept_loss)
    log_key.load()
    agreed = sum(_ask(witness) for witness in witnesses() if witness.name not in lost)
    if unguarded:
        guard.adopt(tree)
    closed.reopen()
    if accept_loss:
        pending.accept_loss()
    return agreed


def _refuse_open() -> None:
    mode = closed.mode()
    if not mode:
        raise RefusedError("This Heard is open already: it signs, and there is nothing to do.")
    if mode == closed.DRILL:
        raise RefusedError(
            "This is a drill: it never goes live. For a real one restore again, without --drill,"
            " on a machine where there is nothing yet."
        )


def _lacks() -> bool:
    try:
        return guard.remembered() is not None and bool(pending.lacking())
    except PromisesUnknownError:
        return True


def _compare(*, new_machine: bool, accept_loss: bool) -> bool:
    """Whether there is no guard."""
    if guard.remembered() is None:
        if not new_machine:
            raise RefusedError(
                f"This machine has no signing guard ({guard.place()}). Bring the directory along"
                " from the old machine. If it is lost with it: heard go-live --new-machine."
            )
        return True
    try:
        log.compare_tree()
    except guard.GuardMismatchError as error:
        raise RefusedError(f"{error}{SECOND}") from error
    if not accept_loss:
        _refuse_loss()
    return False


def _refuse_loss() -> None:
    try:
        count = len(pending.lacking())
    except PromisesUnknownError as unknown:
        raise RefusedError(str(unknown)) from unknown
    if count:
        raise RefusedError(LACKS.format(count=count))


def _ask(witness: Sealed) -> int:
    """1 where the witness has seen no more than this log, and nothing else."""
    epoch = Cosignature.objects.order_by("-size").first()
    if epoch is None:
        raise RefusedError(
            f"The backup has no epoch to show to {witness.name}. Ask its operator (heard witness"
            f" list). Has it seen nothing of this log: add --witness-lost {witness.name}"
        )
    try:
        _agree(witness, epoch)
    except WitnessRefusedError as refused:
        text = f"The witness {witness.name} has seen another history of this log: {refused}."
        raise RefusedError(f"{text}{SECOND}") from refused
    except WitnessSilentError as silent:
        raise RefusedError(
            f"The witness {witness.name} gives no answer ({silent}), and only it knows how far this"
            " log has come. Try again. If it is gone for good, ask its operator for the newest size"
            f" (heard witness list): is it {epoch.size} or less, add --witness-lost {witness.name}"
        ) from silent
    return 1


def _agree(witness: Sealed, epoch: Cosignature) -> None:
    try:
        ask_once(witness, epoch, old=epoch.size)
    except WitnessConflictError as conflict:
        if conflict.size >= epoch.size:
            more = f"{conflict.size} entries, where the newest epoch here has {epoch.size}"
            raise WitnessRefusedError("ahead", more) from conflict
        try:
            ask_once(witness, epoch, old=conflict.size)
        except WitnessConflictError as moved:
            raise WitnessSilentError("it is being asked by another machine") from moved
