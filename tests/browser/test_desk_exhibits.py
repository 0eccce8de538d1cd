"""Exhibits at the desk: received, checked, used, handed on by two, with a record of all of it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import packaged
import work_walk as work
from complaints import Complaints
from desk_walk import AMARA, RUTH, code_of, enter_by_code, open_case, press
from engines import Axe, OpenIn, fits
from expecting import expect
from processes import Heard
from reporter_walk import all_genuine, come_back
from reporting import Online

from heard.formats import returncode

PICTURE = b"\xff\xd8\xff" + b"a photograph" * 20_000
BLOCK = 8 * 2**20
PHOTO = (Path(__file__).parents[1] / "pictures" / "photo.jpg").read_bytes()
LETTER = PHOTO.ljust(BLOCK + 2_000_000, b"\0")  # two blocks
SECOND = re.compile(rf"/exhibits/[0-9a-f]{{32}}/{BLOCK}$")


def looked_into(live: Heard, page: Any) -> tuple[Online, str]:
    """A report with a file of the reporter's, which Amara looks into."""
    lin = Online(live.url)
    ref = lin.report(people=[])
    lin.file("evening.jpg", "image/jpeg", PICTURE)
    lin.escalate()  # so that somebody of the next tier can sign beside Amara
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    work.investigate(page)
    work.to_work(page)
    work.part(page, "Exhibits")
    return lin, ref


def note(page: Any, name: str, file: str = "") -> None:
    press(page, "Note an exhibit")
    if file:
        work.choose(page, "Is it a file of the report?", file)
    page.get_by_label("What it is called").fill(name)
    page.get_by_label("Where it comes from").fill("The reporter's phone")
    page.get_by_label("Why we may have it").fill("The reporter gave it.")
    press(page, "Seal and note this exhibit")
    work.card(page, name).wait_for()


def test_a_file_of_the_report_is_received_checked_used_and_handed_over(
    live: Heard, open_in: OpenIn, axe: Axe, tmp_path: Path
) -> None:
    desktop, her = open_in("firefox", "desktop"), open_in("chromium", "phone")
    lin, ref = looked_into(live, desktop)
    press(desktop, "Note an exhibit")
    press(desktop, "Seal and note this exhibit")
    expect(desktop.get_by_label("What it is called")).to_be_focused()
    axe(desktop)
    press(desktop, "Not now")
    note(desktop, "The evening", "evening.jpg")
    card = work.card(desktop, "The evening")
    expect(card).to_contain_text(f"{ref}/E001")
    expect(desktop.locator(work.NEXT)).to_contain_text("receive an exhibit")
    work.deed(desktop, "The evening", "Receive it")
    work.deed(desktop, "The evening", "Check that it is the same")
    expect(card).to_contain_text("Checked")
    work.deed(desktop, "The evening", "Use it in this case", words="Who sat where at nine.")
    work.deed(desktop, "The evening", "Note what is done with it", words="To see.", reason="Viewed")
    card.locator("summary").click()
    record = card.locator("details")
    expect(record).to_contain_text(hashlib.sha256(PICTURE).hexdigest())
    expect(record).to_contain_text("Who sat where at nine.")
    said = desktop.evaluate(MOVES, desktop.url.split("#/case/")[1].split("/")[0])
    # What the server learns: the digest of what is sealed, and nothing of what is in it.
    digests = {each["digest"] for each in said if each["object"] == "exhibit" and each["digest"]}
    assert len(digests) == 1
    assert hashlib.sha256(PICTURE).hexdigest() not in digests
    axe(desktop)
    assert fits(desktop)
    code = returncode.words(lin.lin.secrets.code, "english")
    agreed_to(desktop, her, code, axe)
    work.again(desktop, ref)
    folder = handed_over(desktop, tmp_path, axe)
    told_of(her, code, packaged.whole(folder))
    assert packaged.proven(folder, her) >= 5
    packaged.index(folder, her, axe, "evening.jpg")
    packed(folder)


def agreed_to(desk: Any, her: Any, words: list[str], axe: Axe) -> None:
    """The reporter is told of a package first, and agrees to it."""
    work.part(desk, "Hand over")
    press(desk, "Tell the reporter first")
    form = desk.locator(".opened")
    form.get_by_role("button", name="Tell the reporter first").click()
    expect(form).to_contain_text("Please write who gets it.")
    form.get_by_label("Who gets it").fill("Inspector Wu")
    form.get_by_label("What is handed over, and why").fill("All of it, as you asked.")
    form.get_by_role("button", name="Tell the reporter first").click()
    card = work.card(desk, "Inspector Wu")
    expect(card).to_contain_text("The reporter was told")
    expect(card.get_by_role("button", name="Make the package and hand it over")).to_have_count(0)
    axe(desk)
    come_back(her, words)
    expect(her.locator("main")).to_contain_text("For Inspector Wu")
    axe(her)
    press(her, "Yes, I agree")
    press(her, "Yes, I agree")
    expect(her.locator("main")).to_contain_text("You agreed.")


def handed_over(desk: Any, folder: Path, axe: Axe) -> Path:
    """It is made, opened by its seven words, and is not in the browser any more."""
    desk.evaluate("() => { delete globalThis.showSaveFilePicker; }")
    work.part(desk, "Hand over")
    card = work.card(desk, "Inspector Wu")
    card.get_by_role("button", name="Make the package and hand it over").click()
    expect(card).to_contain_text("Exhibits in it:")
    axe(desk)
    press(desk, "Sign, and make it now")
    words = desk.locator("#handover-words").inner_text()
    file = packaged.save(desk, folder)
    expect(card.locator(".state")).to_have_text("Handed over")
    axe(desk)
    assert fits(desk)
    press(desk, "It is saved: remove it here")
    expect(desk.locator("#handover-words")).to_have_count(0)
    return packaged.unsealed(file, words)


def told_of(her: Any, words: list[str], digest: str) -> None:
    """The reporter sees by which digest it is known."""
    come_back(her, words)
    expect(her.locator("main")).to_contain_text(digest)


def packed(folder: Path) -> None:
    """The exhibit as it came, and who had it; and one altered byte is told by name."""
    [exhibit] = (folder / "data/30-exhibits").glob("*/*")
    assert (exhibit.name, exhibit.read_bytes()) == ("E001.jpg", PICTURE)
    custody = packaged.rows(folder / "data/40-custody/E001.csv")
    assert [row[1] for row in custody[1:]][:2] == ["noted", "received"]
    assert hashlib.sha256(PICTURE).hexdigest() in custody[2]
    assert [each.name for each in (folder / "data/10-report").iterdir()] == ["report.txt"]
    exhibit.write_bytes(PICTURE[:-1] + b"?")
    assert packaged.wrong(folder) == "data/30-exhibits/E001/E001.jpg: FAILED\n"


MOVES = """async id => (await (await fetch(`/desk/api/cases/${id}/work`)).json()).moves"""


def test_a_copy_is_sealed_kept_by_heard_and_told_from_another(
    live: Heard, open_window: Any, axe: Axe, tmp_path: Path, complaints: Complaints
) -> None:
    phone, desktop, her = (open_window(size) for size in ("phone", "desktop", "phone"))
    lin, ref = looked_into(live, phone)
    letter = tmp_path / "letter.txt"
    letter.write_bytes(LETTER)
    note(phone, "A letter")
    card = work.card(phone, "A letter")
    card.get_by_role("button", name="Receive it").click()
    form = card.locator(".opened")
    form.get_by_role("button", name="Receive it").click()
    expect(form).to_contain_text("Please choose the file.")
    with phone.expect_download() as saved:
        form.locator("input[type=file]").set_input_files(letter)
    expect(form).to_contain_text(f"saved as {ref}-E001.age")
    axe(phone)
    assert fits(phone)
    sealed = tmp_path / saved.value.suggested_filename
    saved.value.save_as(sealed)
    assert LETTER[:40] not in sealed.read_bytes()
    form.get_by_label("From whom").fill("Reception")
    complaints.expect("net::ERR_FAILED")
    # After its first block the connection is gone, and the page is loaded again.
    phone.route(SECOND, lambda route: route.abort())
    form.get_by_role("button", name="Receive it").click()
    expect(card).to_contain_text("Received, not checked")
    expect(card).to_contain_text("There is no connection.")
    axe(phone)
    phone.goto("about:blank")
    enter_by_code(phone, code_of(live, AMARA))
    work.again(phone, ref)
    work.part(phone, "Exhibits")
    expect(card).to_contain_text("Heard has only the digest of this exhibit.")
    expect(card).to_contain_text("8.4 MB of 10.4 MB are with Heard.")

    # A check opens the copy that is on this device, as long as Heard has none.
    other = tmp_path / "other.age"
    other.write_bytes(sealed.read_bytes()[:-1] + b"x")
    card.get_by_role("button", name="Check that it is the same").click()
    form = card.locator(".opened")
    form.locator("input[type=file]").set_input_files(other)
    expect(form).to_contain_text("This copy does not open")
    form.get_by_role("button", name="Not now").click()
    phone.unroute(SECOND)
    chosen = card.get_by_label("Give Heard the sealed copy")
    chosen.set_input_files(other)
    expect(card).to_contain_text("This is not the copy that was sealed")
    axe(phone)
    assert fits(phone)
    chosen.set_input_files(sealed)
    expect(card).to_contain_text("Heard keeps the sealed file (10.4 MB)")
    work.deed(phone, "A letter", "Check that it is the same")
    expect(card.locator(".state")).to_have_text(re.compile("^Checked$"))
    # Who takes a copy says so first: it stands in the record of the exhibit.
    save = card.get_by_role("button", name="Save the sealed copy")
    expect(save).to_have_count(0)
    handle = "Note what is done with it"
    work.deed(phone, "A letter", handle, words="For the safe.", reason="Copied")
    with phone.expect_download() as saved:
        save.click()
    assert Path(saved.value.path()).read_bytes() == sealed.read_bytes()
    card.get_by_role("button", name="Look at it here").click()
    picture = card.get_by_role("img", name="A letter")
    expect(picture).to_be_visible()
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth > 0)")
    expect(card).to_contain_text("Checked: exactly what was received.")
    axe(phone)
    assert fits(phone)

    enter_by_code(desktop, code_of(live, RUTH))
    open_case(desktop, ref)
    work.to_work(desktop)
    work.part(desktop, "Exhibits")
    work.deed(desktop, "A letter", "Handed over: sign for it first", words="To the police.")
    expect(work.card(desktop, "A letter")).to_contain_text(f"Handed over: signed by {RUTH}.")
    work.again(phone, ref)
    work.part(phone, "Exhibits")
    work.deed(phone, "A letter", "Handed over: note it as the second", words="To the police.")
    card = work.card(phone, "A letter")
    card.locator("summary").click()
    expect(card.locator("details")).to_contain_text(f"{AMARA} and {RUTH}")
    axe(phone)
    assert fits(phone)

    # Nor does it leave by one alone: it goes back, two are destroyed, and Heard keeps none.
    second = tmp_path / "second.txt"
    second.write_text("The same once more.")
    note(phone, "A second letter")
    other = work.card(phone, "A second letter")
    other.get_by_role("button", name="Receive it").click()
    with phone.expect_download():
        other.locator(".opened input[type=file]").set_input_files(second)
    other.locator(".opened").get_by_role("button", name="Receive it").click()
    expect(other).to_contain_text("Heard keeps the sealed file")
    note(phone, "The evening", "evening.jpg")
    work.deed(phone, "The evening", "Receive it")
    work.again(desktop, ref)
    work.part(desktop, "Exhibits")
    work.deed(desktop, "A letter", "Sign that it is given back", words="To reception.")
    work.deed(desktop, "A second letter", "Sign that it is destroyed", words="It is a copy.")
    expect(work.card(desktop, "A second letter")).to_contain_text(f"Destroy it: signed by {RUTH}.")
    work.deed(desktop, "The evening", "Sign that it is destroyed", words="It shows others.")
    work.again(phone, ref)
    work.part(phone, "Exhibits")
    work.deed(phone, "A letter", "Give it back", words="To reception.")
    expect(card.locator(".state")).to_have_text("Given back")
    work.deed(phone, "A second letter", "Destroy it", words="Shredded, and erased.")
    work.deed(phone, "The evening", "Destroy it", words="It shows others.")
    evening = work.card(phone, "The evening")
    for each in (other, evening):
        expect(each.locator(".state")).to_have_text("Destroyed")
    expect(evening).to_contain_text("The file of the report stays with the report.")
    for each in (card, other):
        expect(each).to_contain_text("Heard has nothing of it any more.")
        expect(each.get_by_role("button")).to_have_count(0)
    other.locator("summary").click()
    expect(other.locator("details")).to_contain_text("Shredded, and erased.")
    expect(other.locator("details")).to_contain_text(f"{AMARA} and {RUTH}")
    assert phone.evaluate(KEPT, phone.url.split("#/case/")[1].split("/")[0]) == []
    axe(phone)
    assert fits(phone)
    work.again(desktop, ref)
    work.part(desktop, "Exhibits")
    expect(work.card(desktop, "A second letter").locator(".state")).to_have_text("Destroyed")

    # None of it is the reporter's: their page is told of nothing, and of what it is, of all.
    come_back(her, returncode.words(lin.lin.secrets.code, "english"))
    all_genuine(her, 3)  # the report, its file, and that the next tier was asked
    expect(her.locator("#inbox")).not_to_contain_text(re.compile("exhibit", re.IGNORECASE))
    expect(her.locator("#inbox .flag")).to_have_count(0)


KEPT = """async id => (await (await fetch(`/desk/api/cases/${id}/work`)).json()).kept"""
