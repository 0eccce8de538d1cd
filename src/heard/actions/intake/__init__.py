"""What a reporter does: report, write, send files, come back, withdraw.

``report`` takes a report in; ``letters`` and ``files`` what follows; ``inbox`` reads. Nobody is
known here but by a return code, and no time is kept that is finer than the hour. What is refused
stands here; all else is asked of its own file.
"""

from heard.access.file_store import WrongOffsetError
from heard.access.roster import RosterUnknownError
from heard.actions.intake.letters import SeqTakenError
from heard.ledger.journal import Receipt
from heard.ledger.tree_store import NoSuchEntryError

__all__ = [
    "NoSuchEntryError",
    "Receipt",
    "RosterUnknownError",
    "SeqTakenError",
    "WrongOffsetError",
]
