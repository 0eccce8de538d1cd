"""The plan of an inquiry and its tasks: whose, by when, done, dropped, and each version kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import work_walk as work
from desk_walk import AMARA, JONAS, code_of, enter_by_code, press
from engines import Axe, fits
from expecting import expect
from processes import Heard
from walking import Walk

TASK = "Ask the hotel to keep its recordings."
MANY = 20  # so many are drawn with the list itself


def with_many_tasks(live: Heard, page: Any) -> None:
    """What is to be done with one more follows the list."""
    walk = Walk(live)
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS)
    said = {"holder": walk.holder(AMARA), "due": walk.now}
    for number in range(MANY):
        walk.moves(AMARA, "task.add", f"task {number}", {"text": f"Number {number}."}, **said)
    enter_by_code(page, code_of(live, AMARA))
    work.again(page, walk.ref)


def test_a_task_is_given_done_opened_again_and_dropped(live: Heard, desktop: Any, axe: Axe) -> None:
    with_many_tasks(live, desktop)
    work.part(desktop, "Plan")
    expect(desktop.locator("#panel-plan")).to_contain_text("There is no plan yet.")
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).date().isoformat()
    press(desktop, "Add a task")
    press(desktop, "Seal and add this task")
    expect(desktop.get_by_label("What is to be done")).to_be_focused()
    desktop.get_by_label("What is to be done").fill(TASK)
    press(desktop, "Seal and add this task")
    expect(desktop.get_by_label("By which day")).to_be_focused()
    press(desktop, "Not now")
    work.add_task(desktop, TASK, JONAS, tomorrow)
    task = work.card(desktop, TASK)
    expect(task).to_contain_text(JONAS)
    expect(task).to_contain_text("Open")
    expect(task).to_have_css("content-visibility", "auto")  # it is the last of a long list
    axe(desktop)
    assert fits(desktop)
    task.get_by_role("button", name="It is done").click()
    expect(task).to_contain_text("Done")
    task.get_by_role("button", name="Open it again").click()
    expect(task.get_by_role("button", name="It is done")).to_be_visible()
    task.get_by_role("button", name="Give it to someone else, or change the day").click()
    task.get_by_label("Who does it").select_option(label=AMARA)
    task.locator(".opened").get_by_role("button", name="Give it to someone else").click()
    expect(task.locator(".facts")).to_contain_text(AMARA)
    work.deed(desktop, TASK, "Drop it", reason="No longer needed")
    expect(task).to_contain_text("Dropped")
    axe(desktop)
