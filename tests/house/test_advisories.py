"""What was judged of advisories is of what is pinned; and the script says what registries say."""

import datetime as dt
import json
import os
import subprocess
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = tomllib.loads((ROOT / "requirements/advisories.toml").read_text("utf-8"))
WRONG = {
    "id": "GHSA-aaaa-bbbb-cccc",
    "summary": "Signatures of others verify.",
    "fixed_in": ["99.0"],
    "withdrawn": None,
}


def test_the_list_says_when_who_answered_and_why_of_what_is_pinned() -> None:
    assert isinstance(LIST["looked"], dt.date)
    assert set(LIST["answered"]) <= {"pypi", "npm"}
    locks = "".join(each.read_text("utf-8") for each in (ROOT / "requirements").glob("*.lock"))
    client = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]
    here = {
        (name.rpartition("node_modules/")[2], each.get("version")) for name, each in client.items()
    }
    for each in LIST["judged"]:
        pinned = f"\n{each['package']}=={each['version']} " in locks
        assert pinned or (each["package"], each["version"]) in here, f"not pinned any more: {each}"
        assert each["id"]
        assert len(each["why"]) > 20
        assert isinstance(each["on"], dt.date)


class Registry(BaseHTTPRequestHandler):
    """Knows of one advisory, against cryptography."""

    answers = True

    def do_GET(self) -> None:
        known = (
            [WRONG, {**WRONG, "withdrawn": "2026-01-01"}] if "/cryptography/" in self.path else []
        )
        body = json.dumps({"vulnerabilities": known}).encode()
        self.send_response(200 if self.answers else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def registry():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def asked(registry: str) -> tuple[int, str]:
    command = ["script/advisories", "--pypi", registry, "--without-npm"]
    environ = {**os.environ, "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environ, check=False
    )
    return done.returncode, done.stdout


def test_a_new_advisory_is_told_once_with_its_fix(registry: str) -> None:
    code, said = asked(registry)
    assert code == 1
    assert said.count("GHSA-aaaa-bbbb-cccc: cryptography") == 1
    assert "fixed in 99.0. Signatures of others verify." in said


def test_a_registry_that_does_not_answer_is_no_good_news(
    registry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Registry, "answers", False)
    code, said = asked(registry)
    assert code == 2
    assert "no answer: PyPI on" in said


def test_no_step_of_ours_asks_a_registry() -> None:
    """An advisory of tomorrow must not turn the commit of today red."""
    for name in ("test", "check", "setup"):
        assert "advisories" not in (ROOT / f"script/{name}").read_text("utf-8")
