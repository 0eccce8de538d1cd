"""One sentence stands in one place, under keys of one style."""

import re
from collections import defaultdict
from collections.abc import Iterator

import books
import pytest

from heard.languages import DEFAULT, TAGS

KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*(\.[a-z0-9]+(_[a-z0-9]+)*){1,2}")
SENTENCE = re.compile(r"[.!?:。！？：؟]$")
Words = dict[str, str]


def twice(said: dict[str, Words]) -> Iterator[str]:
    """What stands under two keys. ``said``: language -> ``book:key`` -> words.

    A label of few words may be one word for two things: then another language has two words.
    """
    for tag, words in said.items():
        keys = defaultdict(list)
        for key, text in words.items():
            keys[text].append(key)
        for text, same in keys.items():
            others = {tuple(said[other][key] for other in said) for key in same}
            if len(same) > 1 and (SENTENCE.search(text) or len(others) < len(same)):
                yield f"{tag} {' '.join(same)}: {text}"


def of_another_style(keys: set[str]) -> set[str]:
    """Keys that are no ``area.name``, or that are the area of another."""
    areas = {key.rsplit(".", 1)[0] for key in keys} | {key.split(".", 1)[0] for key in keys}
    return {key for key in keys if not KEY.fullmatch(key) or key in areas}


def test_no_sentence_stands_twice() -> None:
    found = list(twice({tag: books.everything(tag) for tag in TAGS}))
    assert found == [], "\n".join(
        ["What two books say stands in src/heard/languages/words, under one key:", *found]
    )


def test_a_sentence_that_stands_twice_is_found() -> None:
    english = {"site:a.b": "Copy", "desk:a.c": "Copy", "site:a.d": "Go on."}
    chinese = {"site:a.b": "复制", "desk:a.c": "副本", "site:a.d": "继续。"}
    assert list(twice({"en": english, "zh": chinese})) == []
    chinese["desk:a.c"] = "复制"
    assert len(list(twice({"en": english, "zh": chinese}))) == 2
    chinese["desk:a.c"] = "继续。"
    assert list(twice({"en": english, "zh": chinese})) == ["zh desk:a.c site:a.d: 继续。"]


@pytest.mark.parametrize("book", books.PLACES)
def test_keys_have_one_style(book: str) -> None:
    assert of_another_style(set(books.read(book, DEFAULT))) == set()


def test_a_key_of_another_style_is_found() -> None:
    others = {
        "back",
        "back_open",
        "queue.not-active",
        "line.EMERGENCY",
        "a.b",
        "a.b.c",
        "a..b",
        "x._y",
    }
    assert of_another_style({*others, "a.b.d", "tier.1_text"}) == others - {"a.b.c"}


def asking() -> dict[str, str]:
    """Book -> all that its pages and their scripts are made of."""
    pages, plain = books.ROOT / "client/pages", books.ROOT / "src/heard/doors/reporter/plain"
    scripts = [each for each in pages.rglob("*") if each.suffix in {".ts", ".tsx", ".html"}]
    desk = [each for each in scripts if "desk" in each.relative_to(pages).as_posix()]
    files = {
        "site": [each for each in scripts if each not in desk],
        "desk": desk,
        "plain": [*plain.rglob("*.py"), *plain.rglob("*.html")],
        "letter": [*plain.parents[1].glob("_typeset/*.py")],
    }
    return {book: "\n".join(each.read_text("utf-8") for each in of) for book, of in files.items()}


def is_asked(key: str, text: str) -> bool:
    """By its name, ``t("a.b")``, ``{{t:a.b}}``, ``w.a.b``, or by its family, ``term("a", …)``."""
    area, _, name = key.partition(".")
    family = rf"""["'`]{area}(\.\{{|\.\$|["'`])|[,|:]{area}[,|}}]"""
    return bool(re.search(rf"\b{area}\.{name}\b|{family}", text))


def test_what_books_share_is_asked_for_in_two_of_them() -> None:
    text, own = asking(), {book: books.read(book, DEFAULT) for book in books.PLACES}
    for key in books.read("shared", DEFAULT):
        asked = [book for book in text if key not in own[book] and is_asked(key, text[book])]
        assert len(asked) > 1, (key, asked)
    assert not is_asked("page.back", text["letter"])
