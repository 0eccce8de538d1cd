"""What the server fills is what MessageFormat's own library fills; plurals are those of CLDR."""

import json
import re
import subprocess

import books
import pytest

from heard.languages import LANGUAGES, TAGS
from heard.languages.messages import Message, form_of
from heard.rules import suspension
from heard.rules.codes.duties import DutyKind
from heard.rules.codes.evidence import EvidenceKind
from heard.rules.codes.requests import Asks, Flag, Override
from heard.rules.events import ACTORS, CODES, FIELDS

NUMBERS = [*range(250), 999, 1000, 1001, 1002, 1011, 10_003, 100_000, 1_000_000]
LIBRARY = """
import { readFileSync } from "node:fs";
import { MessageFormat } from "messageformat";
const asked = JSON.parse(readFileSync(0, "utf8"));
const said = asked.map(([tag, source, values]) => new MessageFormat(tag, source).format(values));
console.log(JSON.stringify(said));
"""
FORMS = """
import { readFileSync } from "node:fs";
const [tags, numbers] = JSON.parse(readFileSync(0, "utf8"));
const forms = (tag) => numbers.map((n) => new Intl.PluralRules(tag).select(n));
console.log(JSON.stringify(Object.fromEntries(tags.map((tag) => [tag, forms(tag)]))));
"""
DAYS = (
    ".input {$n :number} .match $n zero {{none}} one {{a day}} two {{two}} few {{{$n} few}}"
    " many {{{$n} {$who}}} * {{other {$n}}}"
)


def node(script, asked):
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(
        command, cwd=books.ROOT, check=True, capture_output=True, text=True, input=json.dumps(asked)
    )
    return json.loads(done.stdout)


def flat(text):
    return "".join(each for each in text if not "\u2066" <= each <= "\u2069")


def test_a_number_takes_the_form_that_cldr_says():
    """From the browser's engine: what pages say and what the server says go by the same rules."""
    forms = node(FORMS, [list(TAGS), NUMBERS])
    for tag in TAGS:
        assert [form_of(tag, number) for number in NUMBERS] == forms[tag], tag


def test_what_the_server_fills_is_what_the_library_fills():
    asked = []
    for tag in TAGS:
        for book in ("shared", "plain", "letter", "notices"):
            for text in books.read(book, tag).values():
                names = {part.split("}")[0] for part in text.split("{$")[1:]}
                asked.append([tag, text, {name: f"<{name}>" for name in names}])
    asked += [["ar", DAYS, {"n": n, "who": "x"}] for n in (0, 1, 2, 3, 11, 100)]
    said = node(LIBRARY, asked)
    assert len(said) > 400
    for (tag, text, filled), theirs in zip(asked, said, strict=True):
        assert flat(Message.of(text, tag).format(**filled)) == flat(theirs)


@pytest.mark.parametrize(
    ("tag", "value", "said"),
    [
        ("en", "Amara", "to Amara"),
        ("en", "نادية", "to \u2068نادية\u2069"),
        ("ar", "Amara", "to \u2068Amara\u2069"),
        ("ar", 3, "to 3"),
        ("en", "{$x}", "to {$x}"),
    ],
)
def test_a_value_that_runs_against_its_sentence_is_set_apart(tag, value, said):
    assert Message.of("to {$x}", tag).format(x=value) == said


def test_a_gap_without_a_value_is_left_to_be_seen():
    assert Message.of("{$a} {$b}", "en").format(b="c") == "{$a} c"


def test_languages_are_whole():
    for tag, language in LANGUAGES.items():
        assert (tag, language.direction in {"ltr", "rtl"}) == (language.tag, True)
        assert language.exit.startswith("https://")
        assert language.fonts


def codes():
    """(field, code) of all that the log can say in codes; of an event its kind is one."""
    yield from (("actor", each) for each in ACTORS)
    for event, fields in CODES.items():
        yield "event", event
        for name, said in fields.items():
            yield from ((name, each) for each in said if each)  # an empty value is left out


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_receipt_says_has_words_in_each_language(tag):
    """Whoever checks one reads words, not the names and codes of the log: docs/spec/log.md."""
    book = books.whole("site", tag)
    fields = {f"field.{name}" for each in FIELDS.values() for name in each}
    assert fields - book.keys() == set(), f"Add them to client/locales/{tag}.json."
    assert {f"{name}.{code}" for name, code in codes() if not worded(book, name, code)} == set(), (
        f"Say what the event or the code is: `said.` and its name, in client/locales/{tag}.json."
    )


# Words of a field's codes that other pages say as well: client/pages/checking.ts has the same.
SHARED = {"duties": "duty", "kind": "evidence_kind", "reason": "suspension", "flags": "flag"}
SHARED |= {"may": "answer", "late": "answer", "replaces": "answer", "code": "worked"}
SHARED |= {"what": "retained"}


def worded(book, name, code):
    code = code.replace("-", "_")
    return book.get(f"said.{name}.{code}") or book.get(f"{SHARED.get(name, name)}.{code}")


def test_the_command_says_of_a_receipt_what_the_page_says():
    """``heard verify``, in English: src/heard/doors/operator/saying.py."""
    page = books.whole("site", "en")
    said = json.loads((books.ROOT / "src/heard/doors/operator/said.json").read_text("utf-8"))
    names = {("duty" if name == "duties" else name, code) for name, code in codes()}
    told = {f"{name}.{code}": worded(page, name, code) for name, code in names}
    wrong = {key for key in said.keys() | told.keys() if said.get(key) != told.get(key)}
    assert wrong == set(), "Say it in src/heard/doors/operator/said.json as in the English book."


def test_what_a_receipt_says_is_specified():
    spec = (books.ROOT / "docs/spec/log.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z0-9_-]+)`", spec))
    assert {name for each in FIELDS.values() for name in each} - named == set(), (
        "Add the field to the table of events in docs/spec/log.md."
    )
    # Of these the specification says where the codes stand.
    elsewhere = {*DutyKind, *Flag, *Override, *Asks, *EvidenceKind}
    assert {code for _, code in codes()} - elsewhere - set(suspension.REASONS) - named == set(), (
        "Add the event, or the code of its field, to the table of events in docs/spec/log.md."
    )


def test_the_page_knows_which_fields_have_codes():
    """Of these it says so where a code is unknown to it."""
    page = (books.ROOT / "client/pages/checking.ts").read_text("utf-8")
    (known,) = re.findall(r"CODES = new Set\(\[(.*?)\]\)", page, re.DOTALL)
    assert set(re.findall(r'"(.*?)"', known)) == {name for name, _ in codes()} - {"actor"}, (
        "A field of codes is not in CODES of client/pages/checking.ts, or none any more."
    )
