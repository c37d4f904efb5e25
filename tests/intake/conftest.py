"""Reports that the tests of intake are about."""

from collections.abc import Callable
from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.core.models import Blocked
from lindung.directory.models import Unit
from lindung.intake import services
from lindung.intake.codes import About, Answer, Channel
from lindung.intake.models import Report
from lindung.intake.telling import Receipt, Teller, Telling
from tests.conftest import UNIT, at_work

WORDS = "Tetangga saya dipukul suaminya setiap malam."
Tells = Callable[..., Receipt]


@pytest.fixture
def tells(units: dict[str, Unit]) -> Tells:
    """Let somebody tell at the public door of Kutai Timur."""

    def telling(
        words: str = WORDS, *, key: str | None = None, network: str = "", **more: Any
    ) -> Receipt:
        said = Telling(**{"about": About.OTHER, "words": words} | more)
        return services.tell(units["kutim"], said, idempotency_key=key, network=network)

    return telling


@pytest.fixture
def told(tells: Tells) -> Receipt:
    """A plain telling of a neighbour."""
    return tells()


@pytest.fixture
def report(told: Receipt) -> Report:
    """The report of that telling."""
    with frame(UNIT):
        return Report.objects.get(pk=told.report_id)


@pytest.fixture
def named_report(tells: Tells) -> Report:
    """A telling by somebody who said who she is."""
    receipt = tells(
        "Saya dipukul suami saya.",
        about=About.SELF,
        anonymous=False,
        reporter=Teller(name="Siti Aminah", phone="0812-5555-0101"),
        now_danger=Answer.NO,
        injured=Answer.YES,
    )
    with frame(UNIT):
        return Report.objects.get(pk=receipt.report_id)


@pytest.fixture
def entered(rini: Staff, units: dict[str, Unit]) -> Report:
    """A report that Rini took by phone."""
    with at_work(rini):
        return services.enter_report(
            rini.actor(), units["kutim"], channel=Channel.PHONE, about=About.OTHER, words=WORDS
        )


@pytest.fixture
def blocked_dewi(dewi: Staff, report: Report) -> Staff:
    """Dewi, who must not know of `report`."""
    with frame(UNIT):
        Blocked.objects.create(subject_id=report.pk, staff_id=dewi.id)
    return dewi
