"""A handler over real HTTP with her own keys: for walks that need what she does, not her pages."""

from __future__ import annotations

import base64
import datetime as dt
import json
import urllib.request
from collections.abc import Iterable
from http.cookiejar import CookieJar
from typing import Any

from heard.formats import agefile, keyring, letter, note, returncode, roster, wrap
from heard.formats.ids import new_id


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Handler:
    """Signed in with the recovery code of a demonstration's card."""

    def __init__(self, url: str, code: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        with self._opener.open(f"{url}/site.json", timeout=30) as answer:
            site = json.loads(answer.read())["site"]
        keys = returncode.derive(returncode.read(code), site, domain=returncode.RECOVERY)
        signed_in = self.post("sign-in/recovery", {"verifier": keys.header})
        self.ring = keyring.unseal(base64.b64decode(signed_in["keyring"]), [keys.identity])
        self.view: dict[str, Any] = {}

    def open(self, case: str) -> None:
        """Open a case, or read it anew."""
        self.view = self.post(f"cases/{case}/open", {"id": new_id()})

    def deed(self, path: str, body: dict[str, Any]) -> Any:
        """A deed on the open case."""
        return self.post(f"cases/{self.view['case']}/{path}", {"id": new_id(), **body})

    def write(self, kind: str, content: dict[str, Any], **more: Any) -> None:
        """A sealed letter of hers: ``message``, ``request`` or ``note``."""
        self.deed("letters", {**self.letter(kind, content), "kind": kind, **more})
        self.open(self.view["case"])

    def letter(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """``{id, seq, sealed, generation}`` for the newest generation."""
        own = [each["seq"] for each in self.view["letters"] if each["author"] == self.ring.holder]
        key = note.Signer(self.ring.holder, self.ring.signing).verifier.public
        written = letter.Letter(
            case=self.view["case"],
            id=new_id(),
            seq=max(own, default=-1) + 1,
            kind=kind,
            author=self.ring.holder,
            key=key,
            sent=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            content=content,
        )
        sealed = letter.seal(written, self.ring.signing, [self.view["case_recipient"]])
        return {
            "id": written.id,
            "seq": written.seq,
            "sealed": _text(sealed),
            "generation": self.view["generation"],
        }

    def leave_out(self, *, holder: str, entries: Iterable[roster.Entry]) -> None:
        """A new case key for everyone who holds the case but this holder, with a note."""
        secret = agefile.generate_identity()
        recipient, generation = agefile.recipient_of(secret), self.view["generation"] + 1
        made = wrap.Wrap(self.view["case"], generation, secret)
        holding = {each["id"] for each in self.view["holders"] if not each["left"]} - {holder}
        self.view |= {"case_recipient": recipient, "generation": generation}
        first = self.letter("note", {"words": ""})
        del first["generation"]
        body = {
            "generation": generation,
            "case_recipient": recipient,
            "wraps": [
                {"holder": each.id, "sealed": _text(wrap.seal(made, each.recipient))}
                for each in entries
                if each.id in holding
            ],
            "reporter_wrap": _text(wrap.seal(made, self.view["reporter"]["recipient"])),
            "exclude": [holder],
            "letter": first,
        }
        self.deed("identity", body)

    def get(self, path: str) -> Any:
        """The JSON of a desk address."""
        with self._opener.open(f"{self.url}/desk/api/{path}", timeout=30) as answer:
            return json.loads(answer.read())

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send JSON as the desk's own page does."""
        headers = {"Content-Type": "application/json", "Origin": self.url}
        asked = urllib.request.Request(
            f"{self.url}/desk/api/{path}", json.dumps(body).encode(), headers, method="POST"
        )
        with self._opener.open(asked, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")
