"""The rota on screens: drafted, published, changed; and what the screen says of it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.models import (
    CalendarKey,
    Cover,
    HandOver,
    OwnDay,
    Plan,
    Reach,
    Shift,
    StandingCover,
    Template,
)
from tests.conftest import UNIT
from tests.hotline.conftest import today
from tests.proof.cast import browser_of
from tests.web.desk.conftest import statements

ROOT = "/meja/piket"
Opens = Callable[[Staff], Client]


def words(page: object) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.content.decode())  # type: ignore[attr-defined]  # an answer


def test_a_head_writes_a_pattern_makes_a_draft_and_publishes_it(
    sari: Staff, four_ready: list[Staff]
) -> None:
    browser = browser_of(sari)
    said = {"season": "ordinary", "starts1": "07:00", "ends1": "19:00", "days1": "every"}
    said |= {"starts2": "19:00", "ends2": "07:00", "days2": "every"}
    assert browser.post(f"{ROOT}/jadwal/pola/", said).status_code == 302
    with frame(UNIT):
        template = Template.objects.get()
    drafted = browser.post(
        f"{ROOT}/jadwal/rencana/baru/",
        {
            "template": str(template.pk),
            "first": today().isoformat(),
            "last": (today() + timedelta(days=6)).isoformat(),
            "people": [str(one.pk) for one in four_ready],
            "changes": "shift",
            "with_backup": "2",
        },
    )
    page = browser.get(drafted["Location"])
    assert "Setiap menit ada yang menjawab." in words(page)
    assert "84 jam seminggu" in words(page)  # four people, and the screen says so

    published = browser.post(drafted["Location"], {"standing_cover": ""}, follow=True)

    assert "Jadwal sudah terbit." in words(published)
    with frame(UNIT):
        assert Plan.objects.get().published_at is not None
    week = browser.get(f"{ROOT}/jadwal/")
    assert {"Rini", "Wati", "Joko", "Sari"} <= set(re.findall(r"\w+", words(week)))


def test_a_gap_is_said_in_red_and_its_cover_is_asked_for(
    sari: Staff, rini: Staff, joko: Staff, unit: Unit, pattern: Template
) -> None:
    from tests.hotline.conftest import make_plan  # noqa: PLC0415

    draft = make_plan(sari, unit, pattern, [rini, joko])
    browser = browser_of(sari)
    address = f"{ROOT}/jadwal/rencana/{draft.pk}/"

    shown = browser.get(address)
    refused = browser.post(address, {"standing_cover": ""})
    named = browser.post(address, {"standing_cover": str(sari.pk)})

    assert "Kosong: 7 hari" in words(shown)
    assert "Tunjuk penanggung jawab" in words(refused)
    assert named.status_code == 302
    week = browser.get(f"{ROOT}/jadwal/")
    assert "Telepon belum dipastikan" in words(week)


def test_a_shift_is_given_away_by_asking_and_answering(
    plan: Plan, rini: Staff, four_ready: list[Staff]
) -> None:
    with frame(UNIT):
        mine = Shift.objects.filter(staff_id=rini.pk, seat="duty", begin_at__gt=plan.made_at)
        shift = mine.order_by("begin_at")[0]
        busy = set(Shift.objects.filter(begin_at=shift.begin_at).values_list("staff_id", flat=True))
    taker = next(one for one in four_ready if one.pk not in busy)
    ask = browser_of(rini)
    page = ask.get(f"{ROOT}/jadwal/gilir/{shift.pk}/")
    begin, end = re.findall(r'value="(\d{4}-\d\d-\d\dT\d\d:\d\d)"', page.content.decode())
    ask.post(
        f"{ROOT}/jadwal/gilir/{shift.pk}/",
        {"staff_id": str(taker.pk), "begin": begin, "end": end},
    )
    with frame(UNIT):
        cover = Cover.objects.get()
    assert (cover.begin_at, cover.end_at) == (shift.begin_at, shift.end_at)

    answers = browser_of(taker)
    assert f"/jadwal/minta/{cover.pk}/" in answers.get("/meja/tugas/").content.decode()
    answers.post(f"{ROOT}/jadwal/minta/{cover.pk}/", {"agreed": "yes"})

    with frame(UNIT):
        assert Cover.objects.get().state == "agreed"


def test_a_phone_is_confirmed_on_two_screens(unit: Unit, rini: Staff, sari: Staff) -> None:
    hers, heads = browser_of(rini), browser_of(sari)
    hers.post(f"{ROOT}/telepon/baru/", {"way": "call", "address": "0811 2222 3333"})
    with frame(UNIT):
        reach = Reach.objects.get()
    shown = words(heads.post(f"{ROOT}/telepon/{reach.pk}/kode/"))
    code = re.findall(r"\b(\d{6})\b", shown)[-1]
    assert "081122223333" in shown

    wrong = hers.post(f"{ROOT}/telepon/{reach.pk}/pasti/", {"code": "x"})
    right = hers.post(f"{ROOT}/telepon/{reach.pk}/pasti/", {"code": code}, follow=True)

    assert "Bukan itu kodenya" in words(wrong)
    assert "Telepon ini sudah dipastikan" in words(right)
    assert "081122223333" not in words(right)


def test_holidays_show_cuti_bersama_and_the_districts_own(sari: Staff) -> None:
    browser = browser_of(sari)
    browser.post(
        f"{ROOT}/jadwal/libur/",
        {"on": "2026-10-12", "kind": "off", "name": "Hari jadi Kutai Timur"},
    )

    page = words(browser.get(f"{ROOT}/jadwal/libur/?tahun=2026"))

    assert "Hari jadi Kutai Timur" in page
    assert "cuti bersama" in page
    assert "Cuti bersama tahun ini belum diketahui" in words(
        browser.get(f"{ROOT}/jadwal/libur/?tahun=2031")
    )
    with frame(UNIT):
        day = OwnDay.objects.get()
    browser.post(f"{ROOT}/jadwal/libur/{day.pk}/hapus/")
    with frame(UNIT):
        assert not OwnDay.objects.exists()


def test_the_standing_cover_is_named_in_order(sari: Staff, hadi: Staff, rini: Staff) -> None:
    browser_of(sari).post(
        f"{ROOT}/jadwal/kosong/",
        {"first": str(hadi.pk), "second": str(rini.pk), "third": "", "instances": ["police"]},
    )

    with frame(UNIT):
        rows = StandingCover.objects.filter(ended_at=None).order_by("rank")
        assert [(row.staff_id, row.instance) for row in rows] == [
            (hadi.pk, ""),
            (rini.pk, ""),
            (None, "police"),
        ]


def test_the_calendar_address_is_shown_once_and_needs_no_sign_in(plan: Plan, rini: Staff) -> None:
    browser = browser_of(rini)
    shown = browser.post(f"{ROOT}/jadwal/kalender/").content.decode()
    path = re.findall(r"/kal/[\w-]{32}\.ics", shown)[0]

    fetched = Client().get(path)

    assert fetched["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in fetched.content
    assert path not in browser.get(f"{ROOT}/jadwal/kalender/").content.decode()
    browser.post(f"{ROOT}/jadwal/kalender/", {"end": "1"})
    assert Client().get(path).status_code == 404
    with frame(UNIT):
        assert CalendarKey.objects.get().ended_at is not None


def test_the_hand_over_sheet_is_one_page_signed_by_two(
    plan: Plan, rini: Staff, wati: Staff
) -> None:
    browser = browser_of(rini)
    assert browser.get(f"{ROOT}/serah-terima/").status_code == 200
    paper = browser.get(f"{ROOT}/serah-terima/lembar/")
    assert paper.content.startswith(b"%PDF")
    assert paper.content.count(b"/Type /Page\n") + paper.content.count(b"/Type /Page ") <= 1
    browser.post(f"{ROOT}/serah-terima/beri/")
    with frame(UNIT):
        given = HandOver.objects.get()
    browser_of(wati).post(f"{ROOT}/serah-terima/{given.pk}/terima/")

    with frame(UNIT):
        assert HandOver.objects.get().taken_by == wati.pk


@pytest.mark.parametrize(
    "path",
    [
        "jadwal/",
        "jadwal/rencana/",
        "jadwal/libur/",
        "jadwal/kalender/",
        "telepon/",
        "serah-terima/",
        "panggilan/",
        "panggilan/keadaan/",
        "panggilan/aturan/",
    ],
)
def test_a_page_of_duty_opens_in_few_statements(path: str, plan: Plan, sari: Staff) -> None:
    browser = browser_of(sari)
    assert statements(browser, f"{ROOT}/{path}") <= 12
