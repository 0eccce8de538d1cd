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
BESIDE = frozenset({"value", "$ref", "type", "primary"})  # what may stand beside a simple value
TOLD = ("manager.$ref", "manager.ref", "manager.displayname")
WHO = ("manager", "manager.value")
NAMES_ALONE = ("managerdisplayname", "managername")  # dropped, as ``displayName`` is
OLD = "urn:scim:schemas:extension:enterprise:1.0"  # SCIM 1.1, which had another manager
_TRUTH = {"true": True, "false": False}
_REFERENCE = re.compile(r"(?:.*/)?Users/([^/?#]+)/?\Z")
_FILTERED = re.compile(r"manager\[[^\]]*\]\.value")
Object = dict[str, Any]


class DialectError(FormatError):
    """Kind ``value``: an attribute that is named says what nothing can be made of."""


def plain(body: bytes, *, manager: str = "") -> bytes:
    """A user or a PATCH as the RFC writes it. Raises DialectError, RecursionError.

    ``manager``: the id of who is above the user before a PATCH; empty: nobody. What is no JSON
    object is given back as it came: the next reader says so.
    """
    try:
        loaded = json.loads(body.decode())
    except ValueError:
        return body
    if not isinstance(loaded, dict):
        return body
    operations = next((name for name in loaded if name.lower() == "operations"), None)
    if operations is None:
        made = _user(loaded)
    elif isinstance(loaded[operations], list) and loaded[operations]:
        made = {**loaded, operations: _operations(loaded[operations], manager)}
    else:
        made = loaded
    return body if made == loaded else json.dumps(made).encode()


def _operations(given: list[Any], standing: str) -> list[Any]:
    """Each as the RFC would have it; ``standing``: who is the manager as each has its turn."""
    found: list[Any] = []
    others = any(_path(each) in WHO and not _removes(each) for each in given)
    for each in given:
        if others and _path(each) in TOLD:
            continue
        if standing and _takes_other_away(each, standing):
            continue
        made = _operation(each)
        for one in made:
            standing = _standing(one, standing)
        found += made
    # Nothing is left where all that was said is ours to say: then it changes nothing.
    return found or [{"op": "add", "value": {}}]


def _takes_other_away(operation: object, standing: str) -> bool:
    """Whether it takes somebody away who is not the manager: who was so before, or never was."""
    if _path(operation) not in WHO or not _removes(operation):
        return False
    return _manager(_lower(operation).get("value")) not in {None, "", standing}


def _removes(operation: object) -> bool:
    return str(_lower(operation).get("op")).lower() == "remove"


def _standing(made: object, before: str) -> str:
    """The manager after an operation that is written as the RFC has it."""
    if not isinstance(made, dict) or not isinstance(made.get("op"), str):
        return before
    at, value = _path(made), made.get("value")
    if at == "manager":
        return str(value["value"]) if isinstance(value, dict) and "value" in value else ""
    work = value if at == ENTERPRISE.lower() else None
    if not at and isinstance(value, dict):
        work = value.get(ENTERPRISE)
    if not isinstance(work, dict) or "manager" not in work:
        return before
    return str((work["manager"] or {"value": ""})["value"])


def _path(operation: object) -> str:
    """The attribute that an operation names, in lower case, without its schema."""
    path = _lower(operation).get("path") if isinstance(operation, dict) else None
    return _bare(path) if isinstance(path, str) else ""


def _bare(path: str) -> str:
    name = path.strip().lower()
    for schema in (ENTERPRISE.lower(), CORE.lower()):
        name = name.removeprefix(f"{schema}:").removeprefix(f"{schema}.")
    return "manager.value" if _FILTERED.fullmatch(name) else name


def _refuse_old(path: str, value: object) -> None:
    """A manager in the words of SCIM 1.1, which nothing here would read."""
    name = path.strip().lower()
    inside = value if name in {OLD, f"{OLD}:user"} and isinstance(value, dict) else {}
    rest = name.removeprefix(OLD).removeprefix(":user").lstrip(":.") if OLD in name else ""
    if any(each.startswith("manager") for each in (rest, *_lower(inside))):
        raise DialectError("value", f"manager: give it under {ENTERPRISE}.")


def _refuse_other(path: str, value: object) -> None:
    """A manager under a name that nothing here reads: dropped, nobody would stand above the user.

    It may be a number of personnel as well as an id of SCIM, so it is not guessed either.
    """
    known = (*WHO, *TOLD, *NAMES_ALONE)
    if path.startswith("manager") and path not in known and value not in (None, "", [], {}):
        raise DialectError("value", f"manager: give the id as manager.value, not as {path[:40]!r}.")


def _lower(given: object) -> Object:
    return {name.lower(): value for name, value in cast("Object", given).items()}


def _operation(given: Any) -> list[Any]:  # noqa: ANN401 whatever came
    """One operation as those that the RFC would have; none where it changes nothing."""
    if not isinstance(given, dict) or not isinstance(op := _lower(given).get("op"), str):
        return [given]
    at, value, path = _path(given), _lower(given).get("value"), _lower(given).get("path")
    if at in WHO or at in TOLD:
        return _of_manager(op.lower(), at, value)
    _refuse_old(at, value)
    _refuse_other(at, value)
    created = {name: each for name, each in given.items() if name.lower() != "value"}
    if at in WORK[1:] and isinstance(path, str) and path.lower() == at:
        created = {"op": op, "path": f"{ENTERPRISE}:{path}"}
    if "value" not in _lower(given):
        return [created]
    if at in ONE or at.endswith((".primary", ".value", ".country", ".type")):
        value = _one(at, value)
    elif isinstance(value, dict) and at == ENTERPRISE.lower():
        value = _work(value)
    elif isinstance(value, dict) and not at:
        return _without_path(created, value)
    return [{**created, "value": value}]


def _without_path(made: Object, value: Object) -> list[Object]:
    """A key that is a path with a filter is an operation of its own (as Entra writes it)."""
    filtered = {name: each for name, each in value.items() if "[" in name}
    plainly = {name: each for name, each in value.items() if name not in filtered}
    found = [{**made, "value": _user(plainly)}] if plainly or not filtered else []
    bare = {name: each for name, each in made.items() if name.lower() != "path"}
    for name, each in filtered.items():
        found += _operation({**bare, "path": name, "value": each}) if name.strip() else []
    return found


def _of_manager(op: str, at: str, value: object) -> list[Object]:
    if at in TOLD:
        if op == "remove" or at == "manager.displayname" or value in (None, ""):
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
        return _only([_manager(each) for each in value]) if value else ""
    if not isinstance(value, dict):
        raise DialectError("value", "manager: give the id of a user, as a text.")
    said = _lower(value)
    id = said.get("value")
    if isinstance(id, list | dict):
        raise DialectError("value", "manager: give the id of a user, as a text.")
    if not id and (named := _otherwise(said)):
        return named
    return _manager(id) if "value" in said else None


def _only(ids: list[str | None]) -> str | None:
    """The one id of several that say who it is. Raises DialectError."""
    found = set(ids) - {None}
    if len(found) > 1:
        raise DialectError("value", "manager: there are several; a user has one.")
    return found.pop() if found else None


def _otherwise(said: Object) -> str:
    """Who is named without ``value``: by reference. Raises DialectError where it is by neither."""
    if strange := sorted(set(said) - {"value", "$ref", "ref", "displayname"}):
        raise DialectError("value", f"manager: give the id as value; {strange[0][:40]!r} is none.")
    if not (reference := said.get("$ref", said.get("ref"))):
        return ""
    named = _REFERENCE.match(reference) if isinstance(reference, str) else None
    if named is None:
        raise DialectError("value", "manager: $ref is not the address of a user.")
    return named[1]


def _user(said: Object) -> Object:
    """A user, or what a PATCH without a path would change of one."""
    created: Object = {}
    work: Object = {}
    for name, value in said.items():
        bare = _bare(name)
        _refuse_old(name, value)
        _refuse_other(bare, value)
        if name.lower() == ENTERPRISE.lower() and isinstance(value, dict):
            work |= value
        elif bare in WORK or bare in WHO or bare in TOLD:
            work[name.strip()[-len(bare) :] if bare in WORK else bare] = value
        else:
            created[name] = _one(bare, value) if bare in ONE else value
    if not (work := _work(work)):
        return created
    schemas = created.get("schemas")
    if isinstance(schemas, list) and ENTERPRISE not in schemas:
        created["schemas"] = [*schemas, ENTERPRISE]
    return {**created, ENTERPRISE: work}


def _work(said: Object) -> Object:
    """The extension of a user: ``manager`` in any form, the rest as it came."""
    created: Object = {}
    named: list[str | None] = []
    referred: list[str | None] = []
    for name, value in said.items():
        bare = _bare(name)
        _refuse_other(bare, value)
        if bare in WHO:
            named.append(_manager(value))
        elif bare in TOLD:
            if bare != TOLD[-1] and value:
                referred.append(_manager({"$ref": value}))
        else:
            created[name] = _one(bare, value) if bare in ONE else value
    id = _only(named)
    id = _only(referred) if id is None else id
    if id is not None:
        created["manager"] = {"value": id} if id else None
    return created


def _one(name: str, value: Any) -> Any:  # noqa: ANN401 whatever came
    """A simple value, out of the list or object that some put it into; any other as it came."""
    inner = value
    if isinstance(inner, list) and len(inner) == 1:
        inner = inner[0]
    if isinstance(inner, dict):
        said = _lower(inner)
        inner = said.get("value", inner) if set(said) <= BESIDE else inner
    if isinstance(inner, list | dict):
        return value
    return _truth(name, inner) if name == "active" or name.endswith(".primary") else inner


def _truth(name: str, value: Any) -> Any:  # noqa: ANN401 whatever came
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, str):  # 0 and 1, which as words are refused too
        raise DialectError("value", f"{name}: give true or false.")
    if (said := value.strip().lower()) not in _TRUTH:
        raise DialectError("value", f"{name}: give true or false.")
    return _TRUTH[said]
