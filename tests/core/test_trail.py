"""The chain betrays a line that was changed, removed, forged or put elsewhere."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from lindung.core import trail
from lindung.core.actor import MACHINE
from lindung.core.frame import EVERY_UNIT, frame
from lindung.core.models import Link, Trail
from lindung.core.trail import hash_after, line_for, verify
from lindung.jobs.chainer import LOCK, chain_waiting
from tests.conftest import NEIGHBOUR, UNIT


@pytest.fixture
def three_lines(db: None) -> list[Trail]:
    """Two acts of one unit and one of another."""
    for unit, action in ((UNIT, "first"), (NEIGHBOUR, "second"), (UNIT, "third")):
        with frame(unit):
            line_for(MACHINE, action, "-").save()
    with frame(EVERY_UNIT):
        return list(Trail.objects.order_by("id"))


def test_one_chain_takes_in_the_lines_of_all_units(three_lines: list[Trail]) -> None:
    assert chain_waiting() == 3
    assert chain_waiting() == 0

    with frame(EVERY_UNIT):
        verdict = verify()
    assert (verdict.chained, verdict.broken_at, verdict.unchained) == (3, None, 0)


def test_a_line_that_commits_late_is_chained_all_the_same(three_lines: list[Trail]) -> None:
    with frame(EVERY_UNIT):
        third = three_lines[2]
        Link.objects.create(seq=1, trail=third, hash=hash_after(b"", third))

    assert chain_waiting() == 2
    with frame(EVERY_UNIT):
        assert verify().chained == 3


def test_what_is_not_chained_yet_is_counted_with_its_age(three_lines: list[Trail]) -> None:
    with frame(EVERY_UNIT):
        verdict = verify()

    assert verdict.unchained == 3
    assert timedelta(0) < verdict.oldest_unchained < timedelta(seconds=5)


def test_a_changed_line_is_found(three_lines: list[Trail]) -> None:
    with frame(EVERY_UNIT):
        before = Trail.objects.get(pk=three_lines[0].pk)
        before.refused = True  # as it was when it was chained
        Link.objects.create(seq=1, trail=before, hash=hash_after(b"", before))

        assert verify().broken_at == 1


def test_a_missing_number_is_found(three_lines: list[Trail]) -> None:
    with frame(EVERY_UNIT):
        Link.objects.create(seq=2, trail=three_lines[0], hash=hash_after(b"", three_lines[0]))

        assert verify().broken_at == 1


def test_lines_that_changed_places_are_found(three_lines: list[Trail]) -> None:
    with frame(EVERY_UNIT):
        first, second, _ = three_lines
        one = hash_after(b"", first)
        two = hash_after(one, second)
        Link.objects.create(seq=1, trail=second, hash=one)
        Link.objects.create(seq=2, trail=first, hash=two)

        assert verify().broken_at == 1


def test_a_second_chainer_stands_back(three_lines: list[Trail]) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
            assert chain_waiting() == 0
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])  # closing may take a moment
    finally:
        other.close()
    assert chain_waiting() == 3


def test_an_outsider_checks_the_chain_with_a_page_of_code(three_lines: list[Trail]) -> None:
    chain_waiting()
    with frame(EVERY_UNIT):
        lines, head = list(trail.export()), trail.head()

    digest = b""
    for number, line in enumerate(lines, start=1):
        seq, canonical, said = json.loads(line)
        digest = sha256(digest + canonical.encode()).digest()
        assert (seq, said) == (number, digest.hex())
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
    public.verify(bytes.fromhex(head.signature), f"{head.seq}:{digest.hex()}".encode())
