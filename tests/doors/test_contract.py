"""The whole API, asked by schemathesis as docs/spec/openapi.json has it, in every role.

Every address gets its right request (tests/support/permissions.py), requests that are made up of
its schemas, and such as go against them. Whatever is asked, the answer is one that the document
names, and fits its schema; none is a fault of our own. The chance is the same each time;
HEARD_API_EXAMPLES makes more of it (script/fuzz --api).
"""

from __future__ import annotations

import copy
import json
import os
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from deskhand import as_header
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from permissions import TABLE
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.test import Client, TestResponse

from heard.doors.desk import confirming

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "docs/spec/openapi.json").read_text("utf-8"))
EXAMPLES = int(os.environ.get("HEARD_API_EXAMPLES", "8"))
SEED = int(os.environ.get("HEARD_API_SEED", "42"))
HOST = "http://localhost:8000"
JSON, BYTES = "application/json", "application/octet-stream"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Of each door, who asks; those who may are asked more often.
WHO = {
    "public": ("nobody", "holder"),
    "reporter": ("reporter", "reporter", "reporter", "stranger", "nobody"),
    "desk": ("holder", "holder", "holder", "holder", "overseer", "joined", "left", "nobody"),
}
# What is sent beside what the schemas know.
AMISS: tuple[dict[str, str], ...] = (
    *({} for _ in range(12)),
    {"Origin": "https://elsewhere.example"},
    {"Content-Type": "text/plain"},
    {"Authorization": "Heard-Inbox x"},
    {"Authorization": "Heard-Passkey e30"},
    {"Range": "bytes=9-3"},
    {"Range": "bytes=999999999-"},
)
# Each at the end: whoever did it is no reader any more.
LAST = ("step-out", "withdraw", "pass", "identity", "unreadable", "sign-out")


@dataclass
class Site:
    """The site as it is served, and those who ask it."""

    client: Client
    people: dict[str, Any]
    named: dict[str, Any]

    def send(self, case: Case, who: str, amiss: dict[str, str]) -> TestResponse:
        """One request in a role."""
        body = case.body if isinstance(case.body, bytes) else self._text(case)
        headers = {"Origin": HOST, "Content-Type": JSON, **self._proof(case, who, body)}
        if BYTES in case.operation.definition.raw.get("requestBody", {}).get("content", {}):
            headers["Content-Type"] = BYTES
        headers |= {name: str(value) for name, value in (case.headers or {}).items()}
        if cookies := self.people[who].client.cookies if who in self.people else {}:
            headers["Cookie"] = "; ".join(f"{name}={each.value}" for name, each in cookies.items())
        return self.client.open(
            case.formatted_path,
            base_url=HOST,
            method=case.method,
            query_string=dict(case.query or {}),
            data=body,
            headers={**headers, **amiss},
        )

    @staticmethod
    def _text(case: Case) -> bytes:
        wanted = "requestBody" in case.operation.definition.raw
        return json.dumps(case.body, default=str).encode() if wanted else b""

    def _proof(self, case: Case, who: str, body: bytes) -> dict[str, str]:
        """What stands in Authorization: a return code, or a passkey where it is asked for."""
        if who in self.named["codes"]:
            return {"Authorization": self.named["codes"][who]}
        sure = "not_confirmed" in json.dumps(case.operation.definition.raw["responses"])
        desk = self.people.get(who)
        if not sure or desk is None or not desk.id:
            return {}
        asked = desk.bare("confirm/options", {"about": confirming.about(case.formatted_path, body)})
        touched = as_header(desk.passkey.get(asked.json()["options"]))
        return {"Authorization": touched["HTTP_AUTHORIZATION"]}


@pytest.fixture
def site(each_role: Any, world: Any, now: Any) -> Site:
    from django.core.handlers.wsgi import WSGIHandler

    from heard.config.front import Front
    from heard.records.models import Holder

    people, named = each_role
    people["overseer"] = people["waiting"]
    Holder.objects.filter(id=people["waiting"].id).update(oversight=True)
    return Site(Client(Front(WSGIHandler()), use_cookies=False), people, named)


def forget() -> None:
    """Nobody has asked anything yet: limits are tested elsewhere."""
    from heard.doors.desk import notifications, sign_in
    from heard.doors.reporter import middleware

    for limit in (notifications.TESTS, sign_in.RECOVERY, sign_in.STARTS, middleware.WRITES):
        limit.forget()


def row_of(method: str, path: str) -> Any:
    """The right request of the permission table."""
    parts = path.strip("/").split("/")
    for row in TABLE:
        those = row.path.split("/")
        same = len(parts) == len(those) and all(
            a == b or a.startswith("{") for a, b in zip(parts, those, strict=True)
        )
        if row.method == method and same and not row.path.endswith("nothing/here"):
            return row
    return None


OPERATIONS = sorted(
    ((method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods),
    key=lambda each: (each[1].endswith(LAST), each[0] != "GET", each[1]),
)


def ids_of(row: Any, path: str, named: dict[str, Any]) -> dict[str, str]:
    """The ids of the right request, by the names that the document has for them."""
    if row is None:
        return {}
    asked = f"/{row.path}".format(**named).split("/")
    return {
        part[1:-1]: asked[at] for at, part in enumerate(path.split("/")) if part.startswith("{")
    }


def mixed(right: Any, made: Any, draw: Any) -> Any:
    """The right body with some of its members in the place of which others were made up."""
    if right is None or draw(st.integers(0, 3)) == 0:
        return made
    names = sorted(made) if isinstance(made, dict) and isinstance(right, dict) else []
    taken = draw(st.lists(st.sampled_from(names), max_size=1)) if names else []
    if not taken:
        return right
    return {**right, **{name: made[name] for name in taken}}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_one_that_the_document_names(
    site: Site, engine: str, method: str, path: str
) -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    operation = schema[path][method]
    row = row_of(method, path)
    right = row.body(site.named) if row and callable(row.body) else row and row.body
    ids = ids_of(row, path, site.named)
    who = WHO[DOCUMENT["paths"][path][method.lower()]["tags"][0]]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES if engine == "sqlite" else max(1, EXAMPLES // 2),
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        # What is no address of the document answers as what it is: that is not asked here.
        foreign = "{" in path and not (ids and data.draw(st.integers(0, 5)))
        there = data.draw(operation.as_strategy()).path_parameters if foreign else ids
        mode = data.draw(st.sampled_from(modes))
        case = data.draw(operation.as_strategy(mode, path_parameters=dict(there)))
        case.path_parameters = dict(there)
        case.body = mixed(right, case.body, data.draw)
        forget()
        answer = site.send(case, data.draw(st.sampled_from(who)), data.draw(st.sampled_from(AMISS)))
        case.validate_response(answer, checks=CHECKS)

    ask()


WRONG = {
    "a member of another type": lambda found: found["properties"].update(ok={"type": "string"}),
    "a member that is not there": lambda found: found["required"].append("more"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_does_not_fit_is_found(site: Site, wrong: str) -> None:
    drifted = copy.deepcopy(DOCUMENT)
    WRONG[wrong](drifted["components"]["schemas"]["Health"])
    for document, fits in ((DOCUMENT, True), (drifted, False)):
        case = schemathesis.openapi.from_dict(document)["/health"]["GET"].Case()
        with nullcontext() if fits else pytest.raises(FailureGroup):
            case.validate_response(site.send(case, "nobody", {}), checks=CHECKS)


def test_a_refusal_that_is_not_named_is_found(site: Site) -> None:
    drifted = copy.deepcopy(DOCUMENT)
    del drifted["paths"]["/desk/api/keyring"]["get"]["responses"]["401"]
    for document, fits in ((DOCUMENT, True), (drifted, False)):
        case = schemathesis.openapi.from_dict(document)["/desk/api/keyring"]["GET"].Case()
        with nullcontext() if fits else pytest.raises(FailureGroup):
            case.validate_response(site.send(case, "nobody", {}), checks=CHECKS)
