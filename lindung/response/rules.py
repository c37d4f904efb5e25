"""What response decides from values: who goes, in what company, by which clock. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from lindung.access.codes import Role
from lindung.intake.codes import Institution, Risk
from lindung.response.codes import (
    Escort,
    Interval,
    PartnerKind,
    Signal,
    Stamp,
    Why,
)

CHECK_EVERY = timedelta(minutes=30)  # with signal. Source: HOTLINE section 7
PLACE_KNOWN_FOR = timedelta(minutes=30)  # an older last known place is none. Source: as above
REST = timedelta(hours=8)  # house rule; no law or standard names one. Source: docs/adr/0030
DEPART_WITHIN = {  # Source: HOTLINE section 3 (20 min); SIPPN 8202366 (high at once, medium 6 h)
    Risk.HIGH: timedelta(minutes=20),
    Risk.MEDIUM: timedelta(hours=6),
    Risk.LOW: timedelta(hours=24),
}
# House rule: what each fact weighs when several colleagues could go. Source: docs/adr/0030.
WEIGHTS: Mapping[Why, int] = {
    Why.ON_DUTY: 4,
    Why.NEAR: 3,
    Why.TRAINED: 3,
    Why.SAME_SEX: 3,
    Why.VEHICLE: 2,
    Why.RESTED: 1,
    Why.OTHER_SEX: 0,
    Why.NOT_RESTED: -4,
    Why.AWAY: -12,
}
ORDER = tuple(Stamp)
CLOCK_WRONG = timedelta(minutes=2)  # a phone's clock further away is told. Source: FRAME section 8
ON_THE_SPOT = timedelta(minutes=2)  # what came so soon was pressed with signal. docs/adr/0071


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a colleague who could go. What is not known counts neither way."""

    id: UUID
    name: str
    sex: str = ""
    on_duty: bool = False
    trained: bool = False
    vehicle: bool = False
    away: bool = False
    back_at: datetime | None = None  # from the last mission
    area: str = ""  # last known kecamatan
    area_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What is known of where help is needed."""

    area: str = ""
    sex: str = ""  # of the client


@dataclass(frozen=True, slots=True)
class Ranked:
    """A colleague's place in the ranking, and every reason for it."""

    id: UUID
    name: str
    points: int
    reasons: tuple[Why, ...]


def rank(candidates: Iterable[Candidate], need: Need, now: datetime) -> list[Ranked]:
    """Return who should rather go, the first first, each with all reasons. A human chooses.

    The same facts give the same order, whoever asks: equal points stand by name.

    Source: HOTLINE section 7; UU 12/2022 Ps 26(3)(4): trained, preferably of the same sex.
    """
    found = [_ranked(one, need, now) for one in candidates]
    return sorted(found, key=lambda one: (-one.points, one.name, one.id))


def _ranked(one: Candidate, need: Need, now: datetime) -> Ranked:
    rest = None if one.back_at is None or one.away else now - one.back_at >= REST
    same = None if not (one.sex and need.sex) else one.sex == need.sex
    fresh = one.area_at is not None and timedelta(0) <= now - one.area_at <= PLACE_KNOWN_FOR
    facts = {
        Why.ON_DUTY: one.on_duty,
        Why.NEAR: bool(need.area) and fresh and one.area == need.area,
        Why.TRAINED: one.trained,
        Why.SAME_SEX: same is True,
        Why.VEHICLE: one.vehicle,
        Why.RESTED: rest is True,
        Why.OTHER_SEX: same is False,
        Why.NOT_RESTED: rest is False,
        Why.AWAY: one.away,
    }
    reasons = tuple(why for why, true in facts.items() if true)
    return Ranked(one.id, one.name, sum(WEIGHTS[why] for why in reasons), reasons)


def needs_two(risk: str, *, emergency: bool) -> bool:
    """Say whether nobody may go there alone: high, danger now, or nobody knows yet.

    Source: HOTLINE section 7 (two on *tinggi*); section 2 (unknown never counts as no).
    """
    return emergency or risk in {Risk.HIGH, Risk.UNASSESSED}


def depart_within(risk: str, *, emergency: bool) -> timedelta:
    """Return within which time somebody leaves when no hour was agreed. A house rule, no law.

    Source: HOTLINE section 3 (emergency 20 min); SIPPN 8202366 (high at once, medium about 6 h).
    """
    return DEPART_WITHIN.get(Risk.HIGH if emergency else Risk(risk), DEPART_WITHIN[Risk.HIGH])


@dataclass(frozen=True, slots=True)
class Company:
    """With whom somebody goes out."""

    n_people: int
    escort: str = Escort.NONE
    signed: bool = False  # the head signed that one goes alone


def company_problem(company: Company, risk: str, *, emergency: bool) -> str | None:
    """Return why these may not depart yet, as a code, or None. Source: HOTLINE section 7."""
    if company.n_people < 1:
        return "nobody_goes"
    if not needs_two(risk, emergency=emergency) or company.n_people > 1:
        return None
    return None if company.escort != Escort.NONE or company.signed else "alone"


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be known before departure: *rencana tanpa sinyal*."""

    signal: str
    return_by: datetime | None
    has_route: bool
    has_village_contact: bool


def plan_problem(plan: Plan, now: datetime) -> str | None:
    """Return what the plan lacks before departure, as a code, or None.

    Where a phone surely works, the hour of return is enough. Source: HOTLINE section 7.
    """
    if plan.return_by is None:
        return "return_by_missing"
    if plan.return_by <= now:
        return "return_by_past"
    if plan.signal == Signal.YES:
        return None
    if not plan.has_route:
        return "route_missing"
    return None if plan.has_village_contact else "village_contact_missing"


def next_check(now: datetime, signal: str, return_by: datetime) -> datetime:
    """Return until when the next safe word must come, told that one came at `now`.

    Without signal nothing is expected before the hour of return; after it, every half hour.

    Source: HOTLINE section 7.
    """
    soon = now + CHECK_EVERY
    if return_by <= now:
        return soon
    return min(soon, return_by) if signal == Signal.YES else return_by


NAMED_OUT: Mapping[Institution, frozenset[PartnerKind]] = {
    Institution.POLICE: frozenset({PartnerKind.POLICE}),
    Institution.MILITARY: frozenset(),  # none of the partners is one
    Institution.OFFICIAL: frozenset({PartnerKind.SATPOL, PartnerKind.SOCIAL, PartnerKind.VILLAGE}),
    Institution.SERVICE_STAFF: frozenset(),
    # A relative of one of these: which one is not coded, so the local ones stay out alike.
    Institution.RELATIVE: frozenset(
        {PartnerKind.POLICE, PartnerKind.SATPOL, PartnerKind.SOCIAL, PartnerKind.VILLAGE}
    ),
}
ESCORT_OF = {
    Escort.POLICE: PartnerKind.POLICE,
    Escort.SATPOL: PartnerKind.SATPOL,
    Escort.VILLAGE: PartnerKind.VILLAGE,
}


def left_out(institutions: Iterable[str]) -> frozenset[PartnerKind]:
    """Return which partners must not learn of it, since the reported person belongs there.

    Source: NIGHTS 2.
    """
    return frozenset(kind for one in institutions for kind in NAMED_OUT[Institution(one)])


def escort_problem(escort: str, institutions: Iterable[str]) -> str | None:
    """Return why these must not go along, as a code, or None. Source: NIGHTS 2."""
    kind = ESCORT_OF.get(Escort(escort))
    return "escort_named" if kind in left_out(institutions) else None


def escorts(institutions: Collection[str]) -> list[Escort]:
    """Return who may be asked to go along."""
    return [one for one in Escort if escort_problem(one, institutions) is None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment as somebody wrote it down, on the spot or later."""

    stamp: Stamp
    at: datetime
    by: UUID
    entered_at: datetime


def timeline(entries: Iterable[Entry]) -> dict[Stamp, datetime]:
    """Return when each moment was: of one person the newest entry counts, of several the earliest.

    So whoever mistyped writes it once more, and two who press at once do no harm.
    """
    newest: dict[tuple[Stamp, UUID], Entry] = {}
    for one in entries:
        known = newest.get((one.stamp, one.by))
        if known is None or (one.entered_at, one.at) > (known.entered_at, known.at):
            newest[one.stamp, one.by] = one
    times: dict[Stamp, datetime] = {}
    for one in newest.values():
        times[one.stamp] = min(one.at, times.get(one.stamp, one.at))
    return {stamp: times[stamp] for stamp in ORDER if stamp in times}


def stamp_problem(
    stamp: Stamp, at: datetime, *, now: datetime, since: datetime, departed: bool
) -> str | None:
    """Return why a moment cannot be, as a code, or None. It may be written down late, never early.

    Args:
        stamp: which moment.
        at: when it was.
        now: by the database's clock.
        since: when the unit knew of the report: nobody went before that.
        departed: a departure is known.
    """
    if at > now:
        return "stamp_future"
    if at < since:
        return "stamp_before_report"
    return "not_departed" if stamp == Stamp.COMPLETE and not departed else None


def disorder(times: Mapping[Stamp, datetime]) -> list[tuple[Stamp, Stamp]]:
    """Return pairs that stand the wrong way round: the later moment first. Told, never refused.

    Asking for help may come at any time after departure, so it is compared with nothing else.
    """
    path = [s for s in ORDER if s in times and s != Stamp.ADDITIONAL]
    wrong: list[tuple[Stamp, Stamp]] = [(a, b) for a, b in pairwise(path) if times[a] > times[b]]
    left, asked = times.get(Stamp.EN_ROUTE), times.get(Stamp.ADDITIONAL)
    if left and asked and asked < left:
        wrong.append((Stamp.EN_ROUTE, Stamp.ADDITIONAL))
    return wrong


def intervals(asked_at: datetime, times: Mapping[Stamp, datetime]) -> dict[Interval, timedelta]:
    """Return the lengths that are known; one whose end lies before its beginning is left out.

    Source: HOTLINE section 7; what begins and ends each: docs/adr/0030.
    """
    left, there = times.get(Stamp.EN_ROUTE), times.get(Stamp.ON_SCENE)
    taking, done = times.get(Stamp.TRANSPORT), times.get(Stamp.COMPLETE)
    pairs = {
        Interval.ACTIVATION: (asked_at, left),
        Interval.EN_ROUTE: (left, there),
        Interval.SCENE_ARRIVAL: (asked_at, there),
        Interval.TRIAGE: (there, times.get(Stamp.ADDITIONAL)),
        Interval.TOTAL_SCENE: (there, taking or done),
        Interval.TRANSPORT: (taking, times.get(Stamp.DESTINATION)),
        Interval.TOTAL_INCIDENT: (asked_at, done),
    }
    return {
        name: end - begin
        for name, (begin, end) in pairs.items()
        if begin is not None and end is not None and end >= begin
    }


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could act for those in the field."""

    id: UUID
    roles: frozenset[str]
    in_field: bool = field(default=False)  # on this very mission
    blocked: bool = field(default=False)  # has a conflict of interest with it


WATCHERS = (Role.UNIT_HEAD, Role.SUPERVISOR, Role.CASE_MANAGER, Role.OPERATOR)


def who_acts(colleagues: Sequence[Colleague]) -> tuple[str, UUID | None]:
    """Return whose turn danger in the field is: a role, or one person of it.

    The head, else the next who may act. Nobody on the mission is asked: a sign of danger must not
    light up on a phone that somebody else may hold. Source: NIGHTS 9.
    """
    free = [c for c in colleagues if not c.in_field and not c.blocked]
    for role in WATCHERS:
        holders = sorted((c.id for c in free if role in c.roles), key=str)
        if holders:
            shared = any(c.in_field and role in c.roles for c in colleagues)
            return ("", holders[0]) if shared else (role, None)
    return Role.UNIT_HEAD, None


@dataclass(frozen=True, slots=True)
class Told:
    """When something was, by a phone's clock and as far as it can be told."""

    at: datetime
    skew: timedelta  # how far the phone's clock is ahead of ours
    wrong: bool  # too far: it is said wherever the moment is shown
    on_the_spot: bool


def told_at(device_at: datetime, device_now: datetime, now: datetime) -> Told:
    """Return when something was that a phone wrote down.

    A clock that is wrong now was most likely wrong by as much when it was pressed, so the
    difference is taken off. What would still lie ahead is now. A clock that was set right in
    between is not noticed here: the phone's own time is kept beside, and a moment that cannot be
    is refused later.

    Source: docs/adr/0071; issue 3 section 4 (a clock wrong by three days).
    """
    skew = device_now - now
    wrong = abs(skew) > CLOCK_WRONG
    at = min(device_at - skew if wrong else device_at, now)
    return Told(at, skew, wrong, on_the_spot=now - at <= ON_THE_SPOT)


def word_lasts_until(at: datetime, signal: str, return_by: datetime | None) -> datetime:
    """Return until when a safe word is good that was said at `at` and arrived later.

    It counts from when it was said: an hour-old word does not say that all is well now.
    """
    return next_check(at, signal, return_by or at)


def is_conflict(base: UUID | None, current: UUID | None, *, same_words: bool) -> bool:
    """Say whether two wrote different things without knowing of each other.

    Parallel edits of different parts never meet here: each part is asked by itself.
    """
    return base != current and current is not None and not same_words
