"""What the pages promise about a file: said before it is sent, and true of what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from processes import Heard, free_port
from reporter_walk import (
    Story,
    arrived,
    at,
    back_to,
    come_back,
    finish,
    forward_to,
    go_on,
    see_words,
    send,
    start,
    tell,
    type_back,
)

PICTURES = Path(__file__).parents[1] / "pictures"
WORDS = "He came into the store room and shut the door behind him."
CUT = PICTURES / "field/half.jpg"
BAD = PICTURES / "field/bad-marker-in-scan.jpg"
GONE = "Hidden details will be removed."
STAYS = "Sent exactly as it is. If it has hidden details, such as place or author, they stay in it."
FRESH = "A fresh copy is sent, without hidden details."

Axe = Callable[[Page], None]
Window = Callable[..., Page]


def row(page: Page, name: str) -> Locator:
    return page.locator(".files > li", has_text=name)


def to_files(page: Page) -> None:
    start(page)
    for step in ("about", "words"):
        go_on(page, step)
    page.fill("#words", WORDS)
    for step in ("when", "people", "told", "wish", "contact", "reveal", "files"):
        go_on(page, step)


def everything_she_sent(page: Page) -> dict[str, bytes]:
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download everything you sent").click()
    with ZipFile(downloading.value.path()) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_she_is_asked_about_what_cannot_be_cleaned_and_gets_what_she_was_told(
    open_window: Window, axe: Axe, tmp_path: Path
) -> None:
    film = tmp_path / "corridor.mp4"
    film.write_bytes(b"\0\0\0\x18ftypmp42" + b"film" * 1000)
    unnamed = tmp_path / "unnamed"
    unnamed.write_bytes((PICTURES / "second.jpg").read_bytes())
    drawing = tmp_path / "drawing.png"
    drawing.write_bytes(b"nothing that any browser could show")
    page = open_window("narrow")
    to_files(page)
    files = [PICTURES / "photo.jpg", unnamed, film, CUT, BAD, drawing]
    page.set_input_files("#files-input", files)

    for name, note in (("photo.jpg", GONE), ("unnamed", GONE), ("corridor.mp4", STAYS)):
        expect(row(page, name)).to_contain_text(note)
    for name in ("half.jpg", "bad-marker-in-scan.jpg", "drawing.png"):
        expect(row(page, name)).to_contain_text("Not added yet: please choose.")
    expect(page.locator(".asks")).to_have_count(3)
    fresh = page.get_by_role("button", name="Send a fresh copy")
    expect(fresh).to_have_count(2)  # of what no browser shows there is none
    axe(page)

    for leaving in ("#next", "#skip"):
        page.click(leaving)
        expect(page.locator("#files-error")).to_be_visible()
        expect(row(page, "half.jpg").get_by_role("group")).to_be_focused()
        at(page, "files")

    row(page, "half.jpg").get_by_role("button", name="Send a fresh copy").press("Enter")
    expect(row(page, "half.jpg")).to_contain_text(FRESH)
    row(page, "bad-marker-in-scan.jpg").get_by_role("button", name="Send it as it is").click()
    expect(row(page, "bad-marker-in-scan.jpg")).to_contain_text(STAYS)
    row(page, "drawing.png").get_by_role("button", name="Leave it out").click()
    expect(row(page, "drawing.png")).to_have_count(0)
    axe(page)

    go_on(page, "check")
    expect(page.locator("#answers")).to_contain_text("half.png")
    go_on(page, "readers")
    page.wait_for_selector("#readers .people")
    words = see_words(page)
    finish(page, words)
    arrived(page)
    come_back(page, words)
    sent = everything_she_sent(page)
    assert {
        name for name in sent if Path(name).suffix not in {".txt", ".tlog-proof", ".heard-promise"}
    } == {
        "photo.jpg",
        "unnamed",
        "corridor.mp4",
        "half.png",
        "bad-marker-in-scan.jpg",
    }
    assert sent["corridor.mp4"] == film.read_bytes()
    assert sent["bad-marker-in-scan.jpg"] == BAD.read_bytes()
    for name in ("photo.jpg", "unnamed", "half.png"):
        assert b"SECRET" not in sent[name]
        assert b"Invented" not in sent[name]
        with Image.open(BytesIO(sent[name])) as shown:
            assert shown.size == ((48, 32) if name != "half.png" else (48, 96))


def test_a_choice_can_be_changed_and_no_details_are_promised_where_she_keeps_them(
    phone: Page,
) -> None:
    to_files(phone)
    phone.set_input_files(
        "#files-input", [CUT, PICTURES / "photo.jpg", PICTURES / "field/pHYs-density.png"]
    )
    expect(row(phone, "pHYs-density.png")).to_contain_text(
        "We looked for hidden details and found none."
    )
    row(phone, "half.jpg").get_by_role("button", name="Send it as it is").click()
    phone.get_by_role("button", name="Change: half.jpg").click()
    expect(row(phone, "half.jpg").get_by_role("group")).to_be_focused()
    phone.get_by_role("checkbox", name="Remove place, time").uncheck()
    for name in ("half.jpg", "photo.jpg", "pHYs-density.png"):
        expect(row(phone, name)).to_contain_text(STAYS)
    expect(phone.locator(".asks")).to_have_count(0)
    go_on(phone, "check")


def test_a_browser_that_gives_no_points_back_offers_no_copy(phone: Page) -> None:
    # As Tor Browser does: noise instead of what was drawn.
    phone.add_init_script(
        "const read = CanvasRenderingContext2D.prototype.getImageData;"
        "CanvasRenderingContext2D.prototype.getImageData = function (...area) {"
        "  const image = read.apply(this, area); image.data.fill(255); return image; };"
    )
    to_files(phone)
    phone.set_input_files("#files-input", CUT)
    expect(phone.get_by_role("button", name="Send it as it is")).to_be_visible()
    expect(phone.get_by_role("button", name="Send a fresh copy")).to_have_count(0)


def test_coming_back_she_is_asked_too(phone: Page, axe: Axe) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    come_back(phone, send(phone))
    phone.set_input_files("#add-files", [CUT, BAD, PICTURES / "turned.jpg"])
    expect(phone.locator(".asks")).to_have_count(2)
    expect(row(phone, "turned.jpg")).to_contain_text(
        "Sealed and received Hidden details were removed."
    )
    axe(phone)
    row(phone, "bad-marker-in-scan.jpg").get_by_role("button", name="Leave it out").click()
    row(phone, "half.jpg").get_by_role("button", name="Send a fresh copy").click()
    expect(row(phone, "half.png").get_by_role("button", name="Download")).to_be_visible(
        timeout=30_000
    )
    sent = everything_she_sent(phone)
    assert "bad-marker-in-scan.jpg" not in sent
    assert "half.jpg" not in sent
    assert b"Invented" not in sent["half.png"]
    assert b"SECRET" not in sent["turned.jpg"]


def test_a_picture_added_on_the_way_back_is_asked_about_before_the_report_leaves(
    phone: Page,
) -> None:
    posts: list[str] = []
    phone.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    start(phone)
    tell(phone, Story(words=WORDS))
    type_back(phone, see_words(phone))
    back_to(phone, "files")
    phone.set_input_files("#files-input", CUT)
    # Not waited for: it is still being looked at when she is on the last page again.
    forward_to(phone, "confirm")
    phone.click("#confirm-skip")
    at(phone, "files")
    expect(phone.locator("#files-error")).to_be_visible()
    expect(row(phone, "half.jpg").get_by_role("group")).to_be_focused()
    assert posts == []
    row(phone, "half.jpg").get_by_role("button", name="Send a fresh copy").click()
    for step in ("check", "readers"):
        go_on(phone, step)
    words = send(phone)
    arrived(phone)
    come_back(phone, words)
    expect(row(phone, "half.png")).to_have_count(1)


# --- how large, and not empty ------------------------------------------------------------------

LIMIT = 2 * 1024 * 1024


@pytest.fixture(scope="module")
def narrow_gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A Heard with Meridian Group that takes files of two mebibytes."""
    folder, port = tmp_path_factory.mktemp("narrow") / "demo", free_port()
    with Heard(["demo", "--port", str(port), "--directory", str(folder)], folder=folder, port=port):
        pass
    serve = ["serve", "--port", str(port)]
    limit = {"HEARD_MAX_FILE_BYTES": str(LIMIT)}
    with Heard(serve, folder=folder / "data", port=port, **limit) as it:
        yield it


@pytest.fixture
def gate(chromium: Browser, narrow_gate: Heard) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=narrow_gate.url, viewport={"width": 390, "height": 844}, accept_downloads=True
    )
    yield context.new_page()
    context.close()


def test_what_is_empty_or_too_large_is_told_at_once_and_never_half_sent(
    gate: Page, tmp_path: Path
) -> None:
    empty, film, fits = tmp_path / "empty.txt", tmp_path / "three-mb.bin", tmp_path / "fits.bin"
    empty.write_bytes(b"")
    film.write_bytes(bytes(3 * 1024 * 1024))
    # As large as it may be: all of it arrives, with what sealing adds.
    fits.write_bytes(bytes(LIMIT - LIMIT // 64 - 72 * 1024))
    page = gate
    start(page)
    tell(page, Story(words=WORDS))
    words = send(page)
    come_back(page, words)
    expect(page.locator("label.drop")).to_contain_text("up to 2 MB each")
    page.set_input_files("#add-files", [empty, film])
    says = page.locator("#add-files").locator("xpath=ancestor::div[1]").get_by_role("status")
    expect(says).to_contain_text("empty.txt is empty and was not added.")
    expect(says).to_contain_text("three-mb.bin is larger than 2 MB and was not added.")
    page.set_input_files("#add-files", fits)
    expect(row(page, "fits.bin")).to_contain_text("Sealed and received", timeout=30_000)
    come_back(page, words)
    expect(page.locator(".files > li")).to_have_count(1)


def test_in_the_report_the_limit_of_the_site_is_known_before_she_picks(
    gate: Page, tmp_path: Path
) -> None:
    film = tmp_path / "three-mb.bin"
    film.write_bytes(bytes(3 * 1024 * 1024))
    page = gate
    to_files(page)
    expect(page.locator("[data-step=files] label.drop")).to_contain_text("up to 2 MB each")
    page.set_input_files("#files-input", film)
    expect(page.locator("#files-says")).to_contain_text("three-mb.bin is larger than 2 MB")
    expect(page.locator("#files-list > li")).to_have_count(0)
