"""The switchboard of Kutai Timur, as far as it tells something."""

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline import pbx
from lindung.hotline.codes.telephony import Source
from lindung.hotline.models import CallBack
from lindung.hotline.services.call_back import decide_call_back
from lindung.hotline.services.telephony import hear_call
from lindung.hotline.telephony.signs import Kind, Sign
from tests.conftest import UNIT, at_work
from tests.hotline.conftest import prove

HERS = "081234567890"
OWN = "0811-2222-3333"


def hear(*told: Sign) -> None:
    """Let the machine hear, one sign after another, each in a frame of its own."""
    for sign in told:
        with frame(UNIT):
            hear_call(MACHINE, sign)


@pytest.fixture
def line(units: dict[str, Unit]) -> None:
    """The switchboard is heard."""
    pbx.beat(UNIT, up=True, n_broken=0)


@pytest.fixture
def decided(rini: Staff, sari: Staff, unit: Unit, line: None) -> CallBack:
    """Rini decided to call back: a life is in danger. Her own phone is proved."""
    prove(rini, sari, unit, OWN)
    call = f"uptdlab-{int(now().timestamp())}.1"
    with frame(UNIT):
        hear_call(MACHINE, Sign(Kind.RANG, call, Source.LIVE, number=HERS))
        hear_call(MACHINE, Sign(Kind.HUNG_UP, call, Source.LIVE))
    return decide(rini)


def decide(rini: Staff) -> CallBack:
    with at_work(rini):
        row = CallBack.objects.select_related("contact").get()
        decide_call_back(rini.actor(), row, choice="call", life_in_danger=True, reason="Jeritan.")
    return row
