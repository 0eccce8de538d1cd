"""A handler over real HTTP with her own keys: for walks that need what she does, not her pages."""

from __future__ import annotations

import base64
import datetime as dt
import json
import urllib.request
from collections.abc import Iterable
from http.cookiejar import CookieJar
from typing import Any

from heard.formats import agefile, keyring, letter, note, readers, returncode, roster, wrap
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
        self._code = keys.header
        signed_in = self.post("sign-in/recovery", {"verifier": self._code})
        self.ring = keyring.unseal(base64.b64decode(signed_in["keyring"]), [keys.identity])
        self.view: dict[str, Any] = {}
        self.stated: dict[str, Any] = {}  # who reads the newest key, as it was last made here

    def open(self, case: str) -> None:
        """Open a case, or read it anew."""
        self.view = self.post(f"cases/{case}/open", {"id": new_id()})

    def action(self, path: str, body: dict[str, Any]) -> Any:
        """An action on the open case."""
        return self.post(f"cases/{self.view['case']}/{path}", {"id": new_id(), **body})

    def write(self, kind: str, content: dict[str, Any], **more: Any) -> None:
        """A sealed letter of hers: ``message``, ``request`` or ``note``."""
        self.action("letters", {**self.letter(kind, content), "kind": kind, **more})
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
        """A new case key for everyone who holds the case but this holder, with a note.

        She is told nothing of it here: ``stated`` is what a message to her must say.
        """
        prev = self._newest_statement()
        secret = agefile.generate_identity()
        recipient, generation = agefile.recipient_of(secret), self.view["generation"] + 1
        made = wrap.Wrap(self.view["case"], generation, secret)
        holding = {each["id"] for each in self.view["holders"] if not each["left"]} - {holder}
        self.view |= {"case_recipient": recipient, "generation": generation}
        entries = [each for each in entries if each.id in holding]
        self.stated = readers.state(
            generation=generation,
            recipient=recipient,
            readers=(
                readers.reader(id=each.id, recipient=each.recipient, signing=each.signing)
                for each in entries
            ),
            excluded=[holder],
            prev=prev,
        ).value()
        first = self.letter("note", {"words": "", "readers": self.stated})
        del first["generation"]
        body = {
            "generation": generation,
            "case_recipient": recipient,
            "wraps": [
                {"holder": each.id, "sealed": _text(wrap.seal(made, each.recipient))}
                for each in entries
            ],
            "reporter_wrap": _text(wrap.seal(made, self.view["reporter"]["recipient"])),
            "exclude": [holder],
            "letter": first,
        }
        self.action("identity", body)

    def _newest_statement(self) -> str:
        """The digest of what she last said of who reads her case."""
        found: dict[int, str] = {}
        for key in self.view["keys"]:
            asked = {name: key[name] for name in ("generation", "case_recipient")}
            sealed = base64.b64decode(key["wrap"])
            made = wrap.unseal(sealed, [self.ring.identity], case=self.view["case"], **asked)
            for each in self.view["letters"]:
                if (each["generation"], each["author"]) != (key["generation"], letter.REPORTER):
                    continue
                sealed = self._bytes(f"cases/{self.view['case']}/letters/{each['id']}")
                content = letter.unseal(sealed, [made.identity]).content
                if "readers" in content:
                    found[key["generation"]] = readers.parse(content["readers"]).digest()
        return found[max(found)]

    def get(self, path: str) -> Any:
        """The JSON of a desk address."""
        return json.loads(self._bytes(path))

    def _bytes(self, path: str) -> bytes:
        with self._opener.open(f"{self.url}/desk/api/{path}", timeout=30) as answer:
            found: bytes = answer.read()
        return found

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send JSON as the desk's own page does."""
        headers = {"Content-Type": "application/json", "Origin": self.url}
        if path.endswith("/identity"):  # what cannot be taken back is confirmed
            headers["Authorization"] = f"Heard-Recovery {self._code}"
        asked = urllib.request.Request(
            f"{self.url}/desk/api/{path}", json.dumps(body).encode(), headers, method="POST"
        )
        with self._opener.open(asked, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")
