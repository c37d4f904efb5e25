"""The whole listener on a real database: a call lost with the line is found again, once."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.hotline import pbx
from lindung.hotline.models import (
    CallBack,
    Contact,
    PbxCall,
    PbxDial,
    PbxLine,
    StandingCover,
)
from lindung.hotline.queries.contact import undecided
from lindung.hotline.services.dialling import dial_back
from lindung.hotline.telephony.client import Patience
from lindung.hotline.telephony.dialling import channel_id
from lindung.hotline.telephony.line import Line
from lindung.jobs.telephony import Listener, Pace
from tests.conftest import UNIT, at_work
from tests.hotline.telephony.peer import HERE, peer, recorded
from tests.hotline.telephony.test_client import LONG, in_a_thread
from tests.hotline.telephony.test_client import until as seen
from tests.hotline.telephony.test_verdicts import IN_A_GAP, WHOLE_LOG

BEFORE = "Local/0899@lindung-petugas/n"
LOG = (HERE / "queue_log").read_text()
OFF = Line("127.0.0.1", 1, "uptd", "x", queue="darurat", contexts=frozenset({"masuk"}))


def stages() -> dict[str, str]:
    """Return how each call stands, by its name."""
    with frame(UNIT):
        return dict(PbxCall.objects.values_list("linked_id", "stage"))


def look() -> dict[str, str]:
    """Return the same from a thread that then leaves the database."""
    try:
        return stages()
    finally:
        connection.close()


async def until(holds: Callable[[dict[str, str]], bool]) -> None:
    """Wait until the calls stand so."""
    async with asyncio.timeout(LONG * 2):
        while not holds(await asyncio.to_thread(look)):
            await asyncio.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_caller_who_waited_while_the_line_was_cut_is_found_and_decided_by_a_person(
    rini: Staff, tmp_path: Path
) -> None:
    log = tmp_path / "queue_log"
    log.write_text("")

    async def story() -> None:
        async with peer() as other:
            pace, patience = Pace(beat=60, reconcile=60), Patience(LONG, LONG, 60, (0.05,))
            listener = Listener(UNIT, other.line(queue_log=log), pace, patience)
            running = asyncio.create_task(listener.run())
            try:
                async with asyncio.timeout(LONG):
                    await other.came.wait()
                await other.play(recorded("gap"))
                await until(lambda calls: calls == {IN_A_GAP: "ringing"})
                other.hang_up()
                log.write_text(LOG)  # what the switchboard wrote while nobody listened
                await until(lambda calls: calls.get(IN_A_GAP) == "abandoned")
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    in_a_thread(story())

    assert stages() == {call: str(end[0]) for call, end in WHOLE_LOG.items()}
    with at_work(rini):
        assert Contact.objects.count() == len(WHOLE_LOG)
        assert len(undecided(rini.actor())) == 7


@pytest.mark.django_db
def test_the_logs_are_read_once_and_only_what_came_after_the_first_start(
    units: object, tmp_path: Path
) -> None:
    log, calls = tmp_path / "queue_log", tmp_path / "Master.csv"
    log.write_text("1795400000|uptdlab-1795400000.1|darurat|NONE|ENTERQUEUE||0811|1\n")
    calls.write_text("")
    line = Line(
        "127.0.0.1", 1, "u", "x", queue="darurat", contexts=OFF.contexts, queue_log=log, cdr=calls
    )
    assert pbx.reconcile(UNIT, line) == 0

    with log.open("a") as file:
        file.write(LOG)
    calls.write_text((HERE / "cdr.csv").read_text())

    assert pbx.reconcile(UNIT, line) > 0
    once = stages()
    assert pbx.reconcile(UNIT, line) == 0
    assert once == stages()
    assert once["uptdlab-1795487695.7"] == "unanswered"
    assert {call: once[call] for call in WHOLE_LOG} == {
        call: str(end[0]) for call, end in WHOLE_LOG.items()
    }
    assert not any(call.startswith("cb-") for call in once)


@pytest.mark.django_db
def test_a_log_that_cannot_be_read_is_said_and_stops_nothing(units: object, tmp_path: Path) -> None:
    gone = Line("127.0.0.1", 1, "u", "x", queue="darurat", queue_log=tmp_path / "none")

    assert pbx.reconcile(UNIT, gone) == 0
    pbx.beat(UNIT, up=False, n_broken=3)

    with frame(UNIT):
        row = PbxLine.objects.get()
        assert (row.up, row.log_readable, row.n_broken) == (False, False, 3)


@pytest.mark.django_db(transaction=True)
def test_a_decided_call_back_is_dialled_and_the_queue_rings_who_is_on_duty(
    decided: CallBack, rini: Staff, sari: Staff
) -> None:
    with at_work(sari):
        StandingCover.objects.create(rank=1, staff_id=rini.pk, named_by=sari.pk, named_at=now())
    with at_work(rini):
        dial = dial_back(rini.actor(), decided)

    async def story() -> None:
        async with peer() as other:
            other.queue = {BEFORE: False, "PJSIP/101": False}
            pace = Pace(beat=0.1, reconcile=60, dial=0.05, steer=0.1)
            listener = Listener(UNIT, other.line(), pace, Patience(LONG, LONG, 60, (0.05,)))
            running = asyncio.create_task(listener.run())
            try:
                await seen(lambda: other.named("Originate") and BEFORE not in other.queue)
                assert set(other.queue) == {"Local/081122223333@lindung-petugas/n", "PJSIP/101"}
                name = channel_id(dial.pk)
                told = (
                    f"Event: OriginateResponse\r\nActionID: {name}\r\nResponse: Success\r\n\r\n"
                    "Event: UserEvent\r\nUserEvent: HotlineCalledBack\r\nStatus: ANSWER\r\n"
                    f"Linkedid: {name}\r\n\r\n"
                )
                await other.play(told.encode())
                await becomes(ended, "reached")
                await becomes(allowed, (True, True))  # written at the next beat
                assert len(other.named("Originate")) == 1
                assert other.named("Originate")[0].get("ChannelId") == name
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    in_a_thread(story())

    with frame(UNIT):
        row = PbxLine.objects.get()
        assert (row.may_dial, row.may_steer, row.n_in_queue) == (True, True, 2)


async def becomes(look_at: Callable[[], object], wanted: object) -> None:
    """Wait until the database says so."""
    async with asyncio.timeout(LONG * 2):
        while await asyncio.to_thread(look_at) != wanted:
            await asyncio.sleep(0.05)


def ended() -> str:
    """Return how the call out stands, from a thread that then leaves the database."""
    try:
        with frame(UNIT):
            return str(PbxDial.objects.get().state)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_account_that_may_only_listen_says_so_and_calls_are_heard_on(
    decided: CallBack, rini: Staff, sari: Staff
) -> None:
    with at_work(sari):
        StandingCover.objects.create(rank=1, staff_id=rini.pk, named_by=sari.pk, named_at=now())
    with at_work(rini):
        dial_back(rini.actor(), decided)

    async def story() -> None:
        async with peer() as other:
            other.forbids = {"Originate", "QueueAdd"}
            pace = Pace(beat=0.1, reconcile=60, dial=0.05, steer=0.1)
            listener = Listener(UNIT, other.line(), pace, Patience(LONG, LONG, 60, (0.05,)))
            running = asyncio.create_task(listener.run())
            try:
                await becomes(ended, "failed")
                await other.play(recorded("answered"))
                await until(lambda calls: "answered" in calls.values())
                await becomes(allowed, (False, False))
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    in_a_thread(story())


def allowed() -> tuple[bool | None, bool | None]:
    """Return what the account was seen to allow."""
    try:
        with frame(UNIT):
            row = PbxLine.objects.get()
            return row.may_dial, row.may_steer
    finally:
        connection.close()
