"""The shared vectors in three engines, with the code that the pages carry."""

import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from engines import OpenIn, in_each_engine

ROOT = Path(__file__).parents[2]
OURS = (
    "casekey",
    "channel",
    "checkpoint",
    "conflicts",
    "consistency",
    "entry",
    "filekey",
    "filereaders",
    "keys",
    "letter",
    "matters",
    "partyletter",
    "promise",
    "readers",
    "receipt",
    "returncode",
    "roster",
    "shell",
)


# With what the build makes of law and languages.
BUNDLE = """
import("./client/build/sources.mjs").then(({ forEsbuild }) =>
  require("esbuild").build({
    entryPoints: ["client/lib/browser-vectors.ts"],
    bundle: true, format: "esm", target: "es2022", splitting: true, logLevel: "error",
    outdir: process.argv[1],
    plugins: [forEsbuild(process.cwd())],
  }),
);
"""


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
    subprocess.run(["node", "-e", BUNDLE, str(tmp_path)], check=True, cwd=ROOT)
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


@in_each_engine
def test_every_vector_ends_as_it_says(site: str, open_in: OpenIn, name: str) -> None:
    page = open_in(name, "desktop", base=site)
    page.goto("/")
    page.wait_for_selector("pre")
    result = json.loads(page.locator("pre").inner_text())
    print(json.dumps({**result, "failed": len(result["failed"])}))
    assert result["failed"] == []
    # Where an engine has no ChaCha20-Poly1305 of its own, the fallback is what passed.
    assert result["passed"] > len(vector_paths())
