"""A real browser against a real server, for walks that no test client can do.

    def test_something(page: Page, sari: Staff) -> None:
        sign_in(page, sari)
        page.goto("/meja/")

The server runs in this process (settings fixtures reach it) as the web role and commits for real;
the owner empties the tables afterwards. A page that breaks the content policy, or whose script
throws, fails its test. Addresses are `http://localhost:…`: passkeys do not work on 127.0.0.1.
"""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    sync_playwright,
)

from lindung.access.models import Staff

CHROMIUM = os.environ.get("LINDUNG_CHROMIUM", "/usr/bin/chromium")
START_S = 10.0
WAIT_MS = 8_000  # two cores shared by everybody
LOOKS = 4  # by axe, at a page that is being left
SHOWN = 1500  # letters of a page at which a walk failed
FAILED = pytest.StashKey[bool]()
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    if not os.path.exists(CHROMIUM):
        raise pytest.UsageError("No Chromium: apt install chromium, or set LINDUNG_CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _server() -> Iterator[str]:
    """The application on a free port, in threads of this process."""
    from lindung.config.asgi import application  # noqa: PLC0415  # needs Django set up

    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(application, log_level="error", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        end = time.monotonic() + START_S
        while not server.started and time.monotonic() < end:
            time.sleep(0.02)
        assert server.started, "The server did not start."
        yield f"http://localhost:{port}"
        server.should_exit = True
        thread.join(START_S)


@pytest.fixture
def live_url(_server: str, transactional_db: None) -> str:
    """The address of the site over a database in which this test commits for real."""
    return _server


@pytest.fixture
def open_page(
    browser: Browser, live_url: str, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open a page in a context of its own: `open_page(javascript=False, width=320, dark=True)`."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_one(
        *, javascript: bool = True, width: int = 1280, height: int = 900, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=live_url,
            locale="id-ID",
            timezone_id="Asia/Makassar",
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: _listen(line, wrong))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield open_one
    if request.node.stash.get(FAILED, False):
        for context in contexts:
            for one in context.pages:  # what was on the screens; pytest shows it with the failure
                said = one.locator("body").inner_text()[:SHOWN]
                sys.stdout.write(f"-- {one.url}\n{said}\n")
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page on a computer, with scripts."""
    return open_page()


def _listen(line: ConsoleMessage, wrong: list[str]) -> None:
    if line.type == "error" and "Content Security Policy" in line.text:
        wrong.append(line.text)


def sign_in(page: Page, staff: Staff) -> None:
    """Let `page` be that of `staff`, without walking through the sign-in."""
    client = Client()
    client.force_login(staff)
    value = client.cookies["s"].value
    page.context.add_cookies([{"name": "s", "value": value, "domain": "localhost", "path": "/"}])


def press(page: Page, button: str) -> None:
    """Press a button that sends a form, and wait for the page that answers.

    A click does not wait: what follows would still find the links and notices of the page before,
    and following one of them breaks the sending off.
    """
    with page.expect_navigation():
        page.locator(button).click()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong for people with disabilities, as short sentences.

    A click does not wait for the page it leads to: axe may be run out of its document half way.
    It is asked again then, of the page that came.
    """
    found: list[dict[str, Any]] = _looked_at(page)["violations"]
    return [f"{v['id']}: {v['help']} — {[n['target'] for n in v['nodes']][:3]}" for v in found]


def _looked_at(page: Page) -> dict[str, Any]:
    for left in reversed(range(LOOKS)):
        page.wait_for_load_state("load")
        try:
            response: dict[str, Any] = Axe().run(page).response
        except Error:
            if not left:
                raise
        else:
            return response
    raise AssertionError
