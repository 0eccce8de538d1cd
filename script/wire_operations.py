"""Every address of the JSON doors with all that is known of it, from the tables of the doors."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from heard.doors._http import errors
from heard.doors._http.contract import CONTRACTS, Contract
from heard.doors._http.errors import FAULT, FULL, TABLE, Refusal
from heard.rules.refusals import MalformedError, TooLargeError

MAX_PART = 8 * 1024 * 1024
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
NUMBER = {"type": "integer", "minimum": 0}
# Of a path, by name.
KINDS = {
    "hash": DIGEST,
    "leaf": DIGEST,
    "offset": {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999},
    "passkey": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,400}$"},
    "prefix": {"type": "string", "pattern": "^[0-9a-f]{1,3}$"},
    "version": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    "digest": DIGEST,
    "level": {"type": "integer", "minimum": 0, "maximum": 63},
    "number": {"type": "string", "pattern": "^[0-9]{3}$"},
}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """``security``: schemes, each set enough by itself. ``most``: bytes of a body."""

    door: str
    method: str
    path: str
    about: str
    contract: Contract
    body: Any = None
    most: int = 0
    headers: dict[str, dict[str, Any]] = field(default_factory=dict)
    security: tuple[dict[str, list[str]], ...] = ()
    always: tuple[type[Exception], ...] = ()

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """Of the path, each with its schema."""
        return {name: KINDS.get(name, ID) for name in re.findall(r"\{(\w+)\}", self.path)}

    def refusals(self) -> list[Refusal]:
        """Every refusal, by status and code; each once."""
        raised = {*self.always, *self.contract.refuses}
        if self.body is not None:
            raised |= {MalformedError, TooLargeError, errors.ContentTypeError}
        if untold := sorted(each.__name__ for each in raised - TABLE.keys()):
            raise SystemExit(
                f"{self.method} {self.path} refuses with {', '.join(untold)}, which TABLE of"
                " heard/doors/_http/errors.py does not know. Add its line there."
            )
        found = {TABLE[each] for each in raised} | {FAULT}
        if self.method != "GET":
            found.add(FULL)
        return sorted(found, key=lambda each: (each.status, each.code, each.data))


def operations() -> list[Operation]:
    """All of them, by path and method."""
    found = [*_public(), *_reporter(), *_desk()]
    return sorted(found, key=lambda each: (each.path, each.method))


def _contract(view: Callable[..., Any]) -> Contract:
    if view not in CONTRACTS:
        raise SystemExit(
            f"{view.__module__}.{view.__name__} does not say what it answers and refuses."
            " Put @answers over it (heard/doors/_http/contract.py)."
        )
    return CONTRACTS[view]


def _about(view: Callable[..., Any]) -> str:
    return inspect.cleandoc(view.__doc__ or "").split("\n")[0]


def _named(pattern: str) -> str:
    """An address of Django's as OpenAPI writes it."""
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", pattern)
    plain = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", plain)
    # A partial tile's width is one more part of its name.
    return "/" + plain.removeprefix("^").removesuffix(r"\Z").replace(r"(?:\.p/{width})?", "")


def _public() -> Iterator[Operation]:
    from heard.doors.public.urls import urlpatterns  # noqa: PLC0415 Django has started by now

    for each in urlpatterns:
        path = _named(str(each.pattern))
        if hasattr(each.callback, "rules"):
            yield from _of_rules(path, each.callback.rules)
            continue
        contract = _contract(each.callback)
        yield Operation(
            door="public", method="GET", path=path, about=_about(each.callback), contract=contract
        )


def _of_rules(path: str, rules: dict[str, Any]) -> Iterator[Operation]:
    """An address of the public door that is not for reading alone."""
    for method, rule in rules.items():
        yield Operation(
            door="public",
            method=method,
            path=path,
            about=_about(rule.view),
            contract=_contract(rule.view),
            body=rule.body,
            most=rule.cap if rule.body else 0,
            always=(errors.ForeignError,),
        )


def _reporter() -> Iterator[Operation]:
    from heard.doors.reporter.routes import MAX_JSON, ROUTES  # noqa: PLC0415 as above

    for each in ROUTES:
        given = list(inspect.signature(each.view).parameters)[1 + (each.body is not None) :]
        path = each.address
        for name in given:
            path = re.sub(r"\([^()]*\)", f"{{{name}}}", path, count=1)
        part = each.method == "PUT"
        always = [errors.NotFoundError, errors.ForeignError]
        yield Operation(
            door="reporter",
            method=each.method,
            path=f"/report/api/{path}",
            about=_about(each.view),
            contract=_contract(each.view),
            body=bytes if part else each.body,
            most=MAX_PART if part else MAX_JSON,
            headers={"Heard-Digest": DIGEST} if part else {},
            security=({"inbox": []},) if each.address != "reports" else (),
            always=(*always, *([errors.TooManyError] if each.method != "GET" else [])),
        )


def _desk() -> Iterator[Operation]:
    from heard.doors.desk.urls import nothing, urlpatterns  # noqa: PLC0415 as above

    for each in urlpatterns:
        for method, rule in each.callback.rules.items():
            if rule.view is nothing:
                continue
            path = _named(str(each.pattern))
            yield Operation(
                door="desk",
                method=method,
                path=f"/desk{path}",
                about=_about(rule.view),
                contract=_contract(rule.view),
                body=rule.body,
                most=rule.cap,
                security=_security(rule),
                always=tuple(_refused_by_rule(rule, path)),
            )


def _security(rule: Any) -> tuple[dict[str, list[str]], ...]:  # noqa: ANN401 a Rule: see above
    if rule.anyone:
        return ()
    if rule.confirmed:
        return ({"session": [], "passkey": []}, {"session": [], "recovery": []})
    return ({"session": []},)


def _refused_by_rule(rule: Any, path: str) -> Iterator[type[Exception]]:  # noqa: ANN401 as above
    from heard.actions.sign_in import NotConfirmedError  # noqa: PLC0415 as above

    yield errors.ForeignError
    if not rule.anyone:
        yield errors.NotSignedInError
    if rule.confirmed:
        yield from (NotConfirmedError, errors.TooManyError)
    if "{" in path:
        yield errors.NotFoundError
