"""The plan of an inquiry and its tasks: whose, by when, done, dropped, and each version kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import work_walk as work
from desk_walk import AMARA, JONAS, press
from engines import Axe, fits
from expecting import expect
from processes import Heard

TASK = "Ask the hotel to keep its recordings."


def test_a_task_is_given_done_opened_again_and_dropped(live: Heard, desktop: Any, axe: Axe) -> None:
    work.begun(live, desktop)
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
