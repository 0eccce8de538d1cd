"""What identity providers send in place of SCIM, put into SCIM (RFC 7643, 4.3; RFC 7644, 3.5.2).

Entra gives a manager as the bare id and booleans as words; others put them into lists, name
``manager`` without its schema, or write back what is read-only (``$ref``, ``displayName``). Each
of these has one meaning and is written down here as the RFC would have it. What could mean two
things is refused, by the name of the attribute; whatever else there is passes as it came.
"""

import json
import re
from typing import Any, cast

from heard.formats._errors import FormatError

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
MANAGER = f"{ENTERPRISE}:manager"
WORK = ("manager", "department", "employeenumber")  # of the extension, whatever names them
ONE = frozenset(
    {"active", "displayname", "externalid", "nickname", "username", *WORK[1:]}
    | {"name.formatted", "name.familyname", "name.givenname"}
)
TOLD = ("manager.$ref", "manager.ref", "manager.displayname")
_TRUTH = {"true": True, "false": False}
_REFERENCE = re.compile(r"(?:.*/)?Users/([^/?#]+)/?\Z")
Object = dict[str, Any]


class DialectError(FormatError):
    """Kind ``value``: an attribute that is named says what nothing can be made of."""


def plain(body: bytes) -> bytes:
    """A user or a PATCH as the RFC writes it. Raises DialectError, RecursionError.

    What is no JSON object is given back as it came: whoever reads it next says so.
    """
    try:
        said = json.loads(body.decode())
    except ValueError:
        return body
    if not isinstance(said, dict):
        return body
    operations = next((name for name in said if name.lower() == "operations"), None)
    if operations is None:
        made = _user(said)
    elif isinstance(said[operations], list) and said[operations]:
        made = {**said, operations: _operations(said[operations])}
    else:
        made = said
    return body if made == said else json.dumps(made).encode()


def _operations(given: list[Any]) -> list[Any]:
    found: list[Any] = []
    named = ""  # the manager that an operation before has set
    others = any(_path(each) in {"manager", "manager.value"} for each in given)
    for each in given:
        if others and _path(each) in TOLD:
            continue
        made = _operation(each)
        if _path(each).startswith("manager") and made:
            if made[0]["op"] == "remove" and named and _names_other(each, named):
                continue  # it takes away who was there before
            named = made[0].get("value", {}).get("value", "")
        found += made
    # Nothing is left where all that was said is ours to say: then it changes nothing.
    return found or [{"op": "add", "value": {}}]


def _names_other(operation: Object, named: str) -> bool:
    return _manager(_lower(operation).get("value")) not in {None, "", named}


def _path(operation: object) -> str:
    """The attribute that an operation names, in lower case, without its schema."""
    path = _lower(operation).get("path") if isinstance(operation, dict) else None
    return _bare(path) if isinstance(path, str) else ""


def _bare(path: str) -> str:
    name = path.strip().lower()
    return name.removeprefix(f"{ENTERPRISE.lower()}:").removeprefix(f"{CORE.lower()}:")


def _lower(given: object) -> Object:
    return {name.lower(): value for name, value in cast("Object", given).items()}


def _operation(given: Any) -> list[Any]:  # noqa: ANN401 whatever came
    """One operation as those that the RFC would have; none where it changes nothing."""
    if not isinstance(given, dict) or not isinstance(op := _lower(given).get("op"), str):
        return [given]
    at, value, path = _path(given), _lower(given).get("value"), _lower(given).get("path")
    if at in {"manager", "manager.value"} or at in TOLD:
        return _of_manager(op.lower(), at, value)
    made = {name: each for name, each in given.items() if name.lower() != "value"}
    if at in WORK[1:] and isinstance(path, str) and path.lower() == at:
        made = {"op": op, "path": f"{ENTERPRISE}:{path}"}
    if "value" not in _lower(given):
        return [made]
    if at in ONE or at.endswith((".primary", ".value", ".country", ".type")):
        value = _one(at, value)
    elif isinstance(value, dict) and at == ENTERPRISE.lower():
        value = _work(value)
    elif isinstance(value, dict) and not at:
        return _without_path(made, value)
    return [{**made, "value": value}]


def _without_path(made: Object, value: Object) -> list[Object]:
    """A key that is a path with a filter is an operation of its own (as Entra writes it)."""
    filtered = {name: each for name, each in value.items() if "[" in name}
    plainly = {name: each for name, each in value.items() if name not in filtered}
    found = [{**made, "value": _user(plainly)}] if plainly or not filtered else []
    return [*found, *({**made, "path": name, "value": each} for name, each in filtered.items())]


def _of_manager(op: str, at: str, value: object) -> list[Object]:
    if at in TOLD:
        if op == "remove" or at == "manager.displayname" or not isinstance(value, str):
            return []
        value = {"$ref": value}
    if op == "remove":
        return [{"op": "remove", "path": MANAGER}]
    if (id := _manager(value)) is None:
        return []
    if not id:
        return [{"op": "remove", "path": MANAGER}]
    return [
        {"op": "add" if op in {"add", "replace"} else op, "path": MANAGER, "value": {"value": id}}
    ]


def _manager(value: object) -> str | None:
    """The id that is meant; empty: nobody; None: nothing is said of who it is."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, list):
        found = {_manager(each) for each in value} - {None} or {""}
        if len(found) == 1:
            return found.pop()
        raise DialectError("value", "manager: there are several; a user has one.")
    if not isinstance(value, dict):
        raise DialectError("value", "manager: give the id of a user, as a text.")
    said = _lower(value)
    if reference := said.get("$ref", said.get("ref")):
        named = _REFERENCE.match(reference) if isinstance(reference, str) else None
        if not said.get("value"):
            return named[1] if named else None
    if isinstance(said.get("value"), list | dict):
        raise DialectError("value", "manager: give the id of a user, as a text.")
    return _manager(said["value"]) if "value" in said else None


def _user(said: Object) -> Object:
    """A user, or what a PATCH without a path would change of one."""
    made: Object = {}
    work: Object = {}
    for name, value in said.items():
        bare = _bare(name)
        if name.lower() == ENTERPRISE.lower() and isinstance(value, dict):
            work |= _work(value)
        elif bare.startswith("manager") or bare in WORK:
            work |= _work({name[len(name) - len(bare) :]: value})
        else:
            made[name] = _one(bare, value) if bare in ONE else value
    if not work:
        return made
    schemas = made.get("schemas")
    if isinstance(schemas, list) and ENTERPRISE not in schemas:
        made["schemas"] = [*schemas, ENTERPRISE]
    return {**made, ENTERPRISE: work}


def _work(said: Object) -> Object:
    """The extension of a user: ``manager`` in any form, the rest as it came."""
    made: Object = {}
    for name, value in said.items():
        bare = _bare(name)
        if bare in TOLD:
            continue
        if bare in {"manager", "manager.value"}:
            if (id := _manager(value)) is not None:
                made["manager"] = {"value": id} if id else None
        else:
            made[name] = _one(bare, value) if bare in ONE else value
    return made


def _one(name: str, value: Any) -> Any:  # noqa: ANN401 whatever came
    """A simple value, out of the list or object that some put it into."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict) and set(_lower(value)) <= {"value", "$ref", "type", "primary"}:
        value = _lower(value).get("value")
    return _truth(name, value) if name == "active" or name.endswith(".primary") else value


def _truth(name: str, value: Any) -> Any:  # noqa: ANN401 whatever came
    if not isinstance(value, str):
        return value
    if (said := value.strip().lower()) not in _TRUTH:
        raise DialectError("value", f"{name}: give true or false.")
    return _TRUTH[said]
