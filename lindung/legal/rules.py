"""What the law asks: which clocks a step starts and meets, how long orders last, who may decide."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lindung.core.spans import DayOff, Span, days, end_of, is_never_off, months
from lindung.intake.clocks import CLOCKS, Clock, Start, Sure
from lindung.legal.codes import (
    PS_41,
    STARTS_AS,
    By,
    End,
    OrderKind,
    Procedure,
    State,
    Step,
    Told,
    Track,
)
from lindung.people.codes import AgeBand, Tri

NEW_LAW_FROM = date(2026, 1, 2)  # Source: UU 20/2025 Ps 369
LEAST_WARNING, MOST_WARNING = timedelta(hours=1), timedelta(days=7)
WARN_SHARE = 3  # the last third of a limit, a week at most; [I]
ADULTS = frozenset({AgeBand.A18_24, AgeBand.A25_44, AgeBand.A45_59, AgeBand.A60})
SP2HP = frozenset({Step.SP2HP_A1, Step.SP2HP_A2, Step.SP2HP_A3, Step.SP2HP_A4, Step.SP2HP_A5})
MET_BY: dict[str, frozenset[Step]] = {
    "police_temp_protection_tpks": frozenset({Step.TEMP_PROTECTION}),
    "police_temp_protection_kdrt": frozenset({Step.TEMP_PROTECTION}),
    "court_request_kdrt": frozenset({Step.COURT_ASKED}),
    "lpsk_request": frozenset({Step.LPSK_ASKED}),
    "sp2hp_first": SP2HP,
    "spdp": frozenset({Step.SPDP}),
    "spdp_child": frozenset({Step.SPDP}),
    "social_report_child": frozenset({Step.SOCIAL_REPORT}),
    "diversion_offer": frozenset({Step.DIVERSION}),
    "p19_return": frozenset({Step.FILE_SENT, Step.P21}),
    "sp3_notice": frozenset({Step.STOP_TOLD}),
    "restitution_pay": frozenset({Step.RESTITUTION_PAID}),
}
LASTS: dict[OrderKind, Span] = {OrderKind.RESTRICTION: months(6)}  # Source: UU 12/2022 Ps 45
TPKS_PROTECTION, KDRT_PROTECTION = days(14), days(7)  # Source: UU 12/2022 Ps 42; UU 23/2004


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law asks of a case and a proceeding."""

    tpks: bool
    kdrt: bool
    track: Track
    procedure: Procedure


def procedure_of(started_on: date) -> Procedure:
    """Return which procedure law a proceeding that starts on this day goes by.

    Source: DOMAIN section 4.1: what was in process by 31 December 2025 stays under the old one.
    """
    return Procedure.KUHAP_2025 if started_on >= NEW_LAW_FROM else Procedure.KUHAP_1981


def started_by(step: Step, facts: Facts, on: date) -> list[Clock]:
    """Return the clocks that a step starts, as they hold on that day.

    What is only generally known starts none: it would look like law.
    """
    if step not in STARTS_AS:
        return []
    starts = {STARTS_AS[step]}
    if step == Step.INVESTIGATION:
        starts.add(Start.INVESTIGATION_START)
    return [
        clock
        for clock in CLOCKS
        if clock.start in starts
        and clock.id != PS_41
        and clock.limit is not None
        and clock.sure in {Sure.VERIFIED, Sure.NEWS}
        and _concerns(clock.id, facts)
        and (clock.valid_until is None or on <= clock.valid_until)
    ]


def _concerns(clock_id: str, facts: Facts) -> bool:
    child = facts.track == Track.CHILD
    if facts.track == Track.CIVIL:
        return False
    return {
        "police_temp_protection_tpks": facts.tpks,
        "lpsk_request": facts.tpks,
        "police_temp_protection_kdrt": facts.kdrt,
        "court_request_kdrt": facts.kdrt,
        "restitution_pay": facts.tpks,
        "spdp": not child,
        "spdp_child": child,
        "diversion_offer": child,
        "social_report_child": child,
        "p19_return": facts.procedure == Procedure.KUHAP_1981,
        "sp3_notice": facts.procedure == Procedure.KUHAP_2025,
    }.get(clock_id, True)


def met_by(step: Step) -> list[str]:
    """Return the clocks that a step meets."""
    return [clock_id for clock_id, steps in MET_BY.items() if step in steps]


def duty_met_by(by: By) -> End | None:
    """Say how the unit's own duty of Ps 41 ends by a police report; None: somebody else's does not.

    Source: DOMAIN section 0a.
    """
    return {By.UNIT: End.REPORTED, By.VICTIM: End.VICTIM_REPORTED}.get(by)


def due(
    limit: Span, began_at: datetime, zone: ZoneInfo, is_off: DayOff = is_never_off
) -> tuple[datetime, datetime]:
    """Return when a limit is to be warned of, and when it is over."""
    over = end_of(limit, began_at, zone, is_off)
    return warn_before(began_at, over), over


def warn_before(began_at: datetime, over: datetime) -> datetime:
    """Return when somebody must be told that something ends: in its last third, a week at most."""
    ahead = min(MOST_WARNING, max(LEAST_WARNING, (over - began_at) / WARN_SHARE))
    return max(began_at, over - ahead)


def state_of(
    *, due_at: datetime, warn_at: datetime, ended_at: datetime | None, end: str, at: datetime
) -> State:
    """Return a clock as people see it at a moment."""
    if end in {End.MET, End.REPORTED, End.VICTIM_REPORTED} and ended_at is not None:
        return State.MET if ended_at <= due_at else State.MET_LATE
    if end:
        return State.ENDED
    if at > due_at:
        return State.LATE
    return State.WARNED if at >= warn_at else State.RUNNING


def arms(told_by: Told) -> bool:
    """Say whether what was told sets the duty of Ps 41 going. Source: DOMAIN section 0a."""
    return told_by != Told.NOT_YET


def needs_confirming(told_by: Told) -> bool:
    """Say whether counsel confirms the hour: of everybody's word but her own."""
    return arms(told_by) and told_by != Told.VICTIM


def complaint_problem(*, age_band: str, disability: str, informed: bool) -> str | None:
    """Return why the duty may not end by her decision, or None.

    Only an adult without disability decides; not known is not *without*.

    Source: DOMAIN section 0a; UU 12/2022 Ps 7.
    """
    if age_band not in ADULTS:
        return "not_an_adult"
    if disability != Tri.NO:
        return "disability_not_excluded"
    return None if informed else "not_informed"


def order_lasts(kind: OrderKind, *, tpks: bool) -> Span | None:
    """Return how long an order of this kind lasts by law; None: its paper says until when."""
    if kind == OrderKind.TEMP_PROTECTION:
        return TPKS_PROTECTION if tpks else KDRT_PROTECTION
    return LASTS.get(kind)


def days_waited(asked_at: datetime, issued_at: datetime | None, at: datetime) -> int:
    """Return for how many whole days a visum was, or is, waited for."""
    return max(0, ((issued_at or at) - asked_at).days)


def moment_problem(at: datetime, now: datetime) -> str | None:
    """Return why something cannot have happened at a moment, or None."""
    return "future" if at > now else None


def newest(states: Collection[tuple[str, str]]) -> dict[str, str]:
    """Return the state of each right, of lines from the oldest to the newest."""
    return dict(states)
