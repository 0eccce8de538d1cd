"""Moves of a worked case by a handler over real HTTP, in letters that are really sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

import cast
from filekeys import CaseFile
from handler_online import Handler

from heard.formats.ids import new_id
from heard.formats.shell import Shell

# The states that moves lead to; the reporter's own are among them, to go on from.
TO = {
    "request": "requested", "grant": "granted", "grant_other": "other", "refuse": "refused",
    "offer": "offered", "take_up": "active", "decline": "declined", "review": "reviewed",
    "give_up": "ended", "propose": "proposed", "declare": "declared", "object": "objected",
    "uphold": "struck", "overrule": "declared", "accept": "accepted", "activate": "active",
    "impose": "active", "keep": "active",
}  # fmt: skip
# Those of a handler's of which the reporter gets a letter: of protection, what is theirs.
TOLD = {"measure": TO.keys(), "seat": {"declare", "uphold", "overrule"}, "case": TO.keys()}


@dataclass(frozen=True)
class _Keys(cast.Keys):
    """Those of a handler's ring."""

    id: str
    identity: str
    seed: bytes


class Moving:
    """What one handler moves in a case. ``file`` is shared by those who have its key."""

    def __init__(self, handler: Handler, file: CaseFile) -> None:
        self.handler, self.file = handler, file
        self.file_keys = _Keys(
            id=handler.ring.holder, identity=handler.ring.identity, seed=handler.ring.signing
        )
        self.states: dict[str, tuple[int, str]] = {}  # of each record its version and its state

    @property
    def id(self) -> str:
        return self.file_keys.id

    @property
    def case(self) -> str:
        return str(self.handler.view["case"])

    def begin(self, *others: Moving) -> None:
        """The file gets its key, for this handler and these."""
        people = [(each.file_keys, "") for each in (self, *others)]
        told = self.handler.letter("note", {})["seq"]
        pair = [person for person, _ in people][:2]
        body = self.file.made(self.file_keys, people, now=self.now, told_seq=told, authors=pair)
        del body["id"]
        self.handler.action("file-keys", body)

    @property
    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def look(self) -> list[dict[str, Any]]:
        """All moves of the case as it stands; where each record is, is remembered."""
        self.handler.open(self.case)
        moves: list[dict[str, Any]] = self.handler.get(f"cases/{self.case}/work")["moves"]
        for each in moves:
            _, state = self.states.get(each["record"], (0, ""))
            self.states[each["record"]] = (each["version"], TO.get(each["move"], state))
        return moves

    def triage(self) -> None:
        """It is looked into."""
        self.handler.open(self.case)
        clear = Shell(
            object="case", id=self.case, move="triage", version=1,
            from_="received", to="triaged", code="investigate",
        )  # fmt: skip
        content = {"text": "Three people saw it.", "record": clear.value()}
        letter = self.handler.letter("decision", content)
        self.handler.action("triage", {"route": "investigate", "version": 1, "letter": letter})

    def move(
        self, what: str, record: str = "", words: dict[str, str] | None = None, **said: Any
    ) -> str:
        """Make a move; the id of its record. Raises HTTPError: then nothing is kept of it."""
        self.look()
        before = dict(self.file.seq)
        object, move = what.split(".")
        record = record or new_id()
        version, state = self.states.get(record, (0, ""))
        clear = Shell(
            object=object, id=record, move=move, version=version + 1,
            from_=state, to=TO[move], **said,
        )  # fmt: skip
        empty = {"text": "", "what": "", "reason": "", "role": ""}
        content = {**empty, **(words or {}), "record": clear.value()}
        letters = [self.file.letter(self.file_keys, "record", content, now=self.now)]
        if move in TOLD[object]:
            letters.append({"to": "case", **self.handler.letter("record", content)})
        asked = {"object": object, "record": record, "move": move, "version": version + 1}
        if "file" not in _keys(object, move):
            del letters[0]
        try:
            self.handler.action("moves", {**asked, "letters": letters, **said})
        except HTTPError:
            self.file.seq = before
            raise
        return record


def _keys(object: str, move: str) -> set[str]:
    """What the letters of a move are sealed to, but for the party's: docs/spec/casework.md."""
    return {"case"} if (object, move) in {("seat", "uphold"), ("seat", "overrule")} else {"file"}
