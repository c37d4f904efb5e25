"""What all web processes remember together: one limit, however many of them there are."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection, transaction

from lindung.core import tallies
from lindung.core.clock import Moment
from lindung.core.models import Tally
from lindung.core.tallies import forget_past_tallies

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def neighbour() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """How another process sees the table."""
    login = connection.get_connection_params()
    with psycopg.connect(**login, autocommit=True) as link:
        yield link


def test_what_one_remembers_another_knows() -> None:
    cache.set("tries", [1.5, 2.5], 60)
    tallies.line.hang_up()  # as if another process asked

    assert cache.get("tries") == [1.5, 2.5]
    assert cache.get("never") is None
    assert cache.get("never", []) == []


def test_it_counts_although_the_act_around_it_is_undone() -> None:
    with transaction.atomic():
        cache.add("tries", 0, 60)
        cache.incr("tries")
        transaction.set_rollback(True)

    assert cache.get("tries") == 1


def test_of_many_who_ask_at_once_one_may() -> None:
    with ThreadPoolExecutor(8) as many:
        heard = list(many.map(lambda _: cache.add("lock", True, 60), range(32)))

    assert heard.count(True) == 1


def test_none_who_counts_at_once_is_lost(
    neighbour: psycopg.Connection[tuple[object, ...]],
) -> None:
    cache.add("tries", 0, 60)
    raised = "update core_tally set value = to_jsonb(value::bigint + 1)"
    with ThreadPoolExecutor(2) as both:
        ours = both.submit(lambda: [cache.incr("tries") for _ in range(50)])
        theirs = both.submit(lambda: [neighbour.execute(raised) for _ in range(50)])
        ours.result(), theirs.result()

    assert cache.get("tries") == 100


def test_what_is_past_is_unknown_can_be_begun_anew_and_is_swept() -> None:
    cache.set("tries", [1.5], 0)
    assert cache.get("tries") is None
    assert not cache.touch("tries", 60)
    assert not cache.delete("tries")
    assert cache.add("tries", [2.5], 60)
    with pytest.raises(ValueError, match="other"):
        cache.incr("other")
    cache.set("other", "y", None)
    Tally.objects.exclude(value="y").update(until=Moment() - timedelta(seconds=1))

    assert forget_past_tallies() == 1
    assert cache.get("other") == "y"


def test_neither_a_name_nor_an_address_is_kept() -> None:
    cache.set("login:ria@example.org:203.0.113.9", [1.5], 60)

    kept = Tally.objects.get()
    assert len(bytes(kept.pk)) == 32
    assert kept.value == [1.5]


def test_a_server_that_was_started_again_is_asked_once_more(
    neighbour: psycopg.Connection[tuple[object, ...]],
) -> None:
    cache.set("tries", [1.5], 60)
    assert tallies.line._link is not None
    tallies.line._link.close()

    assert cache.get("tries") == [1.5]
