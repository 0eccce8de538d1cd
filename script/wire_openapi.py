"""OpenAPI 3.1 of the operations; its schemas are msgspec's own of the Structs."""

import typing
from collections import Counter
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from types import UnionType
from typing import Any

import msgspec
from msgspec.json import schema_components
from wire_operations import Operation

from heard.doors._http.contract import Media
from heard.doors._http.errors import Refusal

JSON = "application/json"
SCHEMES = {
    "inbox": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Heard-Inbox <verifier>`: docs/spec/return-code.md.",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-heard-desk"},
    "passkey": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": '`Heard-Passkey <assertion>`: docs/spec/api.md, "Confirming".',
    },
    "recovery": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": '`Heard-Recovery <verifier>`: docs/spec/api.md, "Confirming".',
    },
}


def document(operations: list[Operation]) -> dict[str, Any]:
    """The whole document."""
    refs, components = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Heard",
            "version": "1",
            "description": "The JSON doors. Written by script/wire; in words: docs/spec/api.md.",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "paths": paths,
        "components": {"schemas": components | _refusals(operations), "securitySchemes": SCHEMES},
    }


def structs_of(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 whatever a contract names
    """The Structs of a union, or of one."""
    return typing.get_args(kind) if isinstance(kind, UnionType) else (kind,)


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _schemas(operations: list[Operation]) -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    """A reference to each Struct that is sent or answered, and all that they are made of."""
    named = {each.body for each in operations} | {
        kind for each in operations for kind in structs_of(each.contract.answer)
    }
    kinds = sorted(filter(_is_struct, named), key=lambda kind: (kind.__module__, kind.__name__))
    refs, components = schema_components(kinds, ref_template="#/components/schemas/{name}")
    names = _short(components)
    refs = dict(zip(kinds, (_portable(each, names) for each in refs), strict=True))
    made = {names[name]: _portable(each, names) for name, each in components.items()}
    _refuse_narrow(made)
    sent = _reached(made, [refs[each.body] for each in operations if each.body in refs])
    for name, each in made.items():
        if name not in sent and "properties" in each:
            # Of an answer nothing is left out: a default is what stands there.
            each["required"] = list(each["properties"])
    return refs, dict(sorted(made.items()))


def _refuse_narrow(schemas: dict[str, Any]) -> None:
    """Codes around several types would be the only values of all of them: null, too, is none."""
    for name, schema in schemas.items():
        for member, each in schema.get("properties", {}).items():
            if {"enum", "anyOf"} <= each.keys():
                raise SystemExit(
                    f"{name}.{member} has codes and other values. Say of which part of it they are:"
                    " Annotated[str, one_of(...)] | None."
                )


def _reached(schemas: dict[str, Any], schema: Any) -> set[str]:  # noqa: ANN401 JSON
    """Names of the schemas that one is made of."""
    if isinstance(schema, list):
        return set().union(*(_reached(schemas, each) for each in schema))
    if not isinstance(schema, dict):
        return set()
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {name} | _reached(schemas, schemas[name])
    return _reached(schemas, list(schema.values()))


def _short(components: Iterable[str]) -> dict[str, str]:
    """Of two that have one name msgspec says the module; the door in its place is enough."""
    doors = {"desk": "Desk", "intake": "Reporter"}
    found = {}
    for name in components:
        *module, last = name.split(".")
        found[name] = next((doors[each] for each in module if each in doors), "") + last
    twice = [name for name, times in Counter(found.values()).items() if times > 1]
    if twice:
        raise SystemExit(f"Two types have one name on the wire: {', '.join(twice)}. Rename one.")
    return found


def _portable(schema: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 JSON
    """A schema with patterns as ECMA 262 has them, short names, and no titles."""
    if isinstance(schema, list):
        return [_portable(each, names) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {
        key: _portable(value, names)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
    if "pattern" in made and isinstance(made["pattern"], str):
        made["pattern"] = made["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    if "prefixItems" in made:
        # Readers of other drafts take `items` for the rest or for the places: here it is each.
        made["x-places"] = made.pop("prefixItems")
        made["items"] = {"anyOf": made["x-places"]}
    if "$ref" in made:
        place, _, name = made["$ref"].rpartition("/")
        made["$ref"] = f"{place}/{names.get(name, name)}"
    return made


def _operation(each: Operation, refs: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": f"{each.method} {each.path}",
        "tags": [each.door],
        "summary": each.about,
        "responses": dict(sorted([*_answers(each, refs), *_refused(each)])),
    }
    if each.security:
        made["security"] = list(each.security)
    if parameters := list(_parameters(each)):
        made["parameters"] = parameters
    if each.body is not None:
        made["requestBody"] = _body(each, refs)
    return made


def _parameters(each: Operation) -> Iterator[dict[str, Any]]:
    for name, schema in each.parameters.items():
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    for name, what in each.contract.query.items():
        yield {"name": name, "in": "query", "description": what, "schema": {"type": "string"}}
    for name, schema in each.headers.items():
        yield {"name": name, "in": "header", "required": True, "schema": schema}
    if isinstance(each.contract.answer, Media) and each.contract.answer.ranged:
        yield {"name": "Range", "in": "header", "schema": {"type": "string"}}


def _body(each: Operation, refs: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    plain = each.body is bytes
    content = {"application/octet-stream": {}} if plain else {JSON: {"schema": refs[each.body]}}
    said = f"At most {each.most} bytes."
    return {"required": True, "description": said, "content": content}


def _answers(
    each: Operation, refs: dict[Any, dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    answer = each.contract.answer
    if isinstance(answer, Media):
        content: dict[str, Any] = {answer.kind: {}}
        statuses = (200, 206) if answer.ranged else each.contract.statuses
    else:
        kinds = [refs[kind] for kind in structs_of(answer)]
        content = {JSON: {"schema": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}}}
        statuses = each.contract.statuses
    for status in statuses:
        yield str(status), {"description": HTTPStatus(status).phrase, "content": content}


def _refused(each: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    found = each.refusals()
    for status in sorted({one.status for one in found}):
        here = [one for one in found if one.status == status]
        said = f"Refused: {', '.join(f'`{code}`' for code in _codes(here))}."
        schema = {"$ref": f"#/components/schemas/{_name(here)}"}
        yield str(status), {"description": said, "content": {JSON: {"schema": schema}}}


def _codes(refusals: list[Refusal]) -> list[str]:
    return sorted({each.code for each in refusals})


def _data(refusals: list[Refusal]) -> list[str]:
    return sorted({name for each in refusals for name in each.data})


def _name(refusals: list[Refusal]) -> str:
    return ".".join(("Refused", *_codes(refusals), *_data(refusals)))


def _refusals(operations: list[Operation]) -> dict[str, Any]:
    """The schema of each set of refusals that come with one status."""
    made = {}
    for each in operations:
        found = each.refusals()
        for status in {one.status for one in found}:
            here = [one for one in found if one.status == status]
            made[_name(here)] = _error(_codes(here), _data(here))
    return dict(sorted(made.items()))


WORDS = {"day", "reason", "state"}  # of what stands beside an error, all else is a number


def _error(codes: list[str], data: list[str]) -> dict[str, Any]:
    members = {"code": {"enum": codes}, "message": {"type": "string"}}
    members |= {name: {"type": "string" if name in WORDS else "integer"} for name in data}
    inner = {
        "type": "object",
        "required": ["code", "message"],
        "properties": members,
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "required": ["error"],
        "properties": {"error": inner},
        "additionalProperties": False,
    }
