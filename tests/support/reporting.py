"""Lin's browser over real HTTP, for walks that begin where her report has arrived."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cast

from heard.formats import agefile, report, roster
from heard.formats.ids import new_id
from heard.formats.note import Verifier

BLOCK = 8 * 1024 * 1024


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def file_digest(data: bytes) -> str:
    """docs/spec/sealing.md, section 6."""
    blocks = range(0, len(data), BLOCK)
    sums = b"".join(hashlib.sha256(data[at : at + BLOCK]).digest() for at in blocks)
    return hashlib.sha256(sums).hexdigest()


class Online:
    """Sends to a running Heard what Lin's browser sends."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.lin = cast.Reporter(json.loads(self._get("/site.json"))["site"])

    def report(
        self,
        *,
        without: str = "",
        urgent: bool = False,
        disclosed: str | None = None,
        spoil: Callable[[dict[str, Any]], None] = lambda _body: None,
        **content: Any,
    ) -> str:
        """Report to everyone in the roster but ``without``; the reference of the case.

        ``spoil``: what somebody who means harm changes of what is sent.
        """
        note = self._get("/roster").decode()
        people = [each for each in self.roster().entries if each.name != without]
        body = report.seal(
            self.lin.secrets,
            roster=roster.digest(note),
            holders=people,
            content={**cast.CONTENT, **content},
            now=utc_now(),
            disclosed=disclosed,
        )
        spoil(body)
        self._send("POST", "/report/api/reports", {**body, "urgent": urgent})
        return f"{self.lin.case[:4]}-{self.lin.case[4:8]}".upper()

    def file(self, name: str, kind: str, data: bytes, *, digest: str | None = None) -> None:
        """Send one file in one segment; ``digest`` other than its own is a lie about it."""
        file, segment = new_id(), new_id()
        about = {"file": file, "name": name, "type": kind, "size": len(data)}
        start = self._letter("file-start", {**about, "modified": ""})
        self._send("POST", "/report/api/inbox/files", {"id": file, "start": start})
        sealed = agefile.seal(data, [self.lin.recipient])
        for at in range(0, len(sealed), BLOCK):
            part = sealed[at : at + BLOCK]
            self._put(f"/report/api/inbox/files/{file}/segments/{segment}/{at}", part)
        parts = [{"id": segment, "offset": 0, "length": len(data)}]
        sums = {"digest": digest or file_digest(data), "stripped": [], "segments": parts}
        letter = self._letter("file", {**about, **sums})
        ends = [{"id": segment, "size": len(sealed)}]
        finish = {"letter": letter, "segments": ends}
        self._send("POST", f"/report/api/inbox/files/{file}/finish", finish)

    def roster(self) -> roster.Roster:
        """The newest roster, verified with the root key of the site."""
        root = Verifier.parse(json.loads(self._get("/site.json"))["root"])
        return roster.verify(self._get("/roster").decode(), root=root)

    def write(self, words: str, *, seen: str) -> None:
        """A message of hers; ``seen``: the newest event that she says she was told of."""
        made = self.lin.letter("message", {"words": words}, now=utc_now(), seen=seen)
        self._send("POST", "/report/api/inbox/letters", made)

    def messages(self, writer: str) -> list[str]:
        """What this handler wrote to her, verified with the key that the roster has for them."""
        signing = next(each.signing for each in self.roster().entries if each.name == writer)
        ids = [each["id"] for each in self.inbox()["letters"] if each["kind"] == "message"]
        sealed = [self._get(f"/report/api/inbox/letters/{id}") for id in ids]
        author = _Author(base64.b64decode(signing))
        return [self.lin.read(each, author) for each in sealed]  # type: ignore[arg-type]

    def inbox(self) -> dict[str, Any]:
        """What her page is told of her case."""
        return dict(json.loads(self._get("/report/api/inbox")))

    def escalate(self) -> None:
        """Press her button."""
        self._send("POST", "/report/api/inbox/escalate", {"id": new_id(), "letter": None})

    def timeline(self) -> list[tuple[str, str]]:
        """(event, name) as her page is told."""
        return [(each["event"], each["name"]) for each in self.inbox()["timeline"]]

    def wait_for(self, event: str, *, seconds: float = 60) -> None:
        """Until her page tells of an event that the server brings about by itself."""
        until = time.monotonic() + seconds
        while event not in dict(self.timeline()):
            assert time.monotonic() < until, f"no {event} after {seconds} seconds"
            time.sleep(0.5)

    def _letter(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        made = self.lin.letter(kind, content, now=utc_now())
        return {name: made[name] for name in ("id", "seq", "sealed")}

    def _get(self, path: str) -> bytes:
        return self._ask("GET", path, None, {})

    def _send(self, method: str, path: str, body: Any) -> None:
        self._ask(method, path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _put(self, path: str, part: bytes) -> None:
        digest = hashlib.sha256(part).hexdigest()
        kind = {"Content-Type": "application/octet-stream", "Heard-Digest": digest}
        self._ask("PUT", path, part, kind)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        if path.startswith("/report/api/inbox"):
            headers = {**headers, "Authorization": self.lin.authorization}
        asked = urllib.request.Request(self.url + path, body, headers, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return bytes(answer.read())


@dataclass(frozen=True)
class _Author:
    public: bytes
