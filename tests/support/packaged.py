"""A package as who it is given to has it: opened and checked by programs that are not Heard's."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import bagit
from engines import fits, installed
from expecting import expect

from heard.formats import bagfolder

AGE, UNZIP, SUMS, SCRIPT = "/usr/bin/age", "/usr/bin/unzip", "/usr/bin/sha256sum", "/usr/bin/script"
FOLDER = "heard-package"
TAGS = "tagmanifest-sha256.txt"
# As private windows do. WebKitGTK has no storage of this kind at all (Safari has).
NO_STORAGE = """() => {
  if (navigator.storage) {
    navigator.storage.getDirectory = () => Promise.reject(new DOMException("no"));
  }
}"""


def unsealed(sealed: Path, words: str = "", identity: str = "") -> Path:
    """The folder inside. ``age`` asks for a passphrase at a terminal alone: ``script`` is one."""
    installed(AGE, UNZIP, SCRIPT)
    archive = sealed.with_suffix(".zip")
    if identity:
        key = sealed.with_name("key.txt")
        key.write_text(identity)
        subprocess.run([AGE, "-d", "-i", key, "-o", archive, sealed], check=True)
    else:
        command = f"{AGE} -d -o {archive} {sealed}"
        asked = [SCRIPT, "-qec", command, "/dev/null"]
        subprocess.run(asked, input=words.encode() + b"\n", check=True, capture_output=True)
    subprocess.run([UNZIP, "-q", "-o", archive, "-d", sealed.parent], check=True)
    return sealed.parent / FOLDER


def wrong(folder: Path) -> str:
    """What sha256sum says of the lists, where something is not as it was."""
    installed(SUMS)
    command = [SUMS, "--quiet", "-c", TAGS, "manifest-sha256.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.stdout.decode()


def whole(folder: Path) -> str:
    """Its digest, once bagit.py and sha256sum found nothing, and its page leads to each file."""
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert wrong(folder) == ""
    page = (folder / "data/00-index.html").read_text("utf-8")
    places = {f"data/{each}" for each in re.findall(r'href="([^"]+)"', page)}
    assert places == set(bag.payload_entries()) - {"data/00-index.html", "data/00-index.csv"}
    ours = bagfolder.read(folder)
    bagfolder.check(ours)
    assert ours.digest == hashlib.sha256((folder / TAGS).read_bytes()).hexdigest()
    return ours.digest


def proven(folder: Path, page: Any) -> int:
    """How many receipts its own checker finds genuine, opened from the disk by the keys in it."""
    proofs = folder / "data/90-proofs"
    lines = (proofs / "keys.txt").read_text("utf-8").splitlines()
    keys = dict(line.split(" ", 1) for line in lines)
    receipts = sorted((proofs / "receipts").iterdir())
    for each in receipts:
        page.goto((proofs / "heard-verify.html").as_uri())
        page.fill("#key", keys["log"])
        page.fill("#promise-key", keys["promise"])
        page.set_input_files("#file", each)
        expect(page.locator("#result")).to_contain_text("This receipt holds")
    return len(receipts)


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def ask(page: Any) -> None:
    """On the way back: the page that makes one."""
    page.get_by_role("button", name="Make a package for the police or a lawyer").click()
    expect(page.locator("#inbox h1")).to_have_text("A package to take with you")


def make(page: Any) -> str:
    """Has it made; the seven words that are shown meanwhile."""
    page.get_by_role("button", name="Make it now").click()
    expect(page.locator("#package-words")).to_be_visible()
    return str(page.locator("#package-words").inner_text())


def save(page: Any, folder: Path) -> Path:
    """What the browser offers to save, in a file."""
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the package").click()
    file = folder / "package.zip.age"
    file.write_bytes(saving.value.path().read_bytes())
    return file


def save_part(page: Any, folder: Path) -> Path:
    """The one part that a small package has, where the browser has no storage for it."""
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save part 1").click()
    file = folder / "package.zip.age"
    file.write_bytes(saving.value.path().read_bytes())
    page.get_by_role("button", name="It is saved: go on").click()
    return file


def index(folder: Path, page: Any, axe: Any, called: str) -> None:
    """The page of what is in it, opened from the disk: it fits, and has what a file was called."""
    page.goto((folder / "data/00-index.html").as_uri())
    expect(page.locator("h1")).to_have_text("What is in this package")
    expect(page.locator("tr", has_text="30-exhibits/E001/")).to_contain_text(called)
    axe(page)
    assert fits(page)
