"""The duty phone's lists in words. No name and no number of a client is in any of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from lindung.core.clock import now
from lindung.hotline.codes.contact import ContactKind, ContactVerb
from lindung.intake.codes import Channel
from lindung.web.desk.clocks import Clock, ago, clock_of


@dataclass(frozen=True, slots=True)
class UndecidedRow:
    """A call that waits for a decision."""

    number: str
    cause: str
    clock: Clock | None
    age: str
    late: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact of the last hours."""

    number: str
    what: str
    channel: str
    state: str
    state_kind: str
    report_number: str
    at: datetime


def undecided_rows(waiting: Iterable[Any]) -> list[UndecidedRow]:
    """Return the calls that wait for a decision, the oldest first."""
    at = now()
    return [
        UndecidedRow(
            one.number,
            one.cause_label,
            clock_of(one.due_at, at, began_at=one.began_at),
            ago(one.began_at, at),
            one.late,
        )
        for one in waiting
    ]


def contact_rows(contacts: Iterable[Any]) -> list[ContactRow]:
    """Return contacts, the newest first."""
    return [
        ContactRow(
            one.number,
            str(ContactKind(one.kind).label) if one.kind else _unsorted(one),
            str(Channel(one.channel).label),
            *_state(one),
            one.report.number if one.report else "",
            one.began_at,
        )
        for one in contacts
    ]


def _unsorted(one: Any) -> str:
    return gettext("Not said yet") if one.answered else gettext("Missed call")


def _state(one: Any) -> tuple[str, str]:
    if one.left_unit:
        return gettext("Filed outside"), "closed"
    if one.report is not None:
        return gettext("Is a report"), "done"
    if one.ended_at is not None:
        return gettext("Ended"), "closed"
    return (gettext("Open"), "new") if one.answered else (gettext("Nobody took it"), "stopped")


def todo(verbs: Mapping[str, datetime], at: datetime) -> list[tuple[str, str, Clock | None]]:
    """Return what somebody must still do: code, words, clock; the most urgent first."""
    rows = sorted(verbs.items(), key=lambda item: item[1])
    return [(code, str(ContactVerb(code).label), clock_of(due, at)) for code, due in rows]


def safe_message(one: Any, verbs: Mapping[str, datetime]) -> str:
    """Return what may be pasted into a group chat: a number and a verb, nothing else."""
    if one.report is not None:
        return f"{one.report.number} · {gettext('please look at it')}"
    first = min(verbs, key=lambda code: verbs[code], default=None)
    words = ContactVerb(first).label if first else gettext("please look at it")
    return f"{one.number} · {words}"
