"""mypy refuses what is no event as the vocabulary has it."""

import os
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"


FAULTS = {
    "a wrong field": "FileDamaged(case='', files='')",
    "a missing field": "FileDamaged(case='')",
    "a code of another kind": "LetterReceived(case='', letter='', kind=NoteKind.NOTE)",
    "a code as its letters": "LetterReceived(case='', letter='', kind='message')",
    "a number as its digits": "PromisesLost(count='3')",
    "a change": "FileDamaged(case='', file='').file = ''",
    "a dict": "said({'event': 'file_damaged'}, at=AT, actor='')",
}
HEAD = """
from datetime import UTC, datetime
from heard.rules.codes.letters import MessageKind, NoteKind
from heard.rules.events import said
from heard.rules.events.intake import FileDamaged
from heard.rules.events.letters import LetterReceived
from heard.rules.events.organisation import PromisesLost
AT = datetime(2026, 11, 29, tzinfo=UTC)
said(FileDamaged(case="", file=""), at=AT, actor="")
LetterReceived(case="", letter="", kind=MessageKind.MESSAGE)
PromisesLost(count=3)
"""


def test_the_type_checker_refuses_what_is_no_event(tmp_path):
    """mypy itself, on one file: each line of ``FAULTS`` is an error, and nothing before them is."""
    planted = tmp_path / "planted.py"
    planted.write_text("\n".join([HEAD.strip(), *FAULTS.values(), ""]))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    command += ["--follow-imports=silent", f"--cache-dir={tmp_path}", "--no-error-summary"]
    command += [str(planted)]
    there = {**os.environ, "MYPYPATH": str(SRC)}
    checked = subprocess.run(command, env=there, check=False, capture_output=True, text=True)
    lines = {int(line.split(":")[1]) for line in checked.stdout.splitlines() if ": error:" in line}
    first = len(HEAD.strip().splitlines()) + 1
    assert lines == set(range(first, first + len(FAULTS))), checked.stdout + checked.stderr
