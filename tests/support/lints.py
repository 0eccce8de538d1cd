"""House rules that no off-the-shelf linter knows: each a function from source to complaints.

A rule takes the path (relative to the repository) and the text of one file and yields complaints,
``line: what is wrong and what to do``. ``RULES`` says which files a rule judges.
Python is read with ``ast``; other languages by line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from layouts import stands_in_a_layout

Check = Callable[[str], Iterator[str]]

FILE_LINES, WRITTEN = 400, "client/lib/wire.ts"  # by script/wire: one list of types
FUNCTION_LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``files`` and ``spared`` are glob patterns over repository paths; ``spared`` wins."""

    name: str
    check: Check
    files: tuple[str, ...]
    spared: tuple[str, ...] = ()

    def judges(self, path: str) -> bool:
        """Whether the file at ``path`` is this rule's business."""
        return _matches(path, self.files) and not _matches(path, self.spared)


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(re.fullmatch(_regex(pattern), path) for pattern in patterns)


def _regex(pattern: str) -> str:
    """A glob with ``**`` for any depth; Python's own gains that only in 3.13."""
    parts = re.split(r"(\*\*/|\*)", pattern)
    known = {"**/": r"(?:[^/]+/)*", "*": r"[^/]*"}
    return "".join(known.get(part, re.escape(part)) for part in parts)


# --- time and chance -----------------------------------------------------------------------------

CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime"}
CLOCK_FUNCTIONS = {("time", "time"), ("time", "time_ns"), ("timezone", "localdate")}


def asks_no_clock(text: str) -> Iterator[str]:
    """Time comes in as ``now``: otherwise a rule cannot be tested at another hour."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and _is_clock(node):
            yield f"{node.lineno}: asks the clock ({ast.unparse(node)}): take `now` as an argument"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for name in node.names:
                if ("time", name.name) in CLOCK_FUNCTIONS:
                    yield f"{node.lineno}: imports a clock ({name.name}): take `now` as an argument"


def _is_clock(node: ast.Attribute) -> bool:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    if owner in {"timekeeping", "call"}:  # Heard's own time, and that of a request
        return False
    return node.attr in CLOCKS or (owner, node.attr) in CLOCK_FUNCTIONS


DEVICE_CLOCK = re.compile(
    r"\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<!new )\bDate\s*\("
)


def asks_no_device_clock(text: str) -> Iterator[str]:
    """A phone may be a day behind or years ahead: what is late or listed is the server's to say."""
    for number, line in enumerate(_without_comments(text).splitlines(), 1):
        if found := DEVICE_CLOCK.search(line):
            yield f"{number}: asks the device's clock ({found[0]}): use lib/clock.ts"


# --- the narrow waist ----------------------------------------------------------------------------

JOURNAL_TABLES = ("Event", "Leaf", "Duty", "Opening")
CREATORS = {"create", "bulk_create", "get_or_create", "update_or_create", "acreate"}
INSERT = re.compile(r"insert\s+into\s+\"?heard_(event|leaf|duty|opening)\b", re.IGNORECASE)


def leaves_the_journal_alone(text: str) -> Iterator[str]:
    """An event without its leaf, or a duty without its event, could be denied."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _creates_journal_row(node.func):
            yield f"{node.lineno}: writes a row of the journal: call heard.ledger.journal"
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and INSERT.search(node.value)
        ):
            yield f"{node.lineno}: inserts into a table of the journal: call heard.ledger.journal"


def _creates_journal_row(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id in JOURNAL_TABLES
    if not isinstance(func, ast.Attribute):
        return False
    if func.attr in JOURNAL_TABLES:
        return ast.unparse(func.value) != "threading"
    return func.attr in CREATORS and any(
        ast.unparse(func.value).startswith((f"{table}.", f"models.{table}."))
        for table in JOURNAL_TABLES
    )


MANAGERS = {"objects", "_default_manager", "_base_manager"}


def reaches_no_table(text: str) -> Iterator[str]:
    """Doors and settings ask actions, for reading too: there the refusals and the log stand."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield f"{node.lineno}: reaches a table ({ast.unparse(node)}): call an action"


# --- what is never written down ------------------------------------------------------------------

LOGGERS = {"log", "logger", "logging", "structlog"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log", "msg", "bind"}


def logs_only_constants(text: str) -> Iterator[str]:
    """At the reporter's door a log line may say that something happened, never to whom or what."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _is_logging(node.func):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if not all(_says_nothing(value) for value in given):
                yield f"{node.lineno}: logs something of a request: log a constant name alone"


def _says_nothing(value: ast.expr) -> bool:
    """A constant, or an error's type or place: its text can hold what she sent."""
    if isinstance(value, ast.Constant):
        return True
    said = r"type\(\w+\)\.__(?:qual)?name__|\{'where': place\(\w+\)\}"
    return re.fullmatch(said, ast.unparse(value)) is not None


def _is_logging(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id == "print"
    if not isinstance(func, ast.Attribute) or func.attr not in LEVELS:
        return False
    owner = func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name.lower().strip("_") in LOGGERS


# --- migrations ----------------------------------------------------------------------------------

MIGRATION_MAY_IMPORT = ("heard.records.closed_sets", "heard.records.fields")


def migration_stands_alone(text: str) -> Iterator[str]:
    """Code moves on, and a migration that imports it with it; how a column is made stays."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if not node.level else ["heard (relative)"]
        else:
            continue
        for name in names:
            if name.split(".")[0].startswith("heard") and name not in MIGRATION_MAY_IMPORT:
                yield f"{node.lineno}: imports {name}: write what the migration needs into it"


# --- size ----------------------------------------------------------------------------------------


def file_is_short(text: str) -> Iterator[str]:
    """A file that does not fit in a head is two files."""
    lines = text.count("\n")
    if lines >= FILE_LINES:
        yield f"{lines}: the file has {lines} lines: split it by subject (under {FILE_LINES})"


def functions_are_short(text: str) -> Iterator[str]:
    """Counted without the docstring, which may take the room it needs."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            if lines > FUNCTION_LINES:
                yield (
                    f"{node.lineno}: {node.name} has {lines} lines: give its steps names "
                    f"(at most {FUNCTION_LINES})"
                )


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


# --- addresses -----------------------------------------------------------------------------------

# Written in two pieces, because the rule forbids them here as well.
REGISTRIES = tuple(
    name + ending
    for name, ending in (
        ("registry.npmjs", ".org"),
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("deb.debian", ".org"),
        ("security.debian", ".org"),
        ("registry.yarnpkg", ".com"),
        ("unpkg", ".com"),
        ("cdn.jsdelivr", ".net"),
    )
)


def names_no_registry(text: str) -> Iterator[str]:
    """Which registry serves the packages is the machine's choice; the hashes are ours."""
    for number, line in enumerate(text.splitlines(), 1):
        for host in REGISTRIES:
            if host in line:
                yield f"{number}: names the registry {host}: leave it to the tools' settings"


ADDRESS = re.compile(r"""(?:https?:|["'(\s=])//([a-z0-9-]+(?:\.[a-z0-9-]+)+)""", re.IGNORECASE)
# The name of the SVG language; nothing is ever fetched from it.
NAMES_NOT_ADDRESSES = {"www.w3.org"}
COMMENT = re.compile(r"/\*.*?\*/|(?:^|(?<=[\s;,{}]))//[^\n]*|<!--.*?-->", re.DOTALL | re.MULTILINE)


def _without_comments(text: str) -> str:
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


LANGUAGE = re.compile(r"""zh-Hans|(["'`])ar\1|\blang\(ar\)|lang=ar\b""")


def names_no_language(text: str) -> Iterator[str]:
    """Else a fourth one is half there: everything asks languages.toml."""
    for number, line in enumerate(text.splitlines(), 1):
        if LANGUAGE.search(line):
            yield f"{number}: names a language: take it from src/heard/languages/languages.toml"


def asks_no_stranger(text: str) -> Iterator[str]:
    """A request to another host would tell it that somebody is about to report."""
    for number, line in enumerate(_without_comments(text).splitlines(), 1):
        for host in ADDRESS.findall(line):
            if host.lower() not in NAMES_NOT_ADDRESSES:
                yield f"{number}: names the host {host}: pages talk to their own origin alone"


# --- manners -------------------------------------------------------------------------------------

SILENCED = re.compile(r"#\s*noqa\b(?!:\s*[A-Z0-9]+(?:,\s*[A-Z0-9]+)*[\s(:-]+[^\s#]+\s*\S)")
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")


def exceptions_carry_a_reason(text: str) -> Iterator[str]:
    """``noqa`` names its rule and says why."""
    for number, line in enumerate(text.splitlines(), 1):
        if SILENCED.search(line):
            yield f"{number}: silences a rule without a reason: `noqa: CODE why`"


def nothing_is_left_to_do(text: str) -> Iterator[str]:
    """What is missing stands in the docs as a limit, not in the code as a wish."""
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line):
            yield f"{number}: leaves work behind: do it, or state the limit in docs/"


TESTS_OF_THE_RULES = "tests/house/test_lints.py"
MIGRATIONS = "src/heard/records/migrations/**/*.py"
SOURCES = ("src/**/*.py", "tests/**/*.py", "bench/**/*.py", "client/**/*.ts*", "*.py")

RULES = (
    Rule(
        name="asks_no_clock",
        check=asks_no_clock,
        files=tuple(
            f"src/heard/{room}/**/*.py"
            for room in (
                *("rules", "formats", "ledger", "access", "actions"),
                *(f"doors/{door}" for door in ("reporter", "desk", "public", "scim")),
            )
        ),
        spared=(
            "src/heard/actions/operations/timekeeping.py",  # it compares the clocks, for all others
            "src/heard/doors/public/hosts.py",  # for a log line that must not need a database
        ),
    ),
    Rule(
        name="asks_no_device_clock",
        check=asks_no_device_clock,
        files=tuple(f"client/{room}/**/*.ts*" for room in ("lib", "pages", "ui")),
        spared=("client/lib/clock.ts", "client/**/*.test.ts*"),
    ),
    Rule(
        name="leaves_the_journal_alone",
        check=leaves_the_journal_alone,
        files=tuple(
            f"src/heard/{room}/**/*.py"
            for room in ("config", "doors", "actions", "access", "ledger")
        ),
        spared=("src/heard/ledger/journal.py", "src/heard/ledger/log.py"),
    ),
    Rule(
        name="reaches_no_table",
        check=reaches_no_table,
        files=("src/heard/**/*.py",),
        spared=(
            "src/heard/records/**/*.py",
            *(f"src/heard/{floor}/**/*.py" for floor in ("actions", "access", "ledger")),
            # Django's own table of sessions, which is this door's and holds nothing of a case.
            "src/heard/doors/desk/session.py",
        ),
    ),
    Rule(
        name="logs_only_constants",
        check=logs_only_constants,
        files=("src/heard/doors/reporter/**/*.py", "src/heard/doors/_http/**/*.py"),
    ),
    Rule(
        name="stands_in_a_layout",
        check=stands_in_a_layout,
        files=("client/pages/**/*.html", "src/heard/doors/**/*.html"),
        spared=(
            "client/pages/layouts/*.html",
            "src/heard/doors/reporter/plain/templates/plain/base.html",
        ),
    ),
    Rule(name="migration_stands_alone", check=migration_stands_alone, files=(MIGRATIONS,)),
    Rule(name="file_is_short", check=file_is_short, files=SOURCES, spared=(MIGRATIONS, WRITTEN)),
    Rule(name="functions_are_short", check=functions_are_short, files=("src/**/*.py", "*.py")),
    Rule(name="names_no_registry", check=names_no_registry, files=("**/*",)),
    Rule(
        name="asks_no_stranger",
        check=asks_no_stranger,
        files=("client/**/*.ts*", "client/**/*.css", "client/**/*.html", "client/**/*.mjs"),
        spared=("client/**/*.test.ts*",),
    ),
    Rule(
        name="names_no_language",
        check=names_no_language,
        files=(
            *("src/heard/**/*.py", "src/heard/**/*.html"),
            *("client/**/*.ts*", "client/**/*.mjs", "client/**/*.html"),
        ),
        spared=(
            "client/**/*.test.ts*",
            "client/**/*.cases.ts",
            "client/**/*.test.mjs",
            # BIP 39's lists of words are called by the language that they were made for.
            "client/build/languages.mjs",
            "client/lib/codelabels.ts",
            "client/lib/codewords.ts",
            "client/lib/returncode.ts",
            "client/lib/vectors*.ts",
            # What may hurt is asked for otherwise in each language.
            "client/lib/wordlists/*.ts",
            # A story is told in the language of whoever tells it.
            "src/heard/doors/operator/demonstration/story.py",
        ),
    ),
    Rule(
        name="exceptions_carry_a_reason",
        check=exceptions_carry_a_reason,
        files=("src/**/*.py", "tests/**/*.py", "bench/**/*.py", "*.py"),
        spared=(TESTS_OF_THE_RULES, "tests/support/lints.py"),
    ),
    Rule(
        name="nothing_is_left_to_do",
        check=nothing_is_left_to_do,
        files=(*SOURCES, "script/*", "client/**/*.css"),
        spared=(TESTS_OF_THE_RULES,),
    ),
)


def complaints(path: str, text: str) -> list[str]:
    """What every rule says about the file at ``path`` (relative, with ``/``)."""
    assert not PurePosixPath(path).is_absolute()
    return [
        f"{path}:{complaint} [{rule.name}]"
        for rule in RULES
        if rule.judges(path)
        for complaint in rule.check(text)
    ]
