"""What outsiders do without a server: verify, verify-site, open."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import cast
import pytest
from served import served

from heard.doors.operator import cli
from heard.formats import agefile, checkpoint, entry, merkle, note, report, returncode, roster

SITE = "speak.example.org"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LOG = note.Signer(f"{SITE}/log", b"\x01" * 32)
ROOT = note.Signer(f"{SITE}/root", b"\x02" * 32)
UNION = note.Signer("union.example", b"\x03" * 32, note.COSIGNATURE)


def receipt_of(fields: dict[str, str], *, cosigned: bool = False) -> str:
    opening = entry.make(fields)
    leaves = [merkle.leaf_hash(each) for each in (b"a", opening.entry, b"c")]
    proof = merkle.inclusion_proof(1, 3, lambda start, end: merkle.leaves_hash(leaves[start:end]))
    head = checkpoint.sign(checkpoint.Checkpoint(LOG.name, 3, merkle.leaves_hash(leaves)), LOG)
    if cosigned:
        head = note.add(head, checkpoint.cosign(head, UNION, stamp=1_773_133_200))
    from heard.formats.receipt import Receipt

    return Receipt(opening, 1, tuple(proof), head).encode()


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.tlog-proof"
    path.write_text(receipt_of({"event": "case_opened", "case": "ab" * 16}, cosigned=True))
    return path


@pytest.fixture
def signed_roster(tmp_path: Path) -> Path:
    drafted = roster.Roster(
        site=SITE, version=1, organisation="Meridian", issued=NOW, previous=None,
        log=LOG.verifier.vkey, quorum=1, entries=(),
        witnesses=(roster.Witness(name=UNION.name, operator="Union", vkey=UNION.verifier.vkey),),
    )  # fmt: skip
    path = tmp_path / "roster"
    path.write_text(roster.sign(drafted, ROOT))
    return path


def verify(receipt: Path, *more: str) -> int:
    return cli.run(["verify", str(receipt), *more])


def test_a_receipt_against_the_logs_key(receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(receipt, "--key", LOG.verifier.vkey) == 0
    out = capsys.readouterr().out
    assert out.startswith("This receipt holds.")
    assert "event  The report was opened (case_opened)\n" in out
    assert "entry 1 of the log speak.example.org/log" in out
    assert "Signed by the log alone" in out


def test_codes_are_said_in_words_with_the_code_behind(
    receipt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on the page; what stands there without words is the value as it was signed."""
    for fields, said in (
        ({"event": "tier_released", "tier": "2"}, ["tier   Independent readers (2)"]),
        ({"event": "letter_received", "kind": "request"}, ["kind   Request (request)"]),
        ({"event": "case_opened", "actor": "clock"}, ["actor  The system, by itself (clock)"]),
        ({"event": "case_opened", "actor": "ab" * 16}, [f"actor  {'ab' * 16}"]),
        (
            {"event": "warning_overridden", "flags": "blame,why", "reason": "quoting"},
            [
                "flags   blame; asking why (blame,why)",
                "reason  The words were someone else’s (quoting)",
            ],
        ),
        (
            {"event": "late_on_arrival", "duties": "update", "since": "2026-03-09T09:00:00Z"},
            [
                "duties  A person tells you where things stand, at least every two weeks (update)",
                "since   2026-03-09T09:00:00Z",
            ],
        ),
        (
            {"event": "The report was acknowledged (case_acknowledged)"},
            [
                (
                    'event  "The report was acknowledged (case_acknowledged)"'
                    " (a code that has no words here)"
                )
            ],
        ),
    ):
        receipt.write_text(receipt_of(fields))
        capsys.readouterr()
        assert verify(receipt, "--key", LOG.verifier.vkey) == 0
        out = capsys.readouterr().out
        assert [each for each in said if f"    {each}\n" not in out] == [], out


def test_a_receipt_against_the_roster_of_a_poster(
    receipt: Path, signed_roster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = ["--roster", str(signed_roster), "--root", ROOT.verifier.vkey]
    assert verify(receipt, *pinned) == 0
    out = capsys.readouterr().out
    assert roster.fingerprint(ROOT.verifier.vkey) in out
    assert "Cosigned by Union, the last at 2026-03-10 09:00 UTC" in out
    receipt.write_text(receipt_of({"event": "case_opened"}))
    assert verify(receipt, *pinned) == 1
    assert "does NOT hold (quorum)" in capsys.readouterr().err


def test_a_receipt_against_a_policy_file(receipt: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    lines = [f"log {LOG.verifier.vkey}", f"witness union {UNION.verifier.vkey}", "quorum union"]
    policy.write_text("\n".join(lines) + "\n")
    assert verify(receipt, "--policy", str(policy)) == 0
    receipt.write_text(receipt_of({"event": "case_opened"}))
    assert verify(receipt, "--policy", str(policy)) == 1


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("index 1", "index 2", "inclusion"),
        ("index 1", "index 3", "index"),
        ("\n3\n", "\n4\n", "signature"),
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2", "format"),
    ],
)
def test_a_forged_receipt_is_named(
    receipt: Path, old: str, new: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt.write_text(receipt.read_text().replace(old, new, 1))
    assert verify(receipt, "--key", LOG.verifier.vkey) == 1
    assert f"does NOT hold ({kind})" in capsys.readouterr().err


def test_questions_that_cannot_be_asked(receipt: Path, signed_roster: Path) -> None:
    assert verify(receipt, "--key", "nonsense") == 2
    assert verify(receipt, "--roster", str(signed_roster)) == 2
    assert verify(receipt, "--roster", str(signed_roster), "--root", LOG.verifier.vkey) == 2
    assert verify(receipt.with_name("none"), "--key", LOG.verifier.vkey) == 1


def test_another_entry_is_no_upgrade(receipt: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.write_text(receipt.read_text())
    key = ["--key", LOG.verifier.vkey, "--first", str(first)]
    assert verify(receipt, *key) == 0
    first.write_text(receipt_of({"event": "case_acknowledged"}))
    assert verify(receipt, *key) == 1


def test_verify_needs_no_django_and_no_settings(receipt: Path) -> None:
    code = (
        "import sys; from heard.config.command import main\n"
        "code = main(sys.argv[1:]); assert 'django' not in sys.modules; sys.exit(code)"
    )
    key = ["--key", LOG.verifier.vkey]
    command = [sys.executable, "-c", code, "verify", str(receipt), *key]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A directory served on loopback, with a manifest of itself."""
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>hello")
    (folder / "assets/app.js").write_text("hello()")
    files = {
        str(path.relative_to(folder)): {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "size": path.stat().st_size,
        }
        for path in folder.rglob("*.*")
    }
    (folder / "manifest.json").write_text(json.dumps({"v": 1, "files": files}))

    with served(folder) as address:
        yield address, folder


def test_a_manifest_that_can_be_read_in_two_ways_is_none(
    site: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its digest is logged: whoever checks it must not read another list of files."""
    url, folder = site
    manifest = folder / "manifest.json"
    said = manifest.read_text()
    assert said.count('"files": ') == 1
    manifest.write_text(said.replace('"files": ', '"files": {}, "files": '))
    assert cli.run(["verify-site", url]) == 1
    assert "That is no manifest" in capsys.readouterr().err


def test_a_site_as_published(
    site: tuple[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, folder = site
    assert cli.run(["verify-site", url]) == 0
    assert "Compared with itself only" in capsys.readouterr().out
    manifest = tmp_path / "manifest"
    shutil.copy(folder / "manifest.json", manifest)
    assert cli.run(["verify-site", url, "--manifest", str(manifest)]) == 0
    assert "itself" not in capsys.readouterr().out
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    proof = tmp_path / "proof"
    proof.write_text(receipt_of({"event": "manifest_published", "manifest": digest}))
    logged = ["--receipt", str(proof), "--key", LOG.verifier.vkey]
    assert cli.run(["verify-site", url, *logged]) == 0
    proof.write_text(receipt_of({"event": "manifest_published", "manifest": "00" * 32}))
    assert cli.run(["verify-site", url, *logged]) == 1
    proof.write_text(receipt_of({"event": "case_opened"}))
    assert cli.run(["verify-site", url, *logged]) == 2


def test_a_site_with_a_changed_or_missing_file(
    site: tuple[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, folder = site
    manifest = tmp_path / "manifest"
    shutil.copy(folder / "manifest.json", manifest)
    (folder / "assets/app.js").write_text("spy()")
    assert cli.run(["verify-site", url]) == 1
    assert "assets/app.js is other than published" in capsys.readouterr().out
    (folder / "assets/app.js").unlink()
    assert cli.run(["verify-site", url]) == 1
    assert "assets/app.js cannot be fetched" in capsys.readouterr().out
    (folder / "manifest.json").write_text('{"v":1,"files":{}}')
    assert cli.run(["verify-site", url]) == 0
    assert cli.run(["verify-site", url, "--manifest", str(manifest)]) == 1


@pytest.mark.parametrize(
    "manifest", ["", "[]", '{"files":{"../x":{"sha256":"00"}}}', '{"files":{"a":{"sha256":"zz"}}}']
)
def test_a_manifest_from_a_stranger(site: tuple[str, Path], manifest: str) -> None:
    url, folder = site
    (folder / "manifest.json").write_text(manifest)
    assert cli.run(["verify-site", url]) == 1


@pytest.mark.parametrize("url", ["http://speak.example.org", "file:///etc/passwd", "x"])
def test_no_address_to_check(url: str) -> None:
    assert cli.run(["verify-site", url]) == 2


@pytest.fixture
def export(tmp_path: Path) -> tuple[Path, report.Secrets]:
    """What a reporter takes home: her letter, the case key sealed to her, a file."""
    secrets = report.Secrets.generate(SITE)
    body = report.seal(
        secrets,
        roster="00" * 32,
        holders=[cast.AMARA.entry],
        content={"words": "It was the hotel."},
        now=NOW,
    )
    import base64

    folder = tmp_path / "export"
    (folder / "letters").mkdir(parents=True)
    (folder / "wrap.age").write_bytes(base64.b64decode(body["reporter_wrap"]))
    (folder / "letters/0.age").write_bytes(base64.b64decode(body["letter"]["sealed"]))
    (folder / "photo.jpg.age").write_bytes(agefile.seal(b"\xff\xd8photo", [secrets.recipient]))
    return folder, secrets


def test_an_export_opens_with_the_return_code(
    export: tuple[Path, report.Secrets],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, secrets = export
    command = ["open", str(folder), "--return-code", "--site", SITE]
    words = " ".join(returncode.words(secrets.code)) + "\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))
    assert cli.run([*command, "--output", str(tmp_path / "out")]) == 0
    assert "It was the hotel." in capsys.readouterr().out
    assert (tmp_path / "out/photo.jpg").read_bytes() == b"\xff\xd8photo"
    other = " ".join(returncode.words(b"\0" * 16)) + "\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(other))
    assert cli.run(command) == 1
    assert "It was the hotel." not in capsys.readouterr().out


def test_a_zip_opens_with_an_identity_and_damage_is_named(
    export: tuple[Path, report.Secrets], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, secrets = export
    identity = tmp_path / "identity"
    identity.write_text(f"# mine\n{secrets.identity}\n")
    (folder / "wrap.age").unlink()
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in folder.rglob("*.age"):
            packed.write(path, path.relative_to(folder))
        packed.writestr("letters/1.age", b"age-encryption.org/v1\nbroken")
    assert cli.run(["open", str(archive), "--identity", str(identity)]) == 1
    printed = capsys.readouterr()
    assert "It was the hotel." in printed.out
    assert "letters/1.age: " in printed.err
    assert "photo.jpg.age: not a letter" in printed.err
