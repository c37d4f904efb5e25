"""What is called at this moment, how the calling is, and how a unit lets it call."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from lindung.access import queries as access
from lindung.core.acting import missed
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.hotline.audit import HEARD_WITHIN
from lindung.hotline.codes.escalation import (
    AlarmState,
    Beat,
    CallKind,
    CallState,
    Finding,
    Severity,
)
from lindung.hotline.codes.rota import Way
from lindung.hotline.engine import database_now, newest_ladders
from lindung.hotline.models import Alarm, Call, Drill, Heartbeat
from lindung.hotline.models.lines import ChannelLine
from lindung.hotline.models.telephony import PbxLine
from lindung.hotline.policy.escalation import ALARMS, CALLING, CALLS
from lindung.hotline.queries.rota import people_of_rota
from lindung.hotline.rules import escalation as rules
from lindung.hotline.ways import channels
from lindung.hotline.ways_by_letter import ByLetter
from lindung.intake.codes import Channel

if TYPE_CHECKING:
    from lindung.directory.models import Unit

DRILL_EVERY = timedelta(days=7)  # Source: HOTLINE section 4, weekly drill
DRILL_HOUR = 10  # by day, where the unit is; [I]
TUESDAY = 1


def may(actor: Actor, unit: "Unit", action: str) -> bool:
    """Say whether `actor` may do `action` with the calling of `unit`. No query."""
    return any(all(c.holds(actor, unit) for c in way) for way in CALLING.rules[action])


def require(actor: Actor, unit: "Unit", action: str) -> None:
    """Raise `NotFound` after noting the attempt, unless `actor` may do `action`."""
    if not may(actor, unit, action):
        raise missed(actor, CALLING, action, str(unit.pk))


@dataclass(frozen=True, slots=True)
class MyCall:
    """A call to oneself: how many wait and how loudly."""

    call: Call
    n_waiting: int
    is_drill: bool
    from_field: bool = False  # also for a colleague in the field


def my_calls(actor: Actor) -> list[MyCall]:
    """Return the calls to `actor` that nobody answered yet, the latest first. One query."""
    rung = Call.objects.filter(staff_id=actor.id, state=CallState.RUNG)
    ringing = Count("reasons", filter=Q(reasons__alarm__state=AlarmState.RINGING))
    still = Q(reasons__alarm__state=AlarmState.RINGING, reasons__alarm__mission_id__isnull=False)
    rows = (
        rung.annotate(n_ringing=ringing, n_field=Count("reasons", filter=still))
        .select_related("drill")
        .order_by("-rung_at")
    )
    at = now()
    return [
        MyCall(row, row.n_ringing, row.kind == CallKind.DRILL, bool(row.n_field))
        for row in rows
        if row.n_ringing or (row.drill is not None and row.drill.ends_at > at)
    ]


def get_call(actor: Actor, call_id: UUID) -> Call:
    """Return one call to `actor`, or note the attempt and raise `NotFound`."""
    found = CALLS.only(actor, "answer_call", Call.objects.all()).filter(pk=call_id).first()
    if found is None:
        raise missed(actor, CALLS, "answer_call", str(call_id))
    return found


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One open alarm: number, how loudly, how it stands, when it comes again."""

    alarm: Alarm
    who: str
    called: int
    may_go_on: bool


def alarms(actor: Actor, *, most: int = 50) -> list[AlarmRow]:
    """Return the open alarms that `actor` may see, the most urgent first. Two queries."""
    seen = ALARMS.only(actor, "view_alarm", Alarm.objects.filter(ended_at=None))
    rows = list(
        seen.annotate(
            n_called=Count("calls", filter=Q(calls__call__rung_at__isnull=False))
        ).order_by("next_due")[:most]
    )
    rows.sort(key=lambda one: (-rules.RANK[Severity(one.severity)], one.started_at))
    names = access.names_of(row.acked_by for row in rows)
    return [
        AlarmRow(
            row,
            names.get(row.acked_by, "") if row.acked_by else "",
            row.n_called,
            (str(actor.id) in row.mark or row.acked_by == actor.id)
            and ALARMS.allows(actor, "go_on", row),
        )
        for row in rows
    ]


def get_alarm(actor: Actor, alarm_id: UUID, action: str) -> Alarm:
    """Return one alarm with which `actor` may do `action`, or note it and raise `NotFound`."""
    rows = ALARMS.only(actor, action, Alarm.objects.filter(ended_at=None))
    found = rows.filter(pk=alarm_id).first()
    if found is None:
        raise missed(actor, ALARMS, action, str(alarm_id))
    return found


@dataclass(frozen=True, slots=True)
class BeatRow:
    """One part of the calling: when it was last alive, and whether that is too long ago."""

    label: str
    at: datetime | None
    finding: Finding
    late: bool


@dataclass(frozen=True, slots=True)
class Health:
    """How the calling is. No word about anybody."""

    beats: list[BeatRow]
    ways: list[tuple[Way, bool]]
    oldest_late_s: int
    n_ringing: int
    drill: Drill | None
    drill_due: bool
    switchboard: PbxLine | None  # how the line to it stands, if the unit ever had one

    @property
    def fine(self) -> bool:
        """Say whether every part is alive and nothing is late."""
        late = self.oldest_late_s > rules.LATE_AFTER.total_seconds()
        return not late and not any(row.late or row.finding != Finding.FINE for row in self.beats)


ALIVE_WITHIN: Mapping[Beat, timedelta] = {
    Beat.TICK: rules.LATE_AFTER,
    Beat.SENDER: rules.LATE_AFTER,
    Beat.AUDITOR: timedelta(seconds=60),
}


def health(actor: Actor, unit: "Unit") -> Health:
    """Return how the calling is, for the health page. Six queries."""
    require(actor, unit, "view_calling")
    at = database_now()
    known = {row.name: row for row in Heartbeat.objects.all()}
    beats = [_beat(name, known.get(name), at) for name in (Beat.TICK, Beat.SENDER, Beat.AUDITOR)]
    if Beat.PING in known:
        beats.append(_beat(Beat.PING, known[Beat.PING], at))
    lines = list(
        ChannelLine.objects.filter(opened_at__isnull=False)
        .only("channel", "seen_at", "up")
        .order_by("channel")
    )
    switchboard = PbxLine.objects.first()
    beats += _lines(switchboard, lines, at)
    ringing = Alarm.objects.filter(ended_at=None).aggregate(
        n=Count("pk", filter=Q(state=AlarmState.RINGING)),
        late=Max(at - F("next_due"), filter=Q(next_due__lt=at)),
    )
    up = {line.channel for line in lines if line.up}
    ways = [(Way.SCREEN, True)] + [(way, _leads_out(way, unit, up)) for way in rules.EVERY_WAY]
    late = ringing["late"]
    last = Drill.objects.order_by("-started_at").first()
    return Health(
        beats,
        ways,
        int(late.total_seconds()) if late else 0,
        ringing["n"],
        last,
        last is None or last.started_at < at - DRILL_EVERY,
        switchboard,
    )


def _leads_out(way: Way, unit: "Unit", up: Collection[str]) -> bool:
    channel = channels().get(way)
    if isinstance(channel, ByLetter):
        return channel.channel in up  # known already: three ways, no query
    return channel is not None and channel.connected(unit.pk)


def _lines(
    switchboard: PbxLine | None, lines: Iterable[ChannelLine], at: datetime
) -> list[BeatRow]:
    """Return the lines into the house that the unit ever used. No query."""
    known: list[tuple[str, datetime | None, bool]] = []
    if switchboard is not None:
        known.append((str(_("the line to the switchboard")), switchboard.seen_at, switchboard.up))
    known += [(str(Channel(line.channel).label), line.seen_at, line.up) for line in lines]
    return [
        BeatRow(label, seen, Finding.FINE, late=not up or not seen or at - seen > HEARD_WITHIN)
        for label, seen, up in known
    ]


def _beat(name: Beat, row: Heartbeat | None, at: datetime) -> BeatRow:
    if row is None:
        return BeatRow(str(name.label), None, Finding.FINE, late=True)
    within = ALIVE_WITHIN.get(name, timedelta(minutes=5))
    return BeatRow(str(name.label), row.at, Finding(row.finding), late=at - row.at > within)


@dataclass(frozen=True, slots=True)
class Bell:
    """What a screen rings for: calls to its reader, urgent alarms, a caller that stands still."""

    n_mine: int
    drill: bool
    n_urgent: int
    stands_still: bool

    @property
    def mine(self) -> bool:
        """Say whether the reader's own screen rings."""
        return bool(self.n_mine or self.drill or self.stands_still)

    @property
    def wall(self) -> bool:
        """Say whether the wall rings."""
        return bool(self.n_urgent or self.stands_still)


BELL = """
select
  (select count(distinct f.alarm_id) from hotline_call c join hotline_callfor f on f.call_id = c.id
   join hotline_alarm a on a.id = f.alarm_id
   where c.staff_id = %(staff)s and c.state = 'rung' and a.state = 'ringing'),
  exists (select from hotline_call c join hotline_drill d on d.id = c.drill_id
   where c.staff_id = %(staff)s and c.state = 'rung' and d.ends_at > statement_timestamp()),
  (select count(*) from hotline_alarm a
   where a.state = 'ringing' and a.severity in ('now', 'high')
   and not a.out_there @> array[%(staff)s]::uuid[]),
  exists (select from hotline_heartbeat h where h.name in ('tick', 'auditor')
   and (h.finding <> 'fine' or h.at < statement_timestamp() - %(within)s::interval))
"""


def bell(actor: Actor) -> Bell:
    """Return what the screen of `actor` must ring for. One statement; walls hide the rest.

    A house whose caller never spoke yet has no beat that could be late: the health page says so.
    """
    with connection.cursor() as cursor:
        cursor.execute(BELL, {"staff": actor.id, "within": str(rules.LATE_AFTER)})
        n_mine, drill, n_urgent, stands_still = cursor.fetchone()
    return Bell(n_mine, drill, n_urgent, stands_still)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one person did in a drill."""

    name: str
    answered_at: datetime | None


def drill_results(actor: Actor, unit: "Unit", drill: Drill) -> list[Answer]:
    """Return who answered a drill, by name. Two queries."""
    require(actor, unit, "view_calling")
    rows = list(Call.objects.filter(drill=drill))
    names = access.names_of(row.staff_id for row in rows)
    found = [Answer(names.get(row.staff_id, ""), row.answered_at) for row in rows]
    return sorted(found, key=lambda one: one.name)


def drill_is_due(unit: "Unit") -> bool:
    """Say whether the weekly drill should start: on a Tuesday at ten, with people on the rota."""
    here = database_now().astimezone(ZoneInfo(unit.time_zone))
    if (here.weekday(), here.hour) != (TUESDAY, DRILL_HOUR):
        return False
    lately = Drill.objects.filter(started_at__gt=Moment() - DRILL_EVERY + timedelta(hours=2))
    return not lately.exists() and bool(people_of_rota(database_now()))


def ladders(actor: Actor, unit: "Unit") -> dict[Severity, rules.Ladder]:
    """Return how the unit calls now, the loudest first. One query."""
    require(actor, unit, "view_calling")
    known = newest_ladders()
    return {severity: known[severity] for severity in Severity}
