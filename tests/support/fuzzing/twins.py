"""Which targets have a twin in TypeScript: read out of client/fuzz, so that none is forgotten."""

from __future__ import annotations

import re

from fuzzing.all_targets import TARGETS
from fuzzing.seeds import ROOT


def _listed(path: str) -> dict[str, list[str]]:
    """The targets of a file in client/fuzz: name, and what each covers."""
    text = (ROOT / "client/fuzz" / path).read_text(encoding="utf-8")
    covers = {
        name: re.findall(r'"([\w.]+)"', said)
        for name, said in re.findall(r"^const (\w+) = target\(\s*\[([^\]]*)\]", text, re.MULTILINE)
    }
    table = text[text.index("Readonly<Record<string, Target>> = {") :]
    rows = re.findall(r'^  "?([\w-]+)"?(?:: (\w+))?,$', table, re.MULTILINE)
    return {name: covers[const or name] for name, const in rows}


_FILES = ("shared.ts", "sharedlog.ts", "sharedfile.ts", "sharedinvite.ts", "sharedbag.ts")
SHARED = {name: covers for path in _FILES for name, covers in _listed(path).items()}
OWN = _listed("own.ts")
TWINS = frozenset(SHARED)

if TWINS - TARGETS.keys():
    raise ValueError(f"twins of nothing: {sorted(TWINS - TARGETS.keys())}")
