"""Where the demonstration lives; read before Django is."""

import os
from pathlib import Path

from django.conf import settings


def settings_for(directory: Path, *, site: str) -> None:
    """Point Heard at the demonstration whatever the environment says: no real Heard is touched."""
    for name in [name for name in os.environ if name.startswith("HEARD_")]:
        del os.environ[name]
    os.environ["HEARD_SITE"] = site
    os.environ["HEARD_DATA"] = str(directory / "data")


def show_the_kit() -> None:
    """Serve /ui/, which shows what the pages are made of: a real Heard never does."""
    settings.KIT_PAGE = True
