"""What all vectors are made of: secrets that never change, and the site and the hour of each."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from heard.formats import agefile
from heard.formats._text import base64_text as b64

HERE = Path(__file__).parent
SITE = "heard.meridian.example"
HOUR = "2026-11-21T09:00:00Z"
Json = dict[str, Any]


def secret(label: str, size: int = 32) -> bytes:
    return hashlib.shake_256(f"heard vectors {label}".encode()).digest(size)


def an_id(label: str) -> str:
    return secret(label, 16).hex()


def kept(file: str, name: str, identity: str, plaintext: bytes, recipients: list[str]) -> str:
    """The sealed bytes of case ``name`` in ``file``, made anew only if they say something else."""
    path = HERE / file
    old = json.loads(path.read_text())["sealed"] if path.exists() else []
    for case in old:
        sealed = base64.b64decode(case["sealed"])
        if case["name"] == name and agefile.unseal(sealed, [identity]) == plaintext:
            return str(case["sealed"])
    return b64(agefile.seal(plaintext, recipients))


CASE = an_id("case")
CASE_IDENTITY = agefile.identity_from_seed(secret("case identity"))
CASE_RECIPIENT = agefile.recipient_of(CASE_IDENTITY)
HOLDER_IDENTITY = agefile.identity_from_seed(secret("holder identity"))
OTHER_IDENTITY = agefile.identity_from_seed(secret("other identity"))
