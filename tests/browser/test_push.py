"""A push in a real browser, under the pages' policy: it shows a reminder and nothing else."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from heard.doors.public.headers import SCRIPT, page_headers

ROOT = Path(__file__).parents[2]
PAGE = b'<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">'
REGISTER = """() => {
    const ours = trustedTypes.createPolicy("heard", { createScriptURL: (url) => url });
    const url = ours.createScriptURL("/report/push-worker.js");
    const { serviceWorker } = navigator;
    return serviceWorker.register(url, { scope: "/report/" }).then(() => serviceWorker.ready)
        .then(() => null);
}"""
SHOWN = """() => navigator.serviceWorker.getRegistration("/report/")
    .then((at) => at.getNotifications())
    .then((all) => all.map(({ title, body, tag, icon }) => ({ title, body, tag, icon })))"""


@pytest.fixture
def site() -> Iterator[str]:
    script = (ROOT / "src/heard/static/report/push-worker.js").read_bytes()

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path == "/report/push-worker.js"
            body, kind = (script, "text/javascript") if is_script else (PAGE, "text/html")
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (SCRIPT if is_script else page_headers("report/", body)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("language", "title"),
    [("en-GB", "You have a reminder"), ("zh-CN", "您有一条提醒"), ("ar", "لديك تذكير")],
)
def test_a_push_shows_a_reminder_and_names_nothing(
    site: str, whole_chromium: Browser, language: str, title: str
) -> None:
    with whole_chromium.new_context(locale=language, permissions=["notifications"]) as context:
        page = context.new_page()
        page.goto(f"{site}/report/")
        session = context.new_cdp_session(page)
        seen: list[dict[str, str]] = []
        updated = "ServiceWorker.workerRegistrationUpdated"
        session.on(updated, lambda told: seen.extend(told["registrations"]))
        session.send("ServiceWorker.enable")
        page.evaluate(REGISTER)
        for _ in range(2):  # a second takes the first one's place
            session.send(
                "ServiceWorker.deliverPushMessage",
                {"origin": site, "registrationId": seen[-1]["registrationId"], "data": ""},
            )
        page.wait_for_timeout(500)
        shown = page.evaluate(SHOWN)
    assert shown == [{"title": title, "body": "", "tag": "reminder", "icon": ""}]
