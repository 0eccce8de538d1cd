"""Two cases whose files have keys, and the letter that links them; made in Python."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode
from hashlib import sha256
from typing import Any

import cast
from filekeys import CaseFile, Who

from heard.access import file_key
from heard.formats import agefile, caselink, letter
from heard.formats.ids import new_id
from heard.records.models import Case, FileWrap, Wrap

WORDS = "Both name the same man."


def linking(author: cast.Keys, one: CaseFile, other: CaseFile, now: dt.datetime) -> dict[str, Any]:
    """The body of ``POST links`` in the case of ``one``."""
    link = new_id()
    cases = [(each.lin.case, each.recipient) for each in (one, other)]
    said = caselink.link(cases, words=WORDS).value()
    made = author.author.letter(case=link, kind="note", seq=0, content=said, now=now)
    sealed = letter.seal(made, author.seed, [recipient for _, recipient in cases])
    return {
        "id": new_id(), "link": link, "other": other.lin.case, "counter": False,
        "letter": made.id, "sealed": cast.b64(sealed),
    }  # fmt: skip


def checking(
    author: cast.Keys, two: Two, link: dict[str, Any], *, retaliation: bool
) -> dict[str, Any]:
    """The body of ``POST check`` of a link that was made with that body."""
    files = (two.file_a, two.file_b)
    cases = [(each.lin.case, each.recipient) for each in files]
    answers = sha256(b64decode(link["sealed"])).hexdigest()
    said = caselink.LinkCheck(caselink.link(cases, words="I read both."), answers, retaliation)
    made = author.author.letter(
        case=link["link"], kind="note", seq=1, content=said.value(), now=two.now
    )
    sealed = letter.seal(made, author.seed, [recipient for _, recipient in cases])
    body = {"id": new_id(), "retaliation": retaliation, "letter": made.id}
    return body | {"sealed": cast.b64(sealed)}


def post(desk: Any, case: str, body: dict[str, Any], rest: str = "") -> tuple[int, str]:
    """The status, and of a refusal its reason, or its code where it has none."""
    answer = desk.post(f"cases/{case}/links{rest}", body)
    error = answer.json().get("error", {})
    return answer.status_code, error.get("reason") or error.get("code", "")


def work(desk: Any, case: str) -> dict[str, Any]:
    answer = desk.get(f"cases/{case}/work")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def may(desk: Any, case: str) -> set[str]:
    return {each["id"] for each in work(desk, case)["may_hold"]}


def floors(desk: Any, *cases: str) -> list[int]:
    return [work(desk, each)["file"]["floor"] for each in cases]


class Two:
    """Cases ``a`` and ``b`` with a file each. Eve reads the first alone, Xu the second.

    Amara, Jonas and Noor read both; Ruth and Ines wait in both.
    """

    def __init__(self, world: Any) -> None:
        self.world, self.now = world, world.now
        self.eve, self.xu, self.noor = (world.join(name) for name in ("Eve", "Xu", "Noor"))
        world.sign_roster()
        amara, jonas, ruth, ines = (world.desks[n] for n in ("Amara", "Jonas", "Ruth", "Ines"))
        self.amara, self.jonas, self.ruth, self.ines = amara, jonas, ruth, ines
        self.a, self.file_a = self._case(self.eve)
        self.b, self.file_b = self._case(self.xu)

    def _case(self, *more: Any) -> tuple[str, CaseFile]:
        amara, jonas, ruth, ines = self.amara, self.jonas, self.ruth, self.ines
        case = self.world.case([amara, jonas, self.noor, *more], [ruth, ines])
        assert amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).status_code == 201
        file = CaseFile(self.world.reporters[case])
        self.key(file, [(each, "") for each in more])
        return case, file

    def key(self, file: CaseFile, more: Who = (), **said: Any) -> int:
        """The next key of a file by Amara, for those who have both cases, and these; the status."""
        body = self.next_key(file, more, **said)
        answer: int = self.amara.post(f"cases/{file.lin.case}/file-keys", body).status_code
        return answer

    def next_key(self, file: CaseFile, more: Who = (), **said: Any) -> dict[str, Any]:
        """Its body."""
        who = [(self.amara, ""), (self.jonas, ""), (self.noor, ""), *more]
        who += [(self.ruth, "tier_2"), (self.ines, "tier_3")]
        return file.made(self.amara, who, now=self.now, authors=[self.amara, self.jonas], **said)

    def link(self, desk: Any = None) -> str:
        """Links them; the link's id."""
        body = linking(desk or self.amara, self.file_a, self.file_b, self.now)
        assert post(desk or self.amara, self.a, body) == (201, "")
        link: str = body["link"]
        return link


def let_in(two: Two, *desks: Any) -> None:
    """As if both cases had been passed to who waits in them, and they had the files."""
    ids = [each.id for each in desks]
    Wrap.objects.filter(case__id__in=(two.a, two.b), holder__in=ids).update(released=two.now)
    FileWrap.objects.filter(holder__in=ids).update(released=two.now)


def read(two: Two, sealed: str) -> caselink.CaseLink:
    """What the letter of a link says, opened by the key of the second file."""
    raw = b64decode(sealed)
    opened = letter.unseal(raw, two.file_b.keys, key=two.amara.public)
    return caselink.parse(opened.content)


def made_among(case: str) -> str:
    key = file_key.newest(Case.objects.get(id=case))
    assert key is not None
    return key.among


def recipient_digests(two: Two) -> list[str]:
    return [
        sha256(agefile.recipient_of(each.keys[-1]).encode()).hexdigest()
        for each in (two.file_a, two.file_b)
    ]
