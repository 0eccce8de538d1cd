"""A handler's and a reporter's browser at the doors themselves, in the test's own process."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.test import Client
from handler_online import Handler
from reporting import Online, utc_now

from heard.formats import agefile, keyring, letter, note, report, returncode, wrap

SITE = "localhost:8000"
OURS = {"HTTP_HOST": SITE, "HTTP_ORIGIN": f"http://{SITE}", "HTTP_SEC_FETCH_SITE": "same-origin"}


class RefusedError(AssertionError):
    """An answer that is none of a success."""

    def __init__(self, status: int, content: bytes) -> None:
        super().__init__(f"{status} {content.decode()}")
        self.status = status


def answered(answer: Any) -> bytes:
    """The body. Raises RefusedError."""
    body = b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
    if answer.status_code >= 300:
        raise RefusedError(answer.status_code, body)
    return body


class Desk(Handler):
    """Signed in with a recovery code."""

    def __init__(self, code: str) -> None:
        self.client = Client()
        keys = returncode.derive(returncode.read(code), SITE, domain=returncode.RECOVERY)
        self._code = keys.header
        found = self.post("sign-in/recovery", {"verifier": self._code})
        self.ring = keyring.unseal(base64.b64decode(found["keyring"]), [keys.identity])
        self.view: dict[str, Any] = {}
        self.stated: dict[str, Any] = {}

    def _bytes(self, path: str) -> bytes:
        return answered(self.client.get(f"/desk/api/{path}", **OURS))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        headers = dict(OURS)
        if path.endswith("/identity"):
            headers["HTTP_AUTHORIZATION"] = f"Heard-Recovery {self._code}"
        kind = "application/json"
        answer = self.client.post(f"/desk/api/{path}", json.dumps(body), kind, **headers)
        return json.loads(answered(answer) or b"{}")

    def queue(self) -> set[str]:
        """The cases that this holder has."""
        return {each["id"] for each in self.get("cases")["cases"]}

    def secrets(self) -> dict[int, str]:
        """The case identity of each generation, out of the wraps of the open case."""
        case = self.view["case"]
        return {
            each["generation"]: wrap.unseal(
                base64.b64decode(each["wrap"]),
                [self.ring.identity],
                case=case,
                generation=each["generation"],
                case_recipient=each["case_recipient"],
            ).identity
            for each in self.view["keys"]
        }

    def letters(self) -> list[letter.Letter]:
        """Every letter of the open case, opened."""
        secrets = list(self.secrets().values())
        base = f"cases/{self.view['case']}/letters"
        return [
            letter.unseal(self._bytes(f"{base}/{each['id']}"), secrets)
            for each in self.view["letters"]
        ]

    def file(self, file: str, segment: str) -> bytes:
        """What is in a segment of a file of the open case."""
        sealed = self._bytes(f"cases/{self.view['case']}/files/{file}/segments/{segment}")
        return agefile.unseal(sealed, list(self.secrets().values()))


class Back(Online):
    """A reporter who comes back with her words, and what she kept."""

    def __init__(self, code: str) -> None:
        super().__init__("")
        raw = returncode.read(code)
        keys = returncode.derive(raw, self.lin.site)
        self.lin.secrets = report.Secrets("", "", raw, keys)
        told = self.inbox()
        self.generations = {
            each["generation"]: wrap.unseal(
                base64.b64decode(each["wrap"]),
                [keys.identity],
                case=told["case"],
                generation=each["generation"],
                case_recipient=each["case_recipient"],
            ).identity
            for each in told["keys"]
        }
        newest = self.generations[max(self.generations)]
        self.lin.secrets = report.Secrets(told["case"], newest, raw, keys)
        own = [each["seq"] for each in told["letters"] if each["author"] == letter.REPORTER]
        self.lin.seq = max(own) + 1

    def read(self) -> list[letter.Letter]:
        """Every letter that she may read, opened; her own are proved by her key."""
        own = report.reporter(self.lin.secrets.keys)
        signing = note.Signer(own.name, own.seed).verifier.public
        return [
            letter.unseal(
                self._get(f"/report/api/inbox/letters/{each['id']}"),
                list(self.generations.values()),
                key=signing if each["author"] == letter.REPORTER else None,
            )
            for each in self.inbox()["letters"]
        ]

    def write(self, words: str, *, seen: str) -> None:
        """A message of hers to the newest key of her case."""
        made = self.lin.letter("message", {"words": words}, now=utc_now(), seen=seen)
        body = {**made, "generation": max(self.generations)}
        self._send("POST", "/report/api/inbox/letters", body)

    def receipt(self, leaf: str) -> str:
        """The newest receipt of an event."""
        return self._get(f"/report/api/inbox/receipts/{leaf}").decode()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        if path.startswith("/report/api/inbox"):
            headers = {**headers, "Authorization": self.lin.authorization}
        kind = headers.get("Content-Type", "")
        named = {f"HTTP_{name.upper().replace('-', '_')}": each for name, each in headers.items()}
        return answered(Client().generic(method, path, body or b"", kind, **OURS, **named))
