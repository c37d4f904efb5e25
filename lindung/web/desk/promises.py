"""What is open in a case, and its limits, in words."""

from collections.abc import Collection, Iterable, Mapping
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
    reviews: bool = False  # kept by one button, without a page of its own
    end_url: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a case: what they may do to it, and to what waits there for a decision."""

    id: UUID
    allowed: Collection[str]
    approvals: Mapping[UUID, Collection[str]]


def promise_rows(promises: Iterable[Any], number: str, reader: Reader, at: datetime) -> list[Open]:
    """Return what is open in a case: promises of the plan, decisions, the next look."""
    return [_row(promise, number, reader, at) for promise in promises]


def _row(promise: Any, number: str, reader: Reader, at: datetime) -> Open:
    url, verb = _act_on(promise, number, reader)
    return Open(
        what=promise.label or str(words.verb(promise.verb)),
        who=_whose(promise, reader.id),
        clock=clock_of(promise.next_at, at),
        url=url,
        verb=str(verb or words.ACTS.get(promise.verb, words.ACTS["do"])),
        mine=promise.next_staff == reader.id,
        reviews=promise.verb == "review" and "review" in reader.allowed,
        end_url=_ends(promise, number, reader),
    )


def _whose(promise: Any, mine: UUID) -> str:
    if promise.next_staff == mine:
        return gettext("You")
    return promise.next_name or str(words.role(promise.next_role))


def _ends(promise: Any, number: str, reader: Reader) -> str:
    if promise.kind != "casework.plan_line" or "end_plan_line" not in reader.allowed:
        return ""
    return reverse("desk:end_plan_line", args=[number, promise.record_id])


def _act_on(promise: Any, number: str, reader: Reader) -> tuple[str, Any]:
    """Return where this reader keeps, decides or settles it, and a verb of its own; or nowhere."""
    if promise.kind == "access.approval":
        return _decide(promise.record_id, reader)
    url, verb = "", ""
    if promise.kind == "casework.plan_line" and "record_service" in reader.allowed:
        url = f"{reverse('desk:service', args=[number])}?janji={promise.record_id}"
    elif promise.verb == "answer_reporter" and "read_thread" in reader.allowed:
        url = reverse("desk:case_thread", args=[number, promise.record_id])
    elif promise.kind.startswith("legal.") and "see_law" in reader.allowed:
        url, verb = reverse("law:law", args=[number]), gettext("See the law")
    elif promise.kind == "referral.referral" and "view" in reader.allowed:
        url, verb = reverse("referrals:referral", args=[number, promise.record_id]), gettext("Look")
    elif promise.verb == "assign" and "assign" in reader.allowed:
        url = reverse("desk:assign", args=[number])
    return url, verb


def _decide(approval_id: UUID, reader: Reader) -> tuple[str, Any]:
    may = reader.approvals.get(approval_id, ())
    if "decide_approval" in may:
        return reverse("desk:decide", args=[approval_id]), ""
    if "invite_witness" in may:
        return reverse("account_invite", args=[approval_id]), gettext("Invite a witness")
    return "", ""


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
