"""A team over real HTTP that has its file and invites: for walks of a party's pages."""

from __future__ import annotations

import base64
import datetime as dt
import json
import urllib.request
from dataclasses import dataclass, replace
from typing import Any

import cast
from filekeys import CaseFile
from handler_online import Handler
from reporting import Online, utc_now

from heard.formats import invitation, invitecode, invitekept, roster
from heard.formats.ids import new_id
from heard.formats.invitation import Invitation, Member
from heard.formats.invitekept import Kept


@dataclass(frozen=True)
class Holder(cast.Keys):
    """The keys of somebody who signed in over HTTP."""

    id: str
    identity: str
    seed: bytes


class Inviting:
    """A case with a file that Amara alone has, on a running Heard."""

    def __init__(self, url: str, code: str) -> None:
        self.url = url
        online = Online(url)
        online.report(without="Gao Jun")
        self.lin = online.lin
        self.roster = online.roster()
        self.amara = Handler(url, code)
        self.amara.open(self.lin.case)
        ring = self.amara.ring
        self.keys = Holder(ring.holder, ring.identity, ring.signing)
        self.file = CaseFile(self.lin)
        self.party = new_id()
        body = self.file.made(self.keys, [(self.keys, "")], now=utc_now())
        self.amara.post(f"cases/{self.lin.case}/file-keys", body)

    def made(self, keys: invitecode.Keys, **changes: Any) -> Invitation:
        """The invitation, as the pages of the desk make it."""
        plain = Invitation(
            root=roster.fingerprint(self.site("root")),
            roster=roster.digest(self._get("/roster").decode()),
            party=self.party,
            locator=keys.stored,
            file_recipient=self.file.recipient,
            generation=self.file.generation,
            team=(Member(self.keys.id, self.keys.signing),),
            by=self.keys.id,
            expires=invitation.expiry(utc_now()),
        )
        return replace(plain, **changes)

    def invite(self, language: str = "english", **changes: Any) -> str:
        """Nine words, told; ``changes``: what somebody who means harm says in the invitation."""
        entropy = invitecode.generate(language)
        keys = invitecode.derive(entropy, self.site("site"))
        made = self.made(keys, **changes)
        body = {
            "move": {
                "id": new_id(), "object": "party", "record": self.party, "move": "invite",
                "version": 2, "letters": [], "due": made.expires, "digest": made.digest(),
            },
            "locator": keys.stored, "digest": made.digest(), "expires": made.expires,
            "generation": made.generation,
            "sealed": cast.b64(invitation.seal(made, keys, self.keys.seed)),
            "kept": cast.b64(invitekept.seal(Kept(made, keys.mac), self.keys.seed)),
        }  # fmt: skip
        self.amara.post(f"cases/{self.lin.case}/invitations", body)
        return " ".join(invitecode.words(entropy, language))

    def site(self, name: str) -> str:
        """A member of site.json."""
        return str(json.loads(self._get("/site.json"))[name])

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return bytes(answer.read())


def hours_from_now(hours: int) -> str:
    at = utc_now() + dt.timedelta(hours=hours)
    return at.replace(minute=0, second=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()
