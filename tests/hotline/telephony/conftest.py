"""The switchboard of Kutai Timur, as far as it tells something."""

from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.hotline.services.telephony import hear_call
from lindung.hotline.telephony.signs import Sign
from tests.conftest import UNIT


def hear(*told: Sign) -> None:
    """Let the machine hear, one sign after another, each in a frame of its own."""
    for sign in told:
        with frame(UNIT):
            hear_call(MACHINE, sign)
