"""Her case, a hospital on the list of partners, and her consent to share with a health service."""

import pytest
from django.utils.module_loading import autodiscover_modules

from lindung.access.models import Staff
from lindung.casework import services as casework
from lindung.casework.models import Case
from lindung.directory.models import Unit
from lindung.referral import services
from lindung.referral.models import Referral
from lindung.response.models import Partner
from lindung.response.services import keep_partner
from tests.casework.conftest import her_case
from tests.conftest import at_work

autodiscover_modules("handlers")
__all__ = ["her_case"]
ASKED = "Visum dan rawat luka, sore ini."


@pytest.fixture
def unit(units: dict[str, Unit]) -> Unit:
    """The home unit."""
    return units["kutim"]


@pytest.fixture
def hospital(rini: Staff, unit: Unit) -> Partner:
    """A partner of the unit's list."""
    with at_work(rini):
        return keep_partner(
            rini.actor(), unit, kind="health", name="RSUD Kudungga", night_phone="0549-1"
        )


@pytest.fixture
def agreed(wati: Staff, her_case: Case) -> Case:
    """She agreed to share with a health service."""
    with at_work(wati):
        casework.record_consent(wati.actor(), her_case, purpose="share_health", basis="consent")
    return her_case


@pytest.fixture
def prepared(wati: Staff, agreed: Case, hospital: Partner) -> Referral:
    """A referral that waits to be sent."""
    with at_work(wati):
        return services.prepare(
            wati.actor(),
            agreed,
            partner=hospital.pk,
            purpose="visum",
            asked=ASKED,
            items=["forms", "sex", "age"],
            phoned="dr. Ani, IGD",
        )
