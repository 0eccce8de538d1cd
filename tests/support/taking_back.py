"""A reporter who takes a report back, and who comes back to it: by actions, and at the doors."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import cast
import msgspec
from deskhand import HOST
from django.test import Client
from moving import Worked

from heard.access import casework
from heard.actions.intake import moves
from heard.formats.ids import new_id
from heard.ledger.journal import Receipt
from heard.records.models import Case, Duty


def take_back(lin: cast.Reporter, *, now: dt.datetime, **said: Any) -> Receipt:
    """By a letter that Lin signs; ``said``: the move, its version and the phase, if others."""
    body = msgspec.convert(lin.turns(now=now, **said), moves.ReportersMove)
    return moves.move(authorization=lin.authorization, move=body, now=now)


def read_by_two(world: Any) -> Worked:
    """A case that Amara and Jonas read and have the file of; Ruth and Ines wait."""
    amara, jonas, ruth, ines = (world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines"))
    found = Worked(world, world.case([amara, jonas], [ruth, ines]))
    assert amara.post(f"cases/{found.case}/acknowledge", {"id": new_id()}).status_code == 201
    found.begin(amara, jonas)
    return found


def signed_in(work: Any, name: str) -> Any:
    desk = work.world.desks[name]
    assert desk.sign_in().status_code == 200
    return desk


def post(work: Any, body: dict[str, Any]) -> tuple[int, str]:
    code = {"HTTP_AUTHORIZATION": work.lin.authorization}
    answer = Client().post(
        "/report/api/inbox/moves", json.dumps(body), content_type="application/json", **HOST, **code
    )
    return answer.status_code, answer.json().get("error", {}).get("reason", "")


def asks(work: Any, move: str = "withdraw") -> dict[str, Any]:
    """What the reporter's page sends, which was told of no file."""
    body = work.body(work.lin, f"case.{move}", "case")
    return body | {"letters": [each for each in body["letters"] if each["to"] == "case"]}


def turn(work: Any, move: str = "withdraw") -> None:
    """The reporter takes the report back, or comes back."""
    assert post(work, asks(work, move)) == (201, "")


def told(work: Any) -> dict[str, Any]:
    code = {"HTTP_AUTHORIZATION": work.lin.authorization}
    return Client().get("/report/api/inbox", **HOST, **code).json()


def later(clock: Any, *desks: Any, **by: float) -> None:
    clock.shift(dt.timedelta(**by))
    for desk in desks:  # their sessions have ended since
        assert desk.sign_in().status_code == 200


def owed(work: Any, *kinds: str) -> dict[str, str]:
    rows = Duty.objects.filter(case__id=work.case).order_by("number")
    return {row.kind: row.state for row in rows if not kinds or row.kind in kinds}


def lines(desk: Any, state: str = "open") -> list[dict[str, Any]]:
    return desk.get(f"cases?state={state}").json()["cases"]


def stands(work: Any) -> tuple[str, str]:
    return Case.objects.get(id=work.case).state, casework.state_of(work.row).course
