"""The duty of the invented units: a published rota, calls of weeks, a night, somebody on the way."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from lindung.access.codes import Role
from lindung.access.models import Staff
from lindung.core.clock import Moment
from lindung.demo.dice import Dice
from lindung.demo.units import Office
from lindung.hotline.codes.contact import NOT_TELLING, Choice, ContactKind
from lindung.hotline.codes.escalation import AlarmState, CallKind, CallState, Severity
from lindung.hotline.models import Alarm, Call, CallFor, Drill, Plan, Reach
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.policy.rota import ON_THE_ROTA
from lindung.hotline.rules.escalation import DEFAULTS, ladder_to_json
from lindung.hotline.rules.rota import Slot
from lindung.hotline.services import reach, rota
from lindung.hotline.services.call_back import decide_call_back
from lindung.hotline.services.contact import open_contact, sort_contact
from lindung.intake.codes import Risk, State
from lindung.intake.models import Report
from lindung.response.services import Plan as Way
from lindung.response.services import send, stamp

WEEKS = timedelta(days=27)
SHIFTS = (Slot(time(7), time(19)), Slot(time(19), time(7)))
CALLS, CALLS_TODAY = 20, 5
ALARMS = 40
CALL_DAYS = 28
ANSWERED_AFTER = timedelta(minutes=4)  # last night's: what the screens of duty show first
KINDS = {
    ContactKind.SILENT: 3,
    ContactKind.HANG_UP: 3,
    ContactKind.WRONG_NUMBER: 5,
    ContactKind.PRANK: 3,
    ContactKind.NO_DATA: 5,
    ContactKind.TEST: 1,
}
LOUD = {Severity.NOW: 1, Severity.HIGH: 4, Severity.MEDIUM: 6}
DRILLED = timedelta(days=3)


def invent_duty(dice: Dice, office: Office, now: datetime) -> int:
    """Let a unit have its duty: the rota first. Return how many contacts; again, none more."""
    if Plan.objects.exists():
        return 0
    staff = {one.pk: one for one in Staff.objects.filter(unit_id=office.unit.pk)}
    people = [one for one in staff.values() if set(one.roles) & {str(r) for r in ON_THE_ROTA}]
    head = staff[office.staff[Role.UNIT_HEAD][0]]
    operator = staff[office.staff[Role.OPERATOR][0]]
    _prove_phones(office, people, head)
    _publish(office, people, head, now)
    n = sum(1 for _ in _calls(dice, operator, now))
    _alarms(dice, people, operator, now)
    _drill(people, head, now)
    _send(office, staff, operator, now)
    return n


def _prove_phones(office: Office, people: list[Staff], head: Staff) -> None:
    """Let everybody have a phone that is proved; the head's own by somebody from outside."""
    for n, one in enumerate(people):
        mine = reach.add_reach(one.actor(), office.unit, way="call", address=f"0800-0000-01{n:02}")
        if one.pk == head.pk:
            Reach.objects.filter(pk=mine.pk).update(verified_at=Moment())
            continue
        code = reach.draw_code(head.actor(), mine)
        reach.prove_reach(one.actor(), mine, code=code)


def _publish(office: Office, people: list[Staff], head: Staff, now: datetime) -> None:
    first = now.astimezone(ZoneInfo(office.unit.time_zone)).date() - timedelta(days=1)
    template = rota.make_template(head.actor(), office.unit, season="ordinary", slots=SHIFTS)
    plan = rota.draft_plan(
        head.actor(),
        office.unit,
        template=template,
        first=first,
        last=first + WEEKS,
        people=[one.pk for one in people],
        changes="shift",
        with_backup=len(people) > 1,
    )
    rota.publish_plan(head.actor(), plan)


def _calls(dice: Dice, operator: Staff, now: datetime) -> Iterator[Contact]:
    """Write down calls of the last weeks, some of today, and one that nobody decided about yet."""
    for n in range(CALLS):
        back = timedelta(hours=20) if n < CALLS_TODAY else timedelta(days=CALL_DAYS)
        at = now - timedelta(minutes=20) - back * dice.number(1, 999) / 1000
        one = open_contact(
            operator.actor(),
            channel="phone",
            key=f"demo-{n}",
            began_at=at,
            identifier=f"0800-0000-{dice.number(1000, 9999)}",
        )
        kind = dice.weighted(KINDS)
        if kind not in NOT_TELLING:
            continue
        sort_contact(operator.actor(), one, kind)
        asked = CallBack.objects.filter(contact=one).select_related("contact").first()
        if asked is not None:
            decide_call_back(operator.actor(), asked, choice=Choice.WAIT)
            decided = at + timedelta(minutes=dice.number(1, 6))
            CallBack.objects.filter(pk=asked.pk).update(asked_at=at, decided_at=decided)
        then = at + timedelta(minutes=1)
        Contact.objects.filter(pk=one.pk).update(entered_at=at, sorted_at=then)
        yield one
    yield open_contact(
        operator.actor(), channel="phone", key="demo-missed", answered=False, began_at=now,
        identifier="0800-0000-4141",
    )  # fmt: skip


def _alarms(dice: Dice, people: list[Staff], operator: Staff, now: datetime) -> None:
    """Let reports of the last weeks have called, each until a person answered."""
    reports = list(
        Report.objects.order_by("-received_at").only("id", "number", "risk", "received_at")[:ALARMS]
    )
    alarms: list[Alarm] = []
    calls: list[Call] = []
    for report in reports:
        last_night = report.risk == Risk.HIGH and now - report.received_at < timedelta(days=1)
        severity = Severity.HIGH if last_night else dice.weighted(LOUD)
        took = ANSWERED_AFTER if last_night else dice.minutes(3)
        who = operator if last_night else dice.of(people)
        if report.received_at + took > now - timedelta(hours=1):
            continue
        answered = report.received_at + took
        alarms.append(
            Alarm(
                report_id=report.pk, number=report.number, severity=severity,
                ladder=ladder_to_json(DEFAULTS[severity]), state=AlarmState.ENDED,
                started_at=report.received_at, acked_by=who.pk, acked_at=answered,
                ended_at=answered + timedelta(minutes=12),
            )
        )  # fmt: skip
        calls.append(_answered(who.pk, severity, report.received_at, answered))
    Alarm.objects.bulk_create(alarms)
    Call.objects.bulk_create(calls)
    CallFor.objects.bulk_create(
        CallFor(call=call, alarm=alarm) for call, alarm in zip(calls, alarms, strict=True)
    )


def _answered(staff_id: UUID, severity: Severity, rung: datetime, answered: datetime) -> Call:
    return Call(
        staff_id=staff_id, severity=severity, state=CallState.ANSWERED, made_at=rung, due_at=rung,
        rung_at=rung, n_waiting=1, answered_at=answered,
    )  # fmt: skip


def _drill(people: list[Staff], head: Staff, now: datetime) -> None:
    """Let last week's *uji siaga* have been answered by all but one."""
    began = now - DRILLED
    drill = Drill.objects.create(
        started_by=head.pk, started_at=began, ends_at=began + timedelta(minutes=15)
    )
    calls = []
    for n, one in enumerate(people):
        call = _answered(one.pk, Severity.LOW, began, began + timedelta(minutes=1 + 2 * n))
        call.kind, call.drill = CallKind.DRILL, drill
        if n == len(people) - 1 and n:
            call.state, call.answered_at = CallState.RUNG, None
        calls.append(call)
    Call.objects.bulk_create(calls)


def _send(office: Office, staff: dict[UUID, Staff], operator: Staff, now: datetime) -> None:
    """Let two be on the way to whoever reported last night."""
    urgent = Report.objects.filter(risk=Risk.HIGH, state=State.TRIAGED, ended_at=None)
    report = urgent.order_by("-received_at").first()
    crew = [*office.staff.get(Role.COMPANION, ()), *office.staff.get(Role.CASE_MANAGER, ())][:2]
    if report is None or len(crew) < len(("lead", "second")):
        return
    plan = Way(
        destination="Rumah panggung di tepi sungai",
        area=office.places[0],
        signal="no",
        return_by=now + timedelta(hours=6),
        route="Lewat jalan provinsi, lalu perahu",
        village_contact="Pak RT (rekaan) 0800-0000-0202",
    )
    mission = send(operator.actor(), report, kind="outreach", crew=crew, plan=plan)
    stamp(staff[crew[0]].actor(), mission, stamp="en_route")
