"""What is open in a case, and its limits, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from lindung.web.desk import words
from lindung.web.desk.clocks import Clock, clock_of


@dataclass(frozen=True, slots=True)
class Open:
    """One open promise of a case, with its one verb."""

    what: str
    who: str
    clock: Clock | None
    url: str
    verb: str
    mine: bool
    end_url: str = ""


def promise_rows(promises: Iterable[Any], number: str, mine: UUID, at: datetime) -> list[Open]:
    """Return what is open in a case: promises of the plan, decisions, the next look."""
    return [
        Open(
            what=promise.label or str(words.verb(promise.verb)),
            who=_whose(promise, mine),
            clock=clock_of(promise.next_at, at),
            url=_act_on(promise, number),
            verb=str(words.ACTS.get(promise.verb, words.ACTS["do"])),
            mine=promise.next_staff == mine,
            end_url=_ends(promise, number),
        )
        for promise in promises
    ]


def _whose(promise: Any, mine: UUID) -> str:
    if promise.next_staff == mine:
        return gettext("You")
    return promise.next_name or str(words.role(promise.next_role))


def _ends(promise: Any, number: str) -> str:
    if promise.kind != "casework.plan_line":
        return ""
    return reverse("desk:end_plan_line", args=[number, promise.record_id])


def _act_on(promise: Any, number: str) -> str:
    """Return where an open promise is kept, decided or looked at."""
    if promise.kind == "access.approval":
        return reverse("desk:decide", args=[promise.record_id])
    if promise.kind == "casework.plan_line":
        return f"{reverse('desk:service', args=[number])}?janji={promise.record_id}"
    if promise.verb == "assign":
        return reverse("desk:assign", args=[number])
    return ""


CLOCK_NAMES = {
    "first_service": gettext_lazy("First service"),
    "review": gettext_lazy("Next look at her safety"),
}


def case_clocks(clocks: Iterable[Any], at: datetime) -> list[tuple[Any, Clock | None]]:
    """Return the limits of a case with their names."""
    return [
        (
            CLOCK_NAMES[clock.code],
            clock_of(
                clock.due_at, at, began_at=clock.began_at, met_at=clock.met_at, basis=clock.basis
            ),
        )
        for clock in clocks
    ]
