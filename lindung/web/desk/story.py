"""The timeline of a case in words: what happened, who did it, and what may be opened."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy

from lindung.casework.codes import ConsentBasis, FundLine, LineState
from lindung.intake.codes import Form, Risk, State
from lindung.people.codes import PersonRole

FILTERS: dict[str, Any] = {
    "report": gettext_lazy("Reports"),
    "risk": gettext_lazy("Risk"),
    "incident": gettext_lazy("Incidents"),
    "consent": gettext_lazy("Consents"),
    "plan": gettext_lazy("Plan"),
    "service": gettext_lazy("Services"),
    "note": gettext_lazy("Notes"),
    "team": gettext_lazy("People at work"),
}
GROUPS = {
    "report": "report",
    "screening": "report",
    "report_risk": "risk",
    "risk": "risk",
    "incident": "incident",
    "consent": "consent",
    "plan_line": "plan",
    "plan_line_ended": "plan",
    "service": "service",
    "note": "note",
    "closing": "risk",
    "glass": "team",
    "assignment": "team",
    "companion": "team",
}
BIG = frozenset({"report", "incident", "service", "closing"})


@dataclass(frozen=True, slots=True)
class Told:
    """One thing on the timeline as a screen shows it."""

    id: UUID
    kind: str
    at: datetime
    what: str
    detail: str
    who: str
    is_big: bool
    url: str = ""
    open_url: str = ""
    end_url: str = ""
    thread_url: str = ""


def told(
    lines: Iterable[Any], number: str, *, allowed: Collection[str], to_reports: bool, group: str
) -> list[Told]:
    """Return the lines of one group, or of all, in words.

    Args:
        lines: of the timeline.
        number: of the case.
        allowed: what the reader may do to it.
        to_reports: whether the reader may go to the report itself.
        group: a key of `FILTERS`, or empty.
    """
    wanted = [line for line in lines if not group or GROUPS[line.kind] == group]
    return [_told(line, number, allowed, to_reports=to_reports) for line in wanted]


def _told(line: Any, number: str, allowed: Collection[str], *, to_reports: bool) -> Told:
    is_report = line.kind == "report" and to_reports
    url = reverse("desk:report", args=[line.extra]) if is_report else ""
    may_end = line.kind == "consent" and not line.until and "withdraw_consent" in allowed
    opens = line.may_open and line.has_words
    return Told(
        id=line.id,
        kind=line.kind,
        at=line.at,
        what=WHAT[line.kind](line),
        detail=DETAIL.get(line.kind, _nothing)(line),
        who=line.by_name,
        is_big=line.kind in BIG,
        url=url,
        open_url=reverse("desk:case_words", args=[number, line.kind, line.id]) if opens else "",
        thread_url=_thread(line, number) if "read_thread" in allowed else "",
        end_url=reverse("desk:withdraw", args=[number, line.id]) if may_end else "",
    )


def _thread(line: Any, number: str) -> str:
    return reverse("desk:case_thread", args=[number, line.id]) if line.kind == "report" else ""


def _nothing(_: Any) -> str:
    return ""


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "j M Y, H.i") if at else ""


def _word(kind: Any, code: str) -> str:
    return str(kind(code).label) if code in kind.values else ""


def _days(text: str) -> str:
    """Return `2026-11-02/2026-11-05` as days one can read."""
    days = [
        date.fromisoformat(part) for part in text.replace("/", " ").split() if part[:1].isdigit()
    ]
    return " – ".join(date_format(day, "j M Y") for day in days)


def _risk(line: Any) -> str:
    return _joined(
        gettext("Risk: %(old)s → %(new)s")
        % {"old": _word(Risk, line.state), "new": _word(Risk, line.code)},
        gettext("Emergency now") if line.extra == "emergency" else "",
    )


def _closing(line: Any) -> str:
    return {
        "asked": gettext("End of service asked for"),
        "agreed": gettext("Service ended"),
        "refused": gettext("End of service not agreed"),
    }.get(line.state, gettext("End of service asked for"))


def _agreed_by(line: Any) -> str:
    return gettext("agreed by %(name)s") % {"name": line.who_name} if line.who_name else ""


WHAT: dict[str, Callable[[Any], str]] = {
    "report": lambda x: gettext("Report %(number)s") % {"number": x.extra},
    "screening": lambda x: gettext("Screening: %(level)s") % {"level": x.label},
    "report_risk": _risk,
    "risk": lambda x: (
        gettext("Her safety was looked at: %(risk)s") % {"risk": x.label}
        if x.state == x.code
        else _risk(x)
    ),
    "incident": lambda x: gettext("Incident: %(place)s") % {"place": x.label},
    "consent": lambda x: gettext("Consent: %(purpose)s") % {"purpose": x.label},
    "plan_line": lambda x: gettext("Promised: %(service)s") % {"service": x.label},
    "plan_line_ended": lambda x: _joined(x.label, _word(LineState, x.state)),
    "service": lambda x: x.label,
    "note": lambda x: x.label,
    "closing": _closing,
    "glass": lambda _: gettext("Read with a reason"),
    "assignment": lambda x: gettext("Assigned: %(kind)s") % {"kind": x.label},
    "companion": lambda _: gettext("Accompanies the client"),
}
DETAIL: dict[str, Callable[[Any], str]] = {
    "report": lambda x: _joined(x.label, _word(State, x.state)),
    "report_risk": _agreed_by,
    "risk": _agreed_by,
    "incident": lambda x: _joined(
        _days(x.state), ", ".join(_word(Form, code) for code in x.extra.split(",") if code)
    ),
    "consent": lambda x: _joined(
        _word(ConsentBasis, x.state),
        _word(PersonRole, x.extra),
        gettext("withdrawn %(at)s") % {"at": _moment(x.until)} if x.until else "",
    ),
    "plan_line": lambda x: _joined(
        x.who_name,
        gettext("until %(at)s") % {"at": _moment(x.until)},
        gettext("agreed with the client") if x.extra == "agreed" else "",
    ),
    "service": lambda x: _joined(
        _word(FundLine, x.state) if x.state != FundLine.NONE else "",
        gettext("%(n)s minutes") % {"n": x.extra} if x.extra else "",
    ),
    "closing": lambda x: _joined(x.label, x.who_name),
    "glass": lambda x: (
        gettext("reviewed by %(name)s") % {"name": x.who_name}
        if x.state == "reviewed"
        else gettext("not yet reviewed")
    ),
}
