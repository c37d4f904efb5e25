"""What stands on a travel paper. Neither name nor address of a client: it goes to other offices."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from lindung.core.clock import now
from lindung.response.codes import FundLine, MissionKind, PaperKind, Stamp
from lindung.web import documents


def paper(
    unit: Any,
    mission: Any,
    letter: Any,
    *,
    crew: Sequence[Any],
    moments: Any,
    expenses: Sequence[Any],
    words: str,
) -> bytes:
    """Return a travel paper as a PDF.

    Args:
        unit: whose letterhead.
        mission: which journey; its area is the only place that is named.
        letter: number and dates as typed in.
        crew: who goes, who leads first.
        moments: when what happened; only in the report.
        expenses: money; only in the report.
        words: the report itself, opened before.
    """
    report = letter.kind == PaperKind.REPORT
    data = {
        "number": mission.number,
        "title": PaperKind(letter.kind).label,
        "letter": gettext("Number: %(number)s") % {"number": letter.letter_number},
        "lead": _lead(letter.kind),
        "people_title": gettext("Who travels"),
        "people_heads": [gettext("No."), gettext("Name"), gettext("NIP and rank (by hand)")],
        "people": [(str(n), seat.name, "") for n, seat in enumerate(crew, start=1)],
        "facts": _facts(mission, letter),
        "times_title": gettext("Course of the journey"),
        "times": _times(moments) if report else [],
        "money_title": gettext("Money"),
        "money_heads": [
            gettext("For what"),
            gettext("Who pays"),
            gettext("Rupiah"),
            gettext("Receipt"),
        ],
        "money": _money(expenses) if report else [],
        "words_title": gettext("What was done"),
        "words": (words or gettext("Not written yet.")) if report else "",
        "stops": _stops() if letter.kind == PaperKind.SPPD else [],
        "signed_at": f"{unit.area.name}, {date_format(letter.letter_on, 'j F Y')}",
        "signer_title": (letter.signer.title or "") if letter.signer else "",
        "signer": letter.signer.name if letter.signer else "",
        "signer_number": gettext("NIP"),
        "footer": gettext("%(number)s · printed %(at)s")
        % {
            "number": mission.number,
            "at": date_format(timezone.localtime(now()), "j F Y, H.i"),
        },
    }
    return documents.travel_paper(unit, {key: _plain(value) for key, value in data.items()})


def _plain(value: Any) -> Any:
    return value if isinstance(value, list) else str(value)


def _lead(kind: str) -> str:
    if kind == PaperKind.SPT:
        return gettext("The colleagues named below are assigned to the following task:")
    return ""


def _facts(mission: Any, letter: Any) -> list[tuple[str, str]]:
    span = [date_format(day, "j F Y") for day in (letter.from_on, letter.until_on)]
    days = (letter.until_on - letter.from_on).days + 1
    return [
        (gettext("Task"), str(MissionKind(mission.kind).label)),
        (gettext("Mission"), mission.number),
        (gettext("Place"), mission.area.name if mission.area else "–"),
        (gettext("From"), span[0]),
        (gettext("Until"), span[1]),
        (gettext("Days"), str(days)),
        (gettext("Who pays"), str(FundLine(letter.fund_line).label)),
    ]


def _times(moments: Any) -> list[tuple[str, str]]:
    return [
        (str(Stamp(stamp).label), date_format(timezone.localtime(at), "j F Y, H.i"))
        for stamp, at in moments.times.items()
    ]


def _money(expenses: Sequence[Any]) -> list[tuple[str, str, str, str]]:
    rows = [
        (
            one.kind,
            one.fund_line,
            rupiah(one.amount_rupiah),
            gettext("attached") if one.has_receipt else gettext("none"),
        )
        for one in expenses
    ]
    if rows:
        total = rupiah(sum(one.amount_rupiah for one in expenses))
        rows.append((gettext("Together"), "", total, ""))
    return rows


def rupiah(amount: int) -> str:
    """Return whole rupiah as people write them: *Rp 150.000*."""
    return f"Rp {amount:,}".replace(",", ".")


def _stops() -> list[str]:
    return [
        gettext("Departed from the office: day, hour, signature"),
        gettext("Arrived: place, day, hour, signature and stamp"),
        gettext("Departed from there: day, hour, signature and stamp"),
        gettext("Back at the office: day, hour, signature"),
    ]
