"""The cast of duty: what tests of the hotline begin with."""

from tests.hotline.conftest import (  # noqa: F401  # for the tests of this folder
    _clock_functions,
    clock,
    four_ready,
    pattern,
    plan,
    unit,
)
from tests.hotline.telephony.conftest import decided, line  # noqa: F401  # as above
from tests.response.conftest import high, mission, sends  # noqa: F401  # and somebody out there
