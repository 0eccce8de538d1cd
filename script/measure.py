"""What script/measure prints: how large the parts of each room are, and what is said of them.

A room is a folder of src/heard or of client with sources in it; migrations and tests are none of
it. Measured are

- functions with a name, methods and nested ones too: lines from the line of their name to the last
  (of a Python function without its decorators); median, 90th percentile (nearest rank), longest;
- the largest file, in lines;
- documented: classes and functions that others may use and that have a docstring. In Python those
  of a module, and methods of such classes, without an underscore; in TypeScript what is exported;
- annotated: parameters and results of functions (a constructor's apart) with their type written;
- comments that are no docstrings, for 100 lines;
- lines of tests for one line: of tests/<room> or of the room's own *.test.ts.
"""

import ast
import io
import json
import math
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_OURS = {"__pycache__", "migrations", "static", "node_modules"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
TITLES = (
    "room|lines|fn median/p90/max|largest file|documented|annotated|comments/100|tests per line"
)


@dataclass
class Room:
    """What was counted. ``documented`` and ``annotated``: how many are, of how many."""

    functions: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    documented: list[int] = field(default_factory=lambda: [0, 0])
    annotated: list[int] = field(default_factory=lambda: [0, 0])
    comments: int = 0
    tests: int = 0

    @property
    def lines(self) -> int:
        """Of all its files."""
        return sum(self.files)

    def add(self, other: "Room") -> None:
        """Count what was counted elsewhere here as well."""
        self.functions += other.functions
        self.files += other.files
        self.documented = [a + b for a, b in zip(self.documented, other.documented, strict=True)]
        self.annotated = [a + b for a, b in zip(self.annotated, other.annotated, strict=True)]
        self.comments += other.comments
        self.tests += other.tests


def rooms(root: Path) -> dict[str, Room]:
    """Each room of the Heard in ``root``, and "all" of them with all the tests.

    Raises CalledProcessError where Node cannot read the TypeScript.
    """
    found = {each.name: python(each) for each in _folders(root / "src/heard")}
    for name, room in found.items():
        room.tests = _lines(root / "tests" / name, "*.py")
    found |= typescript(root)
    whole = Room()
    for room in found.values():
        whole.add(room)
    whole.tests = _lines(root / "tests", "*.py") + _lines(root / "client", "*.test.ts*")
    return found | {"all": whole}


def python(folder: Path) -> Room:
    """What is in the Python of one folder."""
    room = Room()
    for path in _files(folder, "*.py"):
        text = path.read_text("utf-8")
        room.files.append(len(text.splitlines()))
        room.comments += _comments(text)
        _read(ast.parse(text), room)
    return room


def typescript(root: Path) -> dict[str, Room]:
    """What is in each room of client, as client/build/measure.mjs counts it."""
    command = ["node", str(ROOT / "client/build/measure.mjs"), str(root)]
    said = subprocess.run(  # noqa: S603 -- our own program
        command, check=True, capture_output=True, text=True
    ).stdout
    return {name: Room(**counts) for name, counts in json.loads(said).items()}


def _folders(place: Path) -> list[Path]:
    return [each for each in sorted(place.iterdir()) if each.is_dir() and _files(each, "*.py")]


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.rglob(pattern))
    return [each for each in found if not NOT_OURS & set(each.relative_to(folder).parts)]


def _lines(folder: Path, pattern: str) -> int:
    return sum(len(each.read_text("utf-8").splitlines()) for each in _files(folder, pattern))


def _comments(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


def _read(module: ast.Module, room: Room) -> None:
    for node in ast.walk(module):
        if isinstance(node, Function):
            room.functions.append((node.end_lineno or node.lineno) - node.lineno + 1)
            _count(room.annotated, _annotated(node))
    _count(room.documented, (bool(ast.get_docstring(each)) for each in _public(module)))


def _count(counts: list[int], said: Iterator[bool]) -> None:
    for each in said:
        counts[0] += each
        counts[1] += 1


def _annotated(node: Function) -> Iterator[bool]:
    """Of each parameter but ``self`` and ``cls``, and of the result."""
    given = node.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    for each in named:
        if each and each.arg not in {"self", "cls"}:
            yield each.annotation is not None
    yield node.returns is not None


def _public(node: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for each in node.body:
        if isinstance(each, Function | ast.ClassDef) and each.name[0] != "_":
            yield each
            if isinstance(each, ast.ClassDef):
                yield from _public(each)


def table(found: dict[str, Room]) -> str:
    """In Markdown, one row a room."""
    titles = TITLES.split("|")
    rows = [titles, ["---"] * len(titles)]
    rows += [[name, *_row(room)] for name, room in found.items()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(room: Room) -> Iterator[str]:
    lengths = sorted(room.functions)
    yield f"{room.lines:,}"
    yield "/".join(str(_rank(lengths, part)) for part in (0.5, 0.9, 1)) if lengths else "–"
    yield f"{max(room.files)}"
    for so_many, of in (room.documented, room.annotated):
        yield f"{100 * so_many // of} %" if of else "–"
    yield f"{100 * room.comments / room.lines:.1f}" if room.lines else "–"
    yield f"{room.tests / room.lines:.2f}" if room.tests else "–"


def _rank(ordered: list[int], part: float) -> int:
    return ordered[math.ceil(part * len(ordered)) - 1]


if __name__ == "__main__":
    print(table(rooms(Path(sys.argv[1]) if sys.argv[1:] else ROOT)), end="")
