"""The field app, walked without signal: kept, sent once, both sides told, ended, emptied."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lindung.access import services as access
from lindung.access.models import FieldDevice, Staff
from lindung.core.frame import frame
from lindung.response.models import FieldEntry, Mission
from tests.browser import sign_in, violations
from tests.conftest import UNIT, at_work
from tests.response.conftest import seen
from tests.web.field.phone import (
    APP,
    PASSPHRASE,
    count,
    on_the_disk,
    online,
    open_mission,
    phone,
    start,
    take_into_use,
    unfold,
    unlock,
    works_without_signal,
    writes,
)


def entries(mission: Mission) -> list[FieldEntry]:
    """Return what came, in the unit's order."""
    with frame(UNIT):
        return list(FieldEntry.objects.filter(mission=mission).order_by("seq"))


WORDS = ("KARAKATAU", "MERBABU", "RINJANI", "SEMERU", "Melati", "Tidak mendengar", PASSPHRASE)


def work_a_day(page: Page) -> None:
    """Write five things down on the page of a mission."""
    page.locator("[data-where]").fill("Dermaga KARAKATAU")
    page.locator("[data-do=safe]").click()
    writes(page, "safe_place", "Rumah MERBABU")
    writes(page, "now_injured", "yes")
    unfold(page, "notes")
    page.locator("[data-note]").fill("Catatan RINJANI")
    page.locator("[data-do=note]").click()
    count(page, "queued", 4)
    page.locator("[data-do=camera]").click()
    page.locator("[data-what]").fill("KK SEMERU")
    expect(page.locator("[data-video]")).to_have_js_property("readyState", 4)
    page.locator("[data-do=shoot]").click()
    count(page, "queued", 5)


def test_a_day_without_signal_arrives_whole_after_a_reload_and_a_kill(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    profile = tmp_path / "hp"
    with phone(browser, profile, live_url, camera=True) as context:
        page = take_into_use(context, maya)
        works_without_signal(page)
        expect(page.locator("[data-list] li")).to_have_count(1)
        context.set_offline(True)
        open_mission(page, mission.number)
        unfold(page, "know")
        expect(page.get_by_text("Tidak mendengar; bicara lewat tulisan.")).to_be_visible()
        work_a_day(page)
        page.reload()
        unlock(page)
        count(page, "queued", 5)
    with phone(browser, profile, live_url) as context:
        context.set_offline(True)
        page = start(context)
        open_mission(page, mission.number)
        unfold(page, "safe")
        expect(page.locator("[data-part=safe_place]")).to_have_value("Rumah MERBABU")
        assert entries(mission) == []
        online(context)
        count(page, "sent", 4)
        count(page, "failed", 1)
        count(page, "queued", 0)

    came = entries(mission)
    assert [one.kind for one in came] == ["safe", "part", "part", "note", "document"]
    assert came[0].outcome == "refused"  # nobody had departed: kept, and told
    assert [one.outcome for one in came[1:]] == ["applied"] * 4
    assert came[4].file_id is not None
    assert on_the_disk(profile, *WORDS) == set()


def decide_at_the_desk(desk: Page, mission: Mission) -> None:
    """Open what was written, look at both sides, and let the newer one count."""
    desk.goto(f"/meja/penugasan/{mission.number}/")
    assert violations(desk) == []
    desk.goto(f"/meja/penugasan/{mission.number}/lapangan/")
    desk.get_by_role("button", name="Buka").click()
    expect(desk.get_by_text("Puskesmas")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("link", name="Putuskan yang dipakai").click()
    expect(desk.locator("button[value=yes]")).to_be_visible()
    assert violations(desk) == []
    desk.locator("button[value=yes]").click()
    desk.wait_for_url("**/lapangan/")


@pytest.fixture
def two_phones(
    browser: Browser, live_url: str, tmp_path: Path
) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """Two phones with a profile of their own."""
    with (
        phone(browser, tmp_path / "satu", live_url) as one,
        phone(browser, tmp_path / "dua", live_url) as two,
    ):
        yield one, two


def test_what_two_phones_wrote_differently_is_decided_by_a_person(
    page: Page,
    two_phones: tuple[BrowserContext, BrowserContext],
    maya: Staff,
    psi: Staff,
    rini: Staff,
    mission: Mission,
) -> None:
    one, two = two_phones
    hers, his = take_into_use(one, maya), take_into_use(two, psi)
    for screen in (hers, his):
        open_mission(screen, mission.number)
    two.set_offline(True)
    writes(hers, "safe_place", "Rumah Bu RT")
    count(hers, "sent", 1)
    writes(his, "safe_place", "Puskesmas")
    writes(his, "safe_person", "Kakaknya")
    his.locator("h1").last.click()
    online(two)
    count(his, "conflict", 1)
    count(his, "sent", 1)
    expect(his.locator("[data-part=safe_place]")).to_have_value("Rumah Bu RT")

    sign_in(page, rini)
    decide_at_the_desk(page, mission)

    his.locator("[data-mission] [data-do=list]").click()
    his.locator("[data-screen=list] [data-do=send]").click()
    count(his, "conflict", 0)
    count(his, "sent", 2)
    assert sorted(str(one.outcome) for one in entries(mission)) == ["applied", "applied", "taken"]


def test_an_ended_phone_hands_in_what_it_has_and_empties_itself(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    with phone(browser, tmp_path / "hp", live_url) as context:
        page = take_into_use(context, maya)
        open_mission(page, mission.number)
        context.set_offline(True)
        writes(page, "now_seen", "Pintu rusak.")
        count(page, "queued", 1)
        with at_work(maya):
            access.revoke_device(maya.actor(), FieldDevice.objects.get())
        online(context)
        expect(page.locator("[data-screen=gone]")).to_be_visible()
        names = page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)")
        assert names == []
        page.reload()
        expect(page.locator("[data-screen=new]")).to_be_visible()

    assert [one.outcome for one in entries(mission)] == ["held"]
    with frame(UNIT):
        assert FieldDevice.objects.get().wiped_at is not None


def test_a_locked_phone_that_was_ended_empties_itself_too(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    with phone(browser, tmp_path / "hp", live_url) as context:
        page = take_into_use(context, maya)
        page.locator("[data-do=lock]").click()
        expect(page.locator("[data-screen=lock]")).to_be_visible()
        with at_work(maya):
            access.revoke_device(maya.actor(), FieldDevice.objects.get())
        page.reload()
        expect(page.locator("[data-screen=gone]")).to_be_visible()


def test_danger_goes_first_and_a_locked_phone_still_sends_it(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    with phone(browser, tmp_path / "hp", live_url) as context:
        page = take_into_use(context, maya)
        open_mission(page, mission.number)
        context.set_offline(True)
        page.locator("[data-stamp=en_route]").click()
        count(page, "queued", 1)
        page.locator("[data-do=duress]").click()
        count(page, "queued", 2)
        page.locator("[data-do=lock]").click()
        expect(page.locator("[data-mission]")).to_be_empty()
        online(context)
        count(page, "sent", 2)
    assert [one.kind for one in entries(mission)] == ["duress", "stamp"]
    assert seen(mission).duress_at is not None


def test_consent_is_signed_with_a_finger_and_never_without_telling_the_limits(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    with phone(browser, tmp_path / "hp", live_url, width=320) as context:
        page = take_into_use(context, maya)
        assert violations(page) == []
        open_mission(page, mission.number)
        for group in ("know", "plan", "now", "safe", "notes"):
            unfold(page, group)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator("[data-mission] [data-do=consent]").click()
        page.locator("[data-do=signed]").click()
        expect(page.locator("[data-unsigned]")).to_be_visible()
        assert violations(page) == []
        page.locator("[name=told]").check()
        page.locator("[data-pad]").click()
        page.locator("[data-do=signed]").click()
        count(page, "sent", 1)
    came = entries(mission)[0]
    assert (came.kind, came.file_kind) == ("consent", "image/jpeg")


def test_another_passphrase_opens_nothing_and_many_tries_must_wait(
    browser: Browser, live_url: str, tmp_path: Path, maya: Staff, mission: Mission
) -> None:
    with phone(browser, tmp_path / "hp", live_url) as context:
        page = take_into_use(context, maya)
        page.locator("[data-do=lock]").click()
        for _ in range(5):
            page.locator("[data-unlock] input").fill("bukan-kata-saya")
            page.locator("[data-unlock] [type=submit]").click()
            expect(page.locator("[data-wrong]")).to_be_visible()
            expect(page.locator("[data-unlock] [type=submit]")).to_be_enabled()
        page.locator("[data-unlock] input").fill(PASSPHRASE)
        page.locator("[data-unlock] [type=submit]").click()
        expect(page.locator("[data-wrong]")).to_be_visible()
        expect(page.locator("[data-list] li")).to_have_count(0)


def test_the_public_door_has_no_worker_and_the_app_keeps_to_its_own_place(
    page: Page, units: object
) -> None:
    page.goto(APP)
    expect(page.locator("[data-screen=new]")).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready")
    page.goto("/")
    found = page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map((r) => r.scope)"
    )
    assert [scope.removeprefix(page.url.rstrip("/")) for scope in found] == [APP]
    assert page.evaluate("navigator.serviceWorker.controller") is None
