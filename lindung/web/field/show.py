"""What the screens of the field share: the page of one act, words for clocks and reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from lindung.core.clock import now
from lindung.response.codes import MissionKind, MissionState, Why
from lindung.web.desk.clocks import Clock, clock_of

STATES = {
    MissionState.PREPARED: "new",
    MissionState.UNDER_WAY: "open",
    MissionState.COMPLETE: "done",
    MissionState.CALLED_OFF: "stopped",
}


def offered(ranked: Iterable[Any]) -> list[tuple[str, str]]:
    """Return who could go as choices, each with every reason in words."""
    return [
        (str(one.id), f"{one.name} — {reasons(one.reasons)}" if one.reasons else one.name)
        for one in ranked
    ]


def reasons(codes: Iterable[Why]) -> str:
    """Return reasons as words."""
    return ", ".join(str(Why(code).label) for code in codes)


@dataclass(frozen=True, slots=True)
class Row:
    """One mission of a list: number, risk, state, whose turn, clock. No name, no place."""

    number: str
    url: str
    kind: str
    risk: str
    emergency: bool
    state: str
    state_kind: str
    turn: str
    clock: Clock | None
    danger: bool

    @property
    def is_now(self) -> bool:
        """Say whether the row must catch the eye."""
        return self.danger or (self.clock is not None and self.clock.state == "late")


def rows(missions: Iterable[Any]) -> list[Row]:
    """Return the rows of a list of missions."""
    at = now()
    return [row_of(mission, at) for mission in missions]


def row_of(mission: Any, at: datetime) -> Row:
    """Return one row."""
    name = "field:danger" if mission.danger else "field:mission"
    return Row(
        number=mission.number,
        url=reverse(name, args=[mission.number]),
        kind=str(MissionKind(mission.kind).label),
        risk=mission.risk,
        emergency=mission.emergency,
        state=str(MissionState(mission.state).label),
        state_kind=STATES[MissionState(mission.state)],
        turn=_turn(mission),
        clock=mission_clock(mission, at),
        danger=mission.danger,
    )


def _turn(mission: Any) -> str:
    if mission.danger:
        return gettext("Sign of danger: act now")
    if mission.ended_at is not None:
        return ""
    return gettext("You") if mission.mine else gettext("Those who go")


def mission_clock(mission: Any, at: datetime) -> Clock | None:
    """Return the clock that runs now: departure, then the next safe word."""
    if mission.ended_at is not None:
        return None
    if mission.next_check_at is None:
        basis = gettext("Departure: set by the unit, not by law")
        return clock_of(mission.depart_due_at, at, began_at=mission.made_at, basis=basis)
    basis = gettext("The next safe word: half an hour with signal, else the hour of return")
    return clock_of(mission.next_check_at, at, basis=basis)
