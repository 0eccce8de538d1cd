"""What the JSON doors say is one thing: the server's types, the document and the client's types."""

from __future__ import annotations

import dataclasses
import inspect as inspection
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "script"))

import wire  # noqa: E402 a command, no part of the package

CALLS = """\
import {{ deskApi }} from "{root}/client/lib/deskapi.ts";
import {{ inboxApi }} from "{root}/client/lib/api.ts";
import type {{ CaseView }} from "{root}/client/lib/views.ts";
export const went = deskApi().acknowledge("case", "key").then(({{ {leaf} }}) => {leaf});
export const renamed = deskApi().newRecovery({{ keyring: "", replaces: "", {recovery}: "" }});
export const sent = inboxApi("").send({{ id: "", kind: "{kind}", seq: 0, sealed: "" }});
export const due = (view: CaseView): string => view.duties.map(duty => duty.{due}).join();
"""
RIGHT = {"leaf": "leaf", "recovery": "recovery", "kind": "message", "due": "due"}
# A word of a name in any style: `for_her`, `FileOfHers`, `sheRaisedIt`.
PRONOUN = re.compile(r"(?:\b|_)(?:[Ss]he|[Hh]ers?)(?=_|\b|[A-Z])|(?<=[a-z])(?:She|Hers?)(?![a-z])")
WRONG = {"leaf": "index", "recovery": "code", "kind": "note", "due": "until"}


def structs(kind: inspect.Type) -> list[type[msgspec.Struct]]:
    """Every Struct that a type is made of."""
    if isinstance(kind, inspect.Metadata):
        return structs(kind.type)
    if isinstance(kind, inspect.UnionType):
        return [each for one in kind.types for each in structs(one)]
    if isinstance(kind, inspect.StructType):
        inner = [each for one in kind.fields for each in structs(one.type)]
        return [kind.cls, *inner]
    if isinstance(kind, inspect.TupleType):
        return [each for one in kind.item_types for each in structs(one)]
    if isinstance(kind, inspect.CollectionType | inspect.VarTupleType):
        return structs(kind.item_type)
    return structs(kind.value_type) if isinstance(kind, inspect.DictType) else []


def made_of(kinds: Any) -> list[type[msgspec.Struct]]:
    return structs(inspect.type_info(kinds))


@pytest.fixture(scope="module")
def operations() -> list[Any]:
    from wire_operations import operations

    return operations()


def test_what_is_written_is_what_the_types_say() -> None:
    assert wire.main(check=True) == 0


@pytest.mark.parametrize(
    ("name", "old"), [("OPENAPI", "leaf"), ("TYPESCRIPT", "leaf"), ("SHARED", "100000")]
)
def test_drift_is_told_with_the_command(
    name: str,
    old: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    drifted = tmp_path / "drifted"
    drifted.write_text(getattr(wire, name).read_text().replace(old, "7", 1))
    monkeypatch.setattr(wire, name, drifted)
    monkeypatch.setattr(wire, "ROOT", tmp_path)
    assert wire.main(check=True) == 1
    said = "drifted is not what the server's types say. Run: script/wire\n"
    assert capsys.readouterr().err == said


def test_every_answer_is_of_frozen_structs(operations: list[Any]) -> None:
    from wire_openapi import structs_of

    from heard.doors._http.contract import Media

    answers = [kind for each in operations for kind in structs_of(each.contract.answer)]
    found = {kind for each in answers if not isinstance(each, Media) for kind in made_of(each)}
    assert len(found) > 40
    assert [each for each in found if not each.__struct_config__.frozen] == []


def test_a_body_has_no_member_that_nobody_knows_at_any_depth(operations: list[Any]) -> None:
    bodies = [each.body for each in operations if each.body not in {None, bytes}]
    found = {kind for each in bodies for kind in made_of(each)}
    assert len(found) > 30
    assert [each for each in found if not each.__struct_config__.forbid_unknown_fields] == []


def test_an_answer_in_json_is_a_typed_one() -> None:
    from heard.doors._http.answers import json as answer_in_json
    from heard.formats.wire import Answer

    assert inspection.get_annotations(answer_in_json)["answer"] is Answer


class UntoldError(Exception):
    """No line of the table of errors is about it."""


def silent() -> None:
    """A view without @answers."""


def test_what_is_forgotten_of_a_view_is_said_with_what_to_do(operations: list[Any]) -> None:
    from wire_openapi import _refuse_narrow
    from wire_operations import _contract

    with pytest.raises(SystemExit, match=r"test_wire\.silent .* Put @answers over it"):
        _contract(silent)
    one = operations[0]
    contract = dataclasses.replace(one.contract, refuses=(UntoldError,))
    with pytest.raises(SystemExit, match=r"UntoldError, which TABLE .* Add its line"):
        dataclasses.replace(one, contract=contract).refusals()
    codes = {"enum": ["a"], "anyOf": [{"type": "string"}, {"type": "null"}]}
    with pytest.raises(SystemExit, match=r"View\.part has codes and other values"):
        _refuse_narrow({"View": {"properties": {"part": codes}}})
    inner = {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}
    _refuse_narrow({"View": {"properties": {"part": inner}}, "Code": {"enum": ["a"]}})


def test_the_document_names_roles_refusals_and_sizes() -> None:
    found = json.loads(wire.OPENAPI.read_text())
    renew = found["paths"]["/desk/api/cases/{case}/identity"]["post"]
    assert renew["security"] == [
        {"session": [], "passkey": []},
        {"session": [], "recovery": []},
    ]
    assert sorted(renew["responses"]) == [
        "201", "400", "401", "403", "404", "409", "413", "415", "429", "503", "507",
    ]  # fmt: skip
    assert renew["requestBody"]["description"] == "At most 2097152 bytes."
    refused = renew["responses"]["409"]["content"]["application/json"]["schema"]["$ref"]
    error = found["components"]["schemas"][refused.rpartition("/")[2]]["properties"]["error"]
    assert error["properties"]["code"] == {"enum": ["conflict", "too_often"]}
    assert set(error["properties"]) == {"code", "message", "generation", "seq"}


@pytest.mark.parametrize("wrong", [None, *WRONG])
def test_a_wrong_client_does_not_compile(wrong: str | None, tmp_path: Path) -> None:
    words = RIGHT | ({wrong: WRONG[wrong]} if wrong else {})
    (tmp_path / "client.ts").write_text(CALLS.format(root=ROOT, **words))
    faults, said = compiled(tmp_path, "client.ts")
    assert faults == (["client.ts"] if wrong else []), said


def compiled(folder: Path, *files: str) -> tuple[list[str], str]:
    """The name of the file of each fault that tsc finds, and all that it says."""
    config = {"extends": str(ROOT / "tsconfig.json"), "include": [], "files": files}
    config |= {"compilerOptions": {"noEmit": True, "typeRoots": []}}
    (folder / "tsconfig.json").write_text(json.dumps(config))
    packages = folder / "node_modules"
    if not packages.exists():
        packages.symlink_to(ROOT / "node_modules")
    command = [str(ROOT / "node_modules/.bin/tsc"), "-p", str(folder), "--pretty", "false"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    faults = [each for each in done.stdout.splitlines() if "error TS" in each]
    return [each.partition("(")[0].rpartition("/")[2] for each in faults], done.stdout


def names_in(document: Any) -> set[str]:
    """Every member, address and listed code of a document; no sentence of it."""
    if isinstance(document, dict):
        listed = {each for each in document.get("enum", ()) if isinstance(each, str)}
        return set(document) | listed | {n for each in document.values() for n in names_in(each)}
    return {n for each in document for n in names_in(each)} if isinstance(document, list) else set()


def with_pronoun(names: set[str]) -> set[str]:
    return {each for each in names if PRONOUN.search(each)}


def test_no_name_of_the_document_says_she() -> None:
    document = json.loads(wire.OPENAPI.read_text())
    assert with_pronoun(names_in(document)) == set()
    schemas = document["components"]["schemas"]
    schemas["Letter"]["properties"]["told_to_her"] = {"enum": ["she_raised_it", "others"]}
    schemas["FileOfHers"] = {}
    assert with_pronoun(names_in(document)) == {"told_to_her", "she_raised_it", "FileOfHers"}


# What the reporter's pages send: by its type, a member that the server renames and they do not.
RENAMED = {
    "Escalation": "tier",
    "Finish": "segments",
    "NewContact": "sealed",
    "NewFile": "start",
    "OldContact": "kind",
    "Report": "urgent",
    "ReporterRenewal": "exclude",
}


def renamed(written: str, kind: str, member: str) -> str:
    before, head, rest = written.partition(f"export interface {kind} {{")
    assert head
    return (
        before
        + head
        + re.sub(rf"^  {member}(?=\??:)", "  renamed", rest, count=1, flags=re.MULTILINE)
    )


def test_what_the_server_alone_renames_does_not_compile_at_the_reporters_pages(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "client/lib", tmp_path / "lib")
    files = ("lib/inboxActions.ts", "lib/report.ts")
    assert compiled(tmp_path, *files) == ([], "")
    place = tmp_path / "lib/wire.ts"
    written = place.read_text("utf-8")
    for kind, member in RENAMED.items():
        written = renamed(written, kind, member)
    place.write_text(written, "utf-8")
    _, said = compiled(tmp_path, *files)
    assert [kind for kind in RENAMED if not re.search(rf"\b{kind}\b", said)] == [], said


def undescribed(document: dict[str, Any], text: str) -> list[str]:
    """Operations that docs/spec/api.md has no words about.

    What begins or ends as the one before is shortened there: ``…/lost``, ``/log/tile/…``.
    """
    text = re.sub(r"<\w+>", "<>", text)
    found = []
    for path, methods in document["paths"].items():
        short = re.sub(r"\{\w+\}", "<>", re.sub(r"^/(?:report|desk)/api/", "", path))
        ends = f"`…/{short.rpartition('/')[2]}`", f"`{'/'.join(short.split('/')[:3])}/…`"
        if any(end in text for end in ends):
            continue
        called = [rf"{each.upper()} {re.escape(short)}(?![\w/<])" for each in methods]
        found += [each.partition("(?!")[0] for each in called if not re.search(each, text)]
    return found


def test_each_address_is_described() -> None:
    document = json.loads(wire.OPENAPI.read_text())
    text = (ROOT / "docs/spec/api.md").read_text("utf-8")
    assert undescribed(document, text) == [], (
        "Add it to docs/spec/api.md: what comes, what is told."
    )
    for line in ("`GET inbox`", "`POST cases/<id>/pass`", "`…/lost`"):
        assert undescribed(document, text.replace(line, "")) != []
