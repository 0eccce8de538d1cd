"""The house rules hold everywhere, and each of them can fail."""

import os
from pathlib import Path

import pytest
from lints import RULES, complaints

ROOT = Path(__file__).parents[2]
SHORT_BODY = "    pass\n"

# rule, a path it judges, what it refuses, what it accepts
SAMPLES = [
    ("asks_no_clock", "src/heard/rules/clocks.py", "due = datetime.now(UTC)\n", "due = now\n"),
    ("asks_no_clock", "src/heard/actions/cases.py", "at = timezone.now()\n", "at = now\n"),
    ("asks_no_clock", "src/heard/formats/note.py", "date.today()\n", "today\n"),
    ("asks_no_clock", "src/heard/actions/cases.py", "time.time()\n", "time.monotonic()\n"),
    ("asks_no_clock", "src/heard/actions/cases.py", "from time import time\n", "import time\n"),
    (
        "asks_no_device_clock",
        "client/pages/dutyItem.ts",
        "const late = due <= Date.now();\n",
        "const late = due <= serverTime().getTime(); // not Date.now()\n",
    ),
    ("asks_no_device_clock", "client/lib/ics.ts", "at = new Date( )\n", "at = new Date(iso)\n"),
    ("asks_no_device_clock", "client/lib/ics.ts", "at = new Date;\n", "at = Date.parse(iso);\n"),
    ("asks_no_device_clock", "client/lib/ics.ts", "at = Date()\n", "at = inDate(1)\n"),
    ("asks_no_device_clock", "client/pages/a.ts", "(clock = Date.now) =>\n", "Date.UTC(2026, 0)\n"),
    (
        "stands_in_a_layout",
        "client/pages/public/new/index.html",
        "<!doctype html>\n",
        "{{layout:page}}\n",
    ),
    (
        "leaves_the_journal_alone",
        "src/heard/actions/cases.py",
        "Duty.objects.create(kind='x')\n",
        "Duty.objects.filter(kind='x')\n",
    ),
    (
        "leaves_the_journal_alone",
        "src/heard/doors/desk/views.py",
        "models.Event(kind='x').save()\n",
        "journal.write(kind='x')\n",
    ),
    (
        "leaves_the_journal_alone",
        "src/heard/actions/intake.py",
        "cursor.execute('INSERT INTO heard_leaf VALUES (1)')\n",
        "cursor.execute('INSERT INTO heard_letter VALUES (1)')\n",
    ),
    (
        "reaches_no_table",
        "src/heard/doors/public/views.py",
        "Organisation.objects.get()\n",
        "channel.site()\n",
    ),
    (
        "logs_only_constants",
        "src/heard/doors/reporter/views.py",
        "log.info('report', size=len(request.body))\n",
        "log.info('report refused')\n",
    ),
    (
        "logs_only_constants",
        "src/heard/doors/reporter/views.py",
        "self._log.warning(f'{path}')\n",
        "self.blog.warning(path)\n",
    ),
    (
        "logs_only_constants",
        "src/heard/doors/reporter/views.py",
        "logger.error('failed: %s', error)\n",
        "logger.error('failed: %s', type(error).__qualname__)\n",
    ),
    (
        "logs_only_constants",
        "src/heard/doors/reporter/views.py",
        "print(request)\n",
        "answer(request)\n",
    ),
    (
        "migration_stands_alone",
        "src/heard/records/migrations/0001_initial.py",
        "from heard.rules import events\n",
        "import heard.records.fields\nfrom django.db import models\n",
    ),
    (
        "migration_stands_alone",
        "src/heard/records/migrations/0001_initial.py",
        "from ..models import Case\n",
        "from heard.records.fields import id_field\n",
    ),
    ("file_is_short", "client/lib/seal.ts", "x;\n" * 400, "x;\n" * 399),
    (
        "functions_are_short",
        "src/heard/rules/clocks.py",
        "def due():\n" + SHORT_BODY * 40,
        'def due():\n    """Long\n\n\n    words."""\n' + SHORT_BODY * 39,
    ),
    (
        "names_no_registry",
        "script/setup",
        "pip --index-url https://pypi." + "org/simple\n",
        "pip install\n",
    ),
    (
        "asks_no_stranger",
        "client/pages/public/landing.ts",
        "fetch('https://fonts.example.com/a.woff2')\n",
        "fetch('/site.json') // as https://c2sp.org says\n",
    ),
    (
        "asks_no_stranger",
        "client/css/base.css",
        "background: url(//cdn.example.net/x.png);\n",
        "/* https://example.org */ background: none;\n",
    ),
    (
        "asks_no_stranger",
        "client/pages/reporter/qr.ts",
        "const a = 'http://www.example.org/2000/svg'\n",
        "const a = 'http://www.w3.org/2000/svg'\n",
    ),
    (
        "exceptions_carry_a_reason",
        "src/heard/config/settings.py",
        "import os  # noqa: F401\n",
        "import os  # noqa: F401 -- Django looks for it\n",
    ),
    (
        "exceptions_carry_a_reason",
        "tests/conftest.py",
        "import os  # noqa\n",
        "import os\n",
    ),
    (
        "names_no_language",
        "client/pages/dom.ts",
        "const mirrored = language() === 'ar'\n",
        "const mirrored = directionOf(language()) === 'rtl'\n",
    ),
    (
        "names_no_language",
        "src/heard/formats/contact.py",
        'TAGS = ("en", "zh-Hans")\n',
        "from heard.languages import TAGS\n",
    ),
    ("nothing_is_left_to_do", "client/lib/seal.ts", "// TODO later\n", "// done\n"),
]


@pytest.mark.parametrize(("rule", "path", "bad", "good"), SAMPLES)
def test_rule_refuses_the_fault_and_accepts_its_repair(
    rule: str, path: str, bad: str, good: str
) -> None:
    assert [line.rsplit("[", 1)[1].rstrip("]") for line in complaints(path, bad)] == [rule]
    assert complaints(path, good) == []


def test_every_rule_has_a_sample() -> None:
    assert {rule.name for rule in RULES} == {sample[0] for sample in SAMPLES}


def house_files() -> list[Path]:
    """Every file that is shipped, new ones included: all that .gitignore does not name.

    Walked, not asked of git: a bare machine has an archive and no git.
    """
    names = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = {name.strip("/") for name in names} | {".git"}
    found = []
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if not {name, (here / name).relative_to(ROOT).as_posix()} & ignored
        ]
        found += [here / name for name in files if not name.endswith(".pyc")]
    return sorted(found)


def test_the_house_keeps_its_rules() -> None:
    found = []
    for path in house_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image or a binary vector
        found += complaints(path.relative_to(ROOT).as_posix(), text)
    assert found == [], "\n".join(found)
