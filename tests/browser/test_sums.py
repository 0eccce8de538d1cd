"""Every script that a page may ever load is stated in it with the sum that it has."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src/heard/static"
PAGES = sorted(
    str(each.relative_to(STATIC))
    for each in STATIC.rglob("index.html")
    if "plain" not in each.parts
)
TAG = re.compile(r'<script type="module" src="/(static/[^"]+)" integrity="([^"]+)"')
MAP = re.compile(r'<script type="importmap">([^<]+)</script>')
LATER = re.compile(r'data-(?:later|work)="/(static/[^"]+)"')
ASKED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?"(?:\./|/static/)([^"/]+\.js)\"""")


def stated(html: str) -> dict[str, str]:
    """Path to sum: of each element, and of the import map."""
    [later] = MAP.findall(html) or ['{"integrity":{}}']
    sums = json.loads(later)["integrity"]
    assert all(path.startswith("/static/") for path in sums)
    return dict(TAG.findall(html)) | {path.lstrip("/"): value for path, value in sums.items()}


def reached(named: set[str]) -> set[str]:
    """What these ask for, and what that asks for, and so on."""
    seen, left = set(named), list(named)
    while left:
        code = (STATIC / left.pop()).read_text("utf-8")
        fresh = {f"static/{name}" for name in ASKED.findall(code)} - seen
        seen |= fresh
        left += fresh
    return seen


@pytest.mark.parametrize("page", PAGES)
def test_no_script_is_without_its_sum_and_no_sum_is_another(page: str) -> None:
    html = (STATIC / page).read_text("utf-8")
    sums = stated(html)
    assert reached({path for path, _ in TAG.findall(html)} | set(LATER.findall(html))) == set(sums)
    for path, value in sums.items():
        digest = sha256((STATIC / path).read_bytes()).digest()
        assert value == f"sha256-{b64encode(digest).decode()}", path


def test_what_is_read_here_is_what_pages_have() -> None:
    counts = {page: len(stated((STATIC / page).read_text("utf-8"))) for page in PAGES}
    assert counts["report/index.html"] > counts["help/index.html"] > 1
    assert {each.split("/")[0] for each in PAGES if len(each.split("/")) > 2} >= {"ar", "desk"}


def test_the_page_for_a_disk_brings_its_policy() -> None:
    """It has no headers: what stands in it is all that binds it, from its first bytes on."""
    html = (STATIC / "verify/heard-verify.html").read_text("utf-8")
    [policy] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
    [script] = re.findall(r"<script>(.*)</script>\n</body>", html, re.DOTALL)
    total = b64encode(sha256(script.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{total}'; style-src 'sha256-")
    assert html.index("http-equiv") < html.index("<style>") < html.index("<script>")
