"""The calling itself: alarms follow their reports, move when they are due, and never stop alone.

The worker runs a tick every two seconds, in one transaction for each unit: either an alarm moved
and its calls stand in their table, or nothing happened and the next tick does it. It asks what is
true of each report and waits for no event. See docs/adr/0031-calling.md.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from lindung.access import queries as access
from lindung.access.codes import Role
from lindung.core.actor import MACHINE, Actor
from lindung.core.frame import frame
from lindung.core.models import Blocked, Trail
from lindung.core.notify import tell_screens
from lindung.core.trail import line_for
from lindung.hotline.codes.escalation import (
    AlarmState,
    Beat,
    CallKind,
    CallState,
    Finding,
    Severity,
)
from lindung.hotline.elsewhere import asked
from lindung.hotline.models import Alarm, Call, CallFor, Heartbeat, LadderVersion
from lindung.hotline.policy.rota import ON_THE_ROTA
from lindung.hotline.queries.rota import on_duty_now, standing_staff
from lindung.hotline.rules import escalation as rules
from lindung.hotline.rules.escalation import Change, Facts, Ladder, Wanted
from lindung.intake.codes import State
from lindung.intake.queries.ringing import to_ring

log = logging.getLogger(__name__)
CHANGED = (
    "severity", "danger", "out_there", "ladder",
    "state", "step", "rounds", "mark", "next_due", "acked_by", "acked_at",
    "n_reopened", "ended_at", "started_at",
)  # fmt: skip
BATCH = 500


@dataclass(slots=True)
class Ticked:
    """What one tick did."""

    started: int = 0
    ended: int = 0
    moved: int = 0
    late: timedelta = field(default_factory=timedelta)
    unasked: bool = False  # somebody who calls beside the reports could not be asked


def database_now() -> datetime:
    """Return the database's present moment: the only clock that decides here."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def tick(unit_id: UUID) -> Ticked:
    """Let every alarm of a unit follow its report, and move those that are due, one step each."""
    done = Ticked()
    with frame(unit_id):
        if not _alone(unit_id):
            return done
        now = database_now()
        alarms = {a.mission_id or a.report_id: a for a in _open_alarms()}
        facts = {f.key: f for f in (*_facts(alarms), *_elsewhere(alarms.values(), done))}
        if not alarms and not any(rules.wanted(one) != Wanted.NOTHING for one in facts.values()):
            return done
        ladders = newest_ladders()
        due = _follow(alarms, facts, ladders, now, done)
        if due:
            _move(due, facts, Joining(unit_id, now), done)
        if done.started or done.ended or done.moved:
            tell_screens(unit_id)
    return done


def newest_ladders() -> dict[Severity, Ladder]:
    """Return how the unit at work calls, its own ladders before the defaults. One query."""
    own = LadderVersion.objects.order_by("severity", "-set_at", "-id").distinct("severity")
    return dict(rules.DEFAULTS) | {
        Severity(row.severity): rules.ladder_from_json(row.ladder) for row in own
    }


def beat(name: Beat, *, finding: Finding = Finding.FINE, late: timedelta = timedelta(0)) -> None:
    """Say that a part of the calling is alive. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {Heartbeat._meta.db_table} (name, at, finding, late_s)"  # noqa: S608  # our own table
            " values (%s, statement_timestamp(), %s, %s) on conflict (name) do update"
            " set at = excluded.at, finding = excluded.finding, late_s = excluded.late_s",
            [name.value, finding.value, max(0, int(late.total_seconds()))],
        )


def _alone(unit_id: UUID) -> bool:
    """Take the unit's turn until the transaction ends, unless another worker has it."""
    with connection.cursor() as cursor:
        key = int.from_bytes(unit_id.bytes[8:], signed=True)
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [key])
        return bool(cursor.fetchone()[0])


def _open_alarms() -> list[Alarm]:
    """Return the open alarms, locked: whoever acknowledges one meanwhile waits for our move."""
    rows = Alarm.objects.select_for_update().filter(ended_at=None)
    return list(rows.order_by("started_at", "id"))


def _facts(report_ids: Iterable[UUID]) -> list[Facts]:
    return [
        Facts(
            report_id=one.id,
            number=one.number,
            state=one.state,
            severity=rules.severity_of(one.risk, emergency=one.emergency),
            handled_by=one.handled_by,
            responded=one.responded,
            ended=one.ended,
            flood=one.flood,
            complaint=one.complaint,
        )
        for one in to_ring(list(report_ids))
    ]


def _elsewhere(alarms: Iterable[Alarm], done: Ticked) -> list[Facts]:
    """Ask who calls beside the reports. What cannot be asked goes on calling as it stands."""
    try:
        with transaction.atomic():
            return asked()
    except Exception as error:  # noqa: BLE001  # no fault elsewhere may still the reports
        log.error("asking elsewhere: %s", type(error).__name__)
        done.unasked = True
        return [
            rules.Facts(
                a.report_id, a.number, State.RECEIVED, Severity(a.severity), None, responded=False,
                ended=False, mission_id=a.mission_id, danger=a.danger,
                out_there=frozenset(a.out_there),
            )
            for a in alarms
            if a.mission_id is not None
        ]  # fmt: skip


def _follow(
    alarms: dict[UUID, Alarm],
    facts: dict[UUID, Facts],
    ladders: dict[Severity, Ladder],
    now: datetime,
    done: Ticked,
) -> list[Alarm]:
    """Start, end and change alarms as their reports stand. Return those that are due."""
    fresh = [
        _started(one, ladders[one.severity], now)
        for one in facts.values()
        if one.key not in alarms and rules.wanted(one) != Wanted.NOTHING
    ]
    Alarm.objects.bulk_create(fresh, BATCH)
    changed = [
        alarm for key, alarm in alarms.items() if _followed(alarm, facts.get(key), ladders, now)
    ]
    Alarm.objects.bulk_update(changed, CHANGED, BATCH)
    done.started = len(fresh)
    done.ended = sum(alarm.ended_at is not None for alarm in changed)
    every = [*alarms.values(), *fresh]
    return [a for a in every if a.next_due is not None and a.next_due <= now]


def _started(facts: Facts, ladder: Ladder, now: datetime) -> Alarm:
    alarm = Alarm(
        report_id=facts.report_id,
        mission_id=facts.mission_id,
        danger=facts.danger,
        out_there=sorted(facts.out_there),
        number=facts.number,
        severity=facts.severity,
        ladder=rules.ladder_to_json(ladder),
        started_at=now,
        next_due=now,
    )
    if rules.wanted(facts) == Wanted.WATCH:
        _hold(alarm, facts, ladder, now)
    return alarm


def _followed(
    alarm: Alarm, facts: Facts | None, ladders: dict[Severity, Ladder], now: datetime
) -> bool:
    """Let one alarm follow its report. Return whether it changed."""
    change = Change.END if facts is None else rules.reconciled(_as_value(alarm), facts)
    if facts is not None:
        worse = facts.danger and not alarm.danger  # an answer to less than this counts no more
        crew_changed = _crew_changed(alarm, facts)
        if change == Change.NONE and worse:
            change = Change.RESTART
        elif change == Change.NONE and crew_changed:
            return True
    if change == Change.NONE:
        return False
    if facts is None or change == Change.END:
        alarm.state, alarm.ended_at, alarm.next_due = AlarmState.ENDED, now, None
        return True
    if alarm.severity != facts.severity:
        alarm.severity = facts.severity
        alarm.ladder = rules.ladder_to_json(ladders[facts.severity])
    if change == Change.HOLD:
        _hold(alarm, facts, rules.ladder_from_json(alarm.ladder), now)
    else:
        alarm.state, alarm.step, alarm.rounds = AlarmState.RINGING, 0, 0
        alarm.next_due, alarm.mark, alarm.acked_by = now, "", None
        alarm.started_at = now
    return True


def _crew_changed(alarm: Alarm, facts: Facts) -> bool:
    """Let an alarm know who is out there now, and whether it became a danger."""
    known = (alarm.danger, frozenset(alarm.out_there))
    if known == (facts.danger, facts.out_there):
        return False
    alarm.danger, alarm.out_there = facts.danger, sorted(facts.out_there)
    return True


def _hold(alarm: Alarm, facts: Facts, ladder: Ladder, now: datetime) -> None:
    """Keep still for a while: somebody took the report, or the work on it went on."""
    alarm.state, alarm.acked_by, alarm.acked_at = AlarmState.ACKNOWLEDGED, facts.handled_by, now
    alarm.mark = facts.mark
    alarm.next_due = rules.lease_until(ladder, now, taken=True)


def _as_value(alarm: Alarm) -> rules.Alarm:
    return rules.Alarm(
        AlarmState(alarm.state),
        Severity(alarm.severity),
        alarm.step,
        alarm.rounds,
        alarm.started_at,
        alarm.next_due or alarm.started_at,
        alarm.mark,
        alarm.acked_by,
    )


class Joining:
    """Who could be called at this moment, and which calls stand already: six queries a tick."""

    def __init__(self, unit_id: UUID, now: datetime) -> None:
        """Read the rota, the people and the calls of the last minutes."""
        self.now = now
        on = on_duty_now(now)
        self.colleagues = access.colleagues(Actor(MACHINE.id, frozenset(), unit_id))
        standing = standing_staff()
        self.people = rules.People(
            duty=on.duty,
            backup=on.backup,
            gap_cover=on.plan_cover,
            standing=tuple(standing),
            heads=self._with(Role.UNIT_HEAD),
            everyone=self._with(*ON_THE_ROTA),
        )
        here = {colleague.id for colleague in self.colleagues}
        also = [one for one in (on.plan_cover, *standing) if one is not None and one in here]
        self.ordinary = frozenset({*self.people.everyone, *also})
        self.outside = frozenset(self._with(Role.APPROVER))
        self.waiting: dict[UUID, Call] = {}
        self.last: dict[UUID, rules.LastCall] = {}
        recent = Call.objects.filter(kind=CallKind.ALARM, rung_at__gt=now - rules.JOIN_WITHIN)
        for call in recent.order_by("rung_at"):
            if call.rung_at is not None:
                self.last[call.staff_id] = rules.LastCall(call.rung_at, call.breaks)
        locked = Call.objects.select_for_update().filter(
            kind=CallKind.ALARM, state=CallState.WAITING
        )
        self.waiting = {call.staff_id: call for call in locked}
        self.fresh: list[Call] = []
        self.changed: dict[UUID, Call] = {}
        self.pairs: list[CallFor] = []

    def _with(self, *roles: Role) -> tuple[UUID, ...]:
        wanted = {str(role) for role in roles}
        return tuple(c.id for c in self.colleagues if c.roles & wanted)

    def may_know(self, facts: Facts, blocked: Collection[UUID]) -> frozenset[UUID]:
        """Return who may know: never whoever has a conflict of interest, or is out there."""
        known = self.outside if facts.complaint else self.ordinary
        return known - set(blocked) - facts.out_there

    def call(self, staff_id: UUID, alarm: Alarm, *, is_new: bool) -> None:
        """Let somebody be called for one more alarm, in the call that waits or in another."""
        emergency = is_new and alarm.severity == Severity.NOW
        ring = rules.joined(self.last.get(staff_id), self.now, new_emergency=emergency)
        call = self.waiting.get(staff_id)
        if call is None:
            call = Call(
                staff_id=staff_id,
                severity=alarm.severity,
                made_at=self.now,
                due_at=ring.due_at,
                breaks=ring.breaks,
            )
            self.waiting[staff_id] = call
            self.fresh.append(call)
        else:
            if ring.due_at < call.due_at:
                call.due_at, call.breaks = ring.due_at, call.breaks or ring.breaks
            call.severity = max(
                (Severity(call.severity), Severity(alarm.severity)), key=rules.RANK.__getitem__
            )
            self.changed[call.pk] = call
        self.pairs.append(CallFor(call=call, alarm=alarm))

    def save(self) -> None:
        """Write the calls down, in the transaction that moves the alarms."""
        Call.objects.bulk_create(self.fresh, BATCH)
        kept = [call for call in self.changed.values() if call not in self.fresh]
        Call.objects.bulk_update(kept, ("due_at", "breaks", "severity"), BATCH)
        CallFor.objects.bulk_create(self.pairs, BATCH, ignore_conflicts=True)


def _move(due: Sequence[Alarm], facts: dict[UUID, Facts], joining: Joining, done: Ticked) -> None:
    """Move each alarm one step, and write down whom it calls."""
    blocked: dict[UUID, set[UUID]] = {}
    rows = Blocked.objects.filter(subject_id__in=[alarm.report_id for alarm in due])
    for subject_id, staff_id in rows.values_list("subject_id", "staff_id"):
        blocked.setdefault(subject_id, set()).add(staff_id)
    moved = []
    for alarm in due:
        late = joining.now - (alarm.next_due or joining.now)
        try:
            about = facts[alarm.mission_id or alarm.report_id]
            _step(alarm, about, joining, blocked.get(alarm.report_id, ()))
        except (KeyError, ValueError, TypeError) as error:  # one bad row must not still the others
            log.error("alarm %s: %s", alarm.pk, type(error).__name__)
            continue
        done.late = max(done.late, late)
        moved.append(alarm)
    joining.save()
    Alarm.objects.bulk_update(moved, CHANGED, BATCH)
    lines = [line_for(MACHINE, "hotline.call", a.mission_id or a.report_id) for a in moved]
    Trail.objects.bulk_create(lines, BATCH)
    done.moved = len(moved)


def _step(alarm: Alarm, facts: Facts, joining: Joining, blocked: Collection[UUID]) -> None:
    if alarm.state == AlarmState.ACKNOWLEDGED:  # nothing went on: it calls again
        alarm.state, alarm.step, alarm.rounds = AlarmState.RINGING, 0, 0
        alarm.n_reopened += 1
        alarm.acked_by = None
        alarm.next_due = joining.now
    is_new = alarm.step == 0 and alarm.rounds == 0
    ladder = rules.ladder_from_json(alarm.ladder)
    move = rules.next_move(
        _as_value(alarm), ladder, joining.now, rota_empty=joining.people.rota_empty
    )
    may = joining.may_know(facts, blocked)
    found = rules.targets(move, joining.people, may=may)
    if facts.danger:
        found = tuple(dict.fromkeys((*found, *rules.also_in_danger(joining.people, may=may))))
    if facts.handled_by in may and is_new:
        found = tuple(dict.fromkeys((facts.handled_by, *found)))
    for staff_id in found:
        if staff_id is not None:
            joining.call(staff_id, alarm, is_new=is_new)
    alarm.step, alarm.rounds, alarm.next_due = move.step, move.rounds, move.next_due
