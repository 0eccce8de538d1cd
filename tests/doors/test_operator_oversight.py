"""``heard oversight``: who sees the figures, given and taken by the operator."""

import re

import pytest

from heard.doors.operator import cli
from heard.records.models import Event, Holder


def test_who_handles_no_cases_is_invited_listed_and_removed(seeded, capsys):
    said = ["--name", "Mara", "--role", "Works council"]
    assert cli.run(["oversight", "add", *said]) == 0
    assert re.search(r"https?://\S+/desk/join/#\S{43}\n", capsys.readouterr().out)
    mara = Holder.objects.get(name="Mara")
    assert (mara.tier, mara.oversight, mara.state) == (0, True, Holder.State.INVITED)
    assert cli.run(["oversight", "list"]) == 0
    listed = capsys.readouterr().out
    assert (mara.id in listed, "oversight alone" in listed) == (True, True)
    assert cli.run(["roster", "list"]) == 0
    assert mara.id not in capsys.readouterr().out
    assert cli.run(["oversight", "revoke", mara.id]) == 0
    mara.refresh_from_db()
    assert (mara.state, mara.invite) == (Holder.State.REMOVED, "")


def test_a_handler_is_granted_and_revoked_and_goes_on_handling(seeded, capsys):
    amara = Holder.objects.get(name="Amara Okafor")
    before = _list(capsys)  # whom the demonstration brings along
    assert amara.id not in before
    told = Event.objects.filter(kind="oversight_changed")
    first = told.count()
    assert cli.run(["oversight", "grant", amara.id]) == 0
    assert "handles cases" in _list(capsys)
    assert cli.run(["oversight", "revoke", amara.id]) == 0
    assert _list(capsys) == before
    amara.refresh_from_db()
    assert (amara.state, amara.oversight) == (Holder.State.ACTIVE, False)
    assert told.count() == first + 2


@pytest.mark.parametrize("action", ["grant", "revoke"])
def test_what_changes_nothing_is_refused_in_words(seeded, capsys, action):
    who = "0" * 32 if action == "grant" else Holder.objects.get(name="Amara Okafor").id
    assert cli.run(["oversight", action, who]) == 1
    assert capsys.readouterr().err.strip().endswith((".", "heard oversight list"))


def _list(capsys):
    capsys.readouterr()
    assert cli.run(["oversight", "list"]) == 0
    return capsys.readouterr().out
