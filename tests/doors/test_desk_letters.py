"""The letter that asks to keep records: what it says, never says, and cannot fetch."""

import logging
import re
import subprocess
import sys
import zlib

import pytest

from heard.doors import _typeset
from heard.doors._typeset import Letter, letter, typesetter
from heard.doors._typeset.letter import page
from heard.languages import TAGS

# A letter is typeset from what its reader wrote: no database has a part in it.
pytestmark = pytest.mark.sqlite_only

WORDS = {
    "to": "Front office, Harbour Hotel",
    "place": "Seventh floor, corridor and lift",
    "what": "All camera recordings and the door log of room 712",
    "from": "2026-11-14 20:00",
    "until": "2026-11-15 10:00",
    "keep_until": "2027-11-15",
    "reply": "records@meridian.example",
    "name": "Amara",
    "role": "Records, Meridian Group",
}
CHINESE = {
    **WORDS,
    "to": "海港酒店前台",
    "place": "七层走廊与电梯",
    "what": "全部监控录像及712房门锁记录",
    "name": "纳迪亚",
    "role": "档案",
}

ARABIC = {
    **WORDS,
    "to": "مكتب الاستقبال، فندق الميناء",
    "place": "الطابق السابع، الممر والمصعد",
    "what": "كل تسجيلات الكاميرات وسجل باب الغرفة 712",
    "name": "نادية",
    "role": "السجلات",
}
SAID = {"en": WORDS, "zh-Hans": CHINESE, "ar": ARABIC}


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


@pytest.fixture
def case(world, amara):
    return world.case([amara])


def ask(desk, case, language="en", **changes):
    body = {"language": language, **WORDS, **changes}
    return desk.post(f"cases/{case}/evidence/document", body)


def streams(pdf):
    """Everything in the file, inflated."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    inflated = []
    for each in found:
        try:
            inflated.append(zlib.decompress(each))
        except zlib.error:
            inflated.append(each)
    return pdf + b"".join(inflated)


def made(**changes):
    said = {**WORDS, "language": "en", "day": "2026-11-21", **changes}
    said["from_"] = said.pop("from")
    return Letter(**said)


def laid_out(letter):
    """The text as it stands on the pages."""
    document = typesetter._document(page(letter)).render()
    boxes = (box for each in document.pages for box in each._page_box.descendants())
    return "".join(getattr(box, "text", "") for box in boxes), len(document.pages)


@pytest.mark.parametrize(("language", "words"), SAID.items())
def test_a_letter_in_each_language(amara, case, language, words):
    answer = ask(amara, case, language, **words)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) < 400_000
    whole = streams(answer.content)
    assert b"/StructTreeRoot" in whole
    assert b"<pdfuaid:part" in whole or b"pdfuaid" in whole
    assert b"/Lang (%s)" % language.encode() in whole or language.encode() in whole
    assert b"CreationDate" not in whole


def test_there_is_a_letter_in_every_language():
    assert set(SAID) == set(TAGS)


@pytest.mark.parametrize(("language", "words"), SAID.items())
def test_the_page_says_what_was_written_and_fits_one_sheet(language, words):
    title = letter.words(language)["letter.title"]
    text, pages = laid_out(made(language=language, **words))
    flat = text.replace(" ", "")
    assert pages == 1
    assert title.replace(" ", "") in flat
    for value in words.values():
        assert value.replace(" ", "") in flat


def test_an_arabic_letter_runs_from_right_to_left_and_a_latin_value_its_own_way():
    latin = page(made(language="ar", **{**ARABIC, "place": "Hotel Harbour, floor 7"}))
    assert '<html lang="ar" dir="rtl">' in latin
    assert f'<td dir="rtl">{ARABIC["what"]}' in latin
    assert '<td dir="ltr">Hotel Harbour, floor 7</td>' in latin
    assert '<td dir="ltr">2026-11-14 20:00</td>' in latin
    assert '<html lang="en" dir="ltr">' in page(made())
    assert '<td dir="rtl">فندق 7</td>' in page(made(place="فندق 7"))


def boxes_of(letter, text):
    document = typesetter._document(page(letter)).render()
    found = (box for each in document.pages for box in each._page_box.descendants())
    return [box for box in found if text in getattr(box, "text", "")]


def test_its_table_has_the_names_of_the_rows_on_the_right():
    (name,) = boxes_of(made(language="ar", **ARABIC), "المكان")
    (value,) = boxes_of(made(language="ar", **ARABIC), ARABIC["place"])
    assert name.position_x > value.position_x


def test_every_character_has_a_shape_here():
    assert _typeset.missing() == ()


def test_the_letter_names_no_case_and_nobody_who_was_not_written_into_it(world, amara, case):
    whole = streams(ask(amara, case).content)
    text, _ = laid_out(made())
    for secret in (case, case[:8], "Jonas", "Ruth", "harassment", "report", "complaint", "alleg"):
        assert secret.encode() not in whole
        assert secret not in text


def test_nothing_of_it_is_kept_or_logged(world, amara, case, caplog, capfd):
    from django.apps import apps

    def rows():
        return {m.__name__: m.objects.count() for m in apps.get_app_config("heard").get_models()}

    before = rows()
    with caplog.at_level(logging.DEBUG):
        assert ask(amara, case, what="\ue123 Camera \U000f0000").status_code == 200
    assert rows() == before
    printed = capfd.readouterr()
    for said in (caplog.text, printed.out, printed.err):
        assert "Camera" not in said
        assert "\ue123" not in said
        assert "E123" not in said


HOSTILE = (
    '<img src="file:///etc/passwd">',
    '<link rel=attachment href="file:///etc/passwd">',
    "</style><style>@import url(file:///etc/passwd); body{background:url(http://127.0.0.1:1/)}",
    "<script>alert(1)</script>",
    "&lt;b&gt;",
    "${to} {to} %(to)s",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_written_is_text_and_never_markup(hostile, monkeypatch):
    asked = []
    monkeypatch.setattr(typesetter, "_refuse", lambda *a, **_: asked.append(a))
    changes = dict.fromkeys(WORDS, hostile)
    pdf = _typeset.typeset(made(**changes))
    assert (asked, b"root:" in streams(pdf)) == ([], False)
    text, _ = laid_out(made(**changes))
    assert hostile.replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:1/x.png">',
        '<link rel=stylesheet href="file:///etc/hostname">',
        '<link rel=attachment href="file:///etc/passwd">',
        "<style>@import url(file:///etc/hostname)</style>",
        '<div style="background:url(file:///etc/passwd)">x</div>',
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}body{font-family:x}</style>x",
        '<svg><image href="file:///etc/passwd"/></svg>',
    ],
)
def test_even_markup_could_fetch_nothing(markup, monkeypatch):
    asked = []

    class Asked(typesetter._Refusal):
        def __call__(self, *given, **more):
            asked.append(given)
            super().__call__(*given, **more)

    monkeypatch.setattr(typesetter, "_refuse", Asked())
    pdf = typesetter._document(f"<html lang=en><title>x</title>{markup}").write_pdf()
    assert len(asked) >= 1
    assert b"root:" not in streams(pdf)


def test_what_is_not_a_letter_is_refused(amara, case):
    for changes in (
        {"language": "tlh"},
        {"language": "en\n"},
        {"to": ""},
        {"what": "x" * 2001},
        {"reply": "x" * 501},
        {"keep_until": ""},
        {"place": None},
        {"more": "x"},
    ):
        assert ask(amara, case, **changes).status_code == 400, changes


def test_the_longest_letter_is_still_made(amara, case):
    long = dict.fromkeys(WORDS, "记" * 500) | {"what": "录" * 2000}
    answer = ask(amara, case, "zh-Hans", **long)
    assert answer.status_code == 200


def test_lines_are_kept_and_empty_ones_left_out():
    text = page(made(what="Camera\r\n\n  Lift\u2028Door\x00", place="", until=""))
    assert "Camera<br>Lift<br>Door" in text
    assert ">Place<" not in text
    assert ">To<" not in text


def test_without_pango_the_desk_says_so(amara, case, monkeypatch):
    def absent():
        raise _typeset.CannotTypesetError

    monkeypatch.setattr(typesetter, "_weasyprint", absent)
    answer = ask(amara, case)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert _typeset.missing() == TAGS


def test_who_may_not_order_it_gets_no_letter(world, case):
    assert ask(world.desks["Jonas"], case).status_code == 404


def test_whoever_makes_no_letter_does_not_load_what_makes_them():
    loaded = "import heard.doors._typeset, sys; print('weasyprint' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert said.stdout == "False\n"


def calls(action):
    """How many functions of Python it calls: no other load on the machine moves that."""
    made_so_far = [0]

    def count(_frame, event, _arg):
        made_so_far[0] += event == "call"

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return made_so_far[0]


@pytest.mark.parametrize("said", ["a" * 2000, "录像" * 1000, "\u05d0a" * 1000])
def test_the_longest_words_do_not_hold_the_others_up(said):
    members = dict.fromkeys(WORDS, said[:500]) | {"what": said}
    typesetter.typeset(made())  # loaded once
    # 130,000 to 250,000; before the table's widths were fixed 330,000 and more, and half a minute.
    assert calls(lambda: typesetter.typeset(made(**members))) < 300_000
