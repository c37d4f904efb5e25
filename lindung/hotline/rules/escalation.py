"""Calling until a person acts: what an alarm does next, and whom it calls. Pure.

All moments come from the database's clock. "Sent" is never "seen": only an acknowledgement stops
the calling, and only for a while.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from lindung.hotline.codes.escalation import AlarmState, Severity, Who
from lindung.hotline.codes.rota import Way
from lindung.intake.codes import OPEN_STATES, Risk, State

JOIN_WITHIN = timedelta(
    minutes=5
)  # Source: HOTLINE section 4, one call in 5 min says how many wait
LATE_AFTER = timedelta(seconds=60)  # Source: HOTLINE section 4, health red
MOST_RUNGS = 6
MOST_WAIT = 24 * 60
RANK = {Severity.LOW: 0, Severity.MEDIUM: 1, Severity.HIGH: 2, Severity.NOW: 3}
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: whom it calls, and how long it waits for an answer."""

    who: tuple[Who, ...]
    wait: int  # minutes


@dataclass(frozen=True, slots=True)
class Ladder:
    """How one severity calls. The last rung repeats for ever."""

    rungs: tuple[Rung, ...]
    one_by_one: bool  # the last rung calls its people in turn, not all at once
    standing_after: int | None  # minutes from the start until the standing cover joins
    hold: int  # minutes in which what was acknowledged must be taken on the desk
    lease: int | None  # minutes in which what was taken must go on; None: not watched
    ways: tuple[Way, ...]


EVERY_WAY = (Way.CALL, Way.WHATSAPP, Way.SMS, Way.EMAIL)
DEFAULTS: Mapping[Severity, Ladder] = {
    Severity.NOW: Ladder(
        (
            Rung((Who.DUTY, Who.BACKUP), 2),  # Source: HOTLINE section 3, acknowledge within 2 min
            Rung((Who.DUTY, Who.BACKUP, Who.HEAD), 3),
            Rung((Who.EVERYONE,), 5),
        ),
        one_by_one=False,
        standing_after=30,  # Source: HOTLINE section 4
        hold=5,
        lease=20,  # Source: HOTLINE section 3, departed within 20 min
        ways=EVERY_WAY,
    ),
    Severity.HIGH: Ladder(
        (
            Rung((Who.DUTY,), 5),  # Source: HOTLINE section 3, acknowledge within 5 min
            Rung((Who.BACKUP,), 5),
            Rung((Who.DUTY, Who.BACKUP), 5),
        ),
        one_by_one=True,
        standing_after=30,
        hold=10,
        lease=60,
        ways=EVERY_WAY,
    ),
    Severity.MEDIUM: Ladder(
        (Rung((Who.DUTY,), 15), Rung((Who.DUTY, Who.BACKUP), 15)),  # [I] FRAME section 6
        one_by_one=True,
        standing_after=60,
        hold=30,
        lease=240,
        ways=(Way.WHATSAPP, Way.SMS, Way.CALL),
    ),
    Severity.LOW: Ladder(
        (Rung((Who.DUTY,), 60), Rung((Who.DUTY, Who.BACKUP), 60)),  # [I] FRAME section 6
        one_by_one=True,
        standing_after=None,
        hold=60,
        lease=None,
        ways=(),
    ),
}


def ladder_to_json(ladder: Ladder) -> dict[str, Any]:
    """Return a ladder as it is kept on each alarm, so that editing one strands no live alarm."""
    return {
        "rungs": [{"who": [str(w) for w in r.who], "wait": r.wait} for r in ladder.rungs],
        "one_by_one": ladder.one_by_one,
        "standing_after": ladder.standing_after,
        "hold": ladder.hold,
        "lease": ladder.lease,
        "ways": [str(way) for way in ladder.ways],
    }


def ladder_from_json(kept: Mapping[str, Any]) -> Ladder:
    """Return a ladder as it was kept.

    Raises:
        KeyError, ValueError: it is no ladder.
    """
    return Ladder(
        tuple(Rung(tuple(Who(w) for w in r["who"]), int(r["wait"])) for r in kept["rungs"]),
        bool(kept["one_by_one"]),
        kept["standing_after"],
        int(kept["hold"]),
        kept["lease"],
        tuple(Way(way) for way in kept["ways"]),
    )


def ladder_problem(ladder: Ladder, severity: str) -> str | None:
    """Return why a ladder may not be kept, as a code, or None.

    An emergency reaches everybody within 15 minutes and a high risk the back-up within 10; nothing
    a unit sets can be slower than that.

    Source: HOTLINE section 8.
    """
    if not 1 <= len(ladder.rungs) <= MOST_RUNGS or not all(r.who for r in ladder.rungs):
        return "rungs_missing"
    if not all(1 <= r.wait <= MOST_WAIT for r in ladder.rungs):
        return "wait_out_of_range"
    bound = {Severity.NOW: (Who.EVERYONE, 15), Severity.HIGH: (Who.BACKUP, 10)}
    if severity in bound:
        who, within = bound[Severity(severity)]
        if (after := reached_after(ladder, who)) is None or after > within:
            return "too_slow"
        if ladder.standing_after is None or ladder.lease is None:
            return "too_weak"
    return None


def reached_after(ladder: Ladder, who: Who) -> int | None:
    """Return after how many minutes `who` is called for the first time, or None for never."""
    after = 0
    for rung in ladder.rungs:
        if who in rung.who or Who.EVERYONE in rung.who:
            return after
        after += rung.wait
    return None


def severity_of(risk: str, *, emergency: bool) -> Severity:
    """Return how loudly a report calls: red flags make it high, only "now" makes it an emergency.

    Source: FRAME section 6 (not yet assessed rings as medium).
    """
    if emergency:
        return Severity.NOW
    return {Risk.HIGH: Severity.HIGH, Risk.LOW: Severity.LOW}.get(Risk(risk), Severity.MEDIUM)


class Wanted(StrEnum):
    """What a report wants of the calling."""

    RING = "ring"  # somebody must come
    WATCH = "watch"  # somebody has it: it must go on
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides of a report, and nothing that tells of anybody."""

    report_id: UUID
    number: str
    state: str
    severity: Severity
    handled_by: UUID | None
    responded: bool
    ended: bool
    flood: bool = False
    complaint: bool = False  # about staff: only an outside approver may open it
    mission_id: UUID | None = None  # of those in the field; then `report_id` is what it is about
    danger: bool = False  # the sign of danger, not only a word that did not come
    out_there: frozenset[UUID] = frozenset()  # their phones may be in other hands

    @property
    def key(self) -> UUID:
        """Return what one open alarm is about: a mission, else a report."""
        return self.mission_id or self.report_id

    @property
    def mark(self) -> str:
        """Return what changes whenever the work on a report goes on."""
        return f"{self.state}/{self.severity}/{self.handled_by or '-'}/{int(self.responded)}"


def in_the_field(
    mission_id: UUID,
    number: str,
    subject_id: UUID,
    *,
    danger: bool,
    emergency: bool,
    out_there: Collection[UUID],
) -> Facts:
    """Return what calls for those in the field: nobody has it until it is settled or heard.

    The sign of danger calls as an emergency, a safe word that did not come as a high risk, or as an
    emergency where the mission is one.

    Source: HOTLINE section 7 (a missed check-in escalates like a report).
    """
    severity = Severity.NOW if danger or emergency else Severity.HIGH
    return Facts(
        subject_id, number, State.RECEIVED, severity, None, responded=False, ended=False,
        mission_id=mission_id, danger=danger, out_there=frozenset(out_there),
    )  # fmt: skip


def wanted(facts: Facts) -> Wanted:
    """Return what a report wants.

    A person's triage ends the calling of a medium or low one: its clock is on the tasks. A high one
    or an emergency is watched until help began, or it ended.

    Source: HOTLINE section 1 (a high-risk report ends only by a human's act).
    """
    if facts.ended or State(facts.state) not in OPEN_STATES or facts.responded:
        return Wanted.NOTHING
    urgent = facts.severity in {Severity.NOW, Severity.HIGH}
    if facts.state == State.TRIAGED and not urgent:
        return Wanted.NOTHING
    return Wanted.RING if facts.handled_by is None else Wanted.WATCH


@dataclass(frozen=True, slots=True)
class Alarm:
    """How an alarm stands, as far as its next move goes."""

    state: AlarmState
    severity: Severity
    step: int  # the rung that comes next
    rounds: int  # how often the last rung has called
    started_at: datetime
    next_due: datetime
    mark: str  # of the report, when somebody last took it or it went on
    acked_by: UUID | None = None


class Change(StrEnum):
    """What becomes of an alarm when its report is looked at."""

    NONE = "none"
    END = "end"
    HOLD = "hold"  # somebody took it on the desk, or it went on
    RESTART = "restart"  # it became more or less urgent, or was given back


def reconciled(alarm: Alarm, facts: Facts) -> Change:
    """Return what a report's present state makes of its alarm.

    It compares states and waits for no event, so that nothing missed, doubled or late can leave a
    report without calling.
    """
    want = wanted(facts)
    if want == Wanted.NOTHING:
        return Change.END
    if alarm.severity != facts.severity:
        return Change.RESTART if want == Wanted.RING else Change.HOLD
    if want == Wanted.WATCH:
        return Change.NONE if alarm.mark == facts.mark else Change.HOLD
    given_back = alarm.mark != "" and alarm.state == AlarmState.ACKNOWLEDGED
    return Change.RESTART if given_back else Change.NONE


def lease_until(ladder: Ladder, now: datetime, *, taken: bool) -> datetime:
    """Return until when an acknowledged alarm keeps still."""
    minutes = ladder.lease if taken else ladder.hold
    return now + timedelta(minutes=MOST_WAIT if minutes is None else minutes)


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an alarm: whom it calls now, and when it comes again."""

    who: tuple[Who, ...]
    with_standing: bool
    one_by_one: bool
    step: int
    rounds: int
    next_due: datetime


def next_move(alarm: Alarm, ladder: Ladder, now: datetime, *, rota_empty: bool) -> Move:
    """Return the step of an alarm that is due.

    After a power cut it goes one step at each tick; the last rung counts from now, so that what was
    missed is not made up for by a burst. Without anybody on the rota it starts at the last rung.
    """
    last = len(ladder.rungs) - 1
    here = last if rota_empty else min(alarm.step, last)
    rung = ladder.rungs[here]
    waits = timedelta(minutes=rung.wait)
    is_last = here == last
    due = now + waits if is_last else alarm.next_due + waits
    after = ladder.standing_after
    elapsed = now - alarm.started_at
    return Move(
        who=rung.who,
        with_standing=is_last and after is not None and elapsed >= timedelta(minutes=after),
        one_by_one=is_last and ladder.one_by_one,
        step=min(here + 1, last) if not is_last else last,
        rounds=alarm.rounds + is_last,
        next_due=due,
    )


@dataclass(frozen=True, slots=True)
class People:
    """Who could be called in a unit at a moment."""

    duty: UUID | None
    backup: UUID | None
    gap_cover: UUID | None  # named for the uncovered minutes of this rota
    standing: tuple[UUID, ...]
    heads: tuple[UUID, ...]
    everyone: tuple[UUID, ...]  # on the rota and the head

    @property
    def rota_empty(self) -> bool:
        """Say whether neither the rota nor a cover for its gaps names anybody."""
        return self.duty is None and self.backup is None and self.gap_cover is None


def targets(move: Move, people: People, *, may: Collection[UUID]) -> tuple[UUID, ...]:
    """Return whom a step calls, in order, each once; never somebody outside `may`.

    Args:
        move: the step.
        people: who could be called.
        may: who may know of the report; a conflict of interest takes somebody out.

    In an uncovered minute the named cover stands for whoever is on duty. When nobody of a rung may
    know of the report, everybody who may is called: a report never waits for somebody blocked.
    """
    cover = people.gap_cover if people.duty is None else None
    known: Mapping[Who, Sequence[UUID | None]] = {
        Who.DUTY: (people.duty, cover),
        Who.BACKUP: (people.backup,),
        Who.HEAD: people.heads,
        Who.EVERYONE: (people.duty, people.backup, cover, *people.everyone),
    }
    named = _known(one for who in move.who for one in known[who])
    found = [one for one in named if one in may]
    if move.one_by_one and found:
        found = [found[(move.rounds - 1) % len(found)]]
    elif found:
        turn = move.rounds % len(found)
        found = [*found[turn:], *found[:turn]]
    if move.with_standing or not found:
        found += [one for one in people.standing if one in may]
    if not found:
        found = [one for one in people.everyone if one in may] or sorted(may)
    return tuple(dict.fromkeys(found))


def also_in_danger(people: People, *, may: Collection[UUID]) -> tuple[UUID, ...]:
    """Return who is called beside every rung at a sign of danger: heads and the standing cover.

    Source: HOTLINE section 7 (the head at once); NIGHTS 9.
    """
    return tuple(one for one in dict.fromkeys((*people.heads, *people.standing)) if one in may)


def _known(ids: Iterable[UUID | None]) -> list[UUID]:
    return [one for one in dict.fromkeys(ids) if one is not None]


@dataclass(frozen=True, slots=True)
class LastCall:
    """When somebody was last called, and whether that call broke the joining."""

    rung_at: datetime
    broke: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """When a call to somebody is due, and whether it breaks the joining."""

    due_at: datetime
    breaks: bool


def joined(last: LastCall | None, now: datetime, *, new_emergency: bool) -> Ring:
    """Return when somebody is called for one more alarm: one call in five minutes says how many.

    A new emergency breaks this once. No alarm is dropped: it waits for the next call.

    Source: HOTLINE section 4.
    """
    if last is None or last.rung_at + JOIN_WITHIN <= now:
        return Ring(now, breaks=False)
    if new_emergency and not last.broke:
        return Ring(now, breaks=True)
    return Ring(last.rung_at + JOIN_WITHIN, breaks=False)


@dataclass(frozen=True, slots=True)
class NightLine:
    """One line of a night that is played: after how many minutes, whom, until it repeats."""

    after: int
    who: tuple[Who, ...]
    standing: bool
    in_turn: bool


def play_night(ladder: Ladder, *, minutes: int = 60, rota_empty: bool = False) -> list[NightLine]:
    """Return whom a ladder calls when nobody answers for `minutes`."""
    start = datetime(2000, 1, 1)  # noqa: DTZ001  # a night without a date
    state, severity = AlarmState.RINGING, Severity.NOW
    alarm = Alarm(state, severity, 0, 0, start, start, "")
    found = []
    while alarm.next_due - start < timedelta(minutes=minutes):
        now = alarm.next_due
        move = next_move(alarm, ladder, now, rota_empty=rota_empty)
        after = int((now - start).total_seconds() // 60)
        found.append(NightLine(after, move.who, move.with_standing, move.one_by_one))
        alarm = Alarm(state, severity, move.step, move.rounds, start, move.next_due, "")
    return found
