"""Half-written words of a case outlive each redraw of it, in three engines.

What redraws: another tab, another language, an action that reads the case again, what was
refused. What takes the forms away and brings them back: a page of its own, and a lock. The queue
and a reload: test_desk_unsent.
"""

from __future__ import annotations

from typing import Any

from desk_walk import AMARA, JONAS, code_of, enter_by_code, open_case, press, queue, tab
from engines import OpenIn, in_each_engine
from expecting import expect
from processes import Heard
from reporting import Online

WORDS = "Half a sentence about the hotel"
REASON = "The hotel asks which hour."
# By tab, the forms that stand on the case itself: what each control says, by its id.
FORMS = {
    "Messages": {"write-message": WORDS, "ask-reason": REASON},
    "Notes": {"write-note": f"{WORDS}, noted"},
    "Evidence": {
        "add-what": f"{WORDS}, kept",
        "add-from": "2026-11-20",
        "add-words": "Two",
    },
}
AT = "[document.activeElement.id, document.activeElement.selectionStart]"
SPEAK = """(tag) => {
  const menu = document.getElementById('language');
  menu.value = tag;
  menu.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def half_write(page: Any) -> None:
    tab(page, "Messages")
    page.get_by_label("A request").check()
    page.get_by_label("A recording or pictures").check()
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    for name, form in FORMS.items():
        tab(page, name)
        for id, words in form.items():
            page.locator(f"#{id}").fill(words)


def is_all_there(page: Any) -> None:
    for form in FORMS.values():
        for id, words in form.items():
            expect(page.locator(f"#{id}")).to_have_value(words)
    expect(page.locator("#kind-request")).to_have_js_property("checked", True)
    expect(page.locator("#asks-recording")).to_have_js_property("checked", True)


def speak(page: Any, language: str) -> None:
    """As the menu does, without taking the focus there."""
    page.evaluate(SPEAK, language)
    page.wait_for_selector(f"html[lang={language}]")


def opened(live: Heard, page: Any) -> str:
    ref = Online(live.url).report()
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    return ref


@in_each_engine
def test_forms_of_the_case_outlive_its_redraws(live: Heard, open_in: OpenIn, name: str) -> None:
    page = open_in(name, "desktop")
    opened(live, page)
    half_write(page)
    tab(page, "Report")
    tab(page, "Notes")
    is_all_there(page)
    note = page.locator("#write-note")
    note.focus()
    note.evaluate("(box) => box.setSelectionRange(4, 4)")
    speak(page, "ar")
    is_all_there(page)
    assert page.evaluate(AT) == ["write-note", 4]
    speak(page, "en")
    assert page.evaluate(AT) == ["write-note", 4]
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".state").first).to_contain_text("Acknowledged")
    is_all_there(page)
    tab(page, "Messages")
    page.locator("#ask-reason").fill("")
    press(page, "Seal and send to the reporter")
    expect(page.locator(".composer.message [role=alert]")).to_contain_text("what you need it for")
    assert page.evaluate(AT)[0] == "ask-reason"
    page.locator("#ask-reason").fill(REASON)
    is_all_there(page)


@in_each_engine
def test_forms_on_pages_of_their_own_outlive_the_way_back_and_a_lock(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "desktop")
    ref = opened(live, page)
    half_write(page)
    press(page, "Leave out a reader who is involved")
    page.locator("#near").fill("Gao Jun")
    page.get_by_role("checkbox", name=JONAS).check()
    page.locator("#leave-note").fill(WORDS)
    press(page, "Back to")
    press(page, "I have a conflict")
    page.locator("#reason").fill(REASON)
    press(page, "Back to")
    is_all_there(page)
    press(page, "Lock now")
    press(page, "Use the recovery code")
    assert WORDS not in page.content()
    page.get_by_label("The twelve words").fill(code_of(live, AMARA))
    press(page, "Sign in and unlock")
    page.get_by_role("heading", name="Account").first.wait_for()
    queue(page)
    page.get_by_role("link", name=ref).click()
    page.get_by_role("tab", name="Report").wait_for()
    is_all_there(page)
    press(page, "Leave out a reader who is involved")
    expect(page.locator("#near")).to_have_value("Gao Jun")
    expect(page.locator("#leave-note")).to_have_value(WORDS)
    ticked = page.get_by_role("checkbox", name=JONAS)
    expect(ticked).to_have_js_property("checked", True)
    press(page, "Back to")
    press(page, "I have a conflict")
    expect(page.locator("#reason")).to_have_value(REASON)


@in_each_engine
def test_a_pause_and_a_letter_outlive_what_reads_the_case_again(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "desktop")
    opened(live, page)
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".state").first).to_contain_text("Acknowledged")
    press(page, "Pause this deadline")
    page.get_by_label("The reporter asked for time").check()
    until = page.locator(".duties input[type=date]")
    until.fill("2026-12-01")
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.locator("#add-what").fill("Camera of the corridor")
    press(page, "Seal and add it")
    press(page, "Write the letter")
    page.locator("#letter-reply").fill(WORDS)
    press(page, "Back to")
    expect(until).to_have_value("2026-12-01")
    expect(page.get_by_label("The reporter asked for time")).to_have_js_property("checked", True)
    tab(page, "Evidence")
    press(page, "Write the letter")
    expect(page.locator("#letter-reply")).to_have_value(WORDS)
    expect(page.locator("#letter-what")).to_have_value("Camera of the corridor")
