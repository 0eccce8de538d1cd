"""The people of a worked case over real HTTP (walking.Walk): a handler, a party's phone."""

from __future__ import annotations

import datetime as dt
import json
import urllib.error
import urllib.request
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cast
from handler_online import Handler

from heard.formats import letter, note, withdrawal
from heard.formats.ids import new_id
from heard.rules.casework import CASE, REPORTER, Moved

SAID = "HTTP_AUTHORIZATION"  # as Django's test client names the header


class RefusedError(AssertionError):
    """Heard answered otherwise than asked; ``status`` and what it said."""

    def __init__(self, status: int, said: dict[str, Any], what: str) -> None:
        super().__init__(f"{what}: {status} {said}")
        self.status, self.reason = status, str(said.get("reason", said.get("code", "")))


@dataclass(frozen=True)
class HolderKeys(cast.Keys):
    """Those of a handler's ring."""

    id: str
    identity: str
    seed: bytes


@dataclass
class Answer:
    status_code: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content or b"{}")


@dataclass
class Phone:
    """What a party's browser asks with, as Django's test client is asked (channels.Party)."""

    url: str

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers.get(SAID, ""))

    def post(self, path: str, body: str, **headers: str) -> Answer:
        return self._ask("POST", path, body.encode(), headers.get(SAID, ""))

    def _ask(self, method: str, path: str, body: bytes | None, words: str) -> Answer:
        headers = {"Origin": self.url, "Content-Type": "application/json"}
        if words:
            headers["Authorization"] = words
        asked = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return Answer(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read())


class Later(Handler):
    """A handler whose letters say the time that the server believes."""

    now: Callable[[], dt.datetime]

    def letter(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        own = [each["seq"] for each in self.view["letters"] if each["author"] == self.ring.holder]
        made = letter.Letter(
            case=self.view["case"], id=new_id(), seq=max(own, default=-1) + 1, kind=kind,
            author=self.ring.holder,
            key=note.Signer(self.ring.holder, self.ring.signing).verifier.public,
            sent=letter.sent_text(self.now(), author=self.ring.holder), content=content,
        )  # fmt: skip
        sealed = letter.seal(made, self.ring.signing, [self.view["case_recipient"]])
        return {
            "id": made.id, "seq": made.seq, "sealed": cast.b64(sealed),
            "generation": self.view["generation"],
        }  # fmt: skip


@dataclass(frozen=True)
class To:
    id: str
    recipient: str


def moved_of(case: str, view: dict[str, Any]) -> Moved:
    """A move as the rules take it, out of what the desk is told."""
    own = {"case": CASE, "party": REPORTER}
    id = own.get(view["object"], view["record"]) if view["record"] == case else view["record"]
    instants = {
        name: dt.datetime.fromisoformat(view[name]) if view[name] else None
        for name in ("at", "due")
    }
    lists: dict[str, Sequence[str]] = {name: tuple(view[name]) for name in ("about", "agreed")}
    names = ("object", "move", "actor", "version", "code", "party", "holder", "digest", "number")
    same = {name: view[name] for name in (*names, "when", "basis")}
    return Moved(id=id, **same, **lists, **instants)  # type: ignore[arg-type]


def signed_in_clear(reporter: cast.Reporter, body: dict[str, Any], sealed: str) -> dict[str, str]:
    """What takes the report back, or brings it back, is signed besides; of other moves nothing."""
    if body["object"] != CASE or body["move"] not in withdrawal.MOVES:
        return {}
    said = {"case": reporter.case, "move": body["move"], "version": body["version"]}
    seed = reporter.secrets.keys.signing_seed
    return {"signature": withdrawal.sign(seed, **said, sealed=b64decode(sealed))}
