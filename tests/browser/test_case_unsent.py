"""Half-written words of a case outlive each redraw of it, in two or three engines each.

What redraws: another tab, another language, an action that reads the case again, what was
refused. What takes the forms away and brings them back: a page of its own, and a lock. What must
not: another case, and somebody else. The queue and a reload: test_desk_unsent.
"""

from __future__ import annotations

from typing import Any

from desk_walk import AMARA, JONAS, XU, code_of, enter_by_code, open_case, press, queue, tab
from engines import OpenIn, in_each_engine, in_firefox_too, in_webkit_too
from expecting import expect
from processes import Heard
from reporting import Online
from unsent import PATIENCE, mark, nothing_in_clear, put, same_controls, still_says

WORDS = "Half a sentence about the hotel"
REASON = "The hotel asks which hour."
# By tab, the forms that stand on the case itself: what each control says, by its id.
FORMS: dict[str, dict[str, str | bool]] = {
    "Messages": {
        "kind-request": True,
        "asks-recording": True,
        "write-message": WORDS,
        "ask-reason": REASON,
    },
    "Notes": {"write-note": f"{WORDS}, noted"},
    "Evidence": {
        "add-what": f"{WORDS}, kept",
        "add-from": "2026-11-20",
        "add-words": "Two",
    },
}
ALL = {id: said for form in FORMS.values() for id, said in form.items()}
LEAVING: dict[str, str | bool] = {"near": "Gao Jun", "leave-note": WORDS}
OUT: dict[str, str | bool] = {"reason": REASON}
AT = "[document.activeElement.id, document.activeElement.selectionStart]"
SPEAK = """(tag) => {
  const menu = document.getElementById('language');
  menu.value = tag;
  menu.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def half_write(page: Any) -> None:
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    for name, form in FORMS.items():
        tab(page, name)
        put(page, form)
    mark(page, ALL)


def is_all_there(page: Any) -> None:
    still_says(page, ALL)


def is_undisturbed(page: Any) -> None:
    """All of it, in the very controls it was typed into."""
    is_all_there(page)
    same_controls(page, ALL)


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
    is_undisturbed(page)
    note = page.locator("#write-note")
    note.focus()
    note.evaluate("(box) => box.setSelectionRange(4, 4)")
    speak(page, "ar")
    is_undisturbed(page)
    assert page.evaluate(AT) == ["write-note", 4]
    speak(page, "en")
    assert page.evaluate(AT) == ["write-note", 4]
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".state").first).to_contain_text("Acknowledged")
    is_undisturbed(page)
    tab(page, "Messages")
    page.locator("#ask-reason").fill("")
    press(page, "Seal and send to the reporter")
    expect(page.locator(".composer.message [role=alert]")).to_contain_text("what you need it for")
    assert page.evaluate(AT)[0] == "ask-reason"
    page.locator("#ask-reason").fill(REASON)
    is_undisturbed(page)


@in_each_engine
def test_forms_on_pages_of_their_own_outlive_the_way_back_and_a_lock(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "desktop")
    ref = opened(live, page)
    half_write(page)
    press(page, "Leave out a reader who is involved")
    put(page, LEAVING)
    page.get_by_role("checkbox", name=JONAS).check()
    press(page, "Back to")
    press(page, "I have a conflict")
    put(page, OUT)
    press(page, "Back to")
    is_all_there(page)
    locked(page)
    unlocked(page, code_of(live, AMARA))
    return_to(page, ref)
    is_all_there(page)
    press(page, "Leave out a reader who is involved")
    still_says(page, LEAVING)
    ticked = page.get_by_role("checkbox", name=JONAS)
    expect(ticked).to_have_js_property("checked", True, timeout=PATIENCE * 1000)
    press(page, "Back to")
    press(page, "I have a conflict")
    still_says(page, OUT)


@in_firefox_too
def test_words_of_one_case_are_not_in_another(live: Heard, open_in: OpenIn, name: str) -> None:
    page = open_in(name, "desktop")
    other = Online(live.url).report()
    ref = opened(live, page)
    half_write(page)
    for title, typed in (
        ("Leave out a reader who is involved", LEAVING),
        ("I have a conflict", OUT),
    ):
        press(page, title)
        put(page, typed)
        press(page, "Back to")
    open_case(page, other)
    is_empty(page)
    press(page, "Leave out a reader who is involved")
    still_says(page, dict.fromkeys(LEAVING, ""))
    press(page, "Back to")
    press(page, "I have a conflict")
    still_says(page, dict.fromkeys(OUT, ""))
    queue(page)
    return_to(page, ref)
    is_all_there(page)


@in_webkit_too
def test_somebody_else_who_unlocks_after_a_lock_finds_nothing(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    """In the same document, whose memory a lock must have let go of."""
    page = open_in(name, "desktop")
    ref = opened(live, page)
    half_write(page)
    locked(page)
    unlocked(page, code_of(live, XU))
    open_case(page, ref)
    is_empty(page)
    tab(page, "Notes")
    put(page, {"write-note": "Mine"})
    locked(page)
    unlocked(page, code_of(live, AMARA))
    return_to(page, ref)
    is_all_there(page)


def locked(page: Any) -> None:
    press(page, "Lock now")
    page.get_by_role("button", name="Use the recovery code").wait_for()
    nothing_in_clear(page, WORDS, REASON, "Gao Jun")


def unlocked(page: Any, code: str) -> None:
    press(page, "Use the recovery code")
    page.get_by_label("The twelve words").fill(code)
    press(page, "Sign in and unlock")
    page.get_by_role("heading", name="Account").first.wait_for()
    queue(page)


def return_to(page: Any, ref: str) -> None:
    page.get_by_role("link", name=ref).click()
    page.get_by_role("tab", name="Report").wait_for()


def is_empty(page: Any) -> None:
    """The forms say what they say at first; one that nobody opened does not stand open."""
    tab(page, "Messages")
    still_says(page, {"kind-request": False, "write-message": ""})
    tab(page, "Notes")
    still_says(page, {"write-note": ""})
    tab(page, "Evidence")
    expect(page.locator("#add-what")).to_have_count(0, timeout=PATIENCE * 1000)
    press(page, "Add something that others hold")
    still_says(page, {"add-what": "", "add-words": ""})
    press(page, "Do not add")


@in_firefox_too
def test_a_letter_outlives_what_reads_the_case_again(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "desktop")
    opened(live, page)
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".state").first).to_contain_text("Acknowledged")
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.locator("#add-what").fill("Camera of the corridor")
    press(page, "Seal and add it")
    press(page, "Write the letter")
    put(page, {"letter-reply": WORDS})
    press(page, "Back to")
    tab(page, "Evidence")
    press(page, "Write the letter")
    still_says(page, {"letter-reply": WORDS, "letter-what": "Camera of the corridor"})


def begin_pause(page: Any) -> None:
    """No form stands open, and the one that opens says nothing."""
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".state").first).to_contain_text("Acknowledged")
    expect(page.locator(".duties input")).to_have_count(0, timeout=PATIENCE * 1000)
    press(page, "Pause this deadline")
    pause_says(page, checked=False, until="")


def begin_letter(page: Any) -> None:
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.locator("#add-what").fill("Camera of the corridor")
    press(page, "Seal and add it")
    press(page, "Write the letter")
    still_says(page, {"letter-reply": "", "letter-what": "Camera of the corridor"})


def pause_says(page: Any, *, checked: bool, until: str) -> None:
    asked = page.get_by_label("The reporter asked for time")
    expect(asked).to_have_js_property("checked", checked, timeout=PATIENCE * 1000)
    date = page.locator(".duties input[type=date]")
    expect(date).to_have_value(until, timeout=PATIENCE * 1000)


@in_webkit_too
def test_a_pause_and_a_letter_of_one_case_are_not_in_another(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "desktop")
    other = Online(live.url).report()
    ref = opened(live, page)
    begin_pause(page)
    page.get_by_label("The reporter asked for time").check()
    page.locator(".duties input[type=date]").fill("2026-12-01")
    begin_letter(page)
    put(page, {"letter-reply": WORDS})
    here = page.url
    open_case(page, other)
    begin_pause(page)
    begin_letter(page)
    page.goto(here)  # at once, without the queue between
    page.get_by_role("heading", name=ref).first.wait_for()
    pause_says(page, checked=True, until="2026-12-01")
    tab(page, "Evidence")
    press(page, "Write the letter")
    still_says(page, {"letter-reply": WORDS})
