"""How the tables of an older Heard are brought to this version's: said first, then done."""

from heard.doors.operator import console
from heard.doors.operator.refusal import ExitError

MIB = 2**20


def bring_up() -> None:
    """Say what is to be done and what disk it may want, then do it.

    Raises ExitError where the database is of a newer version or does not answer, or where its
    disk has not that room; then nothing was changed. And where a step finds a row that it cannot
    take: then that step changed nothing.
    """
    from heard.actions.operations import setup, updates

    reason = setup.tables()
    if not reason:
        return
    try:
        found = updates.wanted()
    except updates.DatabaseError as error:
        raise ExitError(reason) from error
    if not found.steps:
        raise ExitError(reason)
    room = f"; up to {_mib(found.room)} more may be taken on its disk meanwhile" * bool(found.room)
    console.say(f"Steps: {len(found.steps)}. The database has {_mib(found.size)}{room}.")
    if found.free is not None and found.free < found.room:
        raise ExitError(
            f"{_mib(found.free)} are free in {found.where}. Make room there, then: heard migrate."
            " Nothing was changed."
        )
    try:
        updates.bring(progress=_tell)
    except updates.CommandError as refusal:
        raise ExitError(str(refusal)) from refusal


def _tell(step: str, done: int, total: int) -> None:
    console.say(f"{done} of {total}: {step}")


def _mib(size: int) -> str:
    return f"{-(-size // MIB):,} MiB"
