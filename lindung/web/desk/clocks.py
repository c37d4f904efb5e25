"""Clocks in words: *sisa 2 jam 10 menit*, amber before, *terlambat* after."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
SOON_SHARE = 4  # amber in the last quarter of a limit
SOON = timedelta(days=1)  # or, of a clock whose beginning is not known, in the last day


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit as a screen shows it: state is running, soon, late, paused or met."""

    state: str
    words: str
    due_at: datetime | None = None
    basis: str = ""
    why: str = ""


def clock_of(
    due_at: datetime | None,
    at: datetime,
    *,
    began_at: datetime | None = None,
    met_at: datetime | None = None,
    basis: str = "",
) -> Clock | None:
    """Return what the clock of `due_at` says at `at`; late means now > due. Source: FRAME.md §6."""
    if due_at is None:
        return None
    if met_at is not None:
        words = gettext("kept") if met_at <= due_at else gettext("done, but late")
        return Clock("met" if met_at <= due_at else "late", words, due_at, basis)
    left = due_at - at
    if left < timedelta(0):
        return Clock("late", gettext("late by %(span)s") % {"span": span(-left)}, due_at, basis)
    soon = (due_at - began_at) / SOON_SHARE if began_at else SOON
    words = gettext("%(span)s left") % {"span": span(left)}
    return Clock("soon" if left <= soon else "running", words, due_at, basis)


def span(length: timedelta) -> str:
    """Return a length of time in its two largest words: *2 jam 10 menit*."""
    seconds = max(int(length.total_seconds()), 0)
    days, hours, minutes = (
        seconds // DAY_S,
        seconds % DAY_S // HOUR_S,
        seconds % HOUR_S // MINUTE_S,
    )
    words = [
        (days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}),
        (hours, ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}),
        (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}),
    ]
    first = next((i for i, (n, _) in enumerate(words) if n), None)
    if first is None:
        return gettext("less than a minute")
    return " ".join(text for n, text in words[first : first + 2] if n)


def ago(moment: datetime, at: datetime) -> str:
    """Return how long ago something was: *12 menit lalu*."""
    return gettext("%(span)s ago") % {"span": span(at - moment)}
