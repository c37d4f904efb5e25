"""The law of a case, from the question of her hour to the judgment, in a real browser."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from lindung.access.models import Staff
from lindung.casework.models import Case
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.intake.codes import About
from lindung.intake.models import Report
from lindung.legal import services
from lindung.legal.models import LawClock, StepTaken
from tests.browser import OpenPage, press, sign_in, violations
from tests.conftest import UNIT, at_work

LP = "LP/B/17/XI/2026/SPKT"


def moment(**ago: float) -> str:
    at = (now() - timedelta(**ago)).astimezone(ZoneInfo("Asia/Makassar"))
    return f"{at:%Y-%m-%dT%H:%M}"


def save(page: Page) -> None:
    press(page, ".form__end button")
    expect(page.locator(".notice--good").first).to_be_visible()


def desk(open_page: OpenPage, staff: Staff, case: Case, **more: object) -> Page:
    page = open_page(**more)
    sign_in(page, staff)
    page.goto(f"/meja/hukum/{case.number}/")
    return page


@pytest.mark.parametrize(("language", "javascript"), [("id", True), ("en", False)])
def test_her_hour_starts_the_clock_and_a_police_report_ends_it(
    open_page: OpenPage, wati: Staff, tpks_case: Case, language: str, *, javascript: bool
) -> None:
    with frame(UNIT):
        Report.objects.update(about=About.OTHER)
        services.watch_duty(MACHINE, tpks_case.pk)
    page = desk(open_page, wati, tpks_case, javascript=javascript, width=360)
    page.goto(f"/meja/hukum/{tpks_case.number}/?l={language}")
    assert not javascript or violations(page) == []

    page.locator('a[href$="/lapor-polisi/"]').click()
    page.locator('input[name="told_by"][value="victim"]').check()
    page.locator("#id_at").fill(moment(hours=5))
    save(page)
    expect(page.locator(".clock--running, .clock--soon")).to_have_count(1)

    page.locator('.page-head__acts a[href$="/jalur/"]').click()
    page.locator('input[name="track"][value="criminal"]').check()
    save(page)
    page.locator('a[href$="/langkah/"]').click()
    assert not javascript or violations(page) == []
    page.locator("#id_step").select_option("police_report")
    page.locator("#id_at").fill(moment(minutes=2))
    page.locator("#id_paper").fill(LP)
    page.locator("#id_level").select_option("polres")
    page.locator("#id_by").select_option("unit")
    save(page)

    assert not javascript or violations(page) == []
    expect(page.get_by_text(LP)).to_have_count(0)
    page.locator('form[action*="/buka/step/"] button').click()
    expect(page.get_by_text(LP)).to_be_visible()
    with frame(UNIT):
        assert LawClock.objects.get(rule="police_report_tpks").end == "reported"


def test_counsel_writes_why_and_the_head_sends_it_back_then_signs(
    open_page: OpenPage, lina: Staff, sari: Staff, wati: Staff, tpks_case: Case
) -> None:
    with frame(UNIT):
        services.watch_duty(MACHINE, tpks_case.pk)
    counsel, head = desk(open_page, lina, tpks_case), desk(open_page, sari, tpks_case)
    for granted, end in (("no", ""), ("yes", "complaint")):
        counsel.reload()
        counsel.locator('a[href$="/alasan/"]').click()
        counsel.locator('input[name="end"][value="complaint"]').check()
        counsel.locator("#id_offence").select_option("ps_6a")
        counsel.locator("#id_informed_at").fill(moment(hours=1))
        counsel.locator("#id_disability").select_option("no")
        counsel.locator("#id_reason").fill("Ia memutuskan tidak melapor.")
        save(counsel)
        head.reload()
        head.locator('a[href$="/putuskan/"]').click()
        expect(head.get_by_text("Ia memutuskan tidak melapor.")).to_be_visible()
        assert violations(head) == []
        head.locator(f'input[name="granted"][value="{granted}"]').check()
        head.locator("#id_reason").fill("Tulis dasar pasalnya.")
        save(head)
        with frame(UNIT):
            assert LawClock.objects.get().end == end


def test_a_day_is_planned_kept_and_stands_on_the_list(
    open_page: OpenPage, wati: Staff, maya: Staff, tpks_case: Case
) -> None:
    with at_work(wati):
        services.open_proceeding(wati.actor(), tpks_case, track="criminal")
    page = desk(open_page, wati, tpks_case)
    page.locator('a[href$="/sidang/"]').first.click()
    page.locator("#id_kind").select_option("witness")
    page.locator("#id_at").fill(moment(days=-1))
    page.locator("#id_companion").select_option(str(maya.id))
    page.locator("#id_place").fill("PN Sangatta, ruang 2")
    save(page)
    theirs = open_page(width=320)
    sign_in(theirs, maya)
    theirs.goto("/meja/hukum/sidang/")
    expect(theirs.get_by_role("link", name=tpks_case.number)).to_be_visible()
    expect(theirs.get_by_text("PN Sangatta")).to_have_count(0)
    assert violations(theirs) == []


def test_a_form_that_is_wrong_says_so_beside_its_field_and_keeps_what_was_typed(
    open_page: OpenPage, wati: Staff, tpks_case: Case
) -> None:
    with at_work(wati):
        services.open_proceeding(wati.actor(), tpks_case, track="criminal")
    page = desk(open_page, wati, tpks_case)
    page.locator('a[href$="/langkah/"]').click()
    page.locator("#id_step").select_option("police_report")
    page.locator("#id_at").fill(moment(hours=-3))
    page.locator("#id_paper").fill(LP)
    page.locator(".form__end button").click()

    expect(page.locator(".field--wrong")).to_have_count(1)
    expect(page.locator("#id_paper")).to_have_value(LP)
    with frame(UNIT):
        assert not StepTaken.objects.exists()
