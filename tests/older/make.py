"""Makes ``24e2980-sqlite.tar.xz`` and ``24e2980-postgres.tar.xz``: data as commit 24e2980 left it.

It runs the code of that commit, never the code beside it. From this folder's repository:

    git worktree add --detach OLD 24e2980 && (cd OLD && script/setup --dev)
    cd OLD && . .venv/bin/activate
    export PYTHONPATH=src:tests/support:HERE/../support HEARD_SITE=localhost:8000
    HEARD_DATA=/tmp/a python HERE/make.py HERE/24e2980-sqlite.tar.xz
    HEARD_DATA=/tmp/b script/with-postgres env PYTHONPATH=$PYTHONPATH \
      python HERE/make.py HERE/24e2980-postgres.tar.xz

(``HERE``: the full path of this folder; it needs ``time-machine`` besides that lock.)

In the archive: ``backup/`` as ``heard backup`` wrote it; ``guard/``; ``root.key`` and
``sign-ins.json`` of the demonstration; and ``known/``, what people of that time kept: receipts, the
roster, a checkpoint, and ``told.json`` with the return codes and what each page showed.
All people, words and keys are invented, and made for this archive alone.

The story goes through the doors with the bytes that browsers sent then, in March 2026.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any

import time_machine

os.environ["DJANGO_SETTINGS_MODULE"] = "heard.config.settings"
os.environ["HEARD_RATE"] = "1000000"
START = dt.datetime(2026, 3, 10, 9, 41, tzinfo=dt.UTC)
SITE = "localhost:8000"
HOUR = dt.timedelta(hours=1)
READERS = ("xu", "amara", "jonas", "ruth", "ruth")
CSRF = {"HTTP_HOST": SITE, "HTTP_ORIGIN": f"http://{SITE}", "HTTP_SEC_FETCH_SITE": "same-origin"}
PERSON = "urn:ietf:params:scim:schemas:core:2.0:User"


def main(archive: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    data = settings.HEARD.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    with time_machine.travel(START) as clock:
        told = Story(data, clock).tell()
    pack(data, archive, told)


class Story:
    """What happened, in order. ``clock`` is every clock there is."""

    def __init__(self, data: Path, clock: Any) -> None:
        self.data, self.clock, self.known = data, clock, data.parent / f"{data.name}-known"
        self.known.mkdir()

    def tell(self) -> dict[str, Any]:
        from heard.doors.operator.demonstration import seeding, story

        # As few as have every tier: each reads by a key of her own, and random bytes stay large.
        story.PEOPLE = tuple(each for each in story.PEOPLE if each.key in READERS)
        story.REPORTS = story.REPORTS[:1]
        self.card = seeding.seed(directory=self.data.parent, site=SITE, now=seeding.the_time())
        seeding.employ(directory=self.data.parent, now=seeding.the_time())
        self.roster_changes()
        self.directory_by_scim()
        lin = self.lin_reports()
        self.amara_handles(lin)
        taken = self.taken_back()
        self.jonas_is_left_out(lin)
        nobody = self.nobody_answers()
        self.receipts(lin)
        return {"lin": secrets_of(lin), "taken": secrets_of(taken), "nobody": secrets_of(nobody)}

    def later(self, hours: float = 1) -> None:
        """A round of the worker's, which sends nothing: there is nobody to send to."""
        from heard.actions import clocks, conflicts, epochs, outbox, oversight, scim

        self.clock.shift(dt.timedelta(hours=hours))
        now = dt.datetime.now(dt.UTC)
        clocks.sweep(now=now)
        scim.log_changes(now=now)
        conflicts.publish(now=now)
        epochs.close_epoch(now=now)
        self.witness.now = int(now.timestamp())
        assert epochs.Asker().ask(now=now) == len(epochs.witnesses())
        oversight.prepare(now=now)
        outbox.lay_digests(now=now)

    def handler(self, name: str) -> Any:
        return Desk(next(each["code"] for each in self.card["people"] if each["name"] == name))

    def sign(self) -> None:
        from heard.actions import conflicts, rosters
        from heard.formats import note, roster

        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        root = note.Signer.parse((self.data.parent / "root.key").read_text().strip())
        rosters.accept(signed=roster.sign(rosters.draft(now=now, quorum=None), root), now=now)
        conflicts.publish(now=now, at_once=True)

    def roster_changes(self) -> None:
        """A witness; somebody who joins by passkey and goes; one may look at the figures."""
        from deskhand import Desk as Joining
        from deskhand import invited
        from witnessing import Witness

        from heard.actions import oversight, rosters
        from heard.actions.rosters import current

        self.witness = Witness(self.data.parent / f"{self.data.name}-w", "union.example")
        self.witness.now = int(START.timestamp())
        key, url = self.witness.key.verifier.vkey, self.witness.server.url
        rosters.add_witness(operator="Union", vkey=key, url=url)
        now = dt.datetime.now(dt.UTC)
        amara = Joining()
        amara.join(invited(now, name="Amara")[1])
        self.sign()
        self.later()
        ruth = next(each.id for each in current().entries if each.name == "Ruth Adeyemi")
        oversight.allow(holder=ruth, may=True, now=now)
        rosters.remove(holder=amara.id, now=now)
        self.sign()
        self.later()
        self.handler("Ruth Adeyemi").post("conflicts", {"declared": ["Teng Hao"]})
        way = {"targets": [], "quiet": [22, 7]}
        self.handler("Amara Okafor").post("notifications", way)

    def directory_by_scim(self) -> None:
        from provisioning import Provider

        provider = Provider()
        first = provider.make("bo.lund@meridian.example", number="E20", displayName="Bo Lund")
        assert first.status_code == 201, first.content
        left = provider.make("tor.berg@meridian.example", number="E21", displayName="Tor Berg")
        assert provider.ask("DELETE", f"/Users/{left.json()['id']}").status_code == 204

    def lin_reports(self) -> Any:
        """With files, one of them whole, and two ways to be told."""
        from heard.actions import _notifykey
        from heard.formats import agefile, contact
        from heard.formats.ids import new_id

        lin = online()
        lin.report(without="Xu Wen", urgent=True)
        lin.file("corridor.txt", "text/plain", b"02:10, 02:25, 03:40, 04:05: his door to mine.\n")
        lin.start("film.webm")
        for said in (
            contact.Email(v=1, address="lin@elsewhere.example", language="zh-Hans"),
            contact.Push(v=1, endpoint="https://push.example/abc"),
        ):
            sealed = agefile.seal(contact.write(said), [_notifykey.load().recipient])
            kind = "push" if isinstance(said, contact.Push) else "email"
            lin.send(
                "/report/api/inbox/contacts",
                {"id": new_id(), "kind": kind, "sealed": base64.b64encode(sealed).decode()},
            )
        self.later()
        return lin

    def amara_handles(self, lin: Any) -> None:
        """Acknowledged, asked, evidence, a duty suspended; she escalates to Ruth."""
        from heard.formats.ids import new_id

        amara = self.handler("Amara Okafor")
        amara.open(lin.lin.case)
        amara.deed("acknowledge", {})
        amara.write("message", {"words": "I have read it, and the hotel is asked today."})
        amara.write("request", {"words": "Is there somebody you feel safe with?"}, asks="question")
        amara.write("note", {"words": "The hotel keeps recordings for 15 days."})
        for kind, steps in (
            ("camera", ("ordered", "confirmed")),
            ("chat", ("lost",)),
            ("booking", ()),
        ):
            amara.evidence(kind, steps)
        self.later(2)
        amara = self.handler("Amara Okafor")  # her session has ended
        amara.open(lin.lin.case)
        until = (dt.datetime.now(dt.UTC) + 5 * 24 * HOUR).date().isoformat()
        body = {"duty": "update", "reason": "reporter_asked", "until": until}
        amara.deed("suspensions", body)
        lin.letter("addition", {"words": "He has written to me again."})
        lin.send("/report/api/inbox/escalate", {"id": new_id()})
        self.later()
        ruth = self.handler("Ruth Adeyemi")
        ruth.open(lin.lin.case)
        ruth.deed("step-out", {"note": None})

    def taken_back(self) -> Any:
        from heard.formats.ids import new_id

        other = online()
        other.report()
        other.send("/report/api/inbox/withdraw", {"id": new_id()})
        self.later()
        return other

    def nobody_answers(self) -> Any:
        """A report whose promise lapses: the clock opens the next tier, and the next again."""
        other = online()
        other.report(without="Xu Wen")
        for _ in range(4):
            self.later(24)
        return other

    def jonas_is_left_out(self, lin: Any) -> None:
        """A new case key, and a letter to it."""
        amara = self.handler("Amara Okafor")
        amara.open(lin.lin.case)
        jonas = next(each for each in lin.roster().entries if each.name == "Jonas Lindqvist")
        amara.leave_out(holder=jonas.id, entries=lin.roster().entries)
        amara.open(lin.lin.case)
        amara.write("message", {"words": "Jonas can no longer read this."})
        self.later()

    def receipts(self, lin: Any) -> None:
        """What she kept, one of each kind of event; and the roster that she saw."""
        for each in reversed(lin.inbox()["timeline"]):  # the first of each is kept
            path = f"/report/api/inbox/receipts/{each['index']}"
            (self.known / f"{each['event']}.tlog-proof").write_bytes(lin.get(path))
        (self.known / "roster").write_bytes(lin.get("/roster"))
        (self.known / "checkpoint").write_bytes(lin.get("/log/checkpoint"))


def secrets_of(lin: Any) -> dict[str, Any]:
    """What she wrote down, and what her page shows at the end."""
    from heard.formats import returncode

    inbox = lin.inbox()
    events = [each["event"] for each in inbox["timeline"]]
    words = " ".join(returncode.words(lin.lin.secrets.code))
    return {"code": words, "case": lin.lin.case, "events": events, "state": inbox["state"]}


def online() -> Any:
    """Lin's browser at the doors themselves."""
    from django.test import Client
    from reporting import Online, utc_now

    from heard.formats import report
    from heard.formats.ids import new_id

    class AtTheDoor(Online):
        def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> bytes:
            if path.startswith("/report/api/inbox"):
                headers = {**headers, "Authorization": self.lin.authorization}
            kind = headers.get("Content-Type", "")
            named = {f"HTTP_{name.upper().replace('-', '_')}": v for name, v in headers.items()}
            client = Client()
            answer = client.generic(method, path, body or b"", kind, **CSRF, **named)
            assert answer.status_code in {200, 201}, (path, answer.content)
            streams = answer.streaming
            return b"".join(answer.streaming_content) if streams else bytes(answer.content)

        get = Online._get

        def send(self, path: str, body: dict[str, Any]) -> None:
            self._send("POST", path, body)

        def letter(self, kind: str, content: dict[str, Any]) -> None:
            author = report.reporter(self.lin.secrets.keys)
            assert author
            made = self.lin.letter(kind, content, now=utc_now())
            self.send("/report/api/inbox/letters", made)

        def start(self, name: str) -> None:
            about = {"file": new_id(), "name": name, "type": "video/webm", "size": 10**6}
            start = self._letter("file-start", {**about, "modified": ""})
            self.send("/report/api/inbox/files", {"id": about["file"], "start": start})

    return AtTheDoor("")


class Desk:
    """A handler's browser at the desk's door, signed in by the card's recovery code."""

    def __new__(cls, code: str) -> Any:
        from django.test import Client
        from handler_online import Handler

        from heard.formats import keyring, returncode
        from heard.formats.ids import new_id

        class AtTheDoor(Handler):
            def __init__(self) -> None:
                self.client = Client()
                keys = returncode.derive(returncode.read(code), SITE, domain=returncode.RECOVERY)
                found = self.post("sign-in/recovery", {"verifier": keys.header})
                sealed = base64.b64decode(found["keyring"])
                self.ring = keyring.unseal(sealed, [keys.identity])
                self.view: dict[str, Any] = {}

            def post(self, path: str, body: dict[str, Any]) -> Any:
                kind = "application/json"
                answer = self.client.post(f"/desk/api/{path}", json.dumps(body), kind, **CSRF)
                assert answer.status_code in {200, 201, 204}, (path, answer.content)
                return answer.json() if answer.content else {}

            def evidence(self, kind: str, steps: tuple[str, ...]) -> None:
                item = new_id()
                letter = self.letter("evidence", {"what": kind, "holder": "Hotel Orchid"})
                said = {"evidence": item, "kind": kind, "overwritten": "2026-03-25"}
                self.deed("evidence", {**said, "letter": letter})
                for step in steps:
                    more = {"document": "0" * 64} if step == "ordered" else {}
                    self.deed(f"evidence/{item}/{step}", more)
                self.open(self.view["case"])

        return AtTheDoor()


def pack(data: Path, archive: Path, told: dict[str, Any]) -> None:
    """Back it up as its operator would, and put what was kept beside it."""
    from heard.actions import _writer
    from heard.doors.operator import cli

    _writer.stop()
    target = data.parent / f"{data.name}-backup"
    assert cli.run(["backup", str(target)]) == 0
    known = data.parent / f"{data.name}-known"
    (known / "told.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    with tarfile.open(archive, "w:xz", preset=9) as made:
        for path, name in (
            (target, "backup"),
            (data / "guard", "guard"),
            (data.parent / "root.key", "root.key"),
            (data.parent / "sign-ins.json", "sign-ins.json"),
            (known, "known"),
        ):
            made.add(path, name, filter=nobodys)
    for path in (target, known, data):
        shutil.rmtree(path)


def nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without who made it and when."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main(Path(sys.argv[1]))
