"""What the desk's screens show in these tests: one telling with names, and the case on it."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lindung.access.models import Staff
from lindung.casework import services as casework
from lindung.casework.models import Case
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.directory.models import Unit
from lindung.intake import services
from lindung.intake.codes import About, Answer
from lindung.intake.models import Report
from lindung.intake.telling import Receipt, Teller, Telling
from tests.conftest import UNIT, at_work

WORDS = "Suami saya memukul saya lagi tadi malam."
Go = Callable[[Staff], Client]
BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture
def go() -> Go:
    """Give a browser in which somebody is signed in, speaking English."""

    def of(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff)
        client.cookies["l"] = "en"
        return client

    return of


@pytest.fixture
def receipt(units: dict[str, Unit]) -> Receipt:
    """What a woman who gave her name got for her telling."""
    said = Telling(
        about=About.SELF,
        words=WORDS,
        anonymous=False,
        reporter=Teller(name="Siti Aminah", phone="0812-5555-0101"),
        injured=Answer.YES,
        area="64.08.04",
    )
    return services.tell(units["kutim"], said)


@pytest.fixture
def report(receipt: Receipt, dewi: Staff) -> Report:
    """Her report. Dewi must not know of it."""
    with frame(UNIT):
        Blocked.objects.create(subject_id=receipt.report_id, staff_id=dewi.id)
        return Report.objects.get(pk=receipt.report_id)


@pytest.fixture
def her_case(report: Report, wati: Staff, maya: Staff) -> Case:
    """Her case: Wati answers for it, Maya accompanies her."""
    with at_work(wati):
        services.take(wati.actor(), report)
        opened = casework.open_case(
            wati.actor(),
            report,
            register_class="ktp",
            initials="S.A.",
            sex="F",
            age_band="25-44",
            area="64.08.04",
            forms=["physical"],
            relation="spouse",
            risk="high",
            manager=wati.id,
            companions=[maya.id],
        )
        return Case.objects.get(pk=opened.pk)


def statements(browser: Client, url: str, sent: dict[str, str] | None = None) -> int:
    """Return how many statements a page or a form costs, without what holds transactions."""
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(url) if sent is None else browser.post(url, sent)
        assert page.status_code in ({200} if sent is None else {200, 302})
    return sum(not query["sql"].startswith(BOOKKEEPING) for query in queries)


def seen(page: str) -> str:
    """Return a page as a reader sees it: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
