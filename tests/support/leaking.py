"""Two worlds that part at one moment, and every byte that one holder can fetch in each.

In one world a case is there that keeps her out; in the other it is not, or nothing more happens
in it. ``everything`` asks all that she can ask. What differs from run to run whatever anybody does
is put into one form by ``NORMAL``, each with its reason; nothing else is touched.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from deskhand import b64
from deskworld import CASE_RECIPIENT, SEALED
from django.test import Client
from permission_bodies import file_copy
from permissions import TABLE
from provisioning import Provider

from heard.doors.desk import sign_in as desk_sign_in
from heard.doors.operator.loop import Loop
from heard.doors.public.headers import tag_of
from heard.formats import conflicts, conflictwhole, names
from heard.formats.ids import new_id
from heard.records.models import Letter

HOST = {"HTTP_HOST": "localhost:8000", "HTTP_ORIGIN": "http://localhost:8000"}
NOBODY = "0" * 32
STEP = timedelta(hours=6)


class Heard(NamedTuple):
    """An answer, whole."""

    asked: str
    status: int
    headers: tuple[tuple[str, str], ...]
    size: int
    content: bytes


def _checkpoint(content: bytes) -> bytes:
    """Root and signatures hang on random salts and padding; the size does not."""
    return b"\n".join(content.split(b"\n")[:2])


def _receipt(content: bytes) -> bytes:
    """Proof, root and signatures hang on random salts and padding; place and sizes do not.

    Of a promise, the entry's hash and the signature do; where the log publicly was does not.
    """
    if content.startswith(b"heard/promise"):
        return b"\n".join(_hashes(line) if _random(line) else line for line in content.split(b"\n"))
    head, _, checkpoint = content.partition(b"\n\n")
    first, extra, index, *proof = head.split(b"\n")
    hashes = _hashes(b"\n".join(proof))
    return b"\n".join([first, extra, index, hashes, _checkpoint(checkpoint)])


def _leaf(content: bytes) -> bytes:
    """As of a receipt; what was logged is not told."""
    first, _, rest = content.partition(b"\n")
    return _receipt(b"\n".join([first, b"extra", rest]))


def _published(content: bytes) -> bytes:
    """The proof of a table: what was logged hangs on its salt, where it was does not."""
    return re.sub(
        rb"(?m)^extra .*$", lambda found: b"extra " + _hashes(found[0]), _receipt(content)
    )


def _random(line: bytes) -> bool:
    return line.startswith((b"extra ", b"leaf ", "— ".encode()))


def _hashes(content: bytes) -> bytes:
    """A tile is hashes of random bytes; how many there are is not random."""
    return b"." * len(content)


def _table(content: bytes) -> bytes:
    """Salt and the root over random entries are new with each table; who stands in it is not."""
    head = json.loads(content)
    return json.dumps(
        {**head, "salt": "", "tree": len(head["tree"]), "whole": len(head.get("whole", ""))}
    ).encode()


def _challenge(content: bytes) -> bytes:
    """A challenge is random."""
    return re.sub(rb'"challenge":"[^"]*"', b'"challenge":""', content)


def _form(content: bytes) -> bytes:
    """A form has an id of its own, so that it is not sent twice."""
    return re.sub(rb'value="[0-9a-f]{32}"', b'value=""', content)


NORMAL: dict[str, Callable[[bytes], bytes]] = {
    r"/log/checkpoint": _checkpoint,
    r"/log/tile/.*": _hashes,
    r"/log/leaf/[0-9a-f]{64}": _leaf,
    r"/conflicts": _table,
    r"/conflicts/[0-9a-f]{32}/proof": _published,
    r"/conflicts/[0-9a-f]{32}/.*": _hashes,  # filled up with random bytes to one length
    r"/desk/api/conflicts/[0-9a-f]{32}": _hashes,
    r"/desk/api/cases/[0-9a-f]{32}/receipts/[0-9a-f]+": _receipt,
    r"/report/api/inbox/receipts/[0-9a-f]+": _receipt,
    r"/desk/api/sign-in/options": _challenge,
    r"/report/plain/": _form,
}
# Headers that hang on the same: a salt that stands in an address.
NAME = re.compile(rb"\b[0-9a-f]{64}\b")
SALT = re.compile(rb'\\"salt\\":\\"[A-Za-z0-9+/=]{44}')
ADDRESS = re.compile(r"/conflicts/[0-9a-f]{32}\b")


def normal(path: str, content: bytes) -> bytes:
    plain = path.partition("?")[0]
    for pattern, form in NORMAL.items():
        if re.fullmatch(pattern, plain) and content and not content.startswith(b'{"error"'):
            return form(content)
    return content


def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Heard:
    """One request; its answer in one form."""
    raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body)
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    answer = client.generic(method, path, raw, content_type=kind, **{**HOST, **headers})
    content = answer.getvalue()
    form = normal(path, content)
    told = tuple(sorted(_told(answer.headers.items(), content, form)))
    asked = f"{method} {ADDRESS.sub('/conflicts/salt', path)}"
    return Heard(asked, answer.status_code, told, len(content), form)


def _told(
    headers: Iterable[tuple[str, str]], content: bytes, form: bytes
) -> Iterator[tuple[str, str]]:
    """Headers; a tag is the hash of bytes that are random, and of nothing else."""
    for name, value in headers:
        of_it = name == "ETag" and form != content and value == tag_of(content)
        yield name, "of its bytes" if of_it else value


def everything(eve: Any, hidden: dict[str, Any], secret: str) -> list[Heard]:
    """Whatever she can ask, with every id of the hidden case in her hands."""
    client = eve.client
    heard = [ask(client, *each) for each in _addresses(hidden)]
    heard += [ask(client, "GET", path) for path in _more()]
    heard += list(_conflicts(client))
    heard += list(_limits())
    provider = Provider(secret)
    for path in (
        "/Users",
        "/Users?filter=active%20eq%20true",
        "/Users/E1",
        "/Users/E9",
        "/Schemas",
    ):
        answer = provider.ask("GET", path)
        headers = tuple(sorted(answer.headers.items()))
        size = len(answer.content)
        heard.append(Heard(f"SCIM {path}", answer.status_code, headers, size, answer.content))
    return heard


def _addresses(hidden: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Every GET of the permission table and every action on a case, hidden and guessed."""
    for case in (hidden["case"], "9" * 32):
        named = defaultdict(lambda: NOBODY, {**hidden, "case": case})
        for row in TABLE:
            if row.method != "GET" and "{case}" not in row.path:
                continue
            body = row.body(named) if callable(row.body) else row.body
            yield row.method, "/" + row.path.format_map(named), body


def nameless(heard: Heard) -> Heard:
    """An event's name is a hash of random salts, which its opening shows."""
    content = SALT.sub(b"salt", heard.content)
    if heard.asked.startswith("POST"):
        said = json.loads(content)
        if "receipt" in said:
            said["receipt"] = _receipt(said["receipt"].encode()).decode()
        content = json.dumps(said).encode()
    asked = NAME.sub(b"name", heard.asked.encode()).decode()
    return heard._replace(asked=asked, content=NAME.sub(b"name", content))


def _more() -> Iterator[str]:
    desk = "/desk/api"
    yield from (f"{desk}/cases?state={state}" for state in ("open", "closed", "odd"))
    yield from (f"{desk}/cases?after={after}" for after in ("x", "9" * 32))
    yield f"{desk}/duties.ics?title=Reminder"
    yield f"{desk}/oversight/duties.ics?title=Reminder"
    yield from ("/figures.json", "/help-lines.json", "/manifest.json", "/roster/99")
    yield from (f"/log/tile/{level}/000" for level in ("entries", 0, 1))
    yield from (f"/log/tile/0/{place:03}.p/{width}" for place in range(9) for width in (64, 128))


def _conflicts(client: Client) -> Iterator[Heard]:
    """All buckets, the whole, what proves them, and what they say of all one might ask about."""
    head = conflicts.parse(client.get("/conflicts", **HOST).content)
    yield ask(client, "GET", f"/conflicts/{head.salt}/proof")
    for prefix in range(2**head.bits):
        yield ask(client, "GET", f"/conflicts/{head.salt}/{prefix:x}")
    yield ask(client, "GET", f"/desk/api/conflicts/{head.salt}")
    body = client.get(f"/desk/api/conflicts/{head.salt}", **HOST).content
    whole = conflictwhole.parse(head, body) if head.whole else None  # the table of nobody has none
    for name in ("Eve", "Amara", "Jonas", "Ruth", "Ines", "Person E1", "Gao"):
        at = conflicts.digest(head.salt, names.key_of(name))
        path = f"/conflicts/{head.salt}/{conflicts.prefix(at, head.bits):x}"
        found = conflicts.look(head, client.get(path, **HOST).content, at)
        yield Heard(f"look up {name}", 200, (), 0, repr(sorted(found)).encode())
        assert whole is None or conflictwhole.look(whole, at) == found


def _limits() -> Iterator[Heard]:
    """Until she must wait, and for how long; both worlds are one process and begin anew."""
    desk_sign_in.RECOVERY.forget()
    desk_sign_in.STARTS.forget()
    client = Client()
    for _ in range(12):
        yield ask(client, "POST", "/desk/api/sign-in/recovery", {"verifier": "A" * 43})
    yield ask(client, "POST", "/desk/api/sign-in/options", {})


class Days:
    """The machine runs by itself from ``start``, in either world at the same times."""

    def __init__(self, clock: Any, start: datetime) -> None:
        self.clock, self.now = clock, start
        self.loop = Loop()
        clock.move_to(start)

    def run(self, days: float) -> None:
        until = self.now + timedelta(days=days)
        while self.now < until:
            self.now += STEP
            self.clock.move_to(self.now)
            self.loop.round(self.now)


def sign_in(desk: Any) -> Any:
    """With a browser of her own in each world."""
    desk.client = Client()
    answer = desk.sign_in()
    assert answer.status_code == 200, answer.content
    return desk


def busy(
    desk: Any,
    case: str,
    *,
    generation: int = 0,
    told: list[bytes] | None = None,
    leads: bool = True,
) -> dict[str, Any]:
    """Much happens in a case: its ids. ``told``: takes what each action was answered.

    ``leads``: whoever sits there leads it, or nobody does: they also work it.
    """
    of = {"sealed": b64(SEALED), "generation": generation}
    note, item = new_id(), new_id()
    first = Letter.objects.filter(case__id=case, author=desk.id).count()
    actions = [
        ("open", {"id": new_id()}),
        ("letters", {"id": note, "kind": "note", "seq": first, **of}),
        ("letters", {"id": new_id(), "kind": "message", "seq": first + 1, **of}),
        (
            "evidence",
            {"id": new_id(), "evidence": item, "kind": "camera", "overwritten": "2026-03-17"}
            | {"letter": {"id": new_id(), "seq": first + 2, **of}},
        ),
        *(_worked(desk, of) if leads else ()),
    ]
    for action, body in actions:
        answer = desk.post(f"cases/{case}/{action}", body)
        assert answer.status_code in {200, 201}, (action, answer.content)
        if told is not None and action != "open":
            told.append(answer.content)
    return {"case": case, "letter": note, "needed": item}


def _worked(desk: Any, of: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The file gets its key, it is decided to investigate, and two things are moved."""
    file = {"to": "file", "sealed": of["sealed"], "generation": 0}
    yield (
        "file-keys",
        {
            "id": new_id(), "matter": new_id(), "generation": 0, "recipient": CASE_RECIPIENT,
            "case_generation": of["generation"], "digest": "0" * 64, "copies": [file_copy(desk.id)],
            "statement": {"id": new_id(), "seq": 0, **file},
            "told": {"to": "case", "id": new_id(), "seq": 3, **of},
        },
    )  # fmt: skip
    decision = {"id": new_id(), "seq": 4, **of}
    yield "triage", {"id": new_id(), "route": "investigate", "version": 1, "letter": decision}
    said = {"record": new_id(), "version": 1}
    note = [{"id": new_id(), "seq": 1, **file}]
    yield (
        "moves",
        {"id": new_id(), "object": "party", "move": "note", "code": "witness", "letters": note}
        | said,
    )
    both = [{"id": new_id(), "seq": 2, **file}, {"to": "case", "id": new_id(), "seq": 5, **of}]
    asked = {"object": "measure", "move": "request", "code": "employer", "letters": both}
    yield "moves", {"id": new_id(), "record": new_id(), "version": 1, **asked}


def differing(one: list[Heard], other: list[Heard]) -> list[tuple[str, Any, Any]]:
    """What was asked and answered differently; empty where the worlds cannot be told apart."""
    only = Counter(a.asked for a in one)
    only.subtract(b.asked for b in other)
    if more := {asked: count for asked, count in only.items() if count}:
        return [("heard more often", more, None)]  # a mail that the other world has not
    return [(a.asked, a[1:], b[1:]) for a, b in zip(one, other, strict=True) if a != b]


def ratio(one: Callable[[], object], other: Callable[[], object], *, times: int = 60) -> float:
    """Time of the one by that of the other, measured in turn so that noise meets both.

    Of each the fifth that nothing else disturbed: other tests take the processor from most.
    """
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, times_ in zip((one, other), took, strict=True):
            began = time.perf_counter()
            work()
            times_.append(time.perf_counter() - began)
    quick = [statistics.quantiles(each, n=5)[0] for each in took]
    return quick[0] / quick[1]
