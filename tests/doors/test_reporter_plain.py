"""The page without JavaScript: same format, same people, same inbox; nothing unsealed on disk."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape, unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from phone import verified

from heard.actions.intake import files, inbox
from heard.doors.reporter.plain.answers import read
from heard.doors.reporter.plain.words import words
from heard.formats import FormatError, agefile, letter, returncode, wrap
from heard.formats.blocks import BlockDigest
from heard.languages import TAGS as LANGUAGES
from heard.records.models import Case, Organisation

WORDS = "He came to my room four times. I do not remember the night."
PAGE, BACK = "/report/plain/", "/report/plain/back/"


@pytest.fixture
def browser(meridian):
    return Client(HTTP_HOST=meridian.site, HTTP_SEC_FETCH_SITE="same-origin")


def offered(browser, name="readers"):
    """The values of the boxes of the form."""
    page = browser.get(PAGE).content.decode()
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)


def filled(browser, **changes):
    form = {
        "case": offered(browser, "case")[0],
        "words": WORDS,
        "readers": offered(browser),
        "reveal": "anonymous",
        "safe": "yes",
    }
    return {**form, **changes}


def code_of(answer):
    page = answer.content.decode()
    listed = page.partition('<ol class="code"')[2].partition("</ol>")[0]
    return " ".join(re.findall(r"<li>([^<]+)</li>", listed))


def receipt_of(answer):
    area = answer.content.decode().partition('class="receipt mono"')[2]
    return unescape(area.partition(">")[2].partition("</textarea>")[0])


def keys_of(answer, site):
    return returncode.derive(returncode.read(code_of(answer)), site)


def opened(answer, site):
    """Her inbox and the case identity, as her code opens them."""
    keys = keys_of(answer, site)
    listed = inbox.read_inbox(authorization=f"Heard-Inbox {keys.header}", now=datetime.now(UTC))
    key = wrap.unseal(
        listed.wrap,
        [keys.identity],
        case=listed.case,
        generation=0,
        case_recipient=listed.case_recipient,
    )
    return keys, listed, key.identity


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
def test_what_no_browser_sends_is_no_fault_of_ours(browser, kind):
    answer = browser.post(PAGE, b"words", content_type=kind)
    assert answer.status_code == 400
    assert words("en")["error.later"] in unescape(answer.content.decode())


def test_it_says_first_that_the_server_reads(browser):
    page = browser.get(PAGE).content.decode()
    assert page.index(words("en")["first.lead"]) < page.index("<form")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language):
    assert words(language).keys() == words("en").keys()


def test_a_report_is_sealed_answered_and_provable(browser, meridian):
    answer = browser.post(PAGE, filled(browser))
    assert answer.status_code == 201
    keys, listed, identity = opened(answer, meridian.site)
    sealed = inbox.read_letter(
        authorization=f"Heard-Inbox {keys.header}", letter=listed.letters[0].id
    )
    assert letter.unseal(sealed, [identity], key=keys.signing_public).content["words"] == WORDS
    proved = verified(receipt_of(answer))
    assert proved.fields["event"] == "report_received"
    assert proved.fields["case"] == listed.case


def test_a_chosen_handler_opens_it_and_a_struck_out_one_cannot(browser, meridian):
    kept, *struck = offered(browser)
    answer = browser.post(PAGE, filled(browser, readers=[kept]))
    _, listed, _ = opened(answer, meridian.site)
    assert [each.id for each in listed.holders] == [kept]
    assert struck


def test_her_code_opens_the_same_inbox_without_javascript(browser):
    code = code_of(browser.post(PAGE, filled(browser)))
    page = browser.post(BACK, {"code": code}).content.decode()
    assert WORDS in page
    assert words("en")["event.report_received"] in page


def test_a_message_goes_in_once_however_often_it_is_sent(browser):
    code = code_of(browser.post(PAGE, filled(browser)))
    page = browser.post(BACK, {"code": code}).content.decode()
    again = {
        "code": code,
        "words": "I remember the lift now.",
        "letter": re.findall(r'name="letter" value="([^"]+)"', page)[0],
    }
    for _ in range(2):
        page = browser.post(BACK, again).content.decode()
    assert page.count("I remember the lift now.") == 1
    assert words("en")["back.sent"] in page


def test_a_file_arrives_whole(browser, meridian):
    data = bytes(range(256)) * 9000  # more than one chunk
    photo = SimpleUploadedFile("door.jpg", data, content_type="image/jpeg")
    answer = browser.post(PAGE, filled(browser, files=[photo]))
    keys, listed, identity = opened(answer, meridian.site)
    (file,) = listed.files
    authorization = f"Heard-Inbox {keys.header}"
    stretch = files.read_segment(
        authorization=authorization,
        file=file.id,
        segment=file.segments[0].id,
        now=datetime.now(UTC),
    )
    assert agefile.unseal(bytes(stretch.data), [identity]) == data
    sealed = inbox.read_letter(authorization=authorization, letter=file.letter)
    said = letter.unseal(sealed, [identity], key=keys.signing_public).content
    digest = BlockDigest()
    digest.update(data)
    assert (said["name"], said["digest"]) == ("door.jpg", digest.hexdigest())


def test_a_name_is_sealed_apart(browser, meridian):
    texts = {"reveal": "confidential", "name": "Lin"}
    keys, listed, identity = opened(browser.post(PAGE, filled(browser, **texts)), meridian.site)
    (name,) = [each for each in listed.letters if each.kind == "identity"]
    sealed = inbox.read_letter(authorization=f"Heard-Inbox {keys.header}", letter=name.id)
    assert letter.unseal(sealed, [keys.identity]).content["name"] == "Lin"
    with pytest.raises(FormatError):
        letter.unseal(sealed, [identity])


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"words": "  "}, "error.words"),
        ({"readers": []}, "readers.error"),
        ({"words": "</textarea><script>alert(1)</script>", "readers": []}, "readers.error"),
        ({"reveal": "named", "name": " "}, "error.name"),
        ({"disclosed": "last Monday"}, "error.date"),
        ({"words": WORDS + "x" * 1_100_000}, "error.long"),
        ({"readers": ["0" * 32]}, "error.changed"),
    ],
)
def test_what_cannot_be_sent_says_why_and_keeps_her_words(browser, changes, key):
    form = filled(browser, worries="They know my manager.", **changes)
    answer = browser.post(PAGE, form)
    raw = answer.content.decode()
    page = unescape(raw)
    assert escape(form["words"]) in raw  # as text, whatever it looks like
    assert answer.status_code in {409, 413, 422}
    assert words("en")[key] in page
    assert form["words"] in page
    assert "They know my manager." in page


def days_ago(count):
    return datetime.now(UTC).date() - timedelta(days=count)


def asked(answer):
    """The days that may be ticked, and what was written when they were offered."""
    page = answer.content.decode()
    ticks = re.findall(r'name="disclosed_is"[^>]*value="([^"]*)"', page)
    return ticks, re.findall(r'name="disclosed_was" value="([^"]*)"', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_of_two_digits_is_asked_about_and_the_answer_counts(browser, language):
    w, day = words(language), days_ago(13)
    written = f"00{day:%y-%m-%d}"
    form = filled(browser, disclosed=written, worries="They know my manager.")
    answer = browser.post(f"{PAGE}?lang={language}", form)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert all(each in page for each in (w["error.date"], w["day.early"], w["day.meant"], WORDS))
    assert "They know my manager." in page
    assert f'value="{written}"' in page
    assert asked(answer) == ([day.isoformat(), "none"], [written])
    assert not Case.objects.exists()
    form |= {"disclosed_was": written, "disclosed_is": day.isoformat()}
    assert browser.post(PAGE, form).status_code == 201
    assert Case.objects.get().disclosed == day


@pytest.mark.parametrize(
    ("written", "ask", "kept"),
    [
        ("2099-11-15", "day.late", "date"),
        ("1919-11-15", "day.early", "date"),
        ("last Monday", "day.unreadable", "text"),
        ("202611-11-15", "day.late", "text"),
    ],
)
def test_a_day_that_cannot_be_starts_no_clock_and_may_be_left_out(browser, written, ask, kept):
    form = filled(browser, disclosed=written)
    answer = browser.post(PAGE, form)
    page = unescape(answer.content.decode())
    assert (answer.status_code, words("en")[ask] in page) == (422, True)
    assert f'type="{kept}" dir="auto" value="{written}"' in page
    again = {**form, "disclosed_was": written}
    assert browser.post(PAGE, again).status_code == 422
    assert not Case.objects.exists()
    assert browser.post(PAGE, {**again, "disclosed_is": "none"}).status_code == 201
    assert Case.objects.get().disclosed is None


def test_a_day_far_back_counts_once_she_says_that_it_is_right(browser):
    day = days_ago(4000).isoformat()
    form = filled(browser, disclosed=day)
    answer = browser.post(PAGE, form)
    assert (answer.status_code, asked(answer)) == (422, ([day, "none"], [day]))
    form |= {"disclosed_was": day, "disclosed_is": day}
    assert browser.post(PAGE, form).status_code == 201
    assert Case.objects.get().disclosed.isoformat() == day


def test_what_she_writes_anew_counts_before_what_she_ticked(browser):
    form = filled(browser, disclosed=days_ago(2).isoformat())
    form |= {"disclosed_was": "0026-11-15", "disclosed_is": days_ago(13).isoformat()}
    assert browser.post(PAGE, form).status_code == 201
    assert Case.objects.get().disclosed == days_ago(2)


def test_nothing_impossible_gets_in_by_a_tick(browser):
    form = filled(browser, disclosed="0026-11-15", disclosed_was="0026-11-15")
    for tick in ("0026-11-15", "2099-01-01", "tomorrow"):
        assert browser.post(PAGE, {**form, "disclosed_is": tick}).status_code == 422
    assert not Case.objects.exists()


def test_the_same_form_twice_is_one_report(browser):
    form = filled(browser)
    assert browser.post(PAGE, form).status_code == 201
    assert browser.post(PAGE, form).status_code == 409


def test_too_large_files_keep_her_words(browser, settings):
    settings.HEARD = replace(settings.HEARD, max_file_bytes=1000)
    photo = SimpleUploadedFile("door.jpg", bytes(2000))
    answer = browser.post(PAGE, filled(browser, files=[photo]))
    assert (answer.status_code, WORDS in answer.content.decode()) == (413, True)


def test_what_is_wrong_with_a_code_is_said_and_the_words_stay(browser):
    said = {
        " ".join(returncode.words(bytes(16))): "That code does not open a report.",
        "twelve wrong words": "A code has 12 words. You typed 3.",
        "": "A code has 12 words. You typed 0.",
        "abandonabandon " * 6: "put a space between the words",
        "abandon " * 11 + "xylo <": "Not a word of a code: “xylo” (word 12).",
        "abandon " * 12: "The words do not fit together.",
    }
    for code, sentence in said.items():
        answer = browser.post(BACK, {"code": code})
        assert answer.status_code == 404
        assert escape(sentence) in answer.content.decode()
        assert f">{escape(code)}</textarea>" in answer.content.decode()


def test_needs_are_asked_and_sealed(browser, meridian):
    assert "sign language" in browser.get(PAGE).content.decode()
    form = {"words": "x", "needs": "A sign language interpreter"}
    assert read(form, [], now=datetime.now(UTC)).content("en")["needs"] == form["needs"]


@pytest.mark.parametrize(
    ("exit_url", "country", "expected"),
    [
        ("", "XK", "https://worldweather.wmo.int/en/home.html"),
        ("", "CN", "https://weather.cma.cn/"),
        ("https://weather.example/", "CN", "https://weather.example/"),
    ],
)
def test_the_exit_is_that_of_the_country_or_the_operator(
    browser, meridian, settings, exit_url, country, expected
):
    settings.HEARD = replace(settings.HEARD, exit_url=exit_url)
    Organisation.objects.update(country=country)
    assert f'class="exit" href="{expected}"' in browser.get(PAGE).content.decode()
    told = browser.get("/site.json").json()["exit"]
    assert told == ("" if country == "XK" else expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_law_has_passed_on_is_read_before_sending(browser, meridian, language):
    place = f"{PAGE}?lang={language}"
    assert words(language)["must.title"] not in browser.get(place).content.decode()
    Organisation.objects.update(country="ES")
    w, said = words(language), browser.get(place).content.decode()
    assert said.index(w["must.es_prosecutor"]) < said.index('type="submit"')
    assert "Ley 2/2023 (Spain), Art. 9(2)(j)" in said
    assert said.count(w["must.unread"]) == 1  # of two laws one was compared
    told = browser.get("/site.json").json()["must_report"]
    assert [(each["id"], each["verified"]) for each in told] == [
        ("es_prosecutor", True),
        ("es_child", False),
    ]


def test_a_form_of_another_site_is_refused(browser):
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert browser.post(PAGE, filled(browser), headers=elsewhere).status_code == 404


def test_switched_off_it_is_not_there(browser, settings):
    settings.HEARD = replace(settings.HEARD, plain=False)
    assert [browser.get(path).status_code for path in (PAGE, BACK)] == [404, 404]


def test_no_plaintext_is_left_on_disk(browser, meridian, settings):
    marker = b"only-in-this-file-" + base64.b16encode(b"marker")
    photo = SimpleUploadedFile("note.txt", marker * 50_000)
    browser.post(PAGE, filled(browser, files=[photo]))
    found = [
        path
        for path in settings.HEARD.data.rglob("*")
        if path.is_file() and (marker in (held := path.read_bytes()) or WORDS.encode() in held)
    ]
    assert found == []
    assert any((settings.HEARD.data / "blobs").rglob("*"))


def test_it_keeps_nothing_in_the_browser(browser):
    answer = browser.post(PAGE, filled(browser))
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
