"""A phone in the field for tests: Chromium with a profile of its own that can be killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from lindung.access.models import Staff
from tests.browser import CHROMIUM
from tests.proof.cast import browser_of

PASSPHRASE = "empat-kata-pendek-sekali"
APP, INSTALL = "/catatan/", "/catatan/pasang/"
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WAIT_MS = 20_000  # stretching a passphrase takes about a second, on a slow machine several


@contextmanager
def phone(
    browser: Browser, profile: Path, url: str, *, width: int = 360, camera: bool = False
) -> Iterator[BrowserContext]:
    """Open a browser that keeps its data in `profile`, as an app that is started."""
    more = CAMERA if camera else []
    context = browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        args=["--no-sandbox", *more],
        base_url=url,
        locale="id-ID",
        timezone_id="Asia/Makassar",
        viewport={"width": width, "height": 740},
        service_workers="allow",
    )
    context.set_default_timeout(WAIT_MS)
    try:
        yield context
    finally:
        context.close()


def take_into_use(context: BrowserContext, staff: Staff, name: str = "HP Maya") -> Page:
    """Sign in freshly, take the phone into use and open it."""
    value = browser_of(staff).cookies["s"].value
    context.add_cookies([{"name": "s", "value": value, "domain": "localhost", "path": "/"}])
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(INSTALL)
    page.locator("[name=name]").fill(name)
    page.locator("[name=passphrase]").fill(PASSPHRASE)
    page.locator("[name=again]").fill(PASSPHRASE)
    page.locator("[data-install] button").click()
    page.wait_for_url(f"**{APP}")
    context.clear_cookies()  # out there nobody is signed in
    unlock(page)
    return page


def start(context: BrowserContext) -> Page:
    """Start the app and open it."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(APP)
    unlock(page)
    return page


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase."""
    expect(page.locator("body[data-ready]")).to_be_attached(timeout=WAIT_MS)
    page.locator("[data-unlock] input").fill(passphrase)
    page.locator("[data-unlock] [type=submit]").click()
    expect(page.locator("[data-screen=list]")).to_be_visible(timeout=WAIT_MS)


def works_without_signal(page: Page) -> None:
    """Wait until the files of the app lie on the phone."""
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def open_mission(page: Page, number: str) -> None:
    """Open one mission from the list."""
    page.locator(f"[data-number='{number}']").click()
    expect(page.locator("[data-screen=mission]")).to_be_visible()


def unfold(page: Page, group: str) -> None:
    """Open one section of a mission."""
    part = page.locator(f"details[data-group={group}]")
    if part.get_attribute("open") is None:
        part.locator("summary").click()


def writes(page: Page, part: str, words: str) -> None:
    """Fill one field and leave it."""
    unfold(page, part.split("_", 1)[0])
    field = page.locator(f"[data-part={part}]")
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(words)
    else:
        field.fill(words)
        field.blur()


def count(page: Page, state: str, n: int) -> None:
    """Wait until the bar says how many things are in a state."""
    expect(page.locator(f"[data-count={state}] b")).to_have_text(str(n), timeout=WAIT_MS)


def online(context: BrowserContext) -> None:
    """Give the phone signal again."""
    context.set_offline(False)


def on_the_disk(profile: Path, *words: str) -> set[str]:
    """Return which of `words` lie readable anywhere in what a browser keeps."""
    wanted = {
        spelling: word for word in words for spelling in (word.encode(), word.encode("utf-16-le"))
    }
    found: set[str] = set()
    for place in profile.rglob("*"):
        if place.is_file() and not place.is_symlink():
            content = place.read_bytes()
            found |= {word for spelling, word in wanted.items() if spelling in content}
    return found
