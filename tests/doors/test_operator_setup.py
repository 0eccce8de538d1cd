"""From nothing to a signed roster, by the commands themselves."""

import base64
import re
import secrets
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from operated import SITE, card

from heard.actions import rosters
from heard.actions import services as machines
from heard.actions.operations import epochs, setup
from heard.doors.operator import cli, machine
from heard.formats import _ed25519, agefile, note, roster, verify
from heard.ledger import guard
from heard.records.models import Event, Holder, Organisation, RosterVersion
from heard.rules.refusals import RefusedError


def init(place: Path, *more: str) -> int:
    key = str(place.parent / "root.key")
    return cli.run(["init", "--name", "Meridian", "--country", "de", "--root-key", key, *more])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_init_makes_organisation_keys_log_and_guard(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(place, "--site", SITE) == 0
    made = Organisation.objects.get()
    assert (made.name, made.site, made.country) == ("Meridian", SITE, "DE")
    root = note.Signer.parse((place.parent / "root.key").read_text().strip())
    assert root.verifier.vkey == made.root
    assert mode(place.parent / "root.key") == 0o600
    assert mode(place / "keys/log") == 0o600
    assert [event.kind for event in Event.objects.all()] == ["log_created"]
    assert not Holder.objects.exists()  # nobody is there by default
    memory = guard.remembered()
    assert memory is not None
    assert memory.confirmed.size == 4
    assert roster.fingerprint(made.root) in capsys.readouterr().out
    assert setup.not_ready() == ""


def test_init_refuses_to_run_twice_before_it_makes_a_key(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(place) == 0
    other = place.parent / "second.key"
    again = ["init", "--name", "Meridian", "--root-key", str(other)]
    assert cli.run(again) == 1
    assert "set up already" in capsys.readouterr().err
    assert not other.exists()
    assert Event.objects.count() == 1


def test_after_an_init_that_broke_off_it_is_said_what_happened(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("migrate", "heard", "0003", verbosity=0)
    assert init(place) == 1
    said = capsys.readouterr().err
    assert "broke off" in said
    assert "older version" not in said
    assert not (place.parent / "root.key").exists()
    # What it says to do leads on.
    assert "heard migrate" in said
    assert cli.run(["migrate"]) == 0
    assert init(place) == 0
    assert setup.not_ready() == ""


def test_the_doctor_makes_no_guard_where_there_is_none(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(place) == 0
    shutil.rmtree(place / "guard")
    assert cli.run(["doctor"]) == 1
    assert "no record of signing it" in capsys.readouterr().out
    assert not (place / "guard").exists()


@pytest.mark.parametrize("wrong", [["--site", "other.example"], ["--country", "DEU"]])
def test_init_refuses_what_does_not_fit(place: Path, wrong: list[str]) -> None:
    assert init(place, *wrong) == 1
    assert not Organisation.objects.exists()


def test_a_root_key_of_another_site_is_refused(place: Path) -> None:
    vkey = note.Signer.generate("other.example/root").verifier.vkey
    assert cli.run(["init", "--name", "M", "--root-vkey", vkey]) == 1
    assert not Organisation.objects.exists()


def test_serve_says_why_it_does_not_start(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve"]) == 1
    assert "heard init" in capsys.readouterr().err


def test_no_roster_without_intake_and_a_warning_without_the_others(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Holder.objects.exclude(tier=1).update(state=Holder.State.REMOVED)
    key = str(seeded.parent / "root.key")
    assert cli.run(["roster", "sign", "--root-key", key]) == 0
    err = capsys.readouterr().err
    assert "Nobody is in tier 2" in err
    assert "Nobody is in tier 3" in err
    Holder.objects.update(state=Holder.State.REMOVED)
    assert cli.run(["roster", "sign", "--root-key", key]) == 1
    assert "Nobody in tier 1" in capsys.readouterr().err
    assert RosterVersion.objects.count() == 2


def test_a_roster_is_signed_offline_and_comes_back(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rosters.current()
    xu = Holder.objects.get(name="Xu Wen")
    assert cli.run(["roster", "remove", xu.id]) == 0
    capsys.readouterr()
    assert cli.run(["roster", "export"]) == 0
    body = seeded.parent / "next"
    body.write_text(capsys.readouterr().out)
    key = str(seeded.parent / "root.key")
    assert cli.run(["roster", "sign-file", str(body), "--root-key", key]) == 0
    printed = capsys.readouterr()
    assert "Amara Okafor" in printed.err
    assert "Xu Wen" not in printed.err
    assert re.search(r"machine +notices +Meridian", printed.err)  # who signs reads what it is
    signed = seeded.parent / "signed"
    signed.write_text(printed.out)
    assert cli.run(["roster", "import", str(signed)]) == 0
    found = verify.verify_roster(printed.out, root_vkey=Organisation.objects.get().root, newest=2)
    assert found == rosters.current()
    assert found.version == before.version + 1
    assert {each.name for each in before.entries} - {each.name for each in found.entries} == {
        "Xu Wen"
    }
    newest = Event.objects.latest("index")
    assert (newest.kind, newest.actor) == ("roster_signed", "operator")
    epochs.close_epoch(now=datetime.now(UTC))  # with the table of this roster
    assert Event.objects.latest("index").kind == "conflicts_published"
    assert cli.run(["roster", "import", str(signed)]) == 1  # a version counts once


def test_the_key_for_contacts_is_shown_renewed_and_signed(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (before,) = machines.services()
    assert cli.run(["roster", "services"]) == 0
    shown = capsys.readouterr().out
    assert before.recipient[7:19] in shown
    assert "NOT" not in shown
    assert cli.run(["roster", "services", "--renew", "notices"]) == 0
    assert "NOT on the roster: sign the next" in capsys.readouterr().out
    key = str(seeded.parent / "root.key")
    assert cli.run(["roster", "sign", "--root-key", key]) == 0
    (after,) = rosters.current().services or ()
    assert after.recipient != before.recipient
    assert after.signing == before.signing
    capsys.readouterr()
    assert cli.run(["roster", "services"]) == 0
    assert "NOT" not in capsys.readouterr().out


def gate(name: str = "Works council") -> tuple[list[str], str]:
    """The arguments that name a machine of new keys, and its recipient."""
    recipient = agefile.recipient_of(agefile.generate_identity())
    signing = base64.b64encode(_ed25519.public_of(secrets.token_bytes(32))).decode()
    keys = ["--recipient", recipient, "--signing", signing]
    return ["roster", "services", "--add", "gate", "--operator", name, *keys], recipient


def test_a_machine_is_named_and_pages_seal_to_it_once_the_root_key_signed(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = ["--root-key", str(seeded.parent / "root.key")]
    (first, recipient), (second, _), (third, _) = gate(), gate("Ombudsperson"), gate("Union")
    assert cli.run(first) == 0
    assert re.search(r"gate +Works council +\S{12} +NOT", capsys.readouterr().out)
    assert rosters.current().services_for("gate") == ()
    assert cli.run(["roster", "sign", *key]) == 0
    assert [each.recipient for each in rosters.current().services_for("gate")] == [recipient]
    assert re.search(r"machine +gate +Works council", capsys.readouterr().out)
    assert cli.run(second) == 0
    assert cli.run(third) == 1
    assert "Two machines are named for gate" in capsys.readouterr().err
    assert cli.run(["roster", "services", "--remove", recipient[7:19]]) == 0
    assert "until the next roster is signed" in capsys.readouterr().out
    assert cli.run(["roster", "sign", *key]) == 0
    assert [each.operator for each in rosters.current().services_for("gate")] == ["Ombudsperson"]


def test_a_machine_has_keys_of_its_own(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (given, _), holder = gate(), Holder.objects.get(name="Xu Wen")
    of_notices = machines.services()[0].recipient
    assert cli.run(given) == 0
    for at, value, said in (
        (None, "", "named with this key already"),
        (-3, holder.recipient, "a person's key"),
        (-1, holder.signing, "a person's key"),
        (-3, of_notices, "named with this key already"),
        (-3, "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", "post-quantum"),
        (-1, base64.b64encode(bytes(32)).decode(), "weak, or none"),
        (-1, "none", "weak, or none"),
    ):
        arguments = list(gate()[0]) if at is not None else list(given)
        if at is not None:
            arguments[at] = value
        assert cli.run(arguments) == 1
        assert said in capsys.readouterr().err
    assert len(machines.services()) == 2
    for arguments in (given[:4], [*given[:2], *given[4:]]):
        assert cli.run(arguments) == 2
    assert cli.run(["roster", "services", "--remove", "qqqqqqqqqqqq"]) == 1
    assert "No machine's key" in capsys.readouterr().err


def test_a_roster_that_names_a_machine_of_the_servers_own_is_refused(
    seeded: Path, now: datetime
) -> None:
    """Whatever was named here after the signers looked: what they signed is taken, or nothing."""
    signed = roster.sign(
        rosters.draft(now=now, quorum=None),
        note.Signer.parse((seeded.parent / "root.key").read_text().strip()),
    )
    assert cli.run(gate()[0]) == 0
    with pytest.raises(RefusedError, match="machines that are named here"):
        rosters.accept(signed=signed, now=now)


def test_a_roster_that_names_a_stranger_is_refused(
    seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    root = note.Signer.parse((seeded.parent / "root.key").read_text().strip())
    drafted = rosters.draft(now=now, quorum=None)
    Holder.objects.filter(name="Xu Wen").update(state=Holder.State.REMOVED)
    file = seeded.parent / "signed"
    file.write_text(roster.sign(drafted, root))
    assert cli.run(["roster", "import", str(file)]) == 1
    assert "Xu Wen is not on this server" in capsys.readouterr().err
    assert RosterVersion.objects.count() == 1


def test_a_roster_of_another_key_is_refused(seeded: Path, now: datetime) -> None:
    forger = note.Signer.generate(f"{SITE}/root")
    file = seeded.parent / "signed"
    file.write_text(roster.sign(rosters.draft(now=now, quorum=None), forger))
    assert cli.run(["roster", "import", str(file)]) == 1
    assert RosterVersion.objects.count() == 1


def test_an_invitation_is_shown_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(place) == 0
    add = ["roster", "add", "--name", "Ruth", "--role", "Ombuds", "--tier", "2", "--unit", "O"]
    assert cli.run(add) == 0
    link = next(line for line in capsys.readouterr().out.splitlines() if "/desk/join/#" in line)
    token = link.rpartition("#")[2]
    assert len(token) == 43
    assert cli.run(["roster", "list"]) == 0
    out = capsys.readouterr().out
    assert "Ruth" in out
    assert token not in out
    assert not any(token in str(value) for value in Holder.objects.values_list().get())


def test_the_demonstration_has_people_reports_and_something_withheld(seeded: Path) -> None:
    assert [len(card(seeded)[kind]) for kind in ("people", "reports")] == [8, 3]
    kinds = list(Event.objects.order_by("index").values_list("kind", flat=True))
    built = ["manifest_published"] * bool(machine.pages_sha256())
    signed = ["log_created", "oversight_changed", "roster_signed"]
    # The last one came late: the independent readers were let in as it arrived.
    late = ["report_received", "late_on_arrival", "tier_released"]
    assert sorted(kinds) == sorted([*signed, *built, *["report_received"] * 2, *late])
    assert mode(seeded.parent / "sign-ins.json") == 0o600


def test_the_pages_that_are_served_are_logged_once(
    seeded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "STATIC", seeded)
    assert cli.run(["manifest"]) == 1  # nothing is built there
    for text in ("{}", "{}", "{ }"):
        (seeded / "manifest.json").write_text(text)
        capsys.readouterr()
        assert cli.run(["manifest"]) == 0
    here = Organisation.objects.get()
    keys = {"promise_vkey": here.promise, "log_vkey": here.log}
    promised = verify.verify_promise(capsys.readouterr().out, **keys)
    assert epochs.close_epoch(now=datetime.now(UTC))
    assert cli.run(["manifest"]) == 0
    found = verify.verify_receipt(capsys.readouterr().out, log_vkey=here.log)
    assert found.leaf == promised.leaf
    assert found.fields["manifest"] == machine.pages_sha256()
    new = Event.objects.filter(kind="manifest_published").count() - bool(_built())
    assert new == 2


def _built() -> bool:
    return (Path(machine.__file__).parents[2] / "static/manifest.json").is_file()


def test_help_reads_well_and_loads_no_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 0
    overview = capsys.readouterr().out
    for command in cli.COMMANDS:
        assert f"  {command.name} " in overview
        with pytest.raises(SystemExit) as ended:
            cli.run([command.name, "--help"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: heard {command.name}")
    assert cli.run(["nonsense"]) == 2
