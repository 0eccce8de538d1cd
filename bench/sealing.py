"""Files sealed and uploaded by Chromium: the published worker, the real policy, a real server.

    python bench/sealing.py [--megabytes 500 2000] [--runs 3]

Three ways for the same bytes, in turn, in one run:
  sealed    the site's own seal-worker: read, digest, seal (post-quantum hybrid), SHA-256, PUT
  unsealed  the same browser PUTs a file that is sealed already, in the same parts with the same
            SHA-256 of each: what reading, hashing, sending and storing alone cost
  age       Debian's `age` seals the file (X25519) to a file on the same disk; it sends nothing
Memory is that of all of Chromium's processes while it seals: it must not grow with the file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, cast

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))

from _chromium import Chromium
from houses import House, found_house
from traffic import API, Kept, send_report

from heard.formats import agefile

MB = 1_000_000
CHUNK = 8 * 1024 * 1024
SAMPLE = 0.25  # seconds
# What client/lib/sealing.ts does, without its page.
SEALED = """new Promise((resolve, reject) => {
  const { sealWorker } = document.querySelector("script[data-seal-worker]").dataset;
  globalThis.heard ??= trustedTypes.createPolicy("heard", { createScriptURL: (url) => url });
  const worker = new Worker(heard.createScriptURL(sealWorker), { type: "module" });
  const began = performance.now();
  worker.onerror = () => reject(new Error("the worker did not start"));
  worker.onmessage = ({ data }) => {
    if (data.kind === "failed") reject(new Error(data.name + ": " + data.message));
    if (data.kind !== "done") return;
    worker.terminate();
    resolve({ seconds: (performance.now() - began) / 1000, ...data.result });
  };
  const { files } = document.querySelector("#bench");
  worker.postMessage({ ...JOB, blob: files[0], had: [] });
})"""
UNSEALED = """(async () => {
  const { files: [blob] } = document.querySelector("#bench");
  const part = 8 * 1024 * 1024;
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const read = async (at) => {
    const bytes = await blob.slice(at, at + part).arrayBuffer();
    return [bytes, hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))];
  };
  const began = performance.now();
  let next = read(0);
  for (let at = 0; at < blob.size; at += part) {
    const [body, digest] = await next;
    next = read(at + part);
    const headers = {
      Authorization: `Heard-Inbox ${JOB.login}`,
      "Content-Type": "application/octet-stream",
      "Heard-Digest": digest,
    };
    const path = `/report/api/inbox/files/${JOB.file}/segments/${JOB.segment}/${at}`;
    const answer = await fetch(path, { method: "PUT", headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }
  return { seconds: (performance.now() - began) / 1000 };
})()"""


class Weighed(Protocol):
    """Something whose memory can be asked for."""

    def megabytes(self) -> float: ...


class Memory(threading.Thread):
    """Samples megabytes while something runs."""

    def __init__(self, browser: Weighed) -> None:
        super().__init__(daemon=True)
        self.browser, self.samples = browser, [browser.megabytes()]
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(SAMPLE):
            self.samples.append(self.browser.megabytes())

    def ends(self) -> tuple[float, float, float]:
        """Before it began; the most in the first half of the time; the most in the second."""
        self.over.set()
        self.join()
        half = len(self.samples) // 2 + 1
        return self.samples[0], max(self.samples[:half]), max(self.samples[half:] or [0])


class Files(NamedTuple):
    """The file, and the same sealed beforehand."""

    plain: Path
    sealed: Path
    sha256: str


class Way(NamedTuple):
    """What one way took."""

    seconds: list[float]
    memory: list[tuple[float, float, float]]


def make_files(folder: Path, megabytes: int, recipient: str) -> Files:
    """Random bytes; nothing here compresses."""
    files = Files(folder / "evidence.mp4", folder / "evidence.age", "")
    digest, left = hashlib.sha256(), megabytes * MB
    with files.plain.open("wb") as plain, files.sealed.open("wb") as sealed:
        writer = agefile.Writer([recipient], sealed)
        while left:
            data = os.urandom(min(CHUNK, left))
            plain.write(data)
            writer.write(data)
            digest.update(data)
            left -= len(data)
        writer.close()
    return files._replace(sha256=digest.hexdigest())


class Bench:
    """A served Heard with one report of Lin's, and browsers on the page she sends files from."""

    def __init__(self, folder: Path) -> None:
        self.house: House = found_house(folder / "data")
        self.house.heard.start()
        self.lin = self.house.lin()
        self.kept: Kept = send_report(self.house.wire(), self.house.roster, self.lin)
        self.profile = folder / "profile"

    def fresh_browser(self) -> Chromium:
        """With a place for a file on the page; no memory of what was sent before."""
        browser = Chromium(self.profile)
        browser.open(f"{self.house.heard.url}/report/")
        browser.run("""(() => {
          const input = document.createElement("input");
          Object.assign(input, { type: "file", id: "bench" });
          document.body.append(input);
        })()""")
        return browser

    def announce(self) -> str:
        """A file that the server knows of; its id."""
        file = os.urandom(16).hex()
        content = {"file": file, "name": "a", "type": "video/mp4", "size": 0, "modified": ""}
        start = self.lin.letter("file-start", content, now=dt.datetime.now(dt.UTC))
        del start["kind"]
        wire, mine = self.house.wire(), {"Authorization": self.lin.authorization}
        answer = wire.ask("POST", f"{API}/inbox/files", {"id": file, "start": start}, **mine)
        wire.close()
        assert answer.status == 201, answer.body
        return file

    def upload(self, script: str, path: Path, way: Way) -> list[str]:
        """One upload by one of the scripts above; the ids of its segments."""
        job = {
            "login": self.lin.secrets.keys.header,
            "file": self.announce(),
            "segment": os.urandom(16).hex(),
            "recipient": self.lin.recipient,
        }
        browser = self.fresh_browser()
        try:
            browser.choose("#bench", path)
            os.sync()
            memory = Memory(browser)
            memory.start()
            done = browser.run(script.replace("JOB", json.dumps(job)))
            way.memory.append(memory.ends())
        finally:
            browser.close()
        way.seconds.append(done["seconds"])
        return [each["id"] for each in done.get("segments", [{"id": job["segment"]}])]

    def remove(self, segments: list[str], files: Files) -> None:
        """Check that what the server has opens to the file, and make room for the next."""
        for segment in segments:
            place = self.house.heard.folder / "blobs" / segment[:2] / segment
            if files.sha256 != opened(place, self.lin.secrets.identity):
                raise SystemExit("what was stored does not open to the file that was sent")
            shutil.rmtree(place)


def opened(place: Path, identity: str) -> str:
    """The SHA-256 of what the parts in a folder hold."""
    digest = hashlib.sha256()
    joined = subprocess.Popen(["cat", *sorted(place.iterdir())], stdout=subprocess.PIPE)
    with joined, cast("BinaryIO", joined.stdout) as parts:
        for chunk in agefile.Reader(parts, [identity]):
            digest.update(chunk)
    return digest.hexdigest()


def age(files: Files, recipient: str, way: Way) -> None:
    """The command of that name, to a file."""
    out = files.plain.with_suffix(".out")
    os.sync()
    began = time.perf_counter()
    subprocess.run(["age", "-r", recipient, "-o", out, files.plain], check=True)
    way.seconds.append(time.perf_counter() - began)
    out.unlink()


def classic_recipient() -> str:
    """A fresh X25519 recipient: Debian's age has no other kind."""
    made = subprocess.run(["age-keygen"], check=True, capture_output=True, text=True)
    return made.stderr.split()[-1]


def measure(bench: Bench, folder: Path, megabytes: int, runs: int) -> None:
    """Print the three lines of one size."""
    files = make_files(folder, megabytes, bench.lin.recipient)
    recipient = classic_recipient()
    ways = {name: Way([], []) for name in ("sealed", "unsealed", "age")}
    for _ in range(runs):
        bench.remove(bench.upload(SEALED, files.plain, ways["sealed"]), files)
        bench.remove(bench.upload(UNSEALED, files.sealed, ways["unsealed"]), files)
        age(files, recipient, ways["age"])
    base = statistics.median(ways["sealed"].seconds)
    for name, way in ways.items():
        seconds = statistics.median(way.seconds)
        memory = [statistics.median(each) for each in zip(*way.memory, strict=True)]
        print(
            f"{megabytes:6}  {name:9}{seconds:9.2f}{megabytes / seconds:8.0f}{base / seconds:8.2f}"
            + "".join(f"{each:9.0f}" for each in memory),
            flush=True,
        )
    for path in files[:2]:
        Path(path).unlink()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, nargs="*", default=[500, 2000])
    parser.add_argument("--runs", type=int, default=3, help="of each size up to 500 MB; one above")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as name:
        bench = Bench(Path(name))
        try:
            print(
                f"{'MB':>6}  {'way':9}{'seconds':>9}{'MB/s':>8}{'ratio':>8}"
                f"{'MB before':>10}{'1st half':>9}{'2nd half':>9}"
            )
            for megabytes in options.megabytes:
                measure(bench, Path(name), megabytes, options.runs if megabytes <= 500 else 1)
        finally:
            bench.house.heard.stop()


if __name__ == "__main__":
    main()
