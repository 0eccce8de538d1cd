"""``heard erasures``: what was erased, when, by which rule, with a proof that anybody can get."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any

import cast
import msgspec
import pytest
from django.test import Client
from erasing import DAY, DUE, close, leave, sweep

from heard.actions.intake.report import Report, accept_report
from heard.actions.operations import epochs, timekeeping
from heard.doors.operator import cli


@pytest.fixture
def closed(meridian: Any, lin: cast.Reporter, now: datetime) -> cast.Reporter:
    body = lin.report(meridian.roster, now=now)
    accept_report(report=msgspec.convert(body, Report), now=now)
    leave(lin, now)
    epochs.close_epoch(now=now + DAY)
    close(lin, now)
    return lin


def test_it_says_what_was_erased_and_gives_the_hash_of_the_proof(
    closed: cast.Reporter, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["erasures"]) == 0
    assert capsys.readouterr().out == "Nothing was erased yet.\n"
    sweep(now + DUE)
    epochs.close_epoch(now=now + DUE + DAY)
    assert cli.run(["erasures", "--csv"]) == 0
    head, row = csv.reader(capsys.readouterr().out.splitlines())
    assert head == ["case", "what", "ground", "at", "leaf"]
    assert row[:4] == [
        closed.case, "contacts", "GDPR Art. 5(1)(e)", f"{now + DUE:%Y-%m-%d}",
    ]  # fmt: skip
    client = Client(HTTP_HOST="localhost:8000")
    assert client.get(f"/log/leaf/{row[4]}").status_code == 200
    assert client.get(f"/log/leaf/{'0' * 64}").status_code == 404
    assert cli.run(["erasures"]) == 0
    assert row[4] in capsys.readouterr().out


@pytest.fixture
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker begins to compare clocks; in this process, the next test's would be compared too."""
    monkeypatch.setattr(timekeeping._keeper, "_anchor", None)


@pytest.mark.usefixtures("own_time")
def test_a_journal_that_is_lost_is_begun_anew_when_the_operator_says_so(
    closed: cast.Reporter, now: datetime, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    sweep(now + DUE)
    journal = settings.HEARD.data / "guard/erased"
    journal.unlink()
    assert cli.run(["worker"]) == 1
    assert "is damaged or gone" in capsys.readouterr().err
    assert cli.run(["erasures", "--begin-anew"]) == 0
    assert "with 1 erasures" in capsys.readouterr().err
    assert journal.is_file()
