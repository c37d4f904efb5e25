"""The button that lets the switchboard dial, and how its line stands, on screens."""

import re

import pytest
from playwright.sync_api import Page, expect

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.hotline import pbx
from lindung.hotline.codes.telephony import Source, Trouble
from lindung.hotline.models import CallBack, Contact, PbxDial, PbxLine
from lindung.hotline.telephony.dialling import DialSign, Told
from lindung.hotline.telephony.signs import Kind, Sign
from tests.browser import OpenPage, sign_in, violations
from tests.conftest import UNIT
from tests.hotline.telephony.conftest import HERS, hear
from tests.proof.cast import browser_of
from tests.web.desk.conftest import seen, statements

BUTTON = "Telepon lewat sentral"


def place(row: CallBack) -> str:
    return f"/meja/piket/hp/{row.contact.number}/"


def press(staff: Staff, row: CallBack) -> int:
    return browser_of(staff).post(f"{place(row)}telepon/").status_code


@pytest.mark.parametrize(
    ("who", "code"),
    [("rini", 302), ("sari", 302), ("hadi", 404), ("maya", 404), ("adi", 404), ("nita", 404)],
)
def test_whoever_may_decide_may_let_it_dial_and_nobody_else(
    who: str, code: int, decided: CallBack, request: pytest.FixtureRequest
) -> None:
    assert press(request.getfixturevalue(who), decided) == code


def test_the_button_stands_there_only_after_the_decision_and_while_the_line_stands(
    decided: CallBack, rini: Staff, sari: Staff
) -> None:
    assert BUTTON in seen(browser_of(rini).get(place(decided)).content.decode())
    assert BUTTON not in seen(browser_of(sari).get(place(decided)).content.decode())  # no phone

    pbx.beat(UNIT, up=False, n_broken=0, trouble=Trouble.UNREACHABLE)

    assert BUTTON not in seen(browser_of(rini).get(place(decided)).content.decode())


def test_the_page_says_how_it_stands_and_offers_no_second_attempt(
    decided: CallBack, rini: Staff
) -> None:
    assert press(rini, decided) == 302
    assert press(rini, decided) == 302  # an impatient second press
    with frame(UNIT):
        dial = PbxDial.objects.get()
    pbx.next_order(UNIT)
    pbx.hear_dial(UNIT, DialSign(dial.pk, Told.NOT_ANSWERED))

    page = seen(browser_of(rini).get(place(decided)).content.decode())

    assert "tidak diangkat" in page
    assert BUTTON not in page


def test_a_page_with_the_button_asks_few_statements(decided: CallBack, rini: Staff) -> None:
    assert statements(browser_of(rini), place(decided)) <= 12


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"trouble": Trouble.CERTIFICATE}, "sertifikatnya bukan yang diberikan kepada kita"),
        ({"trouble": Trouble.REFUSED}, "menolak nama atau kata sandi kita"),
        ({"n_unproved": 1}, "1 petugas piket belum punya telepon yang dipastikan"),
        ({"n_in_queue": 0}, "Tidak ada telepon yang berdering di antrean"),
        ({"may_steer": False}, "Akunnya tidak mengizinkan kita mengisi antrean"),
        ({"may_dial": False}, "dilarang oleh akunnya"),
    ],
)
def test_what_is_wrong_with_the_line_is_said_in_words(
    told: dict[str, object], words: str, sari: Staff
) -> None:
    pbx.beat(UNIT, up=False, n_broken=0, **told)  # type: ignore[arg-type]  # a case of each

    page = seen(browser_of(sari).get("/meja/piket/panggilan/keadaan/").content.decode())

    assert words in page


@pytest.mark.django_db(transaction=True)
def test_a_ringing_line_shows_on_an_open_console_by_itself_without_a_number(
    open_page: OpenPage, rini: Staff
) -> None:
    page: Page = open_page(width=320)
    sign_in(page, rini)
    page.goto("/meja/piket/papan/")
    expect(page.get_by_text("Tidak ada yang sedang bicara di telepon.")).to_be_visible()

    call = f"uptdlab-{int(now().timestamp())}.7"
    hear(Sign(Kind.RANG, call, Source.LIVE, number=HERS))

    expect(page.get_by_text("berdering", exact=True)).to_be_visible()
    with frame(UNIT):
        number = Contact.objects.get().number
    expect(page.get_by_role("link", name=number)).to_be_visible()
    assert not re.search("0812|345678|62812", page.content())
    assert violations(page) == []


def test_without_a_switchboard_nothing_is_said_of_one(sari: Staff) -> None:
    page = seen(browser_of(sari).get("/meja/piket/panggilan/keadaan/").content.decode())

    with frame(UNIT):
        assert not PbxLine.objects.exists()
    assert "Catatan antrean" not in page
