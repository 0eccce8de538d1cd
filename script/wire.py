"""Writes docs/spec/openapi.json, client/lib/wire.ts and client/lib/shared.ts from the server's own.

The addresses, roles, bodies and answers are those that the server itself goes by: ``urlpatterns``
of the desk and the public door, ``ROUTES`` of the reporter's, and what stands over each view
(heard/doors/_http/contract.py). Which refusals there are is the table of errors.
"""

import json
import sys
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
OPENAPI, TYPESCRIPT = ROOT / "docs/spec/openapi.json", ROOT / "client/lib/wire.ts"
SHARED = ROOT / "client/lib/shared.ts"


def made() -> dict[Path, str]:
    """What each would be."""
    django.setup()
    from wire_openapi import document  # noqa: PLC0415 tables can be read once Django has started
    from wire_operations import operations  # noqa: PLC0415 as above
    from wire_typescript import module  # noqa: PLC0415 as above
    from wire_values import shared  # noqa: PLC0415 as above

    found = document(operations())
    written = {OPENAPI: json.dumps(found, indent=1) + "\n", TYPESCRIPT: module(found)}
    return written | {SHARED: shared()}


def main(*, check: bool) -> int:
    """Write them, or say which is not what it would be."""
    stale = []
    for place, text in made().items():
        if not check:
            place.write_text(text, "utf-8")
        elif not place.exists() or place.read_text("utf-8") != text:
            stale.append(place)
    for place in stale:
        name = place.relative_to(ROOT)
        print(f"{name} is not what the server's types say. Run: script/wire", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
