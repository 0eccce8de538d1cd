"""client/lib/wire.ts of an OpenAPI document: its schemas as interfaces, its operations as a map."""

import json
from collections.abc import Iterator
from typing import Any

HEAD = """/**
 * What the JSON doors take and answer. Written by script/wire from the server's types: do not edit.
 * In words: docs/spec/api.md.
 */
"""
JSON = "application/json"
WIDTH = 110
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def module(document: dict[str, Any]) -> str:
    """The text of the module, as Prettier writes it."""
    schemas = document["components"]["schemas"]
    sent = _sent_only(document)
    told = {name: each for name, each in schemas.items() if not name.startswith("Refused.")}
    parts = [_interface(name, schema, sent=name in sent) for name, schema in told.items()]
    return "\n".join([HEAD, *parts, *_codes(document), _operations(document)])


def type_of(schema: dict[str, Any], *, sent: bool = False) -> str:
    """A schema as TypeScript writes it; lists that are ``sent`` may be ones that cannot change."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(type_of(each, sent=sent) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return f"{'readonly ' if sent else ''}{_array(schema)}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"Record<string, {type_of(inner)}>" if inner else "object"
    return PLAIN.get(str(kind), "null" if kind == "null" else "unknown")


def _sent_only(document: dict[str, Any]) -> set[str]:
    """Names of what is in a body."""
    schemas = document["components"]["schemas"]
    bodies = [
        each["requestBody"]
        for path in document["paths"].values()
        for each in path.values()
        if "requestBody" in each
    ]
    found: set[str] = set()
    waiting = [name for each in bodies for name in _named(each)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _named(schemas[name])
    return found


def _named(schema: object) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _named(each)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        yield from _named(list(schema.values()))


def _array(schema: dict[str, Any]) -> str:
    if "x-places" in schema:
        return f"[{', '.join(type_of(each) for each in schema['x-places'])}]"
    inner = type_of(schema["items"])
    return f"({inner})[]" if " | " in inner else f"{inner}[]"


def _interface(name: str, schema: dict[str, Any], *, sent: bool) -> str:
    members = schema.get("properties", {})
    if "enum" in schema:
        return _comment(schema, "") + _union(name, type_of(schema))
    if not members:
        return f"{_comment(schema, '')}export type {name} = Record<string, never>;\n"
    needed = set(schema.get("required", ()))
    lines = "".join(
        _member(key, each, needed=key in needed, sent=sent) for key, each in members.items()
    )
    return f"{_comment(schema, '')}export interface {name} {{\n{lines}}}\n"


def _union(name: str, said: str) -> str:
    """A line, or where it is too long for one a line for each, as Prettier writes it."""
    line = f"export type {name} = {said};\n"
    if len(line) <= WIDTH:
        return line
    return f"export type {name} =\n  | " + said.replace(" | ", "\n  | ") + ";\n"


def _member(name: str, schema: dict[str, Any], *, needed: bool, sent: bool) -> str:
    mark = "" if needed else "?"
    line = f"  {name}{mark}: {type_of(schema, sent=sent)};\n"
    if len(line) > WIDTH + 1:
        each = "".join(f"\n    | {one}" for one in type_of(schema, sent=sent).split(" | "))
        line = f"  {name}{mark}:{each};\n"
    return _comment(schema, "  ") + line


def _comment(schema: dict[str, Any], indent: str) -> str:
    said = " ".join(str(schema.get("description", "")).split()).replace("``", "`")
    return f"{indent}/** {said} */\n" if said else ""


def _codes(document: dict[str, Any]) -> Iterator[str]:
    found: set[str] = set()
    for name, schema in document["components"]["schemas"].items():
        if name.startswith("Refused."):
            error = schema["properties"]["error"]
            found |= set(error["properties"]["code"]["enum"])
    listed = "".join(f'\n  | "{code}"' for code in sorted(found))
    yield f"/** What `error.code` of a refusal may be. */\nexport type ErrorCode ={listed};\n"


def _operations(document: dict[str, Any]) -> str:
    lines = []
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            lines.append(
                f'  "{method.upper()} {path}": {{ {_sent(each)}answer: {_told(each)} }};\n'
            )
    return f"/** By method and address. */\nexport interface Operations {{\n{''.join(lines)}}}\n"


def _sent(each: dict[str, Any]) -> str:
    schema = each.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    return f"body: {type_of(schema)}; " if schema else ""


def _told(each: dict[str, Any]) -> str:
    told = next(answer for status, answer in each["responses"].items() if status.startswith("2"))
    schema = told["content"].get(JSON, {}).get("schema")
    kinds = next(iter(told["content"]))
    return type_of(schema) if schema else "string" if kinds.startswith("text/") else "Blob"
