"""A package with a film, made by the reporter's page in each of three browsers.

    python bench/package.py [--megabytes 2000] [--browsers chromium firefox webkit]

The film lies sealed on a served Heard, as a report has it. The page fetches, opens, hashes, zips and
seals it to an age key: Chromium and Firefox into the site's own storage, WebKitGTK, which has none,
looks at all of it first and then gives parts. What was saved is opened by Debian's `age` and
`unzip`, and the film in it has the SHA-256 of the one that was sent. Memory is that of all the
browser's processes while it is made: it must not grow with the film.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))

import firefox_esr
import pyrage
import webkit
from _chromium import megabytes
from houses import House, found_house
from playwright.sync_api import sync_playwright
from screen import screen
from sealing import CHUNK, MB, Memory
from traffic import API, Wire, send_report
from webkit_page import WebKitPage

from heard.formats import agefile, returncode

CHROMIUM = "/usr/bin/chromium"
FILM = "heard-package/data/30-exhibits/E001/E001.mp4"
PATIENCE = 1_800_000  # milliseconds
NO_PICKER = "() => { delete globalThis.showSaveFilePicker; }"


@dataclass
class Film:
    """What was sent."""

    size: int
    sha256: str


class Family:
    """All that this program started, but for the server: a browser and what drives it."""

    def __init__(self, house: House) -> None:
        self.server = house.heard.process.pid

    def megabytes(self) -> float:
        return megabytes(os.getpid()) - megabytes(self.server)


class Blocks:
    """The digest of a letter: over blocks of 8 MiB (docs/spec/sealing.md, 6)."""

    def __init__(self) -> None:
        self.whole, self.blocks = hashlib.sha256(), hashlib.sha256()

    def add(self, block: bytes) -> None:
        self.whole.update(block)
        self.blocks.update(hashlib.sha256(block).digest())


class Parts:
    """Takes sealed bytes, and PUTs them in parts."""

    def __init__(self, wire: Wire, path: str, mine: dict[str, str]) -> None:
        self.wire, self.path, self.mine = wire, path, mine
        self.held, self.size = bytearray(), 0

    def write(self, data: bytes) -> int:
        self.held += data
        while len(self.held) >= CHUNK:
            self.put(bytes(self.held[:CHUNK]))
            del self.held[:CHUNK]
        return len(data)

    def put(self, part: bytes) -> None:
        digest = hashlib.sha256(part).hexdigest()
        path = f"{self.path}/{self.size}"
        answer = self.wire.ask("PUT", path, part, Heard_Digest=digest, **self.mine)
        assert answer.status == 200, answer.body
        self.size += len(part)


def send_film(house: House, lin: Any, size: int) -> Film:
    """Random bytes, sealed and sent piece by piece."""
    now, wire, mine = dt.datetime.now(dt.UTC), house.wire(), {"Authorization": lin.authorization}
    file, segment = os.urandom(16).hex(), os.urandom(16).hex()
    about = {"file": file, "name": "corridor.mp4", "type": "video/mp4", "size": size}
    start = lin.letter("file-start", {**about, "modified": ""}, now=now)
    del start["kind"]
    assert (
        wire.ask("POST", f"{API}/inbox/files", {"id": file, "start": start}, **mine).status == 201
    )
    parts = Parts(wire, f"{API}/inbox/files/{file}/segments/{segment}", mine)
    writer, digest, left = agefile.Writer([lin.recipient], parts), Blocks(), size
    while left:
        block = os.urandom(min(CHUNK, left))
        digest.add(block)
        writer.write(block)
        left -= len(block)
    writer.close()
    if parts.held:
        parts.put(bytes(parts.held))
    whole = {"id": segment, "offset": 0, "length": size}
    said = {**about, "digest": digest.blocks.hexdigest(), "stripped": [], "segments": [whole]}
    close = lin.letter("file", said, now=now)
    del close["kind"]
    body = {"letter": close, "segments": [{"id": segment, "size": parts.size}]}
    answer = wire.ask("POST", f"{API}/inbox/files/{file}/finish", body, **mine)
    assert answer.status in {200, 201}, answer.body
    return Film(size, digest.whole.hexdigest())


@contextmanager
def opened(name: str, folder: Path, url: str) -> Iterator[Any]:
    """A page of this browser, with the words of Playwright's."""
    if name == "webkit":
        with screen() as display, webkit.browser(folder / "webkit", display) as driver:
            yield WebKitPage(driver, base=url, saved=folder / "webkit" / "saved")
        return
    with sync_playwright() as playwright:
        if name == "firefox":
            browser = firefox_esr.launch(playwright, folder)
            context = browser.new_context(base_url=url)
        else:
            # With a profile on the disk: a window of no profile has next to no storage.
            context = playwright.chromium.launch_persistent_context(
                folder / "profile", executable_path=CHROMIUM, args=["--no-sandbox"], base_url=url
            )
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        context.close()


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name)


def saved_whole(page: Any, out: Path) -> None:
    """By the link to the site's own storage."""
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the package").click()
    saving.value.path().replace(out)


def saved_in_parts(page: Any, out: Path) -> None:
    """Each is saved, and then the next is made."""
    with out.open("wb") as whole:
        number = 1
        while page.get_by_text("The package is made and saved.").count() == 0:
            button(page, f"Save part {number}").wait_for(timeout=PATIENCE)
            with page.expect_download() as saving:
                button(page, f"Save part {number}").click()
            part = saving.value.path()
            whole.write(part.read_bytes())
            part.unlink()
            button(page, "It is saved: go on").click()
            number += 1
            waited(page, number)


def waited(page: Any, number: int) -> None:
    """Until there is a next part, or the end."""
    while button(page, f"Save part {number}").count() == 0:
        if page.get_by_text("The package is made and saved.").count() > 0:
            return
        time.sleep(0.2)


def until_made(page: Any) -> None:
    """Raises SystemExit with what the page says, where it was not made."""
    link = page.get_by_role("link", name="Save the package")
    while link.count() == 0:
        said = [each for each in page.get_by_role("alert").all_inner_texts() if each]
        if said:
            raise SystemExit(" ".join(said))
        time.sleep(0.5)


def make(page: Any, words: list[str], key: str, out: Path) -> float:
    """The seconds from the press to where it is saved, or ready to be."""
    page.goto("/return/")
    page.fill("#code", " ".join(words))
    page.click("#enter-form button")
    page.wait_for_selector("#inbox h1")
    page.evaluate(NO_PICKER)
    button(page, "Make a package for the police or a lawyer").click()
    page.check("#package-key-choice")
    page.fill("#package-key", key)
    began = time.perf_counter()
    button(page, "Make it now").click()
    save: Callable[[Any, Path], None] = saved_in_parts
    if not isinstance(page, WebKitPage):
        until_made(page)
        save = saved_whole
    took = time.perf_counter() - began
    save(page, out)
    return took if save is saved_whole else time.perf_counter() - began


def check(sealed: Path, identity: str, film: Film) -> None:
    """The film in it is the one that was sent. Raises SystemExit."""
    key, archive = sealed.with_name("key.txt"), sealed.with_suffix(".zip")
    key.write_text(identity)
    subprocess.run(["age", "-d", "-i", key, "-o", archive, sealed], check=True)
    sealed.unlink()
    digest = hashlib.sha256()
    with subprocess.Popen(["unzip", "-p", archive, FILM], stdout=subprocess.PIPE) as out:
        assert out.stdout is not None
        while block := out.stdout.read(CHUNK):
            digest.update(block)
    archive.unlink()
    if digest.hexdigest() != film.sha256:
        raise SystemExit("the film in the package is not the one that was sent")


def measure(house: House, lin: Any, film: Film, name: str) -> None:
    """Print the line of one browser."""
    identity = pyrage.x25519.Identity.generate()
    words = returncode.words(lin.secrets.code, "english")
    with tempfile.TemporaryDirectory(prefix="heard-package-") as place:
        out = Path(place) / "package.zip.age"
        with opened(name, Path(place), house.heard.url) as page:
            memory = Memory(Family(house))
            memory.start()
            seconds = make(page, words, str(identity.to_public()), out)
            ends = memory.ends()
        check(out, str(identity), film)
    speed = film.size / MB / seconds
    print(
        f"{name:9}{film.size / MB:6.0f}{seconds:9.1f}{speed:8.1f}"
        + "".join(f"{each:9.0f}" for each in ends),
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, nargs="*", default=[100, 2000])
    parser.add_argument("--browsers", nargs="*", default=["chromium", "firefox", "webkit"])
    options = parser.parse_args()
    print(f"{'browser':9}{'MB':>6}{'seconds':>9}{'MB/s':>8}{'before':>9}{'1st half':>9}{'2nd':>9}")
    for size in options.megabytes:
        with tempfile.TemporaryDirectory(prefix="heard-bench-") as place:
            house = found_house(Path(place) / "data")
            house.heard.start()
            try:
                lin = house.lin()
                wire = house.wire()
                send_report(wire, house.roster, lin)
                film = send_film(house, lin, size * MB)
                for name in options.browsers:
                    measure(house, lin, film, name)
            finally:
                house.heard.stop()


if __name__ == "__main__":
    main()
