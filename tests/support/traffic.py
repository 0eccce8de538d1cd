"""Lin's side of the wire: requests over real sockets, from an address one can search for."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http.client
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cast

from heard.formats import FormatError, agefile, note, promise, receipt

ADDRESS = "127.9.8.7"  # every 127.x.y.z is this machine; nothing else here uses this one
AGENT = "Lins-Telefon/4711"
API = "/report/api"
REFUSED = 400
ASKED = ("withdrawal_check", "open")  # what is owed of a report that is taken back


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the bytes that came with it."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """One connection that says who it is in every way a connection can."""

    def __init__(self, port: int) -> None:
        self.host = f"localhost:{port}"
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=30, source_address=(ADDRESS, 0)
        )

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request. Raises OSError or HTTPException where no whole answer came."""
        sent = {
            "Host": self.host,
            "User-Agent": AGENT,
            "X-Forwarded-For": ADDRESS,
            "Accept-Language": "zh-CN",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        if isinstance(body, bytes):
            sent["Content-Type"] = "application/octet-stream"
        elif body is not None:
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        answer = Answer(response.status, response.read())
        if answer.status >= REFUSED:  # a server may hang up on a body that it did not read
            self.connection.close()
        return answer

    def close(self) -> None:
        self.connection.close()


@dataclass(slots=True)
class Kept:
    """What the server has acknowledged to one Lin: from then on it must never be gone."""

    lin: cast.Reporter
    letters: dict[str, bytes] = field(default_factory=dict)  # id: SHA-256 of the sealed bytes
    receipts: list[str] = field(default_factory=list)
    parts: dict[tuple[str, str], bytes] = field(default_factory=dict)  # (file, segment): bytes

    def took_letter(self, posted: dict[str, Any], answer: Answer) -> None:
        """Remember an acknowledged letter and its receipt."""
        assert answer.status in {200, 201}, answer.body
        sealed = base64.b64decode(posted["sealed"])
        self.letters[posted["id"]] = hashlib.sha256(sealed).digest()
        self.receipts.append(answer.json["receipt"])

    def _halves(self, seen: dict[str, Any]) -> list[str]:
        """What a kill in the middle would leave: taken back and nothing held, or the reverse."""
        is_held = any(each["state"] == "held" for each in seen["duties"])
        asked = any((each["kind"], each["state"]) == ASKED for each in seen["duties"])
        is_taken = seen["state"] == seen["course"] == "withdrawn"
        whole = is_held == asked == is_taken
        return [] if whole else [f"half of it is taken back: {seen['state']}, {seen['course']}"]

    def lost(self, wire: Wire, log: note.Verifier) -> list[str]:
        """What the server no longer has of it, in sentences; empty where it kept its word."""
        mine = {"Authorization": self.lin.authorization}
        answer = wire.ask("GET", f"{API}/inbox", **mine)
        if answer.status != http.HTTPStatus.OK:
            return [f"case {self.lin.case} is gone: {answer.status}"]
        there = {event["leaf"] for event in answer.json["timeline"]}
        promises = _promise_key(wire)
        found = self._halves(answer.json)
        found += [
            f"receipt {n}"
            for n, text in enumerate(self.receipts)
            if _leaf(text, log, promises) not in there
        ]
        for letter, digest in self.letters.items():
            body = wire.ask("GET", f"{API}/inbox/letters/{letter}", **mine).body
            if hashlib.sha256(body).digest() != digest:
                found.append(f"letter {letter}")
        for (file, segment), data in self.parts.items():
            path = f"{API}/inbox/files/{file}/segments/{segment}"
            body = wire.ask("GET", path, **mine).body
            if body[: len(data)] != data:
                found.append(f"segment {segment}: {len(body)} bytes of {len(data)}")
        return found


def _promise_key(wire: Wire) -> note.Verifier:
    """The key of promises, as the newest roster names it."""
    said = note.parse(wire.ask("GET", "/roster").body).text.split("\n")[3]
    return note.Verifier.parse(json.loads(said)["promise"])


def _leaf(text: str, log: note.Verifier, promises: note.Verifier) -> str:
    """Of what was promised or proved; empty where neither holds."""
    try:
        if text.startswith("heard/promise"):
            return promise.verify(text, key=promises, log=log.name).leaf.hex()
        return receipt.verify(text, log=log).leaf.hex()
    except FormatError:
        return ""


def send_report(wire: Wire, roster: str, lin: cast.Reporter, **content: Any) -> Kept:
    """A new report; raises AssertionError where it is refused."""
    body = lin.report(roster, now=dt.datetime.now(dt.UTC), **content)
    kept = Kept(lin)
    kept.took_letter(body["letter"], wire.ask("POST", f"{API}/reports", body))
    return kept


def turn_back(wire: Wire, kept: Kept) -> None:
    """Lin takes the report back; and comes back to it, if there was an answer."""
    for version, move in enumerate(("withdraw", "come_back"), start=1):
        body = kept.lin.turns(move, now=dt.datetime.now(dt.UTC), version=version)
        mine = {"Authorization": kept.lin.authorization}
        kept.took_letter(body["letters"][0], wire.ask("POST", f"{API}/inbox/moves", body, **mine))


def send_message(wire: Wire, kept: Kept, words: str) -> None:
    """A message of Lin's."""
    posted = kept.lin.letter("message", {"words": words}, now=dt.datetime.now(dt.UTC))
    answer = wire.ask("POST", f"{API}/inbox/letters", posted, Authorization=kept.lin.authorization)
    kept.took_letter(posted, answer)


def send_file(wire: Wire, kept: Kept, data: bytes, *, part: int) -> None:
    """A file in one segment, in parts of ``part`` bytes, and the letter that closes it."""
    now, lin = dt.datetime.now(dt.UTC), kept.lin
    mine = {"Authorization": lin.authorization}
    file, segment = os.urandom(16).hex(), os.urandom(16).hex()
    content = {"file": file, "name": "corridor.mp4", "type": "video/mp4", "size": len(data)}
    start = lin.letter("file-start", {**content, "modified": ""}, now=now)
    del start["kind"]
    answer = wire.ask("POST", f"{API}/inbox/files", {"id": file, "start": start}, **mine)
    assert answer.status == http.HTTPStatus.CREATED, answer.body
    sealed = agefile.seal(data, [lin.recipient])
    for offset in range(0, len(sealed), part):
        piece = sealed[offset : offset + part]
        path = f"{API}/inbox/files/{file}/segments/{segment}/{offset}"
        digest = hashlib.sha256(piece).hexdigest()
        answer = wire.ask("PUT", path, piece, Heard_Digest=digest, **mine)
        assert answer.status == http.HTTPStatus.OK, answer.body
        kept.parts[file, segment] = sealed[: offset + len(piece)]
    whole = {"id": segment, "offset": 0, "length": len(data)}
    close = lin.letter(
        "file", {**content, "digest": "", "stripped": False, "segments": [whole]}, now=now
    )
    del close["kind"]
    body = {"letter": close, "segments": [{"id": segment, "size": len(sealed)}]}
    answer = wire.ask("POST", f"{API}/inbox/files/{file}/finish", body, **mine)
    kept.took_letter(close, answer)
