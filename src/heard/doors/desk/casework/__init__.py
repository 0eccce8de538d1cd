"""A case as it is worked, in JSON (docs/spec/api.md, "Desk")."""

from heard.doors.desk.casework._deciding import give_file_key, make_file_key, triage
from heard.doors.desk.casework._exhibits import announce_exhibit, put_exhibit, read_exhibit
from heard.doors.desk.casework._linking import LinkCheck, NewLink, check_link, end_link, link
from heard.doors.desk.casework._moving import (
    assent,
    kept,
    move,
    new_letter,
    new_move,
    read_file_letter,
    read_file_letters,
    work,
    write_file_letter,
)

__all__ = [
    "LinkCheck",
    "NewLink",
    "announce_exhibit",
    "assent",
    "check_link",
    "end_link",
    "give_file_key",
    "kept",
    "link",
    "make_file_key",
    "move",
    "new_letter",
    "new_move",
    "put_exhibit",
    "read_exhibit",
    "read_file_letter",
    "read_file_letters",
    "triage",
    "work",
    "write_file_letter",
]
