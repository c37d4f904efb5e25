"""Tokens: shown once, never more than their maker, never for long."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from lindung.access import queries, services
from lindung.access.codes import Scope
from lindung.access.models import ApiToken, Staff
from lindung.core.clock import Moment
from lindung.core.errors import Denied, NotFound, RuleBroken
from tests.conftest import UNIT, at_work


def make(staff: Staff, days: int = 30) -> tuple[ApiToken, str]:
    with at_work(staff):
        return services.create_token(
            staff.actor(), staff, name="laporan", scopes=[Scope.REPORTS_READ], days=days
        )


def test_a_token_acts_as_its_maker_with_its_scopes(rini: Staff) -> None:
    _, raw = make(rini)

    found = services.token_actor(raw)

    assert found == (rini.actor(), frozenset({"reports:read"}), UNIT)


def test_only_a_hash_of_a_token_is_kept(rini: Staff) -> None:
    token, raw = make(rini)

    assert raw.startswith("lnd_")
    assert raw.encode() not in bytes(token.hash)
    assert len(bytes(token.hash)) == 32


@pytest.mark.parametrize("raw", ["", "lnd_", "lnd_wrong", "x" * 5000, "lnd_" + "x" * 5000])
def test_a_wrong_token_is_nobody(raw: str, rini: Staff) -> None:
    make(rini)

    assert services.token_actor(raw) is None


def test_a_token_ends_on_its_day(rini: Staff) -> None:
    token, raw = make(rini)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=Moment() - timedelta(seconds=1))

    assert services.token_actor(raw) is None


def test_no_token_lasts_longer_than_a_year(rini: Staff) -> None:
    with pytest.raises(RuleBroken) as broken:
        make(rini, days=366)

    assert broken.value.code == "token_lasts_too_long"


def test_nobody_makes_a_token_that_acts_as_somebody_else(adi: Staff, rini: Staff) -> None:
    with at_work(adi), pytest.raises(Denied):
        services.create_token(adi.actor(), rini, name="t", scopes=[Scope.CASES_READ])


def test_the_administrator_revokes_and_a_stranger_does_not_even_see_it(
    adi: Staff, rini: Staff, nita: Staff
) -> None:
    token, raw = make(rini)
    with at_work(nita), pytest.raises(NotFound):
        queries.get_token(nita.actor(), token.pk)

    with at_work(adi):
        services.revoke_token(adi.actor(), queries.get_token(adi.actor(), token.pk))

    assert services.token_actor(raw) is None


def test_a_demo_account_has_no_token_outside_the_demo(rini: Staff, settings: Settings) -> None:
    _, raw = make(rini)
    settings.DEMO = False

    assert services.token_actor(raw) is None
