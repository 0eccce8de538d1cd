"""Safari's engine as Debian ships it: WebKitGTK's MiniBrowser, driven by WebKitWebDriver.

Each window is a browser of its own that keeps nothing. What it offers is in ``webkit_page``. It
tells nothing of its console, so what a page complains of is heard in the other two alone.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines import installed
from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from urllib3.exceptions import HTTPError

DRIVER = "/usr/bin/WebKitWebDriver"
MINIBROWSER = f"/usr/lib/{platform.machine()}-linux-gnu/webkit2gtk-4.1/MiniBrowser"
# MiniBrowser's own bar of buttons is wider than a phone.
NO_BAR = "* { padding: 0; margin: 0; min-width: 0; } image { -gtk-icon-transform: scale(0); }"


def prepared(folder: Path, display: str) -> dict[str, str]:
    """The environment of a browser that has ``folder`` as its home and saves to its ``saved``."""
    (folder / "gtk-3.0").mkdir(parents=True)
    (folder / "gtk-3.0/gtk.css").write_text(NO_BAR, "utf-8")
    (folder / "saved").mkdir()
    (folder / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{folder}/saved"\n', "utf-8")
    ours = {"DISPLAY": display, "XDG_CONFIG_HOME": str(folder), "NO_AT_BRIDGE": "1"}
    # Drawn by the processor: a machine that runs tests has nothing else.
    drawn = {"GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1", "GSETTINGS_BACKEND": "memory"}
    # Layers that a graphics card would put together cost a processor a quarter of a walk.
    drawn["WEBKIT_DISABLE_COMPOSITING_MODE"] = "1"
    return {**os.environ, "HOME": str(folder), **ours, **drawn}


@contextmanager
def browser(folder: Path, display: str, *, scripts: bool = True) -> Iterator[Remote]:
    """A browser until the end of the block. ``folder``, its home, must not be there yet."""
    installed(DRIVER, MINIBROWSER)
    environment = prepared(folder, display)
    options = Options()
    options.binary_location = MINIBROWSER
    options.set_capability("browserName", "MiniBrowser")
    options.set_capability("unhandledPromptBehavior", "accept")
    options.add_argument("--automation")
    if not scripts:
        options.add_argument("--enable-javascript=false")
    said = folder / "said.log"
    service = Service(DRIVER, env=environment, log_output=str(said))
    service.start()
    try:
        # Not `webdriver.WebKitGTK`, which looks for a driver to download first.
        asked = RemoteConnection(client_config=ClientConfig(service.service_url, timeout=120))
        with Remote(asked, options=options, file_detector=UselessFileDetector()) as driver:
            yield driver
    except HTTPError as unanswered:
        unanswered.add_note(f"Browser and driver said: {said.read_text('utf-8', 'replace')}")
        raise
    finally:
        service.stop()
