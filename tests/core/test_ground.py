"""The ground everything stands on."""
from lindung.access.models import Staff
from lindung.core.frame import frame
from tests.conftest import UNIT
def test_units_and_staff(sari: Staff) -> None:
    with frame(UNIT):
        assert sari.unit.code == "kutim"
