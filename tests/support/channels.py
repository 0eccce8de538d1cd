"""Parties of a case with keys that really seal and sign, and a team that has its file.

What a ``Team`` and a ``Party`` send to a door is what their pages do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import cast
from deskhand import Desk
from deskworld import SITE, World
from django.test import Client
from kept import number
from moving import Worked

from heard.formats import (
    agefile,
    invitation,
    inviteanswer,
    invitecode,
    invitekept,
    inviteown,
    letter,
    partyletter,
    returncode,
    roster,
    wrap,
)
from heard.formats.ids import new_id
from heard.formats.invitation import Invitation, Member
from heard.formats.invitekept import Kept
from heard.records.models import FileKey, FileWrap, RosterVersion, Wrap

API = "/report/api/"


class Team(Worked):
    """A case with an officer's team, of whom the first two invite, and that has its file."""

    def __init__(self, world: World, case: str, people: list[Desk], now: datetime) -> None:
        super().__init__(world, case)
        self.people, self.at = people, now
        lead, investigator, decider, outside = people
        # As if the reporter had asked for the next tier: nobody lapses by it.
        Wrap.objects.filter(case__id=case, holder=outside.id).update(released=now)
        self.begin(lead, investigator, decider, outside)
        self.team(lead, investigator, decider, outside)

    @property
    def matter(self) -> str:
        """What letters of its parties name as the case."""
        return self.file.matter

    @property
    def identities(self) -> list[str]:
        """Of the file key, by generation."""
        return self.file.keys

    def renew(self, people: Iterable[Desk]) -> None:
        """A new file key, which these have; rows alone."""
        self.people = list(people)
        self.file.keys.append(agefile.generate_identity())
        of = {"case_id": number(self.case), "generation": self.file.generation}
        author = self.people[0].id
        FileKey.objects.create(
            matter=self.matter, recipient=self.file.recipient, author_id=author,
            statement="0" * 32, digest="0" * 64, at=self.at, case_generation=0, **of,
        )  # fmt: skip
        FileWrap.objects.filter(case__id=self.case).exclude(
            holder__in=[each.id for each in self.people]
        ).update(left=self.at)
        made = wrap.Wrap(self.matter, self.file.generation, self.file.keys[-1], wrap.FILE)
        for each in self.people:
            digest = hashlib.sha256(each.recipient.encode()).hexdigest()
            sealed = wrap.seal(made, each.recipient)
            FileWrap.objects.create(
                holder_id=each.id, author_id=author, recipient=digest, sealed=sealed,
                released=self.at, **of,
            )  # fmt: skip

    def note(self, party: str, role: str = "witness") -> None:
        """A party is noted, once."""
        if party not in self.ids.values():
            self.ids[party] = party
            self.moves(self.people[0], "party.note", party, code=role)

    def invite(
        self, desk: Desk, party: str, *, now: datetime, site: str = SITE, **changes: Any
    ) -> Invited:
        """What the pages of ``desk`` make: nine words and the invitation."""
        keys = invitecode.derive(invitecode.generate(), site)
        note = RosterVersion.objects.latest("version").note
        team = sorted((Member(each.id, each.signing) for each in self.people), key=_id)
        made = Invitation(
            root=roster.fingerprint(cast.root_key(SITE).verifier.vkey),
            roster=roster.digest(note),
            party=party,
            locator=keys.stored,
            file_recipient=self.file.recipient,
            generation=self.file.generation,
            team=tuple(team),
            by=desk.id,
            expires=invitation.expiry(now),
        )
        made = replace(made, **changes)
        sealed = invitation.seal(made, keys, desk.seed)
        kept = invitekept.seal(Kept(made, keys.mac), desk.seed)
        return Invited(keys, made, sealed, kept)

    def inviting(
        self, desk: Desk, invited: Invited, agreed: Sequence[str] = (), **changes: Any
    ) -> dict[str, Any]:
        """What ``POST invitations`` takes. A party who is confirmed is invited by two."""
        made = invited.made
        self.note(made.party)
        what = "party.invite_anew" if agreed else "party.invite"
        said = {"agreed": list(agreed)} if agreed else {}
        told = self.said(what, made.party, due=made.expires, digest=made.digest(), **said)
        move = {"id": new_id(), **told, "letters": self.letters(desk, told)}
        return invited.body(move | changes)


def _id(member: Member) -> str:
    return member.id


@dataclass
class Invited:
    """An invitation, by who made it."""

    keys: invitecode.Keys
    made: Invitation
    sealed: bytes
    kept: bytes

    def body(self, move: dict[str, Any]) -> dict[str, Any]:
        """What ``POST invitations`` takes, with the move that it is."""
        return {
            "move": move,
            "locator": self.keys.stored,
            "digest": self.made.digest(),
            "expires": self.made.expires,
            "generation": self.made.generation,
            "sealed": cast.b64(self.sealed),
            "kept": cast.b64(self.kept),
        }


@dataclass
class Party:
    """A phone that was told nine words: it makes twelve of its own, and comes back with them."""

    keys: invitecode.Keys
    own: returncode.Keys = field(
        default_factory=lambda: returncode.derive(returncode.generate(), SITE)
    )
    client: Client = field(default_factory=lambda: Client(HTTP_HOST="localhost:8000"))
    seq: int = 0

    def ask(self, path: str, *, words: str = "") -> Any:
        """GET, with the nine words or, of the channel itself, with the twelve."""
        return self.client.get(API + path, HTTP_AUTHORIZATION=words or self._words(path))

    def send(self, path: str, body: Any, *, words: str = "") -> Any:
        """POST, the same."""
        return self.client.post(
            API + path, json.dumps(body), content_type="application/json",
            HTTP_ORIGIN="http://localhost:8000", HTTP_AUTHORIZATION=words or self._words(path),
        )  # fmt: skip

    def _words(self, path: str) -> str:
        if path in {"channel/invitation", "channel/answer"}:
            return f"Heard-Invite {self.keys.header}"
        return f"Heard-Inbox {self.own.header}"

    def opened(self, now: datetime) -> Invitation:
        """The invitation as the page checks it. Raises FormatError."""
        sealed = self.ask("channel/invitation")
        assert sealed.status_code == 200, sealed.content
        found = invitation.unseal(sealed.content, self.keys, now=now)
        note = self.client.get("/roster").content.decode()
        root = self.client.get("/site.json").json()["root"]
        invitation.check_roster(found, note, root=root)
        return found

    def answer(self, invited: Invitation, **changes: Any) -> dict[str, Any]:
        """What ``POST channel/answer`` takes."""
        made = inviteanswer.make(invited, self.keys, self.own).value()
        return {**made, "own": cast.b64(inviteown.seal(invited, self.own)), **changes}

    def enrol(self, now: datetime) -> dict[str, Any]:
        """From nine words to twelve; what was sent."""
        body = self.answer(self.opened(now))
        sent = self.send("channel/answer", body)
        assert sent.status_code == 201, sent.content
        return body

    def letter(self, words: str, now: datetime, **changes: Any) -> dict[str, Any]:
        """What ``POST channel/letters`` takes: sealed to the file key that the page believes."""
        told = self.ask("channel").json()
        file = told["file"]
        made = letter.Letter(
            case=told["matter"], id=new_id(), seq=self.seq, kind="message", author=told["party"],
            key=self.own.signing_public, sent=letter.sent_text(now, author=told["party"]),
            content={"words": words},
        )  # fmt: skip
        sealed = partyletter.seal(
            made, self.own.signing_seed,
            party=self.own.recipient, file=file["recipient"], generation=file["generation"],
        )  # fmt: skip
        body = {"id": made.id, "seq": made.seq, "sealed": cast.b64(sealed)}
        return {**body, "generation": file["generation"], **changes}

    @property
    def id(self) -> str:
        """What the team calls whoever has these words."""
        return str(self.ask("channel").json()["party"])

    def move(self, team: Team, what: str, name: str, **said: Any) -> dict[str, Any]:
        """What ``POST channel/moves`` takes. ``words``: what the letter says beside the shell."""
        words = said.pop("words", {"text": "So it is."})
        told = team.said(what, name, **said)
        clear, _ = team.clear(self, told)
        return self.move_of(told, {**words, "record": clear.value()})

    def move_of(self, told: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """The same of a content that is made already."""
        here = self.ask("channel").json()
        file = here["file"]
        own = [each for each in here["letters"] if each["author"] == here["party"]]
        made = letter.Letter(
            case=here["matter"], id=new_id(), seq=len(own), kind="record", author=here["party"],
            key=self.own.signing_public, content=content,
            sent=letter.sent_text(datetime.now(UTC), author=here["party"]),
        )  # fmt: skip
        sealed = partyletter.seal(
            made, self.own.signing_seed,
            party=self.own.recipient, file=file["recipient"], generation=file["generation"],
        )  # fmt: skip
        own_letter = {"id": made.id, "seq": made.seq, "sealed": cast.b64(sealed)}
        return {"id": new_id(), **told, "letter": own_letter | {"generation": file["generation"]}}

    def moves(self, team: Team, what: str, name: str, **said: Any) -> dict[str, Any]:
        """A move that is made; what was sent."""
        body = self.move(team, what, name, **said)
        sent = self.send("channel/moves", body)
        assert sent.status_code == 201, sent.content
        return body

    def write(self, words: str, now: datetime) -> None:
        """A letter that arrives."""
        sent = self.send("channel/letters", self.letter(words, now))
        assert sent.status_code == 201, sent.content
        self.seq += 1


def invite(team: Team, desk: Desk, now: datetime, party: str, **changes: Any) -> Party:
    """Who was invited, with the nine words."""
    invited = team.invite(desk, party, now=now, **changes)
    answer = desk.post(f"cases/{team.case}/invitations", team.inviting(desk, invited))
    assert answer.status_code == 201, answer.content
    return Party(invited.keys)


def party(team: Team, id: str, role: str, now: datetime) -> Party:
    """Somebody who enrolled, and whom two confirmed."""
    amara, jonas, *_ = team.people
    team.note(id, role)
    found = invite(team, amara, now, id)
    found.enrol(now)
    team.assents(jonas, "party.confirm", id, actor=amara, agreed=[jonas.id])
    team.moves(amara, "party.confirm", id, agreed=[jonas.id])
    return found


def today(now: datetime) -> str:
    """As a party is told it."""
    return now.astimezone(UTC).date().isoformat()
