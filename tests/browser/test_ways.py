"""Ways for a case to go on that take more than one choice: at the desk and on the way back."""

from __future__ import annotations

from typing import Any

import work_walk as work
from desk_walk import press
from engines import Axe, fits
from expecting import expect
from processes import Heard
from reporter_walk import come_back

from heard.formats import returncode

QUESTION = "Was it on the second evening?"
HELP = "That he apologises in writing."


def panel(page: Any, title: str) -> Any:
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title))


def test_a_question_and_a_way_without_an_inquiry(
    live: Heard, phone: Any, desktop: Any, axe: Axe
) -> None:
    lin, ref = work.begun(live, desktop)
    work.part(desktop, "How the case goes on")
    ways = desktop.locator("#panel-ways")
    expect(ways).to_contain_text("The reporter has not asked for it.")
    press(desktop, "Ask the reporter")
    desktop.get_by_label("The question, as the reporter reads it").fill(QUESTION)
    desktop.locator(".opened").get_by_role("button", name="Ask the reporter").click()
    expect(ways).to_contain_text("1 question of three")
    axe(desktop)
    assert fits(desktop)

    words = returncode.words(lin.lin.secrets.code, "english")
    come_back(phone, words)
    expect(panel(phone, "Questions for you")).to_contain_text(QUESTION)
    press(phone, "Ask for a way without an inquiry")
    expect(phone.get_by_role("heading", name="Ask for a way without an inquiry?")).to_be_focused()
    axe(phone)
    assert fits(phone)
    phone.get_by_label("What would help").fill(HELP)
    press(phone, "Seal and ask for it")
    mine = panel(phone, "A way without an inquiry")
    expect(mine).to_contain_text(HELP)
    expect(phone.locator("#inbox .flag")).to_have_count(0)

    work.again(desktop, ref)
    work.part(desktop, "How the case goes on")
    expect(ways).to_contain_text("The reporter asked for it on")
    expect(ways).to_contain_text("The reporter has 72 hours to think it over")
    expect(ways.get_by_role("button", name="Decide it so")).to_have_count(0)

    press(phone, "End this way")
    axe(phone)
    press(phone, "Seal and end it")
    expect(mine).to_contain_text("You ended it.")
    axe(phone)
    assert fits(phone)
    work.again(desktop, ref)
    work.part(desktop, "How the case goes on")
    expect(ways).to_contain_text("The reporter has not asked for it.")
