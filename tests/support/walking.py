"""A worked case on a running Heard, moved by each of its people over real HTTP with their own keys.

What is sealed to whom, and in which state a record is, the rules say: any move of the table can be
made. Nobody here has a page.
"""

from __future__ import annotations

import datetime as dt
import json
import urllib.error
from dataclasses import dataclass, field
from typing import Any

import cast
import walkers
from channels import Invited, Party
from desk_walk import AMARA, code_of
from filekeys import CaseFile
from handler_online import Handler
from moved_time import Clock
from processes import Heard
from reporting import Online
from walkers import Answer, HolderKeys, Later, Phone, RefusedError, To, moved_of

from heard.formats import (
    invitation,
    invitecode,
    invitekept,
    letter,
    partyletter,
    returncode,
    roster,
    shell,
)
from heard.formats.ids import new_id
from heard.formats.invitation import Invitation, Member
from heard.formats.invitekept import Kept
from heard.rules.casework import (
    CASE,
    REPORTER,
    Audiences,
    Casework,
    Moved,
    after,
    audiences,
    fold,
)

OWN = {CASE, REPORTER}  # what has the case's id
DIGEST = "c" * 64
WEEK = dt.timedelta(days=7)


@dataclass
class Walk:
    """One case. ``ids``: of records, by a name of the test's own; ``people``: parties by name."""

    live: Heard
    clock: Clock | None = None
    lin: Online = field(init=False)
    ref: str = field(init=False)
    file: CaseFile = field(init=False)
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Party] = field(default_factory=dict)
    codes: dict[str, bytes] = field(default_factory=dict)
    _handlers: dict[str, Later] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lin = Online(self.live.url)
        self.ref = self.lin.report(people=[])
        self.file = CaseFile(self.lin.lin)

    @property
    def now(self) -> dt.datetime:
        return self.clock.now if self.clock else dt.datetime.now(dt.UTC)

    @property
    def case(self) -> str:
        return self.lin.lin.case

    @property
    def words(self) -> list[str]:
        """The twelve words that open the report."""
        return returncode.words(self.lin.lin.secrets.code, "english")

    def words_of(self, party: str) -> list[str]:
        """Those of a party."""
        return returncode.words(self.codes[party], "english")

    def later(self, *contexts: Any, **by: float) -> None:
        """Time passes (``hours=73``); meanwhile somebody writes to the reporter each week.

        Whoever acts after it signs in anew.
        """
        assert self.clock is not None
        left = dt.timedelta(**by)
        while left > WEEK:
            self._later(*contexts, by=WEEK)
            left -= WEEK
            self.handler(AMARA).write("message", {"words": "We are still at it."})
        self._later(*contexts, by=left)

    def _later(self, *contexts: Any, by: dt.timedelta) -> None:
        assert self.clock is not None
        self.clock.forward(*contexts, seconds=by.total_seconds())
        self._handlers.clear()

    def until(self, weekday: int, *contexts: Any, after: float = 0, hour: int = 2) -> None:
        """On to such a day (0 is Monday), ``hour`` UTC, at least ``after`` hours on."""
        at = (self.now + dt.timedelta(hours=after)).replace(minute=0, second=0)
        while at.weekday() != weekday or at.hour != hour:
            at += dt.timedelta(hours=1)
        self.later(*contexts, seconds=(at - self.now).total_seconds() + 60)

    def placed(self) -> None:
        """Wait until nothing waits for a place in the log that was promised by now."""
        assert self.clock is not None
        self.clock.placed(self.live)

    def handler(self, name: str) -> Handler:
        """At their desk, with this case open."""
        if name not in self._handlers:
            made = Later(self.live.url, code_of(self.live, name))
            made.now = lambda: self.now
            made.open(self.case)
            self._handlers[name] = made
        return self._handlers[name]

    def _anew(self, name: str) -> Handler:
        """The same, who knows the newest letters of the case."""
        handler = self.handler(name)
        handler.open(self.case)
        return handler

    def keys(self, name: str) -> HolderKeys:
        ring = self.handler(name).ring
        return HolderKeys(id=ring.holder, identity=ring.identity, seed=ring.signing)

    def holder(self, name: str) -> str:
        """The id of a holder."""
        return self.keys(name).id

    def id(self, name: str) -> str:
        """A record's id, by a name of the test's own."""
        return self.case if name in OWN else self.ids.setdefault(name, new_id())

    # What is known of the case: by any handler who reads it.

    def told(self, name: str) -> list[dict[str, Any]]:
        """All moves, as this handler is told them."""
        work = self.handler(name).get(f"cases/{self.case}/work")
        self._count(work)
        moves: list[dict[str, Any]] = work["moves"]
        return moves

    def _count(self, work: dict[str, Any]) -> None:
        """Which letter is each one's next: their pages may have written meanwhile."""
        for each in work["file"]["letters"] if work["file"] else ():
            name, own = (each["author"], each["party"]), each["author"] == each["party"]
            self.file.seq[name] = max(self.file.seq.get(name, 0), each["seq"] + 1)
            party = next((it for it in self.people if self.id(it) == each["author"]), "")
            if own and party:
                self.people[party].seq = max(self.people[party].seq, each["seq"] + 1)

    def state(self, name: str) -> Casework:
        return fold(moved_of(self.case, each) for each in self.told(name))

    # Who moves: a handler or a party by name, or "reporter".

    def moves(
        self, by: str, what: str, name: str, words: dict[str, Any] | None = None, **said: Any
    ) -> str:
        """Make a move; the id of its record. ``seconds``: names of who signed it before.

        ``told``: what the letter to the reporter says in the place of ``words``. Raises
        RefusedError; then it was not made.
        """
        told = said.pop("told", words)
        state, moved = self._asks(by, what, name, said)
        clear = self._shell(state, moved)
        body = {"id": new_id(), **self._said(moved, clear)}
        to = audiences(state, moved, has_file=bool(self.file.keys))
        before = dict(self.file.seq)
        made = [self._content(clear, each) for each in (words, told)]
        try:
            self._checked(self._post(by, body, to, *made), what)
        except RefusedError:
            self.file.seq = before
            raise
        return clear.id

    def assents(self, by: str, what: str, name: str, *, actor: str, **said: Any) -> None:
        """Sign what ``actor`` will move."""
        clear = self._shell(*self._asks(actor, what, name, {"seconds": (), **said}))
        content = self._content(clear, {"text": "I have looked at it."})
        sealed = self.file.letter(self.keys(by), "assent", content, now=self.now)
        body = {
            "id": new_id(), "object": clear.object, "record": clear.id, "move": clear.move,
            "version": clear.version, "shell": shell.digest_of(clear), "letter": sealed,
        }  # fmt: skip
        self._checked(self._desk(by, f"cases/{self.case}/assents", body), what)

    def _asks(self, by: str, what: str, name: str, said: dict[str, Any]) -> tuple[Casework, Moved]:
        object, move = what.split(".")
        id = name if name in OWN else self.id(name)
        state = self.state(AMARA)
        record = state.get(object, id)
        said = dict(said)
        said["agreed"] = tuple(self.holder(each) for each in said.pop("seconds", ()))
        actor = REPORTER if by == REPORTER else self.id(by) if by in self.people else None
        return state, Moved(
            object=object, id=id, move=move, actor=actor or self.holder(by),
            at=self.now.replace(microsecond=0), version=(record.version if record else 0) + 1,
            **said,
        )  # fmt: skip

    def _shell(self, state: Casework, moved: Moved) -> shell.Shell:
        before = state.get(moved.object, moved.id)
        there = after(state, moved).get(moved.object, moved.id)
        assert there is not None
        return shell.Shell(
            object=moved.object, id=self.case if moved.id in OWN else moved.id, move=moved.move,
            version=moved.version, from_=before.state if before else "", to=there.state,
            code=moved.code, party=moved.party, about=moved.about, holder=moved.holder,
            digest=moved.digest, number=moved.number, when=moved.when, basis=moved.basis,
        )  # fmt: skip

    def _content(self, clear: shell.Shell, words: dict[str, Any] | None) -> dict[str, Any]:
        return {"text": "", **(words or {}), "record": clear.value()}

    def _said(self, moved: Moved, clear: shell.Shell) -> dict[str, Any]:
        said = {
            "object": moved.object, "record": clear.id, "move": moved.move,
            "version": moved.version,
        }  # fmt: skip
        for name in ("code", "party", "holder", "digest", "number", "when", "basis"):
            if value := getattr(moved, name):
                said[name] = value
        for name in ("about", "agreed"):
            if value := getattr(moved, name):
                said[name] = list(value)
        if moved.due:
            said["due"] = moved.due.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return said

    def _post(
        self, by: str, body: dict[str, Any], to: Audiences, content: dict[str, Any],
        told: dict[str, Any],
    ) -> Any:  # fmt: skip
        if by in self.people:
            letter = self._party_letter(by, content)
            return self.people[by].send("channel/moves", {**body, "letter": letter})
        letters = []
        if to.file:
            author = self.lin.lin if by == REPORTER else self.keys(by)
            letters.append(self.file.letter(author, "record", content, now=self.now))
        if by == REPORTER:
            own = self._own_letter(told)
            signed = walkers.signed_in_clear(self.lin.lin, body, own["sealed"])
            return self._inbox({**body, "letters": [own, *letters], **signed})
        if to.case:
            letters.append({"to": "case", **self._anew(by).letter("record", told)})
        if to.party:
            party = next(each for each in self.people if self.id(each) == to.party)
            letters.append(self.to_party(self.keys(by), party, content))
        return self._desk(by, f"cases/{self.case}/moves", {**body, "letters": letters})

    def to_party(self, keys: HolderKeys, name: str, content: dict[str, Any]) -> dict[str, Any]:
        """A letter to a party and the file, by the day."""
        party = To(self.id(name), self.people[name].own.recipient)
        return self.file.letter(keys, "record", content, now=self._day, party=party)

    @property
    def _day(self) -> dt.datetime:
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0)

    def _own_letter(self, content: dict[str, Any]) -> dict[str, Any]:
        told = self.lin.inbox()["letters"]  # their page may have written meanwhile
        own = (each["seq"] for each in told if each["author"] == REPORTER)
        self.lin.lin.seq = max(own) + 1
        made = self.lin.lin.letter("record", content, now=self.now)
        kept = {name: made[name] for name in ("id", "seq", "sealed")}
        return {"to": "case", **kept, "generation": 0}

    def _party_letter(self, name: str, content: dict[str, Any]) -> dict[str, Any]:
        party = self.people[name]
        made = letter.Letter(
            case=self.file.matter, id=new_id(), seq=party.seq, kind="record", author=self.id(name),
            key=party.own.signing_public,
            sent=letter.sent_text(self._day, author=self.id(name)), content=content,
        )  # fmt: skip
        party.seq += 1
        sealed = partyletter.seal(
            made, party.own.signing_seed, party=party.own.recipient, file=self.file.recipient,
            generation=self.file.generation,
        )  # fmt: skip
        return {
            "id": made.id, "seq": made.seq, "sealed": cast.b64(sealed),
            "generation": self.file.generation,
        }  # fmt: skip

    def _desk(self, by: str, path: str, body: dict[str, Any]) -> Answer:
        try:
            return Answer(201, json.dumps(self.handler(by).post(path, body)).encode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read())

    def _inbox(self, body: dict[str, Any]) -> Answer:
        try:
            self.lin._send("POST", "/report/api/inbox/moves", body)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read())
        return Answer(201, b"{}")

    def _checked(self, answer: Any, what: str) -> None:
        if answer.status_code != 201:
            raise RefusedError(answer.status_code, answer.json().get("error", {}), what)

    # The team and its parties.

    def begin(self, *names: str, without: str = "", second: bool = True) -> None:
        """The file gets its key, or the next, for all who may have it; two of them give it.

        ``without``: a holder who comes late. ``second``: False where the other has given none.
        """
        handler, known = self._anew(names[0]), {each.id: each for each in self.lin.roster().entries}
        may = handler.get(f"cases/{self.case}/work")["may_hold"]
        # Of some, none is meant.
        meant = [each for each in may if each["until"] is not None and each["name"] != without]
        who: Any = [(known[each["id"]], each["until"]) for each in meant]
        pair = [self.keys(each) for each in names]
        told = handler.letter("note", {})["seq"]
        body = self.file.made(pair[0], who, now=self.now, told_seq=told, authors=pair)
        path = f"cases/{self.case}/file-keys"
        self._checked(self._desk(names[0], path, body), "file-keys")
        if not second:
            return
        copies = self.file.given(pair[1], [each for each in who if each[1]], now=self.now)
        self._checked(self._desk(names[1], f"{path}/copies", copies), "copies")

    def triage(self, by: str, route: str = "investigate") -> None:
        handler = self._anew(by)
        clear = shell.Shell(
            object="case", id=self.case, move="triage", version=1, from_="received",
            to="triaged", code=route,
        )  # fmt: skip
        sealed = handler.letter("decision", {"text": "Others saw it.", "record": clear.value()})
        handler.action("triage", {"route": route, "version": 1, "letter": sealed})

    def seat(self, by: str, part: str, name: str) -> None:
        """Somebody is proposed and declares that they can judge."""
        record = f"seat of {name}"
        self.moves(by, "seat.propose", record, code=part, holder=self.holder(name))
        self.moves(name, "seat.declare", record, {"role": part}, digest=DIGEST)

    def enrol(self, name: str, role: str, by: str, second: str) -> Party:
        """A party is noted, invited, comes in and is confirmed by two."""
        self.moves(by, "party.note", name, {"name": name, "post": "Sales"}, code=role)
        party = self._invite(name, by)
        self.people[name] = party
        party.enrol(self.now)
        self.assents(second, "party.confirm", name, actor=by)
        self.moves(by, "party.confirm", name, seconds=(second,))
        return party

    def _invite(self, name: str, by: str) -> Party:
        keys = self.keys(by)
        made, secrets = self._invitation(name, by)
        sealed = invitation.seal(made, secrets, keys.seed)
        kept = invitekept.seal(Kept(made, secrets.mac), keys.seed)
        due = dt.datetime.fromisoformat(made.expires)
        asked = {"due": due, "digest": made.digest()}
        state, moved = self._asks(by, "party.invite", name, asked)
        clear = self._shell(state, moved)
        sent = self.file.letter(keys, "record", self._content(clear, {}), now=self.now)
        body = {"id": new_id(), **self._said(moved, clear), "letters": [sent]}
        invited = Invited(secrets, made, sealed, kept)
        path = f"cases/{self.case}/invitations"
        self._checked(self._desk(by, path, invited.body(body)), "party.invite")
        code = returncode.generate()
        self.codes[name] = code
        own = returncode.derive(code, self.lin.lin.site)
        return Party(secrets, own, Phone(self.live.url))  # type: ignore[arg-type]

    def _invitation(self, name: str, by: str) -> tuple[Invitation, invitecode.Keys]:
        secrets = invitecode.derive(invitecode.generate(), self.lin.lin.site)
        root = json.loads(self.lin._get("/site.json"))["root"]
        readers = {each.id for each in self.file.bases[-1].readers}
        entries = [each for each in self.lin.roster().entries if each.id in readers]
        made = Invitation(
            root=roster.fingerprint(root),
            roster=roster.digest(self.lin._get("/roster").decode()),
            party=self.id(name), locator=secrets.stored, file_recipient=self.file.recipient,
            generation=self.file.generation,
            team=tuple(sorted((Member(e.id, e.signing) for e in entries), key=lambda e: e.id)),
            by=self.holder(by), expires=invitation.expiry(self.now),
        )  # fmt: skip
        return made, secrets
