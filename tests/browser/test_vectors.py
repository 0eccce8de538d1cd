"""The shared vectors in Chromium, with the code that the pages carry."""

import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
OURS = (
    "casekey",
    "checkpoint",
    "consistency",
    "entry",
    "letter",
    "readers",
    "receipt",
    "returncode",
    "roster",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def vector_paths() -> list[str]:
    folder = ROOT / "vectors"
    age = [path for path in (folder / "age").iterdir() if path.name != "LICENSE"]
    merkle = (folder / "merkle").rglob("*.json")
    notes = [folder / "note" / name for name in ("note_test.json", "c2sp_signed_note.json")]
    ours = [folder / f"{name}.json" for name in OURS]
    return sorted(str(path.relative_to(folder)) for path in [*age, *merkle, *notes, *ours])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    bundle = ["--bundle", "--format=esm", "--target=es2022", "--splitting", f"--outdir={tmp_path}"]
    esbuild = ROOT / "node_modules/@esbuild/linux-x64/bin/esbuild"
    entry = ROOT / "client/lib/browser-vectors.ts"
    subprocess.run([esbuild, entry, *bundle, "--log-level=error"], check=True, cwd=ROOT)
    (tmp_path / "index.html").write_text(
        '<script type="module" src="/browser-vectors.js"></script>'
    )
    (tmp_path / "paths.json").write_text(json.dumps(vector_paths()))
    (tmp_path / "vectors").symlink_to(ROOT / "vectors")
    handler = partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_every_vector_ends_in_chromium_as_it_says(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(site)
    page.wait_for_function("window.heardVectors !== undefined")
    result = page.evaluate("window.heardVectors")
    page.close()
    print(json.dumps({**result, "failed": len(result["failed"])}))
    assert result["failed"] == []
    # Debian's older Chromium has no ChaCha20-Poly1305 of its own: then the fallback is what passed.
    assert result["passed"] > len(vector_paths())
