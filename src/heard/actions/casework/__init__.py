"""What is done in a case that is worked, each time with a sealed letter that says why."""

from heard.access.casework import CannotMoveError, NewLetter, NewMove
from heard.access.casework_answers import KeptUntilView, KeptView, SealedFileLetters, WorkView
from heard.access.file_key import StaleFileKeyError
from heard.actions.casework.exhibits import announce, put_part
from heard.actions.casework.exhibits import read as read_exhibit
from heard.actions.casework.file_key import Copy, MoreCopies, NewKey, give, make
from heard.actions.casework.file_letters import (
    MOST_TOGETHER,
    read_file_letter,
    read_file_letters,
    write_file_letter,
)
from heard.actions.casework.linking import (
    CannotLinkError,
    NewCheck,
    NewLink,
    check_link,
    end_link,
    link,
)
from heard.actions.casework.moving import assent, move
from heard.actions.casework.triage import triage
from heard.actions.casework.work import read_kept, read_work

__all__ = [
    "MOST_TOGETHER",
    "CannotLinkError",
    "CannotMoveError",
    "Copy",
    "KeptUntilView",
    "KeptView",
    "MoreCopies",
    "NewCheck",
    "NewKey",
    "NewLetter",
    "NewLink",
    "NewMove",
    "SealedFileLetters",
    "StaleFileKeyError",
    "WorkView",
    "announce",
    "assent",
    "check_link",
    "end_link",
    "give",
    "link",
    "make",
    "move",
    "put_part",
    "read_exhibit",
    "read_file_letter",
    "read_file_letters",
    "read_kept",
    "read_work",
    "triage",
    "write_file_letter",
]
