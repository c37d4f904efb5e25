"""What is read of the law of a case. Each function returns only what the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lindung.casework import queries as casework
from lindung.core.acting import missed, opening
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.core.keys import load_keys
from lindung.core.policy import Policy
from lindung.core.seal import Sealed
from lindung.legal import rules
from lindung.legal.codes import PS_41, HearingState, Right, RightState, State, Step
from lindung.legal.models import Hearing, LawClock, Order, Proceeding, RightLine, StepTaken
from lindung.legal.policy import LAW, SIGNING

if TYPE_CHECKING:
    from lindung.casework.models import Case

WORDS = {
    "proceeding": (Proceeding, ("name",)),
    "step": (StepTaken, ("paper", "words")),
    "order": (Order, ("words",)),
    "hearing": (Hearing, ("place", "words")),
    "right": (RightLine, ("words",)),
}
ROWS = {"clock": LawClock} | {what: model for what, (model, _) in WORDS.items()}
MOST_DAYS = 200
DASHBOARD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A limit of the law as people see it."""

    clock: LawClock
    state: State

    @property
    def is_duty(self) -> bool:
        """Say whether it is the unit's own duty to report."""
        return self.clock.rule == PS_41


@dataclass(frozen=True, slots=True)
class Visum:
    """A visum that was asked for: for how many days it is, or was, waited for."""

    asked_at: datetime
    issued_at: datetime | None
    days: int


@dataclass(frozen=True, slots=True)
class Way:
    """One proceeding with everything on it, codes only."""

    proceeding: Proceeding
    steps: list[StepTaken] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    visum: list[Visum] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LawPage:
    """The law of a case: its ways, its clocks, its rights."""

    ways: list[Way]
    clocks: list[ClockRow]
    rights: list[tuple[Right, RightState | None]]
    asks_her: bool  # sexual violence, and nobody knows yet whether she spoke to the unit
    may: frozenset[str]


def law_page(actor: Actor, case: "Case") -> LawPage:
    """Return the law of a case, unopened. At most nine queries.

    Raises:
        Denied: `actor` may not see it; the attempt is noted.
    """
    may = _may(actor, case)
    ways = {p.pk: Way(p) for p in Proceeding.objects.filter(case=case).order_by("opened_at", "id")}
    for step in StepTaken.objects.filter(case=case).order_by("at", "entered_at", "id"):
        ways[step.proceeding_id].steps.append(step)
    for order in Order.objects.filter(case=case).order_by("until_at", "id"):
        ways[order.proceeding_id].orders.append(order)
    for hearing in Hearing.objects.filter(case=case).select_related("companion").order_by("at"):
        ways[hearing.proceeding_id].hearings.append(hearing)
    at = now()
    for way in ways.values():
        way.visum.extend(_visum(way.steps, at))
    clocks = [
        ClockRow(clock, state_of(clock, at))
        for clock in LawClock.objects.filter(case=case).order_by("ended_at", "due_at", "id")
    ]
    lines = RightLine.objects.filter(case=case).order_by("at").values_list("right", "state")
    states = rules.newest(list(lines))
    return LawPage(
        list(ways.values()),
        sorted(clocks, key=lambda row: (bool(row.clock.end), row.clock.due_at)),
        [(r, RightState(states[r]) if r in states else None) for r in Right],
        not any(row.is_duty for row in clocks) and casework.is_sexual(case),
        may,
    )


def state_of(clock: LawClock, at: datetime) -> State:
    """Return a clock as people see it at a moment."""
    return rules.state_of(
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        ended_at=clock.ended_at,
        end=clock.end,
        at=at,
    )


def get_row(actor: Actor, case: "Case", what: str, row_id: UUID, *, to: str) -> Any:
    """Return one row of this very case by its id, or note the attempt and raise `NotFound`.

    Args:
        actor: who asks.
        case: one that was found for them.
        what: a key of `ROWS`.
        row_id: its id.
        to: what is to be done with it.
    """
    policy: Policy[Any] = SIGNING if to in SIGNING.rules else LAW
    seen = policy.only(actor, to, ROWS[what]._default_manager.filter(case=case, pk=row_id))
    row = seen.first()
    if row is None:
        raise missed(actor, policy, to, str(row_id))
    return row


def read_words(actor: Actor, case: "Case", what: str, row_id: UUID) -> dict[str, str]:
    """Open what is sealed in one row of the law; the opening is noted.

    Raises:
        NotFound: no such row in this case.
        Denied: `actor` may not read it.
    """
    model, fields = WORDS[what]
    row = model._default_manager.filter(case=case, pk=row_id).first()
    if row is None:
        raise missed(actor, LAW, "read_law", str(row_id))
    with opening(actor, LAW, "read_law", row):
        load_keys([row.data_key_id])
        return {name: _revealed(getattr(row, name)) for name in fields}


def read_opinion(actor: Actor, clock: LawClock) -> str:
    """Open why a duty may end without a police report, for whoever signs; it is noted."""
    with opening(actor, SIGNING, "read_opinion", clock):
        load_keys([clock.data_key_id])
        return _revealed(clock.opinion)


def hearings_of(staff_id: UUID, after: datetime) -> list[Hearing]:
    """Return the days planned for a colleague from a moment on, without any word. One query."""
    rows = Hearing.objects.filter(companion_id=staff_id, state=HearingState.PLANNED, at__gte=after)
    return list(rows.defer("place", "words").order_by("at", "id")[:MOST_DAYS])


def coming(actor: Actor, at: datetime) -> list[Hearing]:
    """Return the days that come in the cases `actor` sees, without any word. Two queries."""
    planned = Hearing.objects.filter(state=HearingState.PLANNED, at__gte=at)
    seen = LAW.only(actor, "view_law", planned).select_related("case", "companion")
    shown = seen.defer("place", "words", "case__initials", "case__summary")
    return list(shown.order_by("at", "id")[:MOST_DAYS])


@dataclass(frozen=True, slots=True)
class Soon:
    """What of the law falls due within fourteen days. Figure 6 of the dashboard."""

    police_report: int
    late: int
    visum_waited: int
    hearings: int
    orders: int


def soon(at: datetime) -> Soon:
    """Count what falls due in the unit at work until fourteen days from a moment. Four queries."""
    until = at + DASHBOARD
    open_clocks = LawClock.objects.filter(end="")
    asked = StepTaken.objects.filter(step=Step.MEDICAL_ASKED, struck_at=None)
    issued = StepTaken.objects.filter(step=Step.MEDICAL_ISSUED, struck_at=None)
    planned = Hearing.objects.filter(state=HearingState.PLANNED, at__gte=at, at__lte=until)
    ending = Order.objects.filter(ended_at=None, until_at__lte=until)
    duty = open_clocks.filter(rule=PS_41, due_at__lte=until)
    return Soon(
        duty.count(),
        open_clocks.filter(due_at__lt=at).count(),
        asked.exclude(proceeding_id__in=issued.values("proceeding_id")).count(),
        planned.count(),
        ending.count(),
    )


def _may(actor: Actor, case: "Case") -> frozenset[str]:
    blank = LawClock(case=case, data_key_id=case.data_key_id)
    with opening(actor, LAW, "view_law", blank):
        allowed = casework.allowed(actor, case)
    return frozenset(
        verb for verb in ("read_law", "write_law", "confirm_law", "sign_law") if verb in allowed
    )


def _visum(steps: Iterable[StepTaken], at: datetime) -> list[Visum]:
    standing = [step for step in steps if step.struck_at is None]
    issued = [step.at for step in standing if step.step == Step.MEDICAL_ISSUED]
    found = []
    for step in standing:
        if step.step == Step.MEDICAL_ASKED:
            done = next((moment for moment in issued if moment >= step.at), None)
            found.append(Visum(step.at, done, rules.days_waited(step.at, done, at)))
    return found


def _revealed(words: Sealed | None) -> str:
    return words.reveal() if words else ""
