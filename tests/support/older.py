"""What earlier commits left behind, as archives in tests/older."""

import tarfile
from pathlib import Path
from typing import Any

OLDER = Path(__file__).parents[1] / "older"
# Debian 12's own Python (3.11.2) knows no filter yet; what is unpacked is ours.
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def unpack(name: str, to: Path) -> None:
    """Put what is in the archive of this name (``24e2980-sqlite``) into a folder."""
    with tarfile.open(OLDER / f"{name}.tar.xz") as archive:
        archive.extractall(to, **SAFELY)
