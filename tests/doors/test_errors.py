"""Each exception that can reach a door stands in the table of all doors, or is said here not to."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from pathlib import Path

import grimp
import pytest

import heard
from heard.actions.cases import PastTheEndError, StaleGenerationError
from heard.doors._http import errors
from heard.doors._http.errors import HIDDEN, TABLE, Refusal, TooManyError, refusal_of
from heard.formats import FormatError

SRC = Path(heard.__file__).parents[1]
SPEC = SRC.parent / "docs/spec/api.md"
ROOMS = ("actions", "access", "ledger", "formats", "rules", "records")
DOORS = ("reporter", "desk", "public", "scim", "_http", "_typeset")

# Nothing that one of these doors reaches raises it: the operator's commands and the rounds do.
OPERATORS = {"WitnessAheadError"}
# Where a door's process can raise it, the action that asks turns it into one of its own.
TURNED = {
    "BadTargetError": "addresses: MalformedError; a round: a notice that was not sent",
    "BadDeadlineError": "law packs are read at start, and by a test",
    "BadPackError": "law packs are read at start, and by a test",
    "ProvisioningBusyError": "scim: its own door says when to come back",
    "DirectoryBusyError": "scim: ProvisioningBusyError",
    "MailServerDownError": "addresses: a test that did not arrive",
    "NobodyElseError": "rosters, escalation and handing: RefusedError",
    "NotifyKeyMissingError": "a contact is not offered, a notice not sent",
    # The rest of modules whose other half a door asks; these functions are the operator's.
    "WitnessConflictError": "epochs",
    "EpochClosedError": "epochs",
    "WitnessRefusedError": "epochs",
    "WitnessSilentError": "epochs",
}
# What can only be our own fault, or that of the disk: 503, and written down.
FAULTS = {
    "GuardMismatchError",
    "LogKeyMissingError",
    "PromiseKeyMissingError",
    "PromisesUnknownError",
}


def exceptions() -> dict[str, type[Exception]]:
    """Every public exception of the rooms below the doors, by name."""
    places = [(str(SRC / "heard" / room), f"heard.{room}.") for room in ROOMS]
    modules = [
        importlib.import_module(each.name)
        for folder, prefix in places
        for each in pkgutil.walk_packages([folder], prefix)
        if "migrations" not in each.name
    ]
    defined = (value for module in modules for value in vars(module).values())
    kinds = (each for each in defined if isinstance(each, type) and issubclass(each, Exception))
    return {
        each.__name__: each
        for each in kinds
        if each.__module__.startswith(tuple(prefix for _, prefix in places))
        and each.__name__[0] != "_"
    }


def raised() -> set[str]:
    """The names of what any module raises that a door reaches."""
    graph, names = grimp.build_graph("heard"), set()
    near = {f"heard.doors.{door}" for door in DOORS}
    for door in DOORS:
        near |= graph.find_upstream_modules(f"heard.doors.{door}", as_package=True)
    for module in near:
        path = SRC / module.replace(".", "/")
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and node.exc is not None:
                thrown = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                names.add(ast.unparse(thrown).rpartition(".")[2])
    return names


def is_told(kind: type[Exception]) -> bool:
    # What cannot be read is refused by the action that asked for it to be read.
    return any(each in TABLE for each in kind.__mro__) or issubclass(kind, FormatError)


def test_every_exception_that_can_reach_a_door_has_its_line() -> None:
    untold = {name for name, kind in exceptions().items() if not is_told(kind)}
    said_here = OPERATORS | set(TURNED) | FAULTS
    assert sorted(untold - said_here) == [], (
        "Raise one of heard/rules/refusals.py where nobody tells it apart. Else add its line to"
        " TABLE of heard/doors/_http/errors.py. If no door can raise it, say so here."
    )
    assert sorted(said_here - untold) == [], "It is told or gone: take it out of the lists here."


def test_what_is_the_operators_no_door_reaches() -> None:
    near = raised()
    assert "NoSuchCaseError" in near
    assert near & OPERATORS == set()


def test_each_line_is_of_the_specification() -> None:
    codes = SPEC.read_text("utf-8").split("| code | status |")[1].split("\n\n")[0]
    told = set(re.findall(r"`(\w+)` \| ([0-9]{3})", codes))
    lines = {(each.code, str(each.status)) for each in (*TABLE.values(), errors.FULL, errors.FAULT)}
    assert lines - told == {("bad_request", "416")}
    assert {code for code, _ in told} == {code for code, _ in lines}


def test_every_404_that_hides_something_is_one_sentence() -> None:
    hidden = [kind for kind, line in TABLE.items() if line.words == HIDDEN]
    said = {errors.answer(kind.__new__(kind), nothing="Nothing.").content for kind in hidden}
    assert len(hidden) > 3
    assert said == {b'{"error":{"code":"not_found","message":"Nothing."}}'}


@pytest.mark.parametrize(
    ("error", "data", "headers"),
    [
        (StaleGenerationError(3), {"generation": 3}, {}),
        (TooManyError(9), {}, {"Retry-After": "9"}),
        (PastTheEndError(7), {}, {"Content-Range": "bytes */7"}),
    ],
)
def test_what_stands_beside_the_words(
    error: Exception, data: dict[str, int], headers: dict[str, str]
) -> None:
    answer = errors.answer(error, nothing="")
    line = refusal_of(error)
    told = json.loads(answer.content)["error"]
    assert told == {"code": line.code, "message": str(error), **data}
    assert headers.items() <= dict(answer.headers).items()
    assert answer.status_code == line.status


def test_a_subclass_is_told_as_what_it_is() -> None:
    class OddError(StaleGenerationError):
        pass

    assert refusal_of(OddError(1)) == Refusal(409, "conflict", data=("generation",))
    assert refusal_of(KeyError("what somebody wrote")) is errors.FAULT
