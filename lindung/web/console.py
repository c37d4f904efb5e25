"""What the console shows by day and night, put together once for whoever is on duty and the wall.

Numbers, risks and clocks of clients, never a name or a place; the wall shows no staff either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from lindung.access import queries as access
from lindung.core.actor import Actor
from lindung.core.clock import now
from lindung.hotline.codes.escalation import Beat
from lindung.hotline.queries import console, rota
from lindung.intake import queries as intake
from lindung.intake.codes import Channel
from lindung.response import queries as field
from lindung.web.desk import phone_rows
from lindung.web.desk import rows as desk
from lindung.web.desk.clocks import ago
from lindung.web.field import show as missions

MOST_ROWS = 12  # what is read at a glance; the lists behind hold the rest
AHEAD = timedelta(hours=24)
NOBODY: dict[Any, str] = {}
PARTS: dict[str, Any] = {
    Beat.TICK: _("the caller"),
    Beat.SENDER: _("the sender"),
    Beat.AUDITOR: _("the watcher beside it"),
    console.PBX: _("the line to the switchboard"),
}


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who answers now, and until when."""

    duty: str
    backup: str
    until: datetime | None
    n: int  # seats that somebody has, for the wall


@dataclass(frozen=True, slots=True)
class Console:
    """All of the console."""

    reports: list[desk.Row]
    alarms: intake.Alarms
    n_waiting: int
    n_mine: int
    undecided: list[phone_rows.UndecidedRow]
    n_late_decisions: int
    talks: list[dict[str, Any]]
    missions: list[missions.Row]
    n_missions: int
    field_alarms: field.FieldAlarms
    on: OnDuty
    pulse: console.Pulse
    parts: list[tuple[Any, bool]]

    @property
    def rings(self) -> bool:
        """Say whether the room must hear it: a wall rings for everybody's calls."""
        return self.alarms.ring or self.field_alarms.ring or self.pulse.bell.wall

    @property
    def rings_reader(self) -> bool:
        """Say whether the reader's own screen rings."""
        return self.field_alarms.ring or self.pulse.bell.mine


def console_of(actor: Actor, url_of: Any) -> Console:
    """Return the console as `actor` may see it. Seven queries and one for names."""
    page = intake.inbox(actor, tab="waiting", limit=MOST_ROWS)
    inbox = intake.glance(actor)
    calls, out, pulse = console.calls_now(actor), field.board(actor), console.pulse(actor)
    at = now()
    undecided = phone_rows.undecided_rows(calls.undecided)
    return Console(
        reports=desk.report_rows(page.rows, desk.Waits({}, NOBODY, actor.id), url_of),
        alarms=inbox.alarms,
        n_waiting=inbox.n_waiting,
        n_mine=inbox.n_mine,
        undecided=undecided,
        n_late_decisions=sum(one.late for one in undecided),
        talks=[
            {"number": one.number, "rings": one.rings, "age": ago(one.began_at, at)}
            for one in calls.talks
        ],
        missions=missions.rows(out.rows),
        n_missions=out.n,
        field_alarms=out.alarms,
        on=_on_duty(at),
        pulse=pulse,
        parts=[(_part(one.code), one.fine) for one in pulse.parts],
    )


def _part(code: str) -> Any:
    return PARTS[code] if code in PARTS else Channel(code).label


def _on_duty(at: datetime) -> OnDuty:
    parts = rota.segments(at - timedelta(minutes=1), at + AHEAD)
    here = next((part for part in parts if part.begin <= at < part.end), None)
    if here is None:
        return OnDuty("", "", None, 0)
    seats = [one for one in (here.duty, here.backup) if one is not None]
    names = access.names_of(seats)
    until = here.end if here.end < at + AHEAD else None
    return OnDuty(
        names.get(here.duty, "") if here.duty else "",
        names.get(here.backup, "") if here.backup else "",
        until,
        len(seats),
    )
