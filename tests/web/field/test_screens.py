"""The screens of the field, as those who send, who go and who stay use them."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake.models import Report
from lindung.response.models import Expense, Mission, Paper, Stamped, Word
from tests.conftest import UNIT, at_work
from tests.response.conftest import pass_time, press, seen
from tests.web.desk.conftest import Go, statements

LIST = "/meja/penugasan/"


def url(mission: Mission, more: str = "") -> str:
    return f"{LIST}{mission.number}/{more}"


def local(hours: float) -> str:
    return f"{now() + timedelta(hours=8 + hours):%Y-%m-%dT%H:%M}"


def test_an_operator_sends_two_people_from_the_page_of_the_report(
    go: Go, rini: Staff, maya: Staff, psi: Staff, high: Report
) -> None:
    browser = go(rini)
    page = browser.get(f"/meja/pengaduan/{high.number}/").content.decode()
    ask = re.findall(r'href="(/meja/penugasan/untuk/[^"]+)"', page)[0]
    shown = browser.get(ask).content.decode()
    assert "nobody goes there alone" in shown

    answer = browser.post(
        ask,
        {
            "kind": "outreach",
            "crew": [str(maya.id), str(psi.id)],
            "escort": "none",
            "signal": "yes",
            "return_by": local(4),
        },
        follow=True,
    )

    assert "The mission is prepared" in answer.content.decode()
    with frame(UNIT):
        made = Mission.objects.get()
    assert made.number in answer.content.decode()


def test_what_is_refused_comes_back_beside_its_field(
    go: Go, rini: Staff, maya: Staff, high: Report
) -> None:
    answer = go(rini).post(
        f"/meja/penugasan/untuk/{high.number}/",
        {"kind": "outreach", "escort": "none", "signal": "yes", "return_by": local(-2)},
    )

    assert answer.status_code == 200
    assert "Choose who goes." in answer.content.decode()


def test_the_named_institution_is_not_offered(
    go: Go, rini: Staff, high: Report, unit: Unit
) -> None:
    with frame(UNIT):
        Report.objects.filter(pk=high.pk).update(institutions=["police"])
    browser = go(rini)
    browser.post(
        "/meja/penugasan/siap/mitra/",
        {"kind": "police", "name": "Polres Kutim", "night_phone": "0549-11"},
    )
    browser.post(
        "/meja/penugasan/siap/mitra/",
        {"kind": "polda", "name": "Propam Polda", "night_phone": "0541-11"},
    )

    page = browser.get(f"/meja/penugasan/untuk/{high.number}/").content.decode()

    assert "Propam Polda" in page
    assert "Polres Kutim" not in page
    assert '<option value="police"' not in page


def test_one_thumb_departs_and_arrives(go: Go, maya: Staff, mission: Mission) -> None:
    browser = go(maya)
    for stamp in ("en_route", "on_scene", "complete"):
        page = browser.get(url(mission)).content.decode()
        main = re.findall(r'action="([^"]+)"><[^>]+><button class="button thumb__main"', page)[0]
        assert main.endswith(f"/saat/{stamp}/")
        assert "Saved." in browser.post(main, follow=True).content.decode()

    assert seen(mission).state == "complete"


def test_departure_is_refused_in_words_when_the_plan_lacks_something(
    go: Go, maya: Staff, mission: Mission
) -> None:
    with frame(UNIT):
        Mission.objects.filter(pk=mission.pk).update(village_contact=None)

    page = go(maya).post(url(mission, "saat/en_route/"), follow=True).content.decode()

    assert "somebody in the village must be named" in page
    assert seen(mission).state == "prepared"


def test_the_future_is_refused_beside_its_field(go: Go, maya: Staff, mission: Mission) -> None:
    page = go(maya).post(url(mission, "saat/"), {"stamp": "en_route", "at": local(3)})

    assert "Is the clock of the phone right?" in page.content.decode()
    with frame(UNIT):
        assert not Stamped.objects.exists()


def test_both_buttons_answer_alike_and_danger_leaves_no_trace_on_the_phone(
    go: Go, maya: Staff, rini: Staff, sari: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route")
    phone = go(maya)

    def said(kind: str) -> str:
        answer = phone.post(url(mission, "kabar/"), {"kind": kind, "place": "Dermaga"}, follow=True)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
        return re.sub(r"<time.*?</time>|\d+ (?:hours?|minutes?)", "", text)

    assert said("safe") == said("duress")
    for page in (LIST, url(mission), "/meja/tugas/"):
        text = phone.get(page).content.decode()
        assert "data-alarm" not in text
        assert "act now" not in text.lower()
    assert phone.get(url(mission, "bahaya/")).status_code == 404
    for stays in (rini, sari):
        desk = go(stays)
        assert 'data-alarm="ring"' in desk.get(LIST).content.decode()
        assert 'data-alarm="ring"' in desk.get("/meja/").content.decode()


def test_the_page_of_danger_says_whom_to_call_and_where_and_no_phone_of_the_officer(
    go: Go, maya: Staff, sari: Staff, mission: Mission, unit: Unit
) -> None:
    press(maya, mission, "en_route")
    with frame(UNIT):
        Word.objects.all()
    go(maya).post(url(mission, "kabar/"), {"kind": "duress", "place": "Belakang balai desa"})
    desk = go(sari)
    desk.post(
        "/meja/penugasan/siap/mitra/",
        {"kind": "police", "name": "Polres Kutim", "night_phone": "0549-22"},
    )

    page = desk.get(url(mission, "bahaya/")).content.decode()

    for needed in ("tel:110", "Polres Kutim", "Belakang balai desa", "Pak RT Anwar"):
        assert needed in page
    assert "Do not call the phone of those who are out there" in page
    answer = desk.post(url(mission, "bahaya/selesai/"), {"words": "Aman di Polsek."}, follow=True)
    assert "The danger is settled" in answer.content.decode()
    assert seen(mission).settled_by == sari.id


def test_a_missed_word_shows_the_village_first(
    go: Go, maya: Staff, rini: Staff, mission: Mission
) -> None:
    press(maya, mission, "en_route")
    pass_time(mission, timedelta(hours=7))
    desk = go(rini)
    assert 'data-alarm="ring"' in desk.get("/meja/").content.decode()

    page = desk.get(url(mission, "bahaya/")).content.decode()

    assert page.index("Ask in the village first") < page.index("tel:110")
    desk.post(url(mission, "kabar/"), {"kind": "safe", "place": "Pak RT melihat mereka"})
    assert 'data-alarm="ring"' not in desk.get("/meja/").content.decode()


def test_plan_and_briefing_open_only_when_asked(go: Go, maya: Staff, mission: Mission) -> None:
    phone = go(maya)
    closed = phone.get(url(mission)).content.decode()
    assert "bicara lewat tulisan" not in closed
    assert "Melati" not in closed

    opened = phone.post(url(mission, "buka/")).content.decode()

    for known in ("bicara lewat tulisan", "Melati", "Speedboat dari Sangkulirang", "tepi sungai"):
        assert known in opened
    assert "dipukul" not in opened


@pytest.mark.parametrize("kind", ["spt", "sppd", "report"])
def test_travel_papers_are_made_under_the_number_that_was_typed_in(
    go: Go, maya: Staff, sari: Staff, mission: Mission, kind: str
) -> None:
    for stamp in ("en_route", "on_scene", "complete"):
        press(maya, mission, stamp)
    browser = go(maya)
    browser.post(url(mission, "hasil/"), {"words": "Penjangkauan selesai, asesmen awal dibuat."})
    browser.post(
        url(mission, "uang/"),
        {
            "kind": "transport",
            "amount_rupiah": "350000",
            "fund_line": "dak_outreach",
            "paid_on": "2026-03-02",
            "words": "Nakhoda tidak memberi kuitansi.",
        },
    )
    answer = browser.post(
        url(mission, "surat/"),
        {
            "kind": kind,
            "letter_number": "800.1.11.1/27/UPTD-PPA",
            "letter_on": "2026-03-02",
            "from_on": "2026-03-02",
            "until_on": "2026-03-03",
            "fund_line": "dak_outreach",
            "signer": str(sari.id),
        },
    )
    assert answer.status_code == 302
    with frame(UNIT):
        paper, expense = Paper.objects.get(), Expense.objects.get()
    assert expense.amount_rupiah == 350_000

    pdf = browser.get(url(mission, f"surat/{paper.pk}/"))

    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Disposition"] == f'inline; filename="{mission.number}-{kind}.pdf"'


def test_money_without_receipt_and_without_a_word_is_refused(
    go: Go, maya: Staff, mission: Mission
) -> None:
    page = go(maya).post(
        url(mission, "uang/"),
        {"kind": "food", "amount_rupiah": "1", "fund_line": "apbd", "paid_on": "2026-03-02"},
    )

    assert "write down why there is none" in page.content.decode()
    with frame(UNIT):
        assert not Expense.objects.exists()


def test_the_list_shows_no_name_and_no_place(
    go: Go, rini: Staff, maya: Staff, mission: Mission
) -> None:
    page = go(rini).get(LIST).content.decode()

    assert mission.number in page
    for hidden in ("Maya", "Sandaran", "Melati"):
        assert hidden not in page


@pytest.mark.parametrize("who", ["rini", "maya", "sari"])
@pytest.mark.parametrize("page", ["", "siap/", "{}/", "{}/surat/", "{}/rencana/"])
def test_every_page_costs_at_most_twelve_statements(
    who: str, page: str, go: Go, mission: Mission, sari: Staff, request: pytest.FixtureRequest
) -> None:
    browser: Client = go(request.getfixturevalue(who))
    browser.get(LIST)

    assert statements(browser, LIST + page.format(mission.number)) <= 12


def test_sending_and_danger_cost_at_most_twelve_statements(
    go: Go, rini: Staff, maya: Staff, high: Report, mission: Mission
) -> None:
    browser = go(rini)
    browser.get(LIST)
    assert statements(browser, f"{LIST}untuk/{high.number}/") <= 12
    assert statements(browser, f"/meja/pengaduan/{high.number}/") <= 12
    assert statements(browser, "/meja/") <= 12
    press(maya, mission, "en_route")
    pass_time(mission, timedelta(hours=7))

    assert statements(browser, url(mission, "bahaya/")) <= 12


def test_a_colleague_is_added_and_taken_off(
    go: Go, rini: Staff, maya: Staff, lina: Staff, mission: Mission
) -> None:
    desk = go(rini)
    desk.post(url(mission, "petugas/"), {"staff_id": str(lina.id)})
    assert "Lina" in desk.get(url(mission)).content.decode()

    desk.post(url(mission, f"petugas/{lina.id}/lepas/"))

    assert "Lina" not in desk.get(url(mission)).content.decode()


def test_practice_and_real_work_do_not_meet_in_the_list(
    rini: Staff, mission: Mission, nita: Staff, go: Go
) -> None:
    with at_work(nita):
        assert not Mission.objects.exists()
    assert go(nita).get(url(mission)).status_code == 404
