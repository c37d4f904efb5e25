"""Real SIP calls with Lindung switched off: a human being's telephone rings all the same.

They prove that no part of ours stands in a call's way, and that the order "duty telephone, then
back-up" works with real telephones. They prove nothing about Asterisk or its dialplan.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hotline.lines.daemons import needs, until
from tests.hotline.telephony.sip import Exchange, exchange

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("sip")]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Exchange]:
    """An exchange on loopback; the house is not started, and no database is."""
    needs("kamailio", "baresip", "sipp")
    with exchange(tmp_path) as one:
        yield one


def test_a_call_reaches_the_duty_telephone_while_the_house_is_off(line: Exchange) -> None:
    with line.telephone("piket"), line.telephone("cadangan"):
        assert line.talks()
        assert (line.answered("piket"), line.answered("cadangan")) == (1, 0)


def test_when_the_duty_telephone_is_off_the_back_up_rings(line: Exchange) -> None:
    with line.telephone("cadangan"):
        assert line.talks()
        assert line.answered("cadangan") == 1


def test_when_nobody_lifts_the_duty_telephone_the_back_up_rings(line: Exchange) -> None:
    with line.telephone("piket", lifts=False), line.telephone("cadangan"):
        assert line.talks()
        assert (line.answered("piket"), line.answered("cadangan")) == (0, 1)


def test_whoever_hangs_up_while_it_rings_wakes_nobody_else(line: Exchange) -> None:
    with line.telephone("piket", lifts=False), line.telephone("cadangan"):
        assert line.gives_up()
        until(lambda: "session closed" in line.said("piket"), "the telephone rings on")
        assert line.answered("cadangan") == 0


def test_with_no_telephone_at_all_the_caller_is_told_and_not_left_in_silence(
    line: Exchange,
) -> None:
    assert not line.talks()
    assert "480" in (line.folder / "sipp.out").read_text(errors="replace")
