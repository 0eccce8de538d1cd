"""Lin's browser as the reporter's door sees it: no cookie, no session."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import cast
from django.test import Client

from heard.formats import promise
from heard.formats import receipt as receipts
from heard.formats.note import Verifier

API = "/report/api/"


class Phone:
    """Sends what Lin's browser sends."""

    def __init__(self, lin: cast.Reporter) -> None:
        self.lin = lin
        self.client = Client(HTTP_HOST="localhost:8000")

    def post(self, path: str, body: Any, **headers: str) -> Any:
        kind = {
            "content_type": "application/json",
            "HTTP_ORIGIN": "http://localhost:8000",
        } | headers
        return self.client.post(API + path, json.dumps(body), **kind)

    def inbox(self, path: str = "inbox", **headers: str) -> Any:
        return self.client.get(API + path, HTTP_AUTHORIZATION=self.lin.authorization, **headers)

    def write(self, path: str, body: Any) -> Any:
        return self.post(path, body, HTTP_AUTHORIZATION=self.lin.authorization)

    def put(self, path: str, data: bytes, **headers: str) -> Any:
        digest = {"HTTP_HEARD_DIGEST": hashlib.sha256(data).hexdigest()} | headers
        return self.client.put(
            API + path,
            data,
            content_type="application/octet-stream",
            HTTP_AUTHORIZATION=self.lin.authorization,
            **digest,
        )


def verified(text: str) -> receipts.Verified | promise.Promised:
    """A proof, or the promise that is given until there is one."""
    from heard.records.models import Organisation

    organisation = Organisation.objects.get()
    if text.startswith("heard/promise"):
        key, log = Verifier.parse(organisation.promise), f"{organisation.site}/log"
        return promise.verify(text, key=key, log=log)
    return receipts.verify(text, log=Verifier.parse(organisation.log))


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]
