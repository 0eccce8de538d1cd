"""Debian's Firefox for Playwright, which speaks WebDriver BiDi to it.

Playwright's own Firefox is a patched one that it downloads; its channel ``moz-firefox`` drives the
real one instead. Two things that Playwright counts on are newer than this release: a command that
it sends for every context, ``emulation.setMediaFeaturesOverride``, and an id in what is said of a
download. So Playwright is given this file as the browser. Run as a program it starts Firefox,
stands between the two, answers that one command itself, names downloads, and hands on all else.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from engines import installed
from playwright.sync_api import Browser, Playwright
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

FIREFOX = "/usr/bin/firefox-esr"
UNKNOWN = "emulation.setMediaFeaturesOverride"
CREATE, CLOSED = "browsingContext.create", "browsingContext.contextDestroyed"
DOWNLOAD = "browsingContext.download"
LISTENING = re.compile(r"(WebDriver BiDi listening on )(ws://\S+)")
# Nothing that would make Firefox talk to anybody but the page's own server.
PREFERENCES: dict[str, str | float | bool] = {
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    # Firefox 153 keeps with an element the last answer of ``ariaLabelledByElements`` and its like,
    # but the array of it in the world that asked. A second world that gets the same answer has no
    # array, and the page's process dies of a null pointer. ``get_by_label`` asks from Playwright's
    # own world, axe and others from the page's. Heard's pages set attributes alone.
    "accessibility.ARIAElementReflection.enabled": False,
}


def launch(playwright: Playwright, folder: Path, *, scripts: bool = True) -> Browser:
    """Start Firefox, without a window. ``folder`` is for the program that Playwright starts."""
    installed(FIREFOX)
    program = folder / "firefox-by-bidi"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" "$@"\n', "utf-8")
    program.chmod(0o700)
    return playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=program,
        firefox_user_prefs={**PREFERENCES, "javascript.enabled": scripts},
    )


def named(said: str | bytes, told: Any) -> str | bytes:
    """An event about a download carries an id: its address, which a blob has for itself."""
    if not str(told.get("method", "")).startswith(DOWNLOAD):
        return said
    about = told["params"]
    return json.dumps({**told, "params": {"download": about["url"], **about}})


class Pages:
    """Pages that are open. The first one is a tab of the window that Firefox began with.

    Playwright asks for a window of its own for each, which takes Firefox longer than most walks
    take the page. A second page beside it has its window: of two tabs one would be hidden.
    """

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.asked: set[int] = set()

    def asks(self, command: Any) -> Any:
        """The command as it is handed on."""
        if command["method"] != CREATE:
            return command
        alone = not self.open and not self.asked
        self.asked.add(command["id"])
        return {**command, "params": {**command["params"], "type": "tab"}} if alone else command

    def told(self, said: Any) -> None:
        """Notes what has been opened and closed."""
        if said.get("id") in self.asked:
            self.asked.remove(said["id"])
            self.open.update([said["result"]["context"]] if said["type"] == "success" else [])
        elif said.get("method") == CLOSED:
            self.open.discard(said["params"]["context"])


async def hand_on(front: ServerConnection, address: str) -> None:
    """One connection of Playwright's, until either side ends it."""
    pages = Pages()
    async with connect(address + front.request.path, max_size=None, compression=None) as back:

        async def answers() -> None:
            async for said in back:
                told = json.loads(said)
                pages.told(told)
                await front.send(named(said, told))
            await front.close()

        answering = asyncio.create_task(answers())
        async for asked in front:
            command = json.loads(asked)
            if command["method"] == UNKNOWN:
                done = {"type": "success", "id": command["id"], "result": {}}
                await front.send(json.dumps(done))
            else:
                await back.send(json.dumps(pages.asks(command)))
        answering.cancel()


async def main(arguments: list[str]) -> int:
    """Firefox's exit code. Its standard error goes on, with our address in place of its own."""
    firefox = await asyncio.create_subprocess_exec(
        FIREFOX, *arguments, stderr=asyncio.subprocess.PIPE
    )
    assert firefox.stderr is not None
    address = ""

    async def front_of(connection: ServerConnection) -> None:
        await hand_on(connection, address)

    async with serve(front_of, "127.0.0.1", 0, max_size=None, compression=None) as server:
        ours = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        async for line in firefox.stderr:
            text = line.decode("utf-8", "replace")
            found = LISTENING.search(text)
            address = found[2] if found else address
            os.write(2, LISTENING.sub(rf"\g<1>{ours}", text).encode())
        return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
