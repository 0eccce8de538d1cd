"""What a reporter does: report, write, send files, come back, withdraw.

``report`` takes a report in; ``letters`` and ``files`` what follows; ``inbox`` reads. Nobody is
known here but by a return code, and no time is kept that is finer than the hour. What is refused
stands here; all else is asked of its own file.
"""

from heard.access.roster import RosterUnknown
from heard.actions.intake._sealed import Malformed, TooLarge
from heard.actions.intake.contacts import CannotTell
from heard.actions.intake.escalation import CannotEscalate
from heard.actions.intake.files import FileFinished, Incomplete, WrongOffset
from heard.actions.intake.letters import SeqTaken
from heard.ledger.journal import Receipt
from heard.ledger.tree_store import NoSuchEntry

__all__ = [
    "CannotEscalate",
    "CannotTell",
    "FileFinished",
    "Incomplete",
    "Malformed",
    "NoSuchEntry",
    "Receipt",
    "RosterUnknown",
    "SeqTaken",
    "TooLarge",
    "WrongOffset",
]
