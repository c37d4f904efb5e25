"""Two hundred things without signal, a phone killed again and again, a clock three days wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.response.models import FieldEntry, Mission
from lindung.response.rules import CLOCK_WRONG
from tests.conftest import UNIT
from tests.web.field.phone import (
    count,
    on_the_disk,
    online,
    open_mission,
    phone,
    start,
    take_into_use,
    unfold,
    works_without_signal,
)

pytestmark = pytest.mark.long
N, LIVES = 200, 5  # things, and how often the app is started and killed
AHEAD = timedelta(days=3)
# Before any script of the page: the phone's clock is three days ahead.
WRONG_CLOCK = f"""(() => {{
  const ahead = {int(AHEAD.total_seconds() * 1000)};
  const Right = Date;
  globalThis.Date = class extends Right {{
    constructor(...said) {{ said.length ? super(...said) : super(Right.now() + ahead); }}
    static now() {{ return Right.now() + ahead; }}
  }};
}})()"""


def word(n: int) -> str:
    """Return a word that lies nowhere else."""
    return f"KUNTILANAK{n:04d}"


def write_some(page: Page, numbers: range) -> None:
    """Write notes, one after another, each kept before the next."""
    unfold(page, "notes")
    for n in numbers:
        page.locator("[data-note]").fill(word(n))
        page.locator("[data-do=note]").click()
        count(page, "queued", n + 1)


@contextmanager
def life(browser: Browser, profile: Path, url: str) -> Iterator[Page]:
    """Let the app live once, without signal, with its wrong clock."""
    with phone(browser, profile, url) as context:
        context.add_init_script(WRONG_CLOCK)
        context.set_offline(True)
        yield start(context)


class LostAnswers:
    """A line on which every second answer is lost: the unit took it, the phone does not know."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, route: Route) -> None:
        """Pass one request on, with or without its answer."""
        self.n += 1
        if self.n % 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()


def write_in_five_lives(browser: Browser, profile: Path, url: str, number: str) -> None:
    """Write everything without signal, killing the app in between."""
    each = N // LIVES
    for n in range(LIVES):
        with life(browser, profile, url) as page:
            open_mission(page, number)
            write_some(page, range(n * each, (n + 1) * each))
            if n % 2:
                page.reload()  # and killed right after


def test_two_hundred_things_survive_kills_and_a_wrong_clock_and_arrive_once_in_order(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    profile = tmp_path / "hp"
    with phone(browser, profile, live_url) as context:
        context.add_init_script(WRONG_CLOCK)
        page = take_into_use(context, maya)
        works_without_signal(page)
        expect(page.locator(f"[data-number='{mission.number}']")).to_be_visible()
    write_in_five_lives(browser, profile, live_url, mission.number)
    assert on_the_disk(profile, *(word(n) for n in range(N)), "Melati") == set()

    with life(browser, profile, live_url) as page:
        count(page, "queued", N)
        lost = LostAnswers()
        page.context.route("**/catatan/kirim/**", lost)
        online(page.context)
        sent = page.locator("[data-count=sent] b")
        while sent.inner_text() != str(N) and lost.n < N:
            page.evaluate("() => dispatchEvent(new Event('online'))")
            page.wait_for_timeout(200)
        count(page, "sent", N)
        assert lost.n > 1

    with frame(UNIT):
        came = list(FieldEntry.objects.filter(mission=mission).order_by("seq"))
    assert [one.seq for one in came] == list(range(1, N + 1))
    assert [one.device_at for one in came] == sorted(one.device_at for one in came)
    for one in came:
        assert abs(timedelta(seconds=one.skew_s) - AHEAD) < CLOCK_WRONG
        assert one.at <= one.received_at < one.device_at
    assert on_the_disk(profile, *(word(n) for n in range(N)), "Melati") == set()
