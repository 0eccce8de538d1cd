"""A gate that is kept in the server itself: one command, one roster, and it answers by itself."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import hurried
import pytest
import warm
from processes import HEARD, Heard, free_port, settings_for
from reporting import Online

from heard.formats import agefile, gatelisting, gatesigned

NAMED = "E10482"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Heard]:
    folder, port = tmp_path / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with Heard(command, folder=folder, port=port, program=hurried.PROGRAM) as it:
        yield it


def run(live: Heard, *arguments: str) -> CompletedProcess[str]:
    env = {**settings_for(live.folder, live.port), "HEARD_DATA": str(live.folder / "data")}
    return warm.run([str(HEARD), *arguments], env=env)


def asked(live: Heard, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json", "Origin": live.url}
    request = urllib.request.Request(live.url + path, data, kind)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_one_command_and_a_roster_and_it_reads_who_asks(live: Heard) -> None:
    made = run(live, "gate", "embed", "--url", live.url)
    assert made.returncode == 0, made.stderr
    assert "can read who asks for protection" in made.stderr
    at = live.folder / "data/keys/gate"
    assert (at / "keeper.json").stat().st_mode & 0o077 == 0
    again = run(live, "gate", "embed")
    assert again.returncode == 1
    assert "Nothing was changed" in again.stderr
    signed = run(live, "roster", "sign", "--root-key", str(live.folder / "root.key"))
    assert signed.returncode == 0, signed.stderr
    roster = Online(live.url).roster()
    [keeper] = [each for each in roster.services or () if each.use == "gate"]
    assert keeper.operator == roster.organisation  # so pages say whose it is
    site = live.url.partition("://")[2]
    listing = gatelisting.write(gatelisting.Listing(v=1, site=site, person=NAMED))
    sealed = agefile.seal(listing, [keeper.recipient])
    sent = asked(live, "/gate/listings", {"sealed": base64.b64encode(sealed).decode()})
    digest = hashlib.sha256(sealed).hexdigest()
    assert sent == {"digest": digest}
    taken = read_at_last(live, digest)
    assert gatesigned.is_taken(digest, taken, key=keeper.signing)
    status = run(live, "gate", "status", "--data", str(at))
    assert "as the site says it" in status.stdout


def read_at_last(live: Heard, digest: str) -> str:
    """By the worker alone: within a round or two, since it has not kept in this hour yet."""
    until = time.monotonic() + 60
    while not (taken := asked(live, f"/gate/listings/{digest}")["taken"]):
        assert time.monotonic() < until, "nobody has read it"
        time.sleep(0.5)
    return str(taken)


def test_two_that_others_keep_leave_no_room_and_nothing_behind(live: Heard) -> None:
    for name in ("Works council", "Ombudsperson"):
        folder = live.folder / name
        site = live.url.partition("://")[2]
        made = run(live, "gate", "init", "--data", str(folder), "--site", site, "--url", live.url)
        recipient, signing = (line.strip() for line in made.stdout.splitlines() if line[:2] == "  ")
        named = ["--operator", name, "--recipient", recipient, "--signing", signing]
        assert run(live, "roster", "services", "--add", "gate", *named).returncode == 0
    refused = run(live, "gate", "embed")
    assert refused.returncode == 1
    assert "Two machines are named for gate" in refused.stderr
    assert not (live.folder / "data/keys/gate").exists()
