"""Law of our own that server and pages must have in common, as data (``law/*.toml``)."""

import tomllib
from importlib import resources
from typing import Any


def read(subject: str) -> dict[str, Any]:
    """What stands in the file of a subject."""
    file = resources.files(__package__).joinpath("law", f"{subject}.toml")
    return tomllib.loads(file.read_text("utf-8"))
