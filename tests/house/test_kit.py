"""Each part of the kit stands on the kit's own page, where the browser tests walk it."""

from __future__ import annotations

import re
from pathlib import Path

CLIENT = Path(__file__).parents[2] / "client"
EXPORTED = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)
HANDED_ON = re.compile(r"^export (?:default|\*|\{)", re.MULTILINE)
SHOWN = re.compile(r'<Part name="(\w+)"')
# Stands around the whole page, which could not speak without it.
AROUND = {"WordsContext"}


def exported(kit: dict[str, str]) -> set[str]:
    return {name for source in kit.values() for name in EXPORTED.findall(source)}


def missing(kit: dict[str, str], page: dict[str, str]) -> list[str]:
    """The exports of the kit that the page does not show under their names."""
    used = "\n".join(page.values())
    around = {name for name in AROUND if f"<{name}.Provider" in used}
    return sorted(exported(kit) - set(SHOWN.findall(used)) - around)


def sources(folder: Path) -> dict[str, str]:
    files = [each for each in folder.glob("*.ts*") if ".test." not in each.name]
    return {each.name: each.read_text("utf-8") for each in files}


KIT, PAGE = sources(CLIENT / "ui"), sources(CLIENT / "pages/ui")


def test_every_part_stands_on_the_page_of_the_kit() -> None:
    assert len(exported(KIT)) > len(KIT) // 2
    assert missing(KIT, PAGE) == []


def test_a_part_that_does_not_is_told() -> None:
    planted = {**KIT, "Planted.tsx": "export function Planted() {\n", "usePlanted.ts": ""}
    planted["usePlanted.ts"] = "export const usePlanted = () => 1;\n"
    assert missing(planted, PAGE) == ["Planted", "usePlanted"]
    assert missing(KIT, {}) == sorted(exported(KIT))


def test_no_part_is_exported_in_a_way_that_this_does_not_read() -> None:
    assert [name for name, source in KIT.items() if HANDED_ON.search(source)] == []
    assert HANDED_ON.search('export { Planted } from "./Planted.tsx";\n')
    assert HANDED_ON.search("export default function Planted() {\n")
