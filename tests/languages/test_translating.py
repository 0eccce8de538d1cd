"""What is stale is told, and gettext files go out and come back."""

import importlib.util
import shutil

import books
import polib
import pytest

from heard.languages import TAGS

_spec = importlib.util.spec_from_file_location("translating", books.ROOT / "script/words.py")
words = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(words)
OTHERS = TAGS[1:]


@pytest.fixture
def shelf(tmp_path):
    """The books, to be written into."""
    for place in words.BOOKS.values():
        for tag in TAGS:
            (tmp_path / place.format(tag)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(books.ROOT / place.format(tag), tmp_path / place.format(tag))
    return words.Books(tmp_path)


def every_byte(shelf):
    return {
        path: path.read_bytes() for path in shelf.root.rglob("*.json") if "stamps" not in str(path)
    }


@pytest.mark.parametrize("tag", OTHERS)
def test_no_translation_is_older_than_its_english(tag):
    assert words.stale(words.Books(books.ROOT), tag) == []
    assert words.Books(books.ROOT).stamps(tag)


def test_english_that_changed_alone_is_told_until_somebody_looked(shelf):
    assert words.stamp(shelf, "ar", set()) == []
    shelf.write("en", {"site:door.report": "Tell us"})
    assert words.stale(shelf, "ar") == ["site:door.report"]
    assert words.stamp(shelf, "ar", set()) == ["site:door.report"]
    assert words.stale(shelf, "ar") == ["site:door.report"]
    assert words.stamp(shelf, "ar", {"site:door.report"}) == []
    assert words.stale(shelf, "ar") == []


def test_english_that_changed_with_its_translation_is_not_stale(shelf):
    words.stamp(shelf, "ar", set())
    shelf.write("en", {"site:door.report": "Tell us"})
    shelf.write("ar", {"site:door.report": "إخبارنا"})
    assert words.stale(shelf, "ar") == []


@pytest.mark.parametrize("tag", OTHERS)
def test_out_and_back_changes_no_byte(shelf, tmp_path, tag):
    before = every_byte(shelf)
    file = tmp_path / "out.po"
    words.export(shelf, tag).save(str(file))
    catalogue = polib.pofile(str(file))
    assert catalogue.percent_translated() == 100
    words.take_in(shelf, catalogue)
    assert every_byte(shelf) == before


def test_what_a_translator_writes_comes_into_the_books(shelf):
    catalogue = words.export(shelf, "ar")
    days = catalogue.find("desk:evidence.left", by="msgctxt")
    assert (days.msgid, days.msgid_plural) == (
        "May be overwritten in {$number} day",
        "May be overwritten in {$number} days",
    )
    assert sorted(days.msgstr_plural) == [0, 1, 2, 3, 4, 5]
    days.msgstr_plural[3] = "{$number} أيام!"
    catalogue.find("plain:page.send", by="msgctxt").msgstr = "إرسال"
    words.take_in(shelf, catalogue)
    assert "few {{{$number} أيام!}}" in shelf.read("ar")["desk:evidence.left"]
    assert shelf.read("ar")["plain:page.send"] == "إرسال"
    assert words.stale(shelf, "ar") == []


def test_a_message_that_is_new_stands_after_its_neighbour(shelf):
    order = list(shelf.read("en"))
    key, neighbour = order[order.index("site:door.report") + 1], "site:door.report"
    path = shelf.root / words.BOOKS["site"].format("ar")
    lines = [line for line in path.read_text("utf-8").splitlines() if f'"{key[5:]}"' not in line]
    path.write_text("\n".join(lines), "utf-8")
    shelf.write("ar", {key: "كلمات"})
    now = list(shelf.read("ar"))
    assert now.index(key) == now.index(neighbour) + 1


def test_a_message_that_nobody_knows_is_refused(shelf):
    catalogue = words.export(shelf, "ar")
    catalogue.append(polib.POEntry(msgctxt="site:nothing", msgid="x", msgstr="y"))
    with pytest.raises(ValueError, match="site:nothing"):
        words.take_in(shelf, catalogue)
