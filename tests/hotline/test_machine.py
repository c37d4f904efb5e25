"""A machine that tells, takes, gives back, acknowledges and lets time pass, with a crash anywhere.

Every statement of a tick or a round of the sender may be the last one before the process dies; the
transaction it stood in is then undone by PostgreSQL, and the next tick must make it whole. What a
channel was handed is not undone by any crash.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count, pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.core.keys import new_key
from lindung.core.models import KeyKind
from lindung.directory.models import Unit
from lindung.hotline import engine, sender
from lindung.hotline.codes.escalation import AlarmState, AttemptState, CallState
from lindung.hotline.codes.rota import Way
from lindung.hotline.models import Alarm, Attempt, Call, CallFor, Reach
from lindung.hotline.rules import escalation as rules
from lindung.hotline.services.answer import answer_by_link
from lindung.hotline.ways import Ring, connect, disconnect
from lindung.intake.models import Report
from tests.conftest import UNIT, hire
from tests.hotline.clock import Clock, moved

NUMBERS = count(1)
RISKS = ("unassessed", "low", "medium", "high", "now")


class Died(BaseException):
    """The process ends here."""


@contextmanager
def dies_at(statement: int | None) -> Iterator[None]:
    """Let the process end before its n-th statement that is no savepoint; None: it lives."""
    seen = 0

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal seen
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen += 1
            if statement is not None and seen > statement:
                raise Died
        return execute(sql, *rest)

    with connection.execute_wrapper(count), suppress(Died):
        yield


class Phones:
    """What reached people: by key, so that a repeated try is one message."""

    def __init__(self) -> None:
        self.sent: dict[UUID, tuple[UUID, datetime]] = {}

    def connected(self, unit_id: UUID) -> bool:
        return True

    def send(self, ring: Ring) -> None:
        self.sent.setdefault(ring.key, (ring.staff_id, engine.database_now()))


def make_report(risk: str) -> Report:
    """Write a report as the door does, without its words: the calling reads none."""
    at = engine.database_now()
    with frame(UNIT):
        return Report.objects.create(
            number=f"P-2603-{next(NUMBERS):05d}",  # drawn by chance, two would meet some night
            channel="web",
            about="other",
            received_at=at,
            entered_at=at,
            look_due_at=at,
            risk="high" if risk == "now" else risk,
            emergency=risk == "now",
            data_key=new_key(KeyKind.CASE),
        )


class Calling(RuleBasedStateMachine):
    """Reports, people and time."""

    unit: Unit
    staff: list[Staff]

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.moved = moved()
        self.clock: Clock = self.moved.__enter__()
        self.phones = Phones()
        connect(Way.CALL, self.phones)
        self.reports: list[UUID] = []
        self.whole = False  # the last tick came to its end, and nothing was changed since

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            disconnect(Way.CALL)
            transaction.set_rollback(True)
            # First undone, then the clock put back: in a transaction that an error broke off, the
            # clock's own statements would fail too and hide what had happened.
            self.undo.__exit__(None, None, None)
            self.moved.__exit__(None, None, None)

    @rule(risk=st.sampled_from(RISKS))
    def tell(self, risk: str) -> None:
        self.reports.append(make_report(risk).pk)
        self.whole = False

    @precondition(lambda self: self.reports)
    @rule(data=st.data(), by=st.integers(0, 2))
    def take(self, data: st.DataObject, by: int) -> None:
        self._change(data, handled_by=self.staff[by].pk)

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        self._change(data, handled_by=None)

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def triage(self, data: st.DataObject) -> None:
        self._change(data, state="triaged")

    @precondition(lambda self: self.reports)
    @rule(data=st.data(), risk=st.sampled_from(RISKS))
    def rate(self, data: st.DataObject, risk: str) -> None:
        self._change(data, risk="high" if risk == "now" else risk, emergency=risk == "now")

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        self._change(data, state="informed", ended_at=engine.database_now())

    @rule(seconds=st.integers(1, 1200))
    def wait(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        self.whole = False

    @rule(statement=st.none() | st.integers(0, 30))
    def tick(self, statement: int | None) -> None:
        with dies_at(statement):
            engine.tick(self.unit.pk)
            self.whole = True

    @rule(statement=st.none() | st.integers(0, 40))
    def send(self, statement: int | None) -> None:
        with dies_at(statement):
            sender.send_due(self.unit.pk)

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        with frame(UNIT):
            rung = list(Call.objects.filter(state=CallState.RUNG, open_until__gt=now()))
        if rung:
            # The address is looked up by the door, which keeps PostgreSQL's own clock.
            call = data.draw(st.sampled_from(sorted(rung, key=lambda c: str(c.pk))))
            answer_by_link(sender.link_of(call.pk))
            self.whole = False

    def _change(self, data: st.DataObject, **changes: object) -> None:
        report_id = data.draw(st.sampled_from(self.reports))
        with frame(UNIT):
            Report.objects.filter(pk=report_id, ended_at=None).update(**changes)
        self.whole = False

    @invariant()
    def every_report_that_waits_has_an_alarm_with_a_due_time(self) -> None:
        if not getattr(self, "whole", False):
            return
        with frame(UNIT):
            open_now = {a.report_id: a for a in Alarm.objects.filter(ended_at=None)}
            facts = {f.report_id: f for f in engine._facts([])}
        for report_id, one in facts.items():
            if rules.wanted(one) == rules.Wanted.RING:
                assert open_now[report_id].next_due is not None
                assert open_now[report_id].severity == one.severity
        assert set(open_now) <= set(facts)

    @invariant()
    def who_was_to_be_called_is_called(self) -> None:
        """Refuted in three steps by "commit, then publish": a step without any call."""
        if not hasattr(self, "undo"):
            return
        with frame(UNIT):
            moved_on = Alarm.objects.filter(ended_at=None, state=AlarmState.RINGING)
            for alarm in moved_on:
                if alarm.step or alarm.rounds:
                    assert CallFor.objects.filter(alarm=alarm).exists()

    @invariant()
    def a_call_that_rang_was_tried(self) -> None:
        if not hasattr(self, "undo"):
            return
        with frame(UNIT):
            rung = Call.objects.filter(rung_at__isnull=False)
            assert all(call.attempts.exists() for call in rung)
            sent = Attempt.objects.filter(way=Way.CALL, state=AttemptState.SENT)
            assert {one.pk for one in sent} <= set(self.phones.sent)

    @invariant()
    def nobody_is_called_twice_in_five_minutes_but_for_one_new_emergency(self) -> None:
        if not hasattr(self, "undo"):
            return
        with frame(UNIT):
            for staff in self.staff:
                calls = Call.objects.filter(staff_id=staff.pk, rung_at__isnull=False)
                rows = list(calls.order_by("rung_at").values_list("rung_at", "breaks"))
                for (before, first), (after, second) in pairwise(rows):
                    joined = (
                        after is not None
                        and before is not None
                        and after - before >= rules.JOIN_WITHIN
                    )
                    assert joined or (second and not first)


@pytest.fixture
def people(units: dict[str, Unit]) -> list[Staff]:
    """Three who may be called, each with a proved phone; no rota, so everybody is called."""
    staff = [hire(name, UNIT, Role.OPERATOR) for name in ("Rini", "Wati", "Joko")]
    with frame(UNIT):
        for one in staff:
            Reach.objects.create(
                staff_id=one.pk,
                way=Way.CALL,
                data_key=new_key(KeyKind.SEALED),
                made_at=now(),
                verified_at=now(),
            )
    return staff


def play(units: dict[str, Unit], people: list[Staff], *, examples: int, steps: int) -> None:
    machine = type("Playing", (Calling,), {"unit": units["kutim"], "staff": people})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],  # shrinking would take longer than a night
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("_clock_functions")
def test_no_crash_leaves_a_report_uncalled_or_a_person_called_twice(
    units: dict[str, Unit], people: list[Staff]
) -> None:
    play(units, people, examples=25, steps=20)


@pytest.mark.long
@pytest.mark.usefixtures("_clock_functions")
def test_no_crash_in_many_long_nights(units: dict[str, Unit], people: list[Staff]) -> None:
    play(units, people, examples=150, steps=30)
