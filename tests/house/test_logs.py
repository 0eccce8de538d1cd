"""What the process writes down by itself: errors by type, and nobody's visit."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
import warm

ROOT = Path(__file__).parents[2]
OTHERS = {
    f"{kind}Handler("
    for kind in ("File", "RotatingFile", "WatchedFile", "Socket", "Datagram", "SysLog", "HTTP")
}
ASK = """
import logging
import django
django.setup()
from django.test import Client
from heard.doors.reporter import views
client = Client(HTTP_HOST="localhost:8000", raise_request_exception=False)
{action}
"""


@pytest.fixture
def said(tmp_path: Path):
    """Runs an action in a Heard of its own; what it wrote to standard error, line by line."""

    def run(action: str) -> list[dict[str, str]]:
        made = {
            "DJANGO_SETTINGS_MODULE": "heard.config.settings",
            "HEARD_SITE": "localhost:8000",
            "HEARD_DATA": str(tmp_path),
            "PATH": os.environ["PATH"],
        }
        file = tmp_path / "asks.py"
        file.write_text(ASK.format(action=action))
        done = warm.run([sys.executable, file], env=made)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stderr.splitlines()]

    return run


def test_a_visit_that_finds_nothing_is_not_written_down(said):
    visits = [
        "assert client.get('/nowhere').status_code == 404",
        "assert client.get('/report/api/inbox/letters/x').status_code == 404",
        "assert client.get('//report/api/inbox/letters/x').status_code == 404",
        "assert client.put('/report/plain/').status_code == 405",
    ]
    assert said("\n".join(visits)) == []


def test_every_logger_is_in_the_list_of_logs():
    """And all of them write to standard error, as that page says."""
    listed = (ROOT / "docs/operate/logs.md").read_text("utf-8")
    code = "".join(each.read_text("utf-8") for each in (ROOT / "src/heard").rglob("*.py"))
    named = set(re.findall(r'getLogger\("(heard\.\w+)"\)', code))
    assert len(named) > 5
    assert [each for each in named if f"| `{each}` |" not in listed] == []
    assert set(re.findall(r"\w*(?:Handler|structlog\.\w*Logger)\(", code)) & OTHERS == set()


def test_another_host_is_written_down_with_the_hour_and_nothing_else(said):
    (line,) = said("assert client.get('/desk/api/cases', HTTP_HOST='other').status_code == 400")
    hour = line.pop("hour")
    assert (len(hour), hour[10]) == (13, "T")
    assert line == {
        "event": "refused: another host was asked for",
        "host": "other",
        "level": "warning",
        "logger": "heard.host",
    }


def test_a_fault_at_the_reporters_door_is_told_by_type_and_hour(said):
    action = "views._code = None; client.get('/report/api/inbox')"
    (line,) = said(action)
    hour, where = line.pop("hour"), line.pop("where")
    assert (len(hour), hour[10]) == (13, "T")
    assert where.startswith("get_inbox:")
    assert line == {
        "event": "failed: TypeError",
        "level": "error",
        "logger": "heard.reporter",
    }


def test_a_fault_elsewhere_is_told_with_its_place(said):
    # There are no tables: the first look at the database fails. Whoever asked hears no more.
    told = "told = client.get('/roster'); assert told.status_code == 503, told"
    silent = "assert not any(each in told.content for each in (b'sql', b'table', b'Trace', b'.py'))"
    (line,) = said(f"{told}; {silent}")
    assert (line["event"], line["level"]) == ("failed: OperationalError", "error")
    assert line["logger"] == "heard.public"
    assert line["where"].startswith("SQLiteCursorWrapper.execute")


def test_a_fault_at_the_desk_names_no_case_and_no_minute(said):
    case, letter = "ab" * 16, "cd" * 16
    path = f"/desk/api/cases/{case}/letters/{letter}"
    ask = f"client.cookies['heard-desk'] = 'x' * 32; client.get({path!r})"
    (line,) = said(ask)
    assert (line["event"], line["level"]) == ("failed: OperationalError", "error")
    assert line["where"].startswith("SQLiteCursorWrapper.execute")
    assert (len(line["hour"]), "timestamp" in line) == (13, False)
    assert case not in str(line)
    assert letter not in str(line)
